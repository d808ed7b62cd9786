import type { Random } from '../random.ts'
import type { Near } from './near.ts'
import { backward, forward, markUnused, type Routes } from './routes.ts'
import { touch, type Undo } from './undo.ts'

/** Figures of slack induction by string removals (Christiaens and Vanden Berghe 2020). */
export type RuinFigures = {
  /** Mean number of customers taken out. */
  removedMean: number
  stringMax: number
  /** Chance to spare customers within a string, and to spare one more. */
  splitRate: number
  splitDepth: number
  /** Chance to take out the whole route of the seed customer, too, and the largest route this is done to. */
  routeRate: number
  routeMax: number
}

export const RUIN: RuinFigures = {
  removedMean: 10,
  stringMax: 10,
  splitRate: 0.5,
  splitDepth: 0.01,
  routeRate: 0.01,
  routeMax: 50,
}
const WHOLE: RuinFigures = { ...RUIN, splitRate: 0 }

/**
 * Takes strings out of routes near a random customer and appends them to `absent`. Answers the new count.
 */
export function ruin(
  routes: Routes,
  near: Near,
  undo: Undo,
  random: Random,
  figures: RuinFigures,
  absent: Int32Array,
  absentCount: number,
): number {
  const { route, size } = routes
  const { n } = routes.instance
  const mean = (n - absentCount) / Math.max(1, routes.usedCount)
  const lengthMax = Math.min(figures.stringMax, mean)
  const stringsMax = (4 * figures.removedMean) / (1 + lengthMax) - 1
  const strings = Math.floor(random.unit() * stringsMax + 1)
  const { nearest, count } = near
  const base = (1 + random.below(n)) * count
  let absentNow = absentCount
  let done = 0
  if (random.unit() < figures.routeRate) {
    const r = route[nearest[base]]
    if (r >= 0 && size[r] <= figures.routeMax) {
      touch(undo, routes, r)
      absentNow = removeString(routes, random, WHOLE, nearest[base], r, size[r], absent, absentNow)
    }
  }
  for (let i = 0; i < count && done < strings; i++) {
    const c = nearest[base + i]
    const r = route[c]
    if (r < 0 || undo.touchedAt[r] === undo.stamp) continue
    touch(undo, routes, r)
    const limit = Math.min(size[r], lengthMax)
    const length = Math.floor(random.unit() * limit + 1)
    absentNow = removeString(routes, random, figures, c, r, length, absent, absentNow)
    done++
  }
  return absentNow
}

function removeString(
  routes: Routes,
  random: Random,
  figures: RuinFigures,
  c: number,
  r: number,
  length: number,
  absent: Int32Array,
  absentCount: number,
): number {
  const { next, previous, size, route, demand, toNext, place, instance } = routes
  const { n, matrix, side } = instance
  let spared = 0
  if (length > 1 && length < size[r] && random.unit() < figures.splitRate) {
    spared = 1
    while (length + spared < size[r] && random.unit() < figures.splitDepth) spared++
  }
  const span = length + spared
  // How far the span may reach to either side of c.
  let back = 0
  let first = c
  while (back < span - 1 && previous[first] <= n) {
    first = previous[first]
    back++
  }
  let ahead = 0
  for (let v = next[c]; ahead < span - 1 && v <= n; v = next[v]) ahead++
  const backMin = Math.max(0, span - 1 - ahead)
  let skip = back - (backMin + random.below(back - backMin + 1))
  while (skip-- > 0) first = next[first]
  const spareFrom = spared > 0 ? 1 + random.below(length - 1) : span
  let before = previous[first]
  let node = first
  let count = absentCount
  const outside = before
  for (let i = 0; i < span; i++) {
    const after = next[node]
    if (i >= spareFrom && i < spareFrom + spared) before = node
    else {
      absent[count++] = node
      route[node] = -1
      routes.load[r] -= demand[node]
      const leg = after > n && before > n ? 0 : matrix[place[before] * side + place[after]]
      routes.cost += leg - toNext[before] - toNext[node]
      toNext[before] = leg
      if (before <= n && after <= n && leg > routes.legMax) routes.legMax = leg
      next[before] = after
      previous[after] = before
    }
    node = after
  }
  size[r] -= length
  if (size[r] === 0) markUnused(routes, r)
  else {
    retimeSpan(routes, outside, before, node)
  }
  return count
}

/** Times from the node before the gap on, and back from the node after it; both directions stop when nothing changes. */
function retimeSpan(routes: Routes, outside: number, inner: number, after: number): void {
  const n = routes.instance.n
  // Spared customers inside the span are timed without stopping: their own neighbours changed.
  for (let v = routes.next[outside]; v !== after; v = routes.next[v]) single(routes, v)
  if (after <= n) forward(routes, after)
  for (let v = inner; v !== outside; v = routes.previous[v]) singleBack(routes, v)
  if (outside <= n) backward(routes, outside)
}

function single(routes: Routes, v: number): void {
  const p = routes.previous[v]
  routes.start[v] = Math.max(routes.ready[v], routes.departure[p] + routes.toNext[p])
  routes.departure[v] = routes.start[v] + routes.service[v]
}

function singleBack(routes: Routes, v: number): void {
  routes.latest[v] = Math.min(routes.due[v], routes.latest[routes.next[v]] - routes.toNext[v] - routes.service[v])
}
