import type { Random } from '../random.ts'
import { settleCall } from './calls.ts'
import { type Memory, recall } from './memory.ts'
import { link, measure, type Tours } from './tours.ts'
import { touch, type Undo } from './undo.ts'

/** Chance to overlook a tour (blinks of Christiaens and Vanden Berghe 2020, by tour instead of by place). */
const BLINK = 0.02
/** With more shifts than this only those near the visit are judged, and a few empty ones. */
const SHIFTS_ALL_MAX = 64
const NEAR_VISITS = 60
const EMPTY_SHIFTS = 12

export type Near = { count: number; list: Int32Array }

export type Recreator = {
  t: Tours
  near: Near
  random: Random
  undo: Undo
  memory: Memory
  keys: Float64Array
  /** Least way from any start. */
  remote: Float64Array
  candidates: Int32Array
  seen: Int32Array
  stamp: number
  /** Shift that gets nothing in this iteration, or -1. */
  closed: number
  /** What the ways of a tour that has no visits yet count as, as a share of their cost: 1, or less to have one opened. */
  opening: number
}

export function makeRecreator(t: Tours, near: Near, random: Random, undo: Undo, memory: Memory): Recreator {
  const { n, shiftCount, place, side, matrix } = t.instance
  const remote = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  for (let v = 0; v < n; v++)
    for (let s = 0; s < shiftCount; s++) remote[v] = Math.min(remote[v], matrix[s][place[n + s] * side + place[v]])
  return {
    t,
    near,
    random,
    undo,
    memory,
    keys: new Float64Array(n),
    remote,
    candidates: new Int32Array(shiftCount),
    seen: new Int32Array(shiftCount),
    stamp: 0,
    closed: -1,
    opening: 1,
  }
}

/** Puts absent visits back where they cost least, one after the other; answers how many stay absent (at the front). */
export function recreate(r: Recreator, absent: Int32Array, count: number): number {
  sortAbsent(r, absent, count)
  let left = 0
  for (let i = 0; i < count; i++) if (!placeBest(r, absent[i])) absent[left++] = absent[i]
  return left
}

/** Puts v at its best place; false when none is worth it. */
function placeBest(r: Recreator, v: number): boolean {
  const { t, memory, random } = r
  const { instance } = t
  let best = instance.m.visits.dropCents[v]
  let entry = -1
  let shift = -1
  const few = instance.shiftCount <= SHIFTS_ALL_MAX
  const list = few ? instance.shifts : r.candidates
  const from = few ? instance.shiftFrom[v] : 0
  const to = few ? instance.shiftFrom[v + 1] : listShifts(r, v)
  const { closed, opening } = r
  for (let i = from; i < to; i++) {
    const s = list[i]
    if (s === closed || random.unit() < BLINK) continue
    const at = recall(memory, t, v, s)
    let cents = memory.cents[at]
    // Infinity less a share of Infinity would be no number.
    if (opening < 1 && t.size[s] === 0 && cents < Number.POSITIVE_INFINITY)
      cents -= (1 - opening) * (cents - serviceCents(t, v, s))
    if (cents >= best) continue
    best = cents
    entry = at
    shift = s
  }
  if (entry < 0) return false
  touch(r.undo, t, shift)
  if (t.stale[shift] === 1) measure(t, shift, instance.n + shift, instance.n + instance.shiftCount + shift)
  const call = instance.n + 2 * instance.shiftCount + shift
  if (memory.callAfter[entry] >= 0) link(t, memory.callAfter[entry], call, shift)
  link(t, memory.after[entry], v, shift)
  if (t.calls[shift] === 1) settleCall(t, shift)
  else measure(t, shift, t.previous[v], t.next[v])
  return true
}

function serviceCents(t: Tours, v: number, s: number): number {
  const { m } = t.instance
  return m.crews.serviceSeconds[v * m.crewCount + m.shifts.crew[s]] * m.shifts.centsPerSecond[s]
}

function listShifts(r: Recreator, v: number): number {
  const { t, candidates, seen, near } = r
  const { shiftCount, shiftFrom, shifts } = t.instance
  const stamp = ++r.stamp
  let count = 0
  for (let i = 1; i < Math.min(near.count, NEAR_VISITS); i++) {
    const s = t.tour[near.list[v * near.count + i]]
    if (s < 0 || seen[s] === stamp) continue
    seen[s] = stamp
    candidates[count++] = s
  }
  const from = shiftFrom[v]
  const several = shiftFrom[v + 1] - from
  const offset = r.random.below(Math.max(1, several))
  for (let i = 0, empty = 0; i < several && empty < EMPTY_SHIFTS; i++) {
    const s = shifts[from + ((offset + i) % several)]
    if (t.size[s] > 0 || seen[s] === stamp) continue
    seen[s] = stamp
    candidates[count++] = s
    empty++
  }
  return shiftCount === 0 ? 0 : count
}

/** Orders of the paper with its weights, plus one by how few shifts can do a visit and how dear leaving it out is. */
function sortAbsent(r: Recreator, absent: Int32Array, count: number): void {
  const { instance } = r.t
  const { opens, closes, shiftFrom } = instance
  const { keys, remote } = r
  const kind = r.random.below(14)
  for (let i = 0; i < count; i++) {
    const v = absent[i]
    if (kind < 4) keys[i] = r.random.unit()
    else if (kind < 7) keys[i] = shiftFrom[v + 1] - shiftFrom[v]
    else if (kind < 9) keys[i] = -remote[v]
    else if (kind < 10) keys[i] = remote[v]
    else if (kind < 11) keys[i] = closes[v] - opens[v]
    else if (kind < 12) keys[i] = opens[v]
    else if (kind < 13) keys[i] = -closes[v]
    else keys[i] = -instance.m.visits.dropCents[v]
  }
  // Insertion sort: a dozen entries, and no allocation.
  for (let i = 1; i < count; i++) {
    const v = absent[i]
    const key = keys[i]
    let j = i - 1
    while (j >= 0 && keys[j] > key) {
      absent[j + 1] = absent[j]
      keys[j + 1] = keys[j]
      j--
    }
    absent[j + 1] = v
    keys[j + 1] = key
  }
}
