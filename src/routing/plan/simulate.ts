import { type Compiled, FAR } from '../model/compiled.ts'
import type { Run } from './run.ts'
import { arriveAt } from './travel.ts'

export { makeRun, type Run } from './run.ts'

/** What binds a tour from outside: anchors of relations, and the technician's other shifts. */
export type Bounds = {
  anchorFrom: Int32Array
  anchorTo: Int32Array
  /** Earliest departure and latest return. */
  from: number
  to: number
}

/**
 * Drives a tour in time: leaves as early as the shift allows, then once more as late as costs no punctuality, and keeps
 * the cheaper of both. Answers whether it is feasible; all figures are in `run`.
 */
export function simulate(m: Compiled, s: number, nodes: Int32Array, length: number, bounds: Bounds, run: Run): boolean {
  if (length === 0) return nothing(run, bounds.from)
  if (!fits(m, s, nodes, length, run)) {
    run.feasible = false
    return false
  }
  const first = drive(m, s, nodes, length, bounds.from, bounds, run)
  if (!first) return false
  let later = Math.min(run.slack, run.waits)
  if (later <= 0) return !run.tooLong
  const cents = run.tooLong ? Number.POSITIVE_INFINITY : run.cents
  // Leaving later can cost more only when travel depends on the hour. Then the full delay may be some seconds too much as
  // well: less of it is tried before the early departure is restored.
  const cut = Math.max(60, later >> 3)
  for (let turn = m.travel.byHour === null ? LATER_TRIES - 1 : 0; turn < LATER_TRIES && later > 0; turn++) {
    if (drive(m, s, nodes, length, bounds.from + later, bounds, run) && !run.tooLong && run.cents <= cents) return true
    later -= cut
  }
  if (cents === Number.POSITIVE_INFINITY) return false
  return drive(m, s, nodes, length, bounds.from, bounds, run)
}

/** How many later departures are tried. */
const LATER_TRIES = 4

function nothing(run: Run, from: number): boolean {
  reset(run)
  run.feasible = true
  run.departure = from
  run.arrival = from
  return true
}

function reset(run: Run): void {
  run.feasible = false
  run.cents = run.travelCents = run.workCents = run.overtimeCents = run.lateCents = 0
  run.affinityCents = run.areaCents = run.stabilityCents = run.tourCents = 0
  run.workSeconds = run.metres = run.stopCount = run.waits = run.unpaid = run.sinceCharge = 0
  run.slack = FAR
}

/** Crew, locks, tools and parts: what does not depend on time. */
export function fits(m: Compiled, s: number, nodes: Int32Array, length: number, run: Run): boolean {
  const crew = m.shifts.crew[s]
  const parts = m.partCount
  if (run.stock.length < parts) run.stock = new Int32Array(parts)
  for (let p = 0; p < parts; p++) run.stock[p] = m.shifts.stock[s * parts + p]
  let rank = -1
  let unranked = false
  for (let i = 0; i < length; i++) {
    const node = nodes[i]
    if (node >= m.visitCount) {
      if (!reload(m, s, node - m.visitCount, run)) return false
      unranked = true
      continue
    }
    const lock = m.visits.lockShift[node]
    if ((lock >= 0 && lock !== s) || m.visits.priority[node] < m.shifts.priorityMin[s]) return false
    const allowed = m.crews.allowed[node * m.crewCount + crew]
    if (allowed === 0 || (allowed === 2 && !lent(m, node, crew, nodes, i))) return false
    for (let p = 0; p < parts; p++) {
      run.stock[p] -= m.visits.needs[node * parts + p]
      if (run.stock[p] < 0) return false
    }
    const own = m.visits.lockRank[node]
    if (own < 0) unranked = true
    else if (unranked || own < rank) return false
    else rank = own
  }
  return true
}

