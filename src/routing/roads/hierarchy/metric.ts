import { closedFromMs, type RoadNetwork, unreachableMs } from '../network/network.ts'
import { type Topology, loopTurn } from './topology.ts'

/** The arcs of one direction, as a search climbs them. */
export interface SearchArcs {
  readonly start: Int32Array
  readonly head: Int32Array
  readonly ms: Int32Array
}

/** Travel times put into a hierarchy: made anew, or brought up to date, whenever traffic changes. */
export interface Metric {
  /** Time of each arc of the network; from `closedFromMs` on it is closed. */
  readonly arcMs: Int32Array
  /** The state over which a shortcut leads (rank), -1 where the arc is a turn of the network. */
  readonly outMid: Int32Array
  readonly inMid: Int32Array
  /** Arcs up, and arcs down from above; `unreachableMs` where nothing leads along. */
  readonly out: SearchArcs
  readonly into: SearchArcs
}

/**
 * Puts travel times into the hierarchy: from below, every shortcut gets the time of its best way over lower states. Exact.
 *
 * Dropping the arcs that a way over higher states replaces (perfect customization) would take as long again and was tried:
 * in a hierarchy by direction only a tenth of the arcs goes, and labels are pruned anyway.
 */
export function customize(network: RoadNetwork, topology: Topology, arcMs: Int32Array): Metric {
  const outMs = new Int32Array(topology.outHead.length).fill(unreachableMs)
  const inMs = new Int32Array(topology.inHead.length).fill(unreachableMs)
  putTurns(network, topology, arcMs, outMs, inMs)
  const outMid = new Int32Array(outMs.length).fill(-1)
  const inMid = new Int32Array(inMs.length).fill(-1)
  fromBelow(topology, outMs, inMs, outMid, inMid)
  return metricOf(topology, arcMs, { outMs, inMs, outMid, inMid })
}

export function metricOf(
  topology: Topology,
  arcMs: Int32Array,
  arrays: {
    readonly outMs: Int32Array
    readonly inMs: Int32Array
    readonly outMid: Int32Array
    readonly inMid: Int32Array
  },
): Metric {
  return {
    arcMs,
    outMid: arrays.outMid,
    inMid: arrays.inMid,
    out: { start: topology.outStart, head: topology.outHead, ms: arrays.outMs },
    into: { start: topology.inStart, head: topology.inHead, ms: arrays.inMs },
  }
}

/** What a turn costs together with the arc that follows. */
export function turnAndArcMs(network: RoadNetwork, arcMs: Int32Array, turn: number): number {
  const ms = arcMs[network.stateArc[network.turnTo[turn]]]
  return ms >= closedFromMs ? unreachableMs : network.turnMs[turn] + ms
}

function putTurns(
  network: RoadNetwork,
  topology: Topology,
  arcMs: Int32Array,
  outMs: Int32Array,
  inMs: Int32Array,
): void {
  const { turnArc } = topology
  for (let turn = 0; turn < turnArc.length; turn++) {
    const place = turnArc[turn]
    if (place === loopTurn) continue
    const ms = turnAndArcMs(network, arcMs, turn)
    if (place >= 0) {
      if (ms < outMs[place]) outMs[place] = ms
    } else if (ms < inMs[~place]) inMs[~place] = ms
  }
}

/**
 * Lower ranks queue at their next higher neighbour: `waiting` is the first, `after` the next one, `pointer` the arc that
 * joins them. So each arc is met once, in the right order, without storing who lies below whom.
 */
class Waiting {
  readonly waiting: Int32Array
  readonly after: Int32Array
  readonly pointer: Int32Array
  private readonly start: Int32Array
  private readonly head: Int32Array

  constructor(count: number, start: Int32Array, head: Int32Array) {
    this.waiting = new Int32Array(count).fill(-1)
    this.after = new Int32Array(count)
    this.pointer = new Int32Array(count)
    this.start = start
    this.head = head
  }

  enqueue(rank: number, pointer: number): void {
    if (pointer >= this.start[rank + 1]) return
    this.pointer[rank] = pointer
    const head = this.head[pointer]
    this.after[rank] = this.waiting[head]
    this.waiting[head] = rank
  }

  advanceAll(rank: number): void {
    let lower = this.waiting[rank]
    while (lower >= 0) {
      const next = this.after[lower]
      this.enqueue(lower, this.pointer[lower] + 1)
      lower = next
    }
    this.enqueue(rank, this.start[rank])
  }
}

function fromBelow(
  topology: Topology,
  outMs: Int32Array,
  inMs: Int32Array,
  outMid: Int32Array,
  inMid: Int32Array,
): void {
  const { count, outStart, outHead, inStart, inHead } = topology
  const out = new Waiting(count, outStart, outHead)
  const into = new Waiting(count, inStart, inHead)
  const place = new Int32Array(count)
  for (let rank = 0; rank < count; rank++) {
    // rank -> lower -> head: shortcuts up
    for (let i = outStart[rank]; i < outStart[rank + 1]; i++) place[outHead[i]] = i
    lowerTriangles(rank, into, inMs, outStart, outHead, outMs, outMid, place)
    // head -> lower -> rank: shortcuts down
    for (let i = inStart[rank]; i < inStart[rank + 1]; i++) place[inHead[i]] = i
    lowerTriangles(rank, out, outMs, inStart, inHead, inMs, inMid, place)
    out.advanceAll(rank)
    into.advanceAll(rank)
  }
}

function lowerTriangles(
  rank: number,
  first: Waiting,
  firstMs: Int32Array,
  start: Int32Array,
  head: Int32Array,
  ms: Int32Array,
  mid: Int32Array,
  place: Int32Array,
): void {
  const { after, pointer } = first
  for (let lower = first.waiting[rank]; lower >= 0; lower = after[lower]) {
    const begin = firstMs[pointer[lower]]
    if (begin === unreachableMs) continue
    for (let i = start[lower + 1] - 1; i >= start[lower]; i--) {
      const higher = head[i]
      if (higher <= rank) break
      const time = begin + ms[i]
      const arc = place[higher]
      if (time < ms[arc]) {
        ms[arc] = time
        mid[arc] = lower
      }
    }
  }
}
