import type { Random } from '../random.ts'
import { removeNodes } from '../../plan/apply.ts'
import { release } from '../../plan/relations.ts'
import type { PlanState } from '../../plan/state.ts'

/**
 * Slack induction by string removals (Christiaens and Vanden Berghe 2020): takes strings of visits out of tours that lie
 * near each other, so that there is room in several neighbouring tours at once. Figures are the paper's.
 */
const REMOVED_MEAN = 10
const STRING_LENGTH_MAX = 10
/** Chance to preserve visits within the string, and to go on preserving. */
const SPLIT_RATE = 0.5
const SPLIT_DEPTH = 0.5

/** How often the whole tour of the seed visit goes: strings alone never empty a long tour. */
const WHOLE_RATE = 0.02
const WHOLE_MAX = 40

export type Neighbours = { count: number; list: Int32Array }

export type Ruiner = {
  state: PlanState
  near: Neighbours
  random: Random
  marked: Uint8Array
  hit: Int32Array
  stamp: number
}

export function makeRuiner(state: PlanState, near: Neighbours, random: Random): Ruiner {
  const { m } = state
  return { state, near, random, marked: new Uint8Array(m.visitCount), hit: new Int32Array(m.shiftCount), stamp: 0 }
}

/** Takes visits out of their tours and appends them to `absent`; answers the new number of absent visits. */
export function ruin(r: Ruiner, absent: Int32Array, absentCount: number): number {
  const { state, random, near } = r
  const { m } = state
  r.stamp++
  let planned = 0
  let tours = 0
  for (let s = 0; s < m.shiftCount; s++) {
    if (state.length[s] === 0) continue
    tours++
    planned += state.length[s]
  }
  if (tours === 0) return absentCount
  const lengthMax = Math.min(STRING_LENGTH_MAX, planned / tours)
  const stringsMax = (4 * REMOVED_MEAN) / (1 + lengthMax) - 1
  const strings = Math.floor(random.unit() * stringsMax + 1)
  const seed = random.below(m.visitCount)
  let count = absentCount
  let done = 0
  for (let i = 0; i < near.count && done < strings; i++) {
    const v = near.list[seed * near.count + i]
    const s = state.tourOf[v]
    if (s < 0 || r.hit[s] === r.stamp || m.visits.fixed[v]) continue
    r.hit[s] = r.stamp
    if (i === 0 && state.length[s] <= WHOLE_MAX && random.unit() < WHOLE_RATE) {
      for (let k = 0; k < state.length[s]; k++) mark(r, state.tours[s][k])
      count = takeMarked(r, s, absent, count)
      continue
    }
    count = removeString(r, s, v, lengthMax, absent, count)
    done++
  }
  return count
}

function removeString(r: Ruiner, s: number, v: number, lengthMax: number, absent: Int32Array, count: number): number {
  const { state, random } = r
  const length = state.length[s]
  const size = Math.floor(random.unit() * Math.min(length, lengthMax) + 1)
  let kept = 0
  if (size > 1 && size < length && random.unit() < SPLIT_RATE) {
    kept = 1
    while (size + kept < length && random.unit() > SPLIT_DEPTH) kept++
  }
  const tour = state.tours[s]
  let at = 0
  while (tour[at] !== v) at++
  const span = size + kept
  const low = Math.max(0, at - span + 1)
  const high = Math.min(at, length - span)
  const start = low + random.below(high - low + 1)
  const skipFrom = kept > 0 ? start + 1 + random.below(size) : -1
  for (let i = start; i < start + span; i++) {
    if (skipFrom >= 0 && i >= skipFrom && i < skipFrom + kept) continue
    mark(r, tour[i])
  }
  return takeMarked(r, s, absent, count)
}

/** A visit tied in time to others goes with all of them. */
function mark(r: Ruiner, node: number): void {
  const { m } = r.state
  if (node >= m.visitCount || m.visits.fixed[node]) return
  const group = m.relations.group[node]
  if (group < 0) {
    r.marked[node] = 1
    return
  }
  const members = m.relations.groups[group]
  for (const member of members) if (m.visits.fixed[member]) return
  for (const member of members) r.marked[member] = 1
}

function takeMarked(r: Ruiner, s: number, absent: Int32Array, countBefore: number): number {
  const { state, marked } = r
  let count = takeFromTour(r, s, absent, countBefore)
  // Members of groups may stand in other tours.
  for (let i = countBefore; i < count; i++) {
    const group = state.m.relations.group[absent[i]]
    if (group < 0) continue
    for (const member of state.m.relations.groups[group]) {
      marked[member] = 1
      if (state.tourOf[member] >= 0) count = takeFromTour(r, state.tourOf[member], absent, count)
      marked[member] = 0
    }
    release(state, absent[i])
  }
  return count
}

function takeFromTour(r: Ruiner, s: number, absent: Int32Array, countBefore: number): number {
  const { state, marked } = r
  const nodeCount = state.length[s]
  const old = state.tours[s].slice(0, nodeCount)
  const rest = new Int32Array(nodeCount)
  let n = 0
  for (const node of old) if (node >= state.m.visitCount || !marked[node]) rest[n++] = node
  removeNodes(state, s, rest, n)
  let count = countBefore
  for (const node of old) {
    if (node >= state.m.visitCount || state.tourOf[node] >= 0) continue
    absent[count++] = node
    if (state.m.relations.group[node] < 0) marked[node] = 0
  }
  return count
}
