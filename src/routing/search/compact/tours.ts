import { visitCents } from '../../plan/segments.ts'
import type { CompactInstance } from './instance.ts'

/**
 * The plan as doubly linked lists from the start node of each shift to its end node. A piece of a tour is (seconds, from,
 * to): with any departure within [from, to] it lasts exactly `seconds`, waiting included, and never less (Vidal et al.
 * 2013). `pre` of a node is the piece from the start through the node, `suf` from the node to the end.
 */
export type Tours = {
  readonly instance: CompactInstance
  next: Int32Array
  previous: Int32Array
  /** Shift of a visit, -1 = absent. */
  tour: Int32Array
  /** Seconds to the next node. */
  leg: Int32Array
  /** Service of a node, in the hands it is in. */
  stay: Int32Array
  preSeconds: Int32Array
  preFrom: Int32Array
  preTo: Int32Array
  sufSeconds: Int32Array
  sufFrom: Int32Array
  sufTo: Int32Array
  /** Visits of each tour. */
  size: Int32Array
  /** 1 = the tour calls at the depot. */
  calls: Uint8Array
  /** What is left of the stock before the call (or the end), partCount apiece. */
  room: Int32Array
  seconds: Int32Array
  cents: Float64Array
  /** Cents of the tour that depend on visits and crew only. */
  fixedCents: Float64Array
  metres: Float64Array
  /** A number that no other content of any tour has had. */
  version: Int32Array
  versionLast: number
  /** 1 = pieces have to be measured before they are read (cost and stock are right). */
  stale: Uint8Array
  toursCents: number
  droppedCents: number
}

export function makeTours(instance: CompactInstance): Tours {
  const { m, n, shiftCount, nodeCount } = instance
  const row = () => new Int32Array(nodeCount)
  const t: Tours = {
    instance,
    next: row(),
    previous: row(),
    tour: row().fill(-1),
    leg: row(),
    stay: row(),
    preSeconds: row(),
    preFrom: row(),
    preTo: row(),
    sufSeconds: row(),
    sufFrom: row(),
    sufTo: row(),
    size: new Int32Array(shiftCount),
    calls: new Uint8Array(shiftCount),
    room: new Int32Array(shiftCount * m.partCount),
    seconds: new Int32Array(shiftCount),
    cents: new Float64Array(shiftCount),
    fixedCents: new Float64Array(shiftCount),
    metres: new Float64Array(shiftCount),
    version: new Int32Array(shiftCount),
    versionLast: 0,
    stale: new Uint8Array(shiftCount),
    toursCents: 0,
    droppedCents: 0,
  }
  for (let s = 0; s < shiftCount; s++) {
    t.next[n + s] = n + shiftCount + s
    t.previous[n + shiftCount + s] = n + s
    t.leg[n + s] = way(instance, s, n + s, n + shiftCount + s)
    for (let k = 0; k < 3; k++) t.tour[n + k * shiftCount + s] = s
    if (m.depotCount > 0) t.stay[n + 2 * shiftCount + s] = m.depots.durationSeconds[0]
    t.version[s] = ++t.versionLast
  }
  for (let s = 0; s < shiftCount; s++) retime(t, s)
  for (let v = 0; v < n; v++) t.droppedCents += m.visits.dropCents[v]
  return t
}

/** Cost of the whole plan. */
export function totalOf(t: Tours): number {
  return t.toursCents + t.droppedCents
}

/** Links node v behind node u: what does not depend on times follows at once, times by `measure`. */
export function link(t: Tours, u: number, v: number, s: number): void {
  const { instance } = t
  const w = t.next[u]
  t.next[u] = v
  t.previous[v] = u
  t.next[v] = w
  t.previous[w] = v
  t.leg[u] = way(instance, s, u, v)
  t.leg[v] = way(instance, s, v, w)
  if (instance.metres !== null) t.metres[s] += detourMetres(instance, u, v, w)
  if (v >= instance.n) {
    t.calls[s] = 1
    return
  }
  const { m } = instance
  t.tour[v] = s
  t.stay[v] = m.crews.serviceSeconds[v * m.crewCount + m.shifts.crew[s]]
  t.size[s]++
  t.droppedCents -= m.visits.dropCents[v]
  if (instance.hasVisitCents) t.fixedCents[s] += visitCents(m, s, v)
  if (instance.hasNeeds[v] === 1) {
    const parts = m.partCount
    for (let p = 0; p < parts; p++) t.room[s * parts + p] -= m.visits.needs[v * parts + p]
  }
}

export function unlink(t: Tours, v: number): void {
  const { instance } = t
  const s = t.tour[v]
  const u = t.previous[v]
  const w = t.next[v]
  t.next[u] = w
  t.previous[w] = u
  t.leg[u] = way(instance, s, u, w)
  if (instance.metres !== null) t.metres[s] -= detourMetres(instance, u, v, w)
  if (v >= instance.n) {
    t.calls[s] = 0
    return
  }
  const { m } = instance
  t.size[s]--
  t.tour[v] = -1
  t.droppedCents += m.visits.dropCents[v]
  // An empty tour starts from zero again, so that rounding never adds up.
  if (instance.hasVisitCents) t.fixedCents[s] = t.size[s] === 0 ? 0 : t.fixedCents[s] - visitCents(m, s, v)
  if (instance.hasNeeds[v] === 1) {
    const parts = m.partCount
    for (let p = 0; p < parts; p++) t.room[s * parts + p] += m.visits.needs[v * parts + p]
  }
}

