import { visitCents } from '../../plan/segments.ts'
import { settleCall } from './calls.ts'
import { centsOf, link, retime, type Tours, unlink } from './tours.ts'

/** Writes the visits of tour s into `row`; answers how many. */
export function visitsOf(t: Tours, s: number, row: Int32Array): number {
  const { n, shiftCount } = t.instance
  const end = n + shiftCount + s
  let length = 0
  for (let v = t.next[n + s]; v !== end; v = t.next[v]) if (v < n) row[length++] = v
  return length
}

export function clear(t: Tours, s: number): void {
  const { n, shiftCount } = t.instance
  const end = n + shiftCount + s
  for (let v = t.next[n + s]; v !== end; v = t.next[v]) unlink(t, v)
  retime(t, s)
}

/** Fills an empty tour with visits; a call at the depot is put in where it is needed. */
export function fill(t: Tours, s: number, row: Int32Array, length: number): void {
  const { n, shiftCount } = t.instance
  let u = n + s
  for (let i = 0; i < length; i++) {
    link(t, u, row[i], s)
    u = row[i]
  }
  if (lackOf(t, s, row, length) < length) {
    link(t, n + s, n + 2 * shiftCount + s, s)
    settleCall(t, s)
  } else retime(t, s)
}

/** Position of the first visit that lacks a tool or a part; -1 when some visit is not for this shift at all. */
function lackOf(t: Tours, s: number, row: Int32Array, length: number): number {
  const { shiftCount, allowed, m } = t.instance
  const parts = m.partCount
  let lack = length
  for (let i = 0; i < length; i++) {
    const admitted = allowed[row[i] * shiftCount + s]
    if (admitted === 0) return -1
    if (admitted === 2 && lack > i) lack = i
  }
  for (let p = 0; p < parts; p++) {
    let room = m.shifts.stock[s * parts + p]
    for (let i = 0; i < lack; i++) {
      room -= m.visits.needs[row[i] * parts + p]
      if (room < 0) lack = i
    }
  }
  return lack
}

/** Cents of these visits as the tour of shift s, with its call where it costs least; Infinity when they do not fit. */
export function priceRow(t: Tours, s: number, row: Int32Array, length: number): number {
  if (length === 0) return 0
  const lack = lackOf(t, s, row, length)
  if (lack < 0) return Number.POSITIVE_INFINITY
  if (lack === length) return drive(t, s, row, length, -1)
  if (t.instance.mayCall[s] === 0) return Number.POSITIVE_INFINITY
  let best = Number.POSITIVE_INFINITY
  for (let at = 0; at <= lack; at++) best = Math.min(best, drive(t, s, row, length, at))
  return best
}

/** Cents of these visits in this order with a call before position `callAt` (none when -1). */
function drive(t: Tours, s: number, row: Int32Array, length: number, callAt: number): number {
  const { n, shiftCount, m, place, side, opens, closes, metres, hasVisitCents } = t.instance
  const matrix = t.instance.matrix[s]
  const crew = m.shifts.crew[s]
  const call = n + 2 * shiftCount + s
  const calls = callAt >= 0 ? 1 : 0
  let u = n + s
  let seconds = 0
  let from = opens[u]
  let to = closes[u]
  let driven = 0
  let fixed = 0
  for (let i = 0; i <= length + calls; i++) {
    const k = calls === 1 && i > callAt ? i - 1 : i
    const v = i === callAt ? call : k < length ? row[k] : n + shiftCount + s
    const leg = place[u] * side + place[v]
    const reach = seconds + matrix[leg]
    if (metres !== null) driven += metres[leg]
    if (from + reach > closes[v]) return Number.POSITIVE_INFINITY
    const early = opens[v] - reach
    const wait = early > to ? early - to : 0
    from = (early > from ? early : from) - wait
    if (closes[v] - reach < to) to = closes[v] - reach
    seconds = reach + wait + (v < n ? m.crews.serviceSeconds[v * m.crewCount + crew] : t.stay[v])
    if (hasVisitCents && v < n) fixed += visitCents(m, s, v)
    u = v
  }
  if (seconds > m.shifts.workMaxSeconds[s]) return Number.POSITIVE_INFINITY
  return centsOf(t, s, seconds, from, driven, fixed)
}