/** Position of the first visit that lacks a tool or part without a call at a depot; `length` when none does. */
export function firstLack(m: Compiled, s: number, nodes: Int32Array, length: number, run: Run): number {
  const parts = m.partCount
  if (run.stock.length < parts) run.stock = new Int32Array(parts)
  for (let p = 0; p < parts; p++) run.stock[p] = m.shifts.stock[s * parts + p]
  for (let i = 0; i < length; i++) {
    if (m.crews.allowed[nodes[i] * m.crewCount + m.shifts.crew[s]] === 2) return i
    for (let p = 0; p < parts; p++) {
      run.stock[p] -= m.visits.needs[nodes[i] * parts + p]
      if (run.stock[p] < 0) return i
    }
  }
  return length
}

function reload(m: Compiled, s: number, depot: number, run: Run): boolean {
  if (m.depots.allowed[depot * m.technicianCount + m.shifts.technician[s]] === 0) return false
  for (let p = 0; p < m.partCount; p++)
    run.stock[p] = m.depots.unlimited[depot] ? FAR : m.shifts.stock[s * m.partCount + p]
  return true
}

/** Whether a depot called at before position i lends what visit v lacks. */
function lent(m: Compiled, v: number, crew: number, nodes: Int32Array, i: number): boolean {
  for (let k = 0; k < i; k++) {
    const depot = nodes[k] - m.visitCount
    if (depot >= 0 && m.depots.covers[(v * m.crewCount + crew) * m.depotCount + depot]) return true
  }
  return false
}

function drive(
  m: Compiled,
  s: number,
  nodes: Int32Array,
  length: number,
  depart: number,
  bounds: Bounds,
  run: Run,
): boolean {
  reset(run)
  const shifts = m.shifts
  const stopsMax = length + shifts.breakFrom[s + 1] - shifts.breakFrom[s]
  if (run.stop.length < stopsMax) grow(run, stopsMax * 2)
  run.time = depart
  run.place = shifts.startPlace[s]
  run.nextBreak = shifts.breakFrom[s]
  // Breaks that would be over before the tour begins are taken at home.
  while (run.nextBreak < shifts.breakFrom[s + 1] && shifts.breakLatest[run.nextBreak] < depart) run.nextBreak++
  for (let i = 0; i < length; i++) {
    const node = nodes[i]
    const served =
      node < m.visitCount
        ? visit(m, s, node, i === 0 ? -1 : nodes[i - 1], i === 0, bounds, run)
        : callAtDepot(m, s, node, run)
    if (!served) return false
  }
  return finish(m, s, depart, bounds, run)
}

function visit(m: Compiled, s: number, v: number, before: number, isFirst: boolean, bounds: Bounds, run: Run): boolean {
  const place = m.visits.place[v]
  const at = v * m.crewCount + m.shifts.crew[s]
  const key = m.visits.setupKey[v]
  const shared = key >= 0 && before >= 0 && before < m.visitCount && m.visits.setupKey[before] === key
  let arrival =
    run.place < 0 ? run.time : arriveAt(m, run.place, place, run.time, m.crews.travelFactor[m.shifts.crew[s]])
  let start = startAt(m, v, arrival, bounds, run)
  if (start < 0) return false
  let service = serviceAt(m, v, at, start) + (shared || key < 0 ? 0 : m.visits.setupSeconds[v])
  const last = m.shifts.breakFrom[s + 1]
  while (run.nextBreak < last) {
    const b = run.nextBreak
    const pause = m.shifts.breakSeconds[b]
    const free = Math.max(arrival, m.shifts.breakEarliest[b])
    const fitsInWait = free <= m.shifts.breakLatest[b] && free + pause <= start
    if (!fitsInWait && start + service <= m.shifts.breakLatest[b]) break
    arrival = takeBreak(m, s, arrival, place, isFirst, run)
    if (arrival < 0) return false
    start = startAt(m, v, arrival, bounds, run)
    if (start < 0) return false
    service = serviceAt(m, v, at, start) + (shared || key < 0 ? 0 : m.visits.setupSeconds[v])
  }
  if (!leg(m, s, place, run)) return false
  run.waits += start - arrival
  const end = start + service
  run.slack = Math.min(run.slack, run.waits + run.late - start)
  push(run, v, arrival, start, end)
  run.time = end
  price(m, s, v, at, start, run)
  return true
}

