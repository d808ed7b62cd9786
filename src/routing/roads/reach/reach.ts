import { MinHeap } from '../heap.ts'
import { closedFromMs, type RoadNetwork } from '../network/network.ts'
import { type Place, type PlaceIndex, arcsAt, restMs } from '../places/place.ts'
import { RoadsRefusal } from '../refusal.ts'

/** A part of a road that is reached in time: shares of the road from `roadFrom`, and when its ends are reached. */
export interface ReachedPart {
  readonly arc: number
  readonly fromShare: number
  readonly toShare: number
  readonly fromMs: number
  readonly toMs: number
}

const limitMsMax = 12 * 3_600_000

/**
 * Everything that is reached from a place within a time, exact to the spot on the road. A search that grows from the place
 * is as good as it gets here: the answer itself holds every road inside.
 */
export function reachFrom(
  network: RoadNetwork,
  index: PlaceIndex,
  arcMs: Int32Array,
  place: Place,
  limitMs: number,
): ReachedPart[] {
  if (!(limitMs > 0 && limitMs <= limitMsMax))
    throw new RoadsRefusal('question-malformed', 'A reach lasts up to 12 hours')
  const search = new ReachSearch(network, arcMs, limitMs)
  for (const arc of arcsAt(index, arcMs, place.road)) {
    const rest = restMs(arcMs[arc], network.arcForward[arc] === 1, place.share)
    search.drive(arc, arc, place.share, 0, rest)
  }
  search.run()
  return search.parts
}

class ReachSearch {
  readonly parts: ReachedPart[] = []
  private readonly network: RoadNetwork
  private readonly arcMs: Int32Array
  private readonly limitMs: number
  private readonly heap = new MinHeap()
  /** When the beginning of a state's arc is reached at the earliest. */
  private readonly begun = new Map<number, number>()
  private readonly drawn = new Set<number>()

  constructor(network: RoadNetwork, arcMs: Int32Array, limitMs: number) {
    this.network = network
    this.arcMs = arcMs
    this.limitMs = limitMs
  }

  /** Drives from a spot to the end of an arc, or as far as the time lasts, and queues what follows. */
  drive(state: number, arc: number, fromShare: number, fromMs: number, restOfArcMs: number): void {
    const { network, limitMs } = this
    const endShare = network.arcForward[arc] === 1 ? 1 : 0
    const toMs = fromMs + restOfArcMs
    const part = toMs <= limitMs ? 1 : (limitMs - fromMs) / restOfArcMs
    const toShare = fromShare + (endShare - fromShare) * part
    this.parts.push({ arc, fromShare, toShare, fromMs, toMs: Math.min(toMs, limitMs) })
    if (toMs > limitMs) return
    for (let turn = network.turnStart[state]; turn < network.turnStart[state + 1]; turn++) {
      const next = network.turnTo[turn]
      const beginMs = toMs + network.turnMs[turn]
      if (beginMs > limitMs || this.arcMs[network.stateArc[next]] >= closedFromMs) continue
      if (beginMs >= (this.begun.get(next) ?? Number.POSITIVE_INFINITY)) continue
      this.begun.set(next, beginMs)
      this.heap.push(beginMs, next)
    }
  }

  run(): void {
    const { network, heap } = this
    while (heap.length > 0) {
      const ms = heap.leastKey
      const state = heap.pop()
      if (ms !== this.begun.get(state) || this.drawn.has(state)) continue
      this.drawn.add(state)
      const arc = network.stateArc[state]
      this.drive(state, arc, network.arcForward[arc] === 1 ? 0 : 1, ms, this.arcMs[arc])
    }
  }
}
