import { visitCents } from '../../plan/segments.ts'
import { centsOf, measure, type Tours } from './tours.ts'

/** The best place of one visit in one tour: behind node `after`, with a new call at the depot behind node `callAfter` if >= 0. */
export type Place = { cents: number; after: number; callAfter: number }

/**
 * Judges every place of absent visit v in tour s: exact, in constant time apiece (pieces before and behind are joined).
 * `best.cents` is what the tour costs more, Infinity when v fits nowhere.
 */
export function judge(t: Tours, v: number, s: number, best: Place): void {
  best.cents = Number.POSITIVE_INFINITY
  best.after = -1
  best.callAfter = -1
  const { n, shiftCount, m, allowed, mayCall } = t.instance
  const admitted = allowed[v * shiftCount + s]
  if (admitted === 0) return
  if (t.stale[s] === 1) measure(t, s, n + s, n + shiftCount + s)
  const isStocked = admitted === 1 && hasRoom(t, v, s)
  const stay = m.crews.serviceSeconds[v * m.crewCount + m.shifts.crew[s]]
  const fixed = t.instance.hasVisitCents ? t.fixedCents[s] + visitCents(m, s, v) : 0
  if (isStocked) judgeGaps(t, v, s, n + s, stay, fixed, best)
  else if (t.calls[s] === 1) judgeGaps(t, v, s, n + 2 * shiftCount + s, stay, fixed, best)
  else if (mayCall[s] === 1) judgeWithCall(t, v, s, stay, fixed, best)
}

/** Whether the stock before the call lasts for v, too. */
function hasRoom(t: Tours, v: number, s: number): boolean {
  const { m } = t.instance
  if (t.instance.hasNeeds[v] === 0) return true
  const parts = m.partCount
  for (let p = 0; p < parts; p++) if (m.visits.needs[v * parts + p] > t.room[s * parts + p]) return false
  return true
}

/** All gaps behind node `first`. Longer than other functions on purpose: half of the search is spent here. */
function judgeGaps(t: Tours, v: number, s: number, first: number, stay: number, fixed: number, best: Place): void {
  const { n, shiftCount, m, place, side, opens, closes, metres } = t.instance
  const { next, preSeconds, preFrom, preTo, sufSeconds, sufFrom, sufTo } = t
  const matrix = t.instance.matrix[s]
  const turned = t.instance.turned[s]
  const end = n + shiftCount + s
  const here = place[v]
  const row = here * side
  const opensHere = opens[v]
  const closesHere = closes[v]
  const workMax = m.shifts.workMaxSeconds[s]
  // Only without metres and overtime is the shortest the cheapest.
  const isByTime = metres === null && m.shifts.lastSeconds[s] <= m.shifts.endSeconds[s]
  let bestSeconds = workMax + 1
  let after = -1
  for (let u = first; u !== end; u = next[u]) {
    const reach = preSeconds[u] + turned[row + place[u]]
    // Who comes late to v from u comes later from all that follow.
    if (preFrom[u] + reach > closesHere) break
    const w = next[u]
    const out = stay + matrix[row + place[w]]
    if (isByTime && reach + out + sufSeconds[w] >= bestSeconds) continue
    const early = opensHere - reach
    const to = preTo[u]
    const wait = early > to ? early - to : 0
    const from = (early > preFrom[u] ? early : preFrom[u]) - wait
    const whole = reach + wait + out
    if (from + whole > sufTo[w]) continue
    const toHere = closesHere - reach < to ? closesHere - reach : to
    const earlyNext = sufFrom[w] - whole
    const waitNext = earlyNext > toHere ? earlyNext - toHere : 0
    const seconds = whole + waitNext + sufSeconds[w]
    if (isByTime) {
      if (seconds >= bestSeconds) continue
      bestSeconds = seconds
      after = u
      continue
    }
    if (seconds > workMax) continue
    const leaves = (earlyNext > from ? earlyNext : from) - waitNext
    let driven = 0
    if (metres !== null)
      driven =
        t.metres[s] + metres[place[u] * side + here] + metres[row + place[w]] - metres[place[u] * side + place[w]]
    const cents = centsOf(t, s, seconds, leaves, driven, fixed) - t.cents[s]
    if (cents >= best.cents) continue
    best.cents = cents
    best.after = u
  }
  if (!isByTime || after < 0) return
  best.cents = centsOf(t, s, bestSeconds, -bestSeconds, 0, fixed) - t.cents[s]
  best.after = after
}

/** A tour without a call gets one, somewhere before v: each gap for the call, then each gap behind it for v. */
function judgeWithCall(t: Tours, v: number, s: number, stay: number, fixed: number, best: Place): void {
  const { n, shiftCount, m, place, side, opens, closes, metres } = t.instance
  const { next, sufSeconds, sufFrom, sufTo } = t
  const matrix = t.instance.matrix[s]
  const end = n + shiftCount + s
  const call = n + 2 * shiftCount + s
  const here = place[v]
  const depot = place[call]
  const workMax = m.shifts.workMaxSeconds[s]
  for (let c = n + s; c !== end; c = next[c]) {
    let at = depot
    let seconds = t.preSeconds[c] + matrix[place[c] * side + depot]
    let from = t.preFrom[c]
    let to = t.preTo[c]
    if (from + seconds > closes[call]) break
    seconds += t.stay[call]
    let driven = 0
    if (metres !== null) driven = metres[place[c] * side + depot] - metres[place[c] * side + place[next[c]]]
    for (let u = c; ; ) {
      const w = next[u]
      const reach = seconds + matrix[at * side + here]
      if (from + reach > closes[v]) break
      const early = opens[v] - reach
      const wait = early > to ? early - to : 0
      const fromHere = (early > from ? early : from) - wait
      const toHere = closes[v] - reach < to ? closes[v] - reach : to
      const whole = reach + wait + stay + matrix[here * side + place[w]]
      if (fromHere + whole <= sufTo[w]) {
        const earlyNext = sufFrom[w] - whole
        const waitNext = earlyNext > toHere ? earlyNext - toHere : 0
        const all = whole + waitNext + sufSeconds[w]
        if (all <= workMax) {
          let far = 0
          if (metres !== null)
            far =
              t.metres[s] +
              driven +
              metres[at * side + here] +
              metres[here * side + place[w]] -
              (u === c ? 0 : metres[at * side + place[w]])
          const cents = centsOf(t, s, all, (earlyNext > fromHere ? earlyNext : fromHere) - waitNext, far, fixed)
          if (cents - t.cents[s] < best.cents) {
            best.cents = cents - t.cents[s]
            best.after = u === c ? call : u
            best.callAfter = c
          }
        }
      }
      if (w === end) break
      // The piece goes on through w.
      if (metres !== null && u === c) driven += metres[depot * side + place[w]]
      const reachNext = seconds + matrix[at * side + place[w]]
      if (from + reachNext > closes[w]) break
      const earlyW = opens[w] - reachNext
      const waitW = earlyW > to ? earlyW - to : 0
      from = (earlyW > from ? earlyW : from) - waitW
      if (closes[w] - reachNext < to) to = closes[w] - reachNext
      seconds = reachNext + waitW + t.stay[w]
      at = place[w]
      u = w
    }
  }
}