/**
 * The break that is due: on arrival where that is early enough, else before leaving. Answers the moment when the visit can
 * begin at the earliest, or -1.
 */
function takeBreak(m: Compiled, s: number, arrival: number, place: number, isFirst: boolean, run: Run): number {
  const b = run.nextBreak++
  const pause = m.shifts.breakSeconds[b]
  const latest = m.shifts.breakLatest[b]
  if (!m.shifts.breakPaid[b]) run.unpaid += pause
  const onArrival = Math.max(arrival, m.shifts.breakEarliest[b])
  const mark = -1 - (b - m.shifts.breakFrom[s])
  if (onArrival <= latest) {
    run.waits += onArrival - arrival
    run.slack = Math.min(run.slack, run.waits + latest - onArrival)
    push(run, mark, arrival, onArrival, onArrival + pause)
    // Already driven: what follows sees the technician at the visit.
    if (!leg(m, s, place, run)) return -1
    run.time = onArrival + pause
    run.place = place
    return run.time
  }
  const here = Math.max(run.time, m.shifts.breakEarliest[b])
  if (here > latest || isFirst) return -1
  run.waits += here - run.time
  run.slack = Math.min(run.slack, run.waits + latest - here)
  push(run, mark, run.time, here, here + pause)
  run.time = here + pause
  return arriveAt(m, run.place, place, run.time, m.crews.travelFactor[m.shifts.crew[s]])
}

function callAtDepot(m: Compiled, s: number, node: number, run: Run): boolean {
  const d = node - m.visitCount
  const place = m.depots.place[d]
  const arrival =
    run.place < 0 ? run.time : arriveAt(m, run.place, place, run.time, m.crews.travelFactor[m.shifts.crew[s]])
  const from = m.depots.windowFrom[d]
  const to = m.depots.windowFrom[d + 1]
  let start = from === to ? arrival : -1
  let latest = from === to ? FAR : -1
  for (let w = from; w < to; w++) {
    if (arrival > m.depots.windowEnd[w]) continue
    start = Math.max(arrival, m.depots.windowStart[w])
    latest = m.depots.windowEnd[w]
    break
  }
  if (start < 0 || !leg(m, s, place, run)) return false
  run.waits += start - arrival
  run.slack = Math.min(run.slack, run.waits + latest - start)
  if (m.depots.charges[d]) run.sinceCharge = 0
  push(run, node, arrival, start, start + m.depots.durationSeconds[d])
  run.time = start + m.depots.durationSeconds[d]
  return true
}

function finish(m: Compiled, s: number, depart: number, bounds: Bounds, run: Run): boolean {
  const shifts = m.shifts
  const home = shifts.endPlace[s]
  const factor = m.crews.travelFactor[shifts.crew[s]]
  let arrival = home < 0 || run.place < 0 ? run.time : arriveAt(m, run.place, home, run.time, factor)
  while (run.nextBreak < shifts.breakFrom[s + 1] && arrival > shifts.breakLatest[run.nextBreak]) {
    // Still out after the break's latest start: it has to be taken before the way home.
    const b = run.nextBreak++
    const here = Math.max(run.time, shifts.breakEarliest[b])
    if (here > shifts.breakLatest[b]) return false
    if (!shifts.breakPaid[b]) run.unpaid += shifts.breakSeconds[b]
    run.waits += here - run.time
    run.slack = Math.min(run.slack, run.waits + shifts.breakLatest[b] - here)
    push(run, -1 - (b - shifts.breakFrom[s]), run.time, here, here + shifts.breakSeconds[b])
    run.time = here + shifts.breakSeconds[b]
    arrival = home < 0 ? run.time : arriveAt(m, run.place, home, run.time, factor)
  }
  if (home >= 0 && !leg(m, s, home, run)) return false
  run.departure = shifts.startPlace[s] < 0 ? run.stopStart[0] : depart
  run.arrival = arrival
  run.workSeconds = arrival - run.departure - run.unpaid
  if (arrival > shifts.lastSeconds[s] || arrival > bounds.to) return false
  run.slack = Math.min(run.slack, run.waits + Math.min(shifts.lastSeconds[s], bounds.to) - arrival)
  // Too long only if leaving later would not help: `simulate` leaves later next.
  const savable = Math.max(0, Math.min(run.slack, run.waits))
  run.tooLong = run.workSeconds > shifts.workMaxSeconds[s]
  if (run.workSeconds - savable > shifts.workMaxSeconds[s]) return false
  run.travelCents = run.metres * shifts.centsPerMetre[s]
  run.workCents = run.workSeconds * shifts.centsPerSecond[s]
  run.overtimeCents = Math.max(0, arrival - shifts.endSeconds[s]) * shifts.overtimeCentsPerSecond[s]
  run.tourCents = shifts.tourCents[s]
  run.cents = run.travelCents + run.workCents + run.overtimeCents + run.tourCents
  run.cents += run.lateCents + run.affinityCents + run.areaCents + run.stabilityCents
  run.feasible = true
  return true
}

