import { GrowingInt32 } from '../arrays.ts'
import type { RoadNetwork } from '../network/network.ts'
import { RoadsRefusal } from '../refusal.ts'

/**
 * The shape of a customizable contraction hierarchy (Dibbelt, Strasser, Wagner, 2016) over the states of a network: which
 * arcs exist once every state is contracted in order of rank, whatever the travel times are. States are numbered by rank.
 * Arcs are kept by direction, since in a graph of states most pairs are joined one way only.
 */
export interface Topology {
  readonly count: number
  readonly rankOfState: Int32Array
  readonly stateOfRank: Int32Array
  /** The lowest higher neighbour in the undirected hierarchy, -1 at a root: all that a search can meet lies on this way up. */
  readonly parent: Int32Array
  /** Arcs from rank x up to outHead (ascending): outStart[x] .. outStart[x + 1). */
  readonly outStart: Int32Array
  readonly outHead: Int32Array
  /** Arcs down to rank x from inHead (ascending). */
  readonly inStart: Int32Array
  readonly inHead: Int32Array
  /** For each turn of the network: its arc in `out` (n), in `in` (~n), or `loopTurn`. */
  readonly turnArc: Int32Array
}

/** A turn from a state to itself never shortens a way. */
export const loopTurn = 0x7fffffff

/** Ranks of states from positions of roads; copies of an arc follow it. */
export function ranksOf(network: RoadNetwork, roadPosition: Int32Array): Int32Array {
  const keys = new Float64Array(network.stateCount)
  for (let state = 0; state < network.stateCount; state++) {
    const arc = network.stateArc[state]
    const key = roadPosition[network.arcRoad[arc]] * 2 + network.arcForward[arc]
    keys[state] = key * network.stateCount + state
  }
  keys.sort()
  return Int32Array.from(keys, (key) => key % network.stateCount)
}

/** Contracts all states in order. */
export function contract(network: RoadNetwork, stateOfRank: Int32Array): Topology {
  const count = network.stateCount
  const rankOfState = new Int32Array(count)
  for (let rank = 0; rank < count; rank++) rankOfState[stateOfRank[rank]] = rank
  const turns = rankedTurns(network, rankOfState)
  const filled = fill(count, turns)
  return {
    count,
    rankOfState,
    stateOfRank,
    parent: eliminationTree(count, turns),
    ...filled,
    turnArc: turnArcs(network, rankOfState, filled),
  }
}

interface RankedTurns {
  readonly outStart: Int32Array
  readonly outHead: Int32Array
  readonly inStart: Int32Array
  readonly inHead: Int32Array
}

/** The network's own turns, by the lower end. */
function rankedTurns(network: RoadNetwork, rankOfState: Int32Array): RankedTurns {
  const count = network.stateCount
  const outStart = new Int32Array(count + 1)
  const inStart = new Int32Array(count + 1)
  const visit = (use: (lower: number, higher: number, upwards: boolean) => void): void => {
    for (let state = 0; state < count; state++) {
      const from = rankOfState[state]
      for (let turn = network.turnStart[state]; turn < network.turnStart[state + 1]; turn++) {
        const to = rankOfState[network.turnTo[turn]]
        if (from < to) use(from, to, true)
        else if (from > to) use(to, from, false)
      }
    }
  }
  visit((lower, _, upwards) => (upwards ? outStart : inStart)[lower + 1]++)
  for (let rank = 0; rank < count; rank++) {
    outStart[rank + 1] += outStart[rank]
    inStart[rank + 1] += inStart[rank]
  }
  const outHead = new Int32Array(outStart[count])
  const inHead = new Int32Array(inStart[count])
  const outCursor = outStart.slice()
  const inCursor = inStart.slice()
  visit((lower, higher, upwards) => {
    if (upwards) outHead[outCursor[lower]++] = higher
    else inHead[inCursor[lower]++] = higher
  })
  return { outStart, outHead, inStart, inHead }
}

/** Parents in the elimination tree, by union with path compression (Liu, 1986): near linear, without the filled graph. */
function eliminationTree(count: number, turns: RankedTurns): Int32Array {
  const lowerCounts = new Int32Array(count + 1)
  for (const head of turns.outHead) lowerCounts[head + 1]++
  for (const head of turns.inHead) lowerCounts[head + 1]++
  for (let rank = 0; rank < count; rank++) lowerCounts[rank + 1] += lowerCounts[rank]
  const lower = new Int32Array(lowerCounts[count])
  const cursor = lowerCounts.slice()
  for (let rank = 0; rank < count; rank++) {
    for (let i = turns.outStart[rank]; i < turns.outStart[rank + 1]; i++) lower[cursor[turns.outHead[i]]++] = rank
    for (let i = turns.inStart[rank]; i < turns.inStart[rank + 1]; i++) lower[cursor[turns.inHead[i]]++] = rank
  }
  const parent = new Int32Array(count).fill(-1)
  const ancestor = new Int32Array(count).fill(-1)
  for (let rank = 0; rank < count; rank++) {
    for (let i = lowerCounts[rank]; i < lowerCounts[rank + 1]; i++) {
      let node = lower[i]
      while (ancestor[node] >= 0 && ancestor[node] !== rank) {
        const above = ancestor[node]
        ancestor[node] = rank
        node = above
      }
      if (ancestor[node] < 0) {
        ancestor[node] = rank
        parent[node] = rank
      }
    }
  }
  return parent
}