/** Seconds from node u to node v at the speed of shift s. */
function way(instance: CompactInstance, s: number, u: number, v: number): number {
  return instance.matrix[s][instance.place[u] * instance.side + instance.place[v]]
}

function detourMetres(instance: CompactInstance, u: number, v: number, w: number): number {
  const { place, side } = instance
  const metres = instance.metres as Int32Array
  const here = place[v]
  return metres[place[u] * side + here] + metres[here * side + place[w]] - metres[place[u] * side + place[w]]
}

/** Stock, times and cost of tour s anew; false when some window, the longest work or the end of the shift does not hold. */
export function retime(t: Tours, s: number): boolean {
  stock(t, s)
  return measure(t, s, t.instance.n + s, t.instance.n + t.instance.shiftCount + s)
}

/** Times and cost of tour s, whose pieces are right up to node u and from node w on. */
export function measure(t: Tours, s: number, u: number, w: number): boolean {
  t.stale[s] = 0
  const fits = forward(t, s, u)
  backward(t, s, w)
  const end = t.instance.n + t.instance.shiftCount + s
  const cents = t.size[s] === 0 ? 0 : centsOf(t, s, t.seconds[s], t.preFrom[end], t.metres[s], t.fixedCents[s])
  t.toursCents += cents - t.cents[s]
  t.cents[s] = cents
  return fits && t.seconds[s] <= t.instance.m.shifts.workMaxSeconds[s]
}

/** Cents of a tour that leaves at `from` and lasts so long. */
export function centsOf(
  t: Tours,
  s: number,
  seconds: number,
  from: number,
  metres: number,
  fixedCents: number,
): number {
  const { shifts } = t.instance.m
  const cents = shifts.tourCents[s] + fixedCents + seconds * shifts.centsPerSecond[s] + metres * shifts.centsPerMetre[s]
  const late = from + seconds - shifts.endSeconds[s]
  return late > 0 ? cents + late * shifts.overtimeCentsPerSecond[s] : cents
}

/** Pieces from the start through each node behind `first`. */
function forward(t: Tours, s: number, first: number): boolean {
  const { n, shiftCount, opens, closes } = t.instance
  const { next, leg, stay, preSeconds, preFrom, preTo } = t
  const end = n + shiftCount + s
  let u = first
  if (u === n + s) {
    preSeconds[u] = 0
    preFrom[u] = opens[u]
    preTo[u] = closes[u]
  }
  let seconds = preSeconds[u]
  let from = preFrom[u]
  let to = preTo[u]
  let fits = true
  while (u !== end) {
    const v = next[u]
    const reach = seconds + leg[u]
    const shuts = closes[v] - reach
    if (from > shuts) fits = false
    const early = opens[v] - reach
    const wait = early > to ? early - to : 0
    from = (early > from ? early : from) - wait
    if (shuts < to) to = shuts
    seconds = reach + wait + stay[v]
    preSeconds[v] = seconds
    preFrom[v] = from
    preTo[v] = to
    u = v
  }
  t.seconds[s] = seconds
  return fits
}

/** Pieces from each node before `last` to the end. */
function backward(t: Tours, s: number, last: number): void {
  const { n, shiftCount, opens, closes } = t.instance
  const { previous, leg, stay, sufSeconds, sufFrom, sufTo } = t
  const start = n + s
  let w = last
  if (w === n + shiftCount + s) {
    sufSeconds[w] = 0
    sufFrom[w] = opens[w]
    sufTo[w] = closes[w]
  }
  let seconds = sufSeconds[w]
  let from = sufFrom[w]
  let to = sufTo[w]
  while (w !== start) {
    const v = previous[w]
    const reach = stay[v] + leg[v]
    const shuts = closes[v]
    const early = from - reach
    const wait = early > shuts ? early - shuts : 0
    from = (early > opens[v] ? early : opens[v]) - wait
    to = to - reach < shuts ? to - reach : shuts
    seconds += reach + wait
    sufSeconds[v] = seconds
    sufFrom[v] = from
    sufTo[v] = to
    w = v
  }
}

/** What is left before the call at the depot, or before the end where there is none. */
export function stock(t: Tours, s: number): void {
  const { n, m, hasNeeds } = t.instance
  const parts = m.partCount
  if (parts === 0) return
  const { needs } = m.visits
  const { room, next } = t
  const at = s * parts
  for (let p = 0; p < parts; p++) room[at + p] = m.shifts.stock[at + p]
  // Ends at the call or at the end node: both are above n.
  for (let v = next[n + s]; v < n; v = next[v])
    if (hasNeeds[v] === 1) for (let p = 0, k = v * parts; p < parts; p++) room[at + p] -= needs[k + p]
}
