import type { Random } from '../random.ts'
import { settleCall } from './calls.ts'
import type { Recreator } from './recreate.ts'
import { measure, retime, type Tours, unlink } from './tours.ts'
import { touch } from './undo.ts'

/** Figures of slack induction by string removals (Christiaens and Vanden Berghe 2020). */
const REMOVED_MEAN = 10
const STRING_LENGTH_MAX = 10
const SPLIT_RATE = 0.5
const SPLIT_DEPTH = 0.5
/** How often the whole tour of the seed visit goes: strings alone never empty a long tour. */
const WHOLE_RATE = 0.02
const WHOLE_MAX = 40
/** How often a shift whose tour went stays without one for that iteration: insertion alone would open it again. */
const CLOSED_RATE = 0.5
/** How often, and how much cheaper, tours that have no visits yet are made to look: insertion alone opens one too rarely. */
const OPENING_RATE = 0.03
const OPENING = 0.3

/** Takes strings of visits out of tours near a random visit and appends them to `absent`; answers the new count. */
export function ruin(r: Recreator, absent: Int32Array, absentCount: number): number {
  const { t, near, undo, random } = r
  const { n, shiftCount } = t.instance
  r.closed = -1
  r.opening = random.unit() < OPENING_RATE ? OPENING : 1
  let tours = 0
  for (let s = 0; s < shiftCount; s++) if (t.size[s] > 0) tours++
  if (tours === 0) return absentCount
  const lengthMax = Math.min(STRING_LENGTH_MAX, (n - absentCount) / tours)
  const stringsMax = (4 * REMOVED_MEAN) / (1 + lengthMax) - 1
  const strings = Math.floor(random.unit() * stringsMax + 1)
  const base = random.below(n) * near.count
  let count = absentCount
  let done = 0
  for (let i = 0; i < near.count && done < strings; i++) {
    const v = near.list[base + i]
    const s = t.tour[v]
    if (s < 0 || undo.touchedAt[s] === undo.stamp) continue
    touch(undo, t, s)
    if (i === 0 && t.size[s] <= WHOLE_MAX && random.unit() < WHOLE_RATE) {
      count = removeAll(t, s, absent, count)
      if (random.unit() < CLOSED_RATE) r.closed = s
      continue
    }
    count = removeString(t, random, s, v, lengthMax, absent, count)
    done++
  }
  return count
}

function removeAll(t: Tours, s: number, absent: Int32Array, countBefore: number): number {
  const { n, shiftCount } = t.instance
  let count = countBefore
  const end = n + shiftCount + s
  for (let v = t.next[n + s]; v !== end; v = t.next[v]) {
    unlink(t, v)
    if (v < n) absent[count++] = v
  }
  retime(t, s)
  return count
}

/** Takes out a string of visits around v, sparing some in its midst; a call at the depot within it does not count. */
function removeString(
  t: Tours,
  random: Random,
  s: number,
  v: number,
  lengthMax: number,
  absent: Int32Array,
  countBefore: number,
): number {
  const { n, shiftCount } = t.instance
  const size = t.size[s]
  const length = Math.floor(random.unit() * Math.min(size, lengthMax) + 1)
  let spared = 0
  if (length > 1 && length < size && random.unit() < SPLIT_RATE) {
    spared = 1
    while (length + spared < size && random.unit() > SPLIT_DEPTH) spared++
  }
  const span = length + spared
  let at = 0
  for (let u = t.next[n + s]; u !== v; u = t.next[u]) if (u < n) at++
  const low = Math.max(0, at - span + 1)
  const high = Math.min(at, size - span)
  const first = low + random.below(high - low + 1)
  const spareFrom = spared > 0 ? first + 1 + random.below(length - 1) : size
  let count = countBefore
  let k = 0
  let before = -1
  let behind = -1
  const end = n + shiftCount + s
  if (t.stale[s] === 1) measure(t, s, n + s, end)
  for (let u = t.next[n + s]; u !== end && k < first + span; u = t.next[u]) {
    if (u >= n) continue
    if (k >= first && (k < spareFrom || k >= spareFrom + spared)) {
      if (before < 0) before = t.previous[u]
      behind = t.next[u]
      unlink(t, u)
      absent[count++] = u
    }
    k++
  }
  if (t.calls[s] === 1) settleCall(t, s)
  else measure(t, s, before, behind)
  return count
}
