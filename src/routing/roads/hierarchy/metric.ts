import { type RoadNetwork, unreachableMs } from '../network/network.ts'
import { type Topology, loopTurn } from './topology.ts'

/** The arcs of one direction that a search needs, after the superfluous ones are gone. */
export interface SearchArcs {
  readonly start: Int32Array
  readonly head: Int32Array
  readonly ms: Int32Array
}

/** Travel times put into a hierarchy: made anew whenever traffic changes. */
export interface Metric {
  /** Time of each arc of the network; `unreachableMs` is closed. */
  readonly arcMs: Int32Array
  /** The state over which a shortcut leads (rank), -1 where the arc is a turn of the network. */
  readonly outMid: Int32Array
  readonly inMid: Int32Array
  readonly out: SearchArcs
  readonly into: SearchArcs
}

/**
 * Puts travel times into the hierarchy: from below, every shortcut gets the time of its best detour over lower states;
 * then from above, arcs that a way over higher states replaces are dropped (perfect customization). Exact.
 */
export function customize(network: RoadNetwork, topology: Topology, arcMs: Int32Array): Metric {
  const outMs = new Int32Array(topology.outHead.length).fill(unreachableMs)
  const inMs = new Int32Array(topology.inHead.length).fill(unreachableMs)
  putTurns(network, topology, arcMs, outMs, inMs)
  const outMid = new Int32Array(outMs.length).fill(-1)
  const inMid = new Int32Array(inMs.length).fill(-1)
  fromBelow(topology, outMs, inMs, outMid, inMid)
  const outKept = new Uint8Array(outMs.length)
  const inKept = new Uint8Array(inMs.length)
  fromAbove(topology, outMs, inMs, outKept, inKept)
  return {
    arcMs,
    outMid,
    inMid,
    out: keptArcs(topology.count, topology.outStart, topology.outHead, outMs, outKept),
    into: keptArcs(topology.count, topology.inStart, topology.inHead, inMs, inKept),
  }
}

function putTurns(
  network: RoadNetwork,
  topology: Topology,
  arcMs: Int32Array,
  outMs: Int32Array,
  inMs: Int32Array,
): void {
  const { turnArc } = topology
  const { turnTo, turnMs, stateArc } = network
  for (let turn = 0; turn < turnTo.length; turn++) {
    const place = turnArc[turn]
    if (place === loopTurn) continue
    const ms = Math.min(unreachableMs, turnMs[turn] + arcMs[stateArc[turnTo[turn]]])
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

function fromAbove(
  topology: Topology,
  outMs: Int32Array,
  inMs: Int32Array,
  outKept: Uint8Array,
  inKept: Uint8Array,
): void {
  const { count, outStart, outHead, inStart, inHead } = topology
  const place = new Int32Array(count).fill(-1)
  for (let rank = count - 1; rank >= 0; rank--) {
    dropReplaced(rank, outStart, outHead, outMs, inStart, inHead, inMs, outKept, place)
    dropReplaced(rank, inStart, inHead, inMs, outStart, outHead, outMs, inKept, place)
  }
}

/**
 * For the arcs of one rank in one direction: an arc to z is not needed if going by another higher neighbour y is as fast.
 * y -> z is stored at the lower of the two, in the same direction if y is lower, in the other one if z is.
 */
function dropReplaced(
  rank: number,
  start: Int32Array,
  head: Int32Array,
  ms: Int32Array,
  otherStart: Int32Array,
  otherHead: Int32Array,
  otherMs: Int32Array,
  kept: Uint8Array,
  place: Int32Array,
): void {
  const begin = start[rank]
  const end = start[rank + 1]
  for (let i = begin; i < end; i++) {
    place[head[i]] = i
    kept[i] = ms[i] === unreachableMs ? 0 : 1
  }
  for (let i = begin; i < end; i++) {
    const middle = head[i]
    if (ms[i] !== unreachableMs) {
      for (let k = start[middle]; k < start[middle + 1]; k++) {
        const arc = place[head[k]]
        if (arc < 0) continue
        const time = ms[i] + ms[k]
        if (time <= ms[arc]) {
          ms[arc] = time < unreachableMs ? time : unreachableMs
          kept[arc] = 0
        }
      }
    }
    for (let k = otherStart[middle]; k < otherStart[middle + 1]; k++) {
      const arc = place[otherHead[k]]
      if (arc < 0) continue
      const time = ms[arc] + otherMs[k]
      if (time <= ms[i]) {
        ms[i] = time
        kept[i] = 0
      }
    }
  }
  for (let i = begin; i < end; i++) place[head[i]] = -1
}

function keptArcs(count: number, start: Int32Array, head: Int32Array, ms: Int32Array, kept: Uint8Array): SearchArcs {
  let total = 0
  for (let i = 0; i < kept.length; i++) total += kept[i]
  const result = {
    start: new Int32Array(count + 1),
    head: new Int32Array(total),
    ms: new Int32Array(total),
  }
  let place = 0
  for (let rank = 0; rank < count; rank++) {
    for (let i = start[rank]; i < start[rank + 1]; i++) {
      if (kept[i] === 0) continue
      result.head[place] = head[i]
      result.ms[place++] = ms[i]
    }
    result.start[rank + 1] = place
  }
  return result
}