/** Start of service for an arrival, or -1; `run.late` gets the latest start that costs no more than this one. */
function startAt(m: Compiled, v: number, arrival: number, bounds: Bounds, run: Run): number {
  const visits = m.visits
  const ready = Math.max(arrival, bounds.anchorFrom[v])
  const latest = bounds.anchorTo[v]
  for (let w = visits.windowFrom[v]; w < visits.windowFrom[v + 1]; w++) {
    if (ready > visits.windowLast[w]) continue
    const start = Math.max(ready, visits.windowStart[w])
    if (start > latest) return -1
    run.late = Math.min(Math.max(visits.windowEnd[w], start), latest)
    return start
  }
  return -1
}

function serviceAt(m: Compiled, v: number, at: number, start: number): number {
  const seconds = m.crews.serviceSeconds[at]
  const row = m.visits.hourFactor[v]
  if (row < 0) return seconds
  const offset = m.travel.byHour?.offsetSeconds ?? 0
  const hour = Math.floor(((start + offset) % 86_400) / 3600)
  return Math.round(seconds * m.visits.factorsByHour[row * 24 + hour])
}

function price(m: Compiled, s: number, v: number, at: number, start: number, run: Run): void {
  const visits = m.visits
  for (let w = visits.windowFrom[v]; w < visits.windowFrom[v + 1]; w++) {
    if (start > visits.windowLast[w]) continue
    if (start > visits.windowEnd[w]) run.lateCents += (start - visits.windowEnd[w]) * visits.lateCentsPerSecond[w]
    break
  }
  run.affinityCents += m.crews.affinityCents[at]
  run.areaCents += m.crews.areaCents[at]
  const old = m.previous.shift[v]
  if (old < 0) return
  if (m.shifts.technician[old] !== m.shifts.technician[s]) run.stabilityCents += m.weights.stabilityTechnicianCents
  const was = m.previous.startSeconds[v]
  if (was >= 0) run.stabilityCents += Math.abs(start - was) * m.weights.stabilityCentsPerSecond
}

/** Metres to a place, and whether the battery reaches. */
function leg(m: Compiled, s: number, to: number, run: Run): boolean {
  if (run.place >= 0 && run.place !== to) {
    const metres = m.travel.metres[run.place * m.placeCount + to]
    run.metres += metres
    run.sinceCharge += metres
  }
  run.place = to
  return run.sinceCharge <= m.shifts.rangeMetres[s]
}

function push(run: Run, node: number, arrival: number, start: number, end: number): void {
  const i = run.stopCount++
  run.stop[i] = node
  run.stopArrival[i] = arrival
  run.stopStart[i] = start
  run.stopEnd[i] = end
}

function grow(run: Run, size: number): void {
  run.stop = new Int32Array(size)
  run.stopArrival = new Int32Array(size)
  run.stopStart = new Int32Array(size)
  run.stopEnd = new Int32Array(size)
}