/**
 * Adds every shortcut: contracting x joins each y -> x with each x -> z. Done from the view of the lower end u of the new
 * arc: for every lower x with u -> x, u takes over what x leads up to (left-looking, as in sparse Cholesky factorisation).
 */
function fill(count: number, turns: RankedTurns): RankedTurns {
  const out = new SideOfFill(count, turns.outStart, turns.outHead)
  const into = new SideOfFill(count, turns.inStart, turns.inHead)
  for (let rank = 0; rank < count; rank++) {
    out.begin(rank)
    into.begin(rank)
    for (let lower = into.waiting[rank]; lower >= 0; lower = into.after[lower]) out.takeOver(lower, rank)
    for (let lower = out.waiting[rank]; lower >= 0; lower = out.after[lower]) into.takeOver(lower, rank)
    out.advanceAll(rank)
    into.advanceAll(rank)
    out.finish(rank)
    into.finish(rank)
  }
  return { outStart: out.start, outHead: out.heads.trimmed(), inStart: into.start, inHead: into.heads.trimmed() }
}

/** Ten times what a state of two million arcs needs. */
const arcsMax = 100_000_000

class SideOfFill {
  readonly start: Int32Array
  readonly heads: GrowingInt32
  /** First of the lower ranks whose next unseen neighbour is this rank, and the chain of the others. */
  readonly waiting: Int32Array
  readonly after: Int32Array
  private readonly pointer: Int32Array
  private readonly mark: Int32Array
  private readonly ownStart: Int32Array
  private readonly ownHead: Int32Array

  constructor(count: number, ownStart: Int32Array, ownHead: Int32Array) {
    this.ownStart = ownStart
    this.ownHead = ownHead
    this.start = new Int32Array(count + 1)
    this.heads = new GrowingInt32(ownHead.length * 4 + 16)
    this.waiting = new Int32Array(count).fill(-1)
    this.after = new Int32Array(count).fill(-1)
    this.pointer = new Int32Array(count)
    this.mark = new Int32Array(count).fill(-1)
  }

  begin(rank: number): void {
    for (let i = this.ownStart[rank]; i < this.ownStart[rank + 1]; i++) this.add(this.ownHead[i], rank)
  }

  private add(head: number, rank: number): void {
    if (this.mark[head] === rank) return
    this.mark[head] = rank
    this.heads.push(head)
  }

  takeOver(lower: number, rank: number): void {
    const values = this.heads.values
    const { mark, heads } = this
    heads.reserve(this.start[lower + 1] - this.start[lower])
    const target = heads.values
    let length = heads.length
    for (let i = this.start[lower + 1] - 1; i >= this.start[lower]; i--) {
      const head = values[i]
      if (head <= rank) break
      if (mark[head] === rank) continue
      mark[head] = rank
      target[length++] = head
    }
    heads.length = length
  }

  /** Everyone who waited for this rank now waits for their next neighbour. */
  advanceAll(rank: number): void {
    let lower = this.waiting[rank]
    while (lower >= 0) {
      const next = this.after[lower]
      this.enqueue(lower, this.pointer[lower] + 1)
      lower = next
    }
  }

  private enqueue(lower: number, pointer: number): void {
    this.pointer[lower] = pointer
    if (pointer >= this.start[lower + 1]) return
    const head = this.heads.values[pointer]
    this.after[lower] = this.waiting[head]
    this.waiting[head] = lower
  }

  finish(rank: number): void {
    const from = this.start[rank]
    const to = this.heads.length
    this.start[rank + 1] = to
    if (to > arcsMax) throw new RoadsRefusal('file-too-large', 'These roads are more entangled than any real ones')
    if (to - from > 1) this.heads.values.subarray(from, to).sort()
    this.enqueue(rank, from)
  }
}

function turnArcs(network: RoadNetwork, rankOfState: Int32Array, arcs: RankedTurns): Int32Array {
  const turnArc = new Int32Array(network.turnTo.length)
  for (let state = 0; state < network.stateCount; state++) {
    const from = rankOfState[state]
    for (let turn = network.turnStart[state]; turn < network.turnStart[state + 1]; turn++) {
      const to = rankOfState[network.turnTo[turn]]
      if (from === to) turnArc[turn] = loopTurn
      else if (from < to) turnArc[turn] = indexOfHead(arcs.outStart, arcs.outHead, from, to)
      else turnArc[turn] = ~indexOfHead(arcs.inStart, arcs.inHead, to, from)
    }
  }
  return turnArc
}

/** The arc between `lower` and `head`; it must exist. */
export function indexOfHead(start: Int32Array, heads: Int32Array, lower: number, head: number): number {
  let low = start[lower]
  let high = start[lower + 1] - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (heads[middle] < head) low = middle + 1
    else high = middle
  }
  return low
}
