import { centsOf, link, measure, stock, type Tours, unlink } from './tours.ts'

/**
 * Puts the call at the depot of tour s where it costs least, or leaves it out where the tour can do without. It has to come
 * before the first visit that lacks a tool or a part.
 */
export function settleCall(t: Tours, s: number): void {
  const { n, shiftCount } = t.instance
  if (t.calls[s] === 0) return
  const call = n + 2 * shiftCount + s
  const old = t.previous[call]
  unlink(t, call)
  measure(t, s, n + s, n + shiftCount + s)
  // Leaves the stock right when there is no lack.
  const lack = firstLack(t, s)
  if (lack < 0) return
  const after = cheapestGap(t, s, call, lack)
  link(t, after < 0 ? old : after, call, s)
  stock(t, s)
  measure(t, s, t.previous[call], t.next[call])
}

/** First visit that cannot be served without a call before it, or -1. */
function firstLack(t: Tours, s: number): number {
  const { n, shiftCount, m, allowed } = t.instance
  const parts = m.partCount
  const at = s * parts
  for (let p = 0; p < parts; p++) t.room[at + p] = m.shifts.stock[at + p]
  for (let v = t.next[n + s]; v < n; v = t.next[v]) {
    if (allowed[v * shiftCount + s] === 2) return v
    for (let p = 0; p < parts; p++) {
      t.room[at + p] -= m.visits.needs[v * parts + p]
      if (t.room[at + p] < 0) return v
    }
  }
  return -1
}

/** Node behind which a call costs least, before node `last`; -1 when it fits nowhere. */
function cheapestGap(t: Tours, s: number, call: number, last: number): number {
  const { n, place, side, closes, metres, m } = t.instance
  const matrix = t.instance.matrix[s]
  const depot = place[call]
  let best = Number.POSITIVE_INFINITY
  let after = -1
  for (let u = n + s; u !== last; u = t.next[u]) {
    const w = t.next[u]
    const reach = t.preSeconds[u] + matrix[place[u] * side + depot]
    if (t.preFrom[u] + reach > closes[call]) break
    const whole = reach + t.stay[call] + matrix[depot * side + place[w]]
    if (t.preFrom[u] + whole > t.sufTo[w]) continue
    const early = t.sufFrom[w] - whole
    const wait = early > t.preTo[u] ? early - t.preTo[u] : 0
    const seconds = whole + wait + t.sufSeconds[w]
    if (seconds > m.shifts.workMaxSeconds[s]) continue
    const leaves = (early > t.preFrom[u] ? early : t.preFrom[u]) - wait
    let driven = 0
    if (metres !== null)
      driven = metres[place[u] * side + depot] + metres[depot * side + place[w]] - metres[place[u] * side + place[w]]
    const cents = centsOf(t, s, seconds, leaves, t.metres[s] + driven, t.fixedCents[s])
    if (cents >= best) continue
    best = cents
    after = u
  }
  return after
}
