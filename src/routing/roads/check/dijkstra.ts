import { arcTo, closedFromMs, type RoadNetwork, unreachableMs } from '../network/network.ts'
import { turnCostMs } from '../network/turn-cost.ts'
import type { Place } from '../places/place.ts'
import { nodeFlag } from '../vehicle/way.ts'
import { MinHeap } from '../heap.ts'

/** How far a driver is inside each forbidden sequence longer than a turn: [sequence, arcs driven of it]. */
type Progress = readonly (readonly [number, number])[]

/**
 * Plain Dijkstra on the original roads, as slow and as simple as can be, to check the hierarchy against. It knows nothing
 * of states, turn tables, orders or shortcuts: it walks from arc to arc, asks the turn model for each turn, and follows the
 * list of forbidden sequences arc by arc.
 */
export class PlainDijkstra {
  private readonly network: RoadNetwork
  private readonly arcMs: Int32Array
  private readonly bansFrom = new Map<number, number[]>()
  private readonly heap = new MinHeap()
  /** By number: the arc and the progress. Numbers below arcCount are arcs without progress. */
  private readonly arcOf: number[]
  private readonly progressOf: Progress[]
  private readonly numberOf = new Map<string, number>()
  private readonly numbersOfArc = new Map<number, number[]>()
  private time: Float64Array

  constructor(network: RoadNetwork, arcMs: Int32Array) {
    this.network = network
    this.arcMs = arcMs
    this.arcOf = Array.from({ length: network.arcCount }, (_, arc) => arc)
    this.progressOf = this.arcOf.map(() => [])
    this.time = new Float64Array(network.arcCount)
    for (let ban = 0; ban < network.banStart.length - 1; ban++) {
      const first = network.banArc[network.banStart[ban]]
      this.bansFrom.set(first, [...(this.bansFrom.get(first) ?? []), ban])
    }
  }

  /** Times from one place to many, milliseconds; `unreachableMs` where there is no way. */
  timesFrom(source: Place, targets: readonly Place[]): Int32Array {
    this.searchFrom(source)
    return Int32Array.from(targets, (target) => this.timeTo(source, target))
  }

  private arcsOf(place: Place): { arc: number; rest: number }[] {
    const { network, arcMs } = this
    const result: { arc: number; rest: number }[] = []
    for (const start of new Set([network.roadFrom[place.road], network.roadTo[place.road]])) {
      for (let arc = network.outStart[start]; arc < network.outStart[start + 1]; arc++) {
        if (network.arcRoad[arc] !== place.road || arcMs[arc] >= closedFromMs) continue
        const ahead = network.arcForward[arc] === 1 ? 1 - place.share : place.share
        result.push({ arc, rest: Math.round(arcMs[arc] * ahead) })
      }
    }
    return result
  }

  private searchFrom(source: Place): void {
    this.time.fill(Number.POSITIVE_INFINITY)
    this.heap.clear()
    for (const { arc, rest } of this.arcsOf(source)) this.leave(arc, rest)
    while (this.heap.length > 0) {
      const key = this.heap.leastKey
      const number = this.heap.pop()
      if (key === this.time[number]) this.leave(number, key)
    }
  }

  /** Tries every exit at the end of the arc. */
  private leave(number: number, time: number): void {
    const { network } = this
    const arc = this.arcOf[number]
    const junction = arcTo(network, arc)
    let exits = 0
    let uTurn = -1
    for (let next = network.outStart[junction]; next < network.outStart[junction + 1]; next++) {
      if (network.arcRoad[next] === network.arcRoad[arc] && next !== arc) {
        uTurn = next
        continue
      }
      if ((network.junctionFlags[junction] & nodeFlag.blocked) !== 0) continue
      if (this.enter(number, arc, next, time)) exits++
    }
    if (exits === 0 && uTurn >= 0) this.enter(number, arc, uTurn, time)
  }

  /** False where a restriction forbids it. */
  private enter(number: number, arc: number, next: number, time: number): boolean {
    const progress = this.progressAfter(number, arc, next)
    if (progress === null) return false
    if (this.arcMs[next] >= closedFromMs) return true
    const nextNumber = progress.length === 0 ? next : this.numbered(next, progress)
    const nextTime = time + turnCostMs(this.network, arc, next) + this.arcMs[next]
    if (nextTime < this.time[nextNumber]) {
      this.time[nextNumber] = nextTime
      this.heap.push(nextTime, nextNumber)
    }
    return true
  }

  private progressAfter(number: number, arc: number, next: number): Progress | null {
    const { banStart, banArc } = this.network
    const result: (readonly [number, number])[] = []
    const begun: Progress = (this.bansFrom.get(arc) ?? []).map((ban) => [ban, 1])
    for (const [ban, driven] of [...this.progressOf[number], ...begun]) {
      if (banArc[banStart[ban] + driven] !== next) continue
      if (banStart[ban] + driven + 1 === banStart[ban + 1]) return null
      result.push([ban, driven + 1])
    }
    return result
  }

  private numbered(arc: number, progress: Progress): number {
    const key = `${arc}:${progress.join(';')}`
    const known = this.numberOf.get(key)
    if (known !== undefined) return known
    const number = this.arcOf.length
    this.arcOf.push(arc)
    this.progressOf.push(progress)
    this.numberOf.set(key, number)
    this.numbersOfArc.set(arc, [...(this.numbersOfArc.get(arc) ?? []), number])
    if (number >= this.time.length) {
      const larger = new Float64Array(this.time.length + 1024).fill(Number.POSITIVE_INFINITY)
      larger.set(this.time)
      this.time = larger
    }
    return number
  }

  private timeTo(source: Place, target: Place): number {
    let best = Number.POSITIVE_INFINITY
    for (const { arc, rest } of this.arcsOf(target)) {
      for (const number of [arc, ...(this.numbersOfArc.get(arc) ?? [])]) best = Math.min(best, this.time[number] - rest)
      if (source.road !== target.road) continue
      const start = this.arcsOf(source).find((own) => own.arc === arc)
      if (start && start.rest >= rest) best = Math.min(best, start.rest - rest)
    }
    return best === Number.POSITIVE_INFINITY ? unreachableMs : best
  }
}
