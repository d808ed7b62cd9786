import { boundsOf, insert, makeBounds, remove, scratch } from '../plan/apply.ts'
import { judge, noPlace, type Place } from '../plan/judge.ts'
import { anchorByRelatives, pin, relationsAdmit } from '../plan/relations.ts'
import { simulate } from '../plan/simulate.ts'
import { fairnessOf } from '../plan/state.ts'
import { leastSeconds } from '../plan/travel.ts'
import { type Board, freeAnchors } from './board.ts'
import { estimatesOf, makeShortlist, scan, type Shortlist, type WindowList } from './estimate.ts'

/** Positions that are simulated exactly for each visit or window, the best by estimate first. */
const CLOSER_LOOKS = 8
/** An estimate this much dearer than the best exact price is not looked at: estimates are rarely off by more. */
const MARGIN_CENTS = 150
/** Start times tried for two technicians at once. */
const TIMES_MAX = 6

const bounds = makeBounds()
const oneList = [makeShortlist(CLOSER_LOOKS)]
const ownWindows: WindowList = { count: 0, start: new Float64Array(64), end: new Float64Array(64) }

/** A place with the time at which the service would begin. */
export type FoundPlace = Place & { startSeconds: number }

/** Nothing found: `cents` is Infinity, `shift` -1. */
export function noFoundPlace(): FoundPlace {
  return { ...noPlace(), startSeconds: -1 }
}

/** What exactly it costs to put v at one position; Infinity when it cannot be. The times are in `state.run`. */
export function exactCents(board: Board, v: number, s: number, p: number): number {
  const { m, state } = board
  const length = state.length[s]
  const nodes = scratch(state, length + 1)
  const tour = state.tours[s]
  for (let i = 0, n = 0; i <= length; i++) {
    if (i === p) nodes[n++] = v
    if (i < length) nodes[n++] = tour[i]
  }
  if (!simulate(m, s, nodes, length + 1, boundsOf(state, s, bounds), state.run)) return Number.POSITIVE_INFINITY
  const technician = m.shifts.technician[s]
  const work = state.technicianWork[technician]
  const after = work - state.workSeconds[s] + state.run.workSeconds
  if (m.technicians.hasWorkMax && after > m.technicians.workMaxSeconds[technician]) return Number.POSITIVE_INFINITY
  const fairness = m.weights.fairnessCentsPerSquaredHour > 0 ? fairnessOf(m, after) - fairnessOf(m, work) : 0
  return state.run.cents - state.cents[s] + fairness
}

/** When v begins in the tour that was simulated last. */
export function startInRun(board: Board, v: number): number {
  const { run } = board.state
  for (let k = 0; k < run.stopCount; k++) if (run.stop[k] === v) return run.stopStart[k]
  return -1
}

/** The exact best of a shortlist. */
export function bestOfList(board: Board, v: number, list: Shortlist, best: FoundPlace): void {
  for (let k = 0; k < list.count; k++) {
    if (list.cents[k] > best.cents + MARGIN_CENTS) return
    const cents = exactCents(board, v, list.shift[k], list.position[k])
    if (cents >= best.cents) continue
    best.cents = cents
    best.shift = list.shift[k]
    best.position = list.position[k]
    best.depot = -1
    best.depotAt = 0
    best.startSeconds = startInRun(board, v)
  }
}

/** Looks at every position of a tour exactly, with calls at depots. */
export function bestExactly(board: Board, v: number, s: number, best: FoundPlace): void {
  if (board.closed[s]) return
  const before = best.cents
  judge(board.state, v, s, best)
  if (best.cents < before) best.startSeconds = -1
}

/** Windows of v that a scan can read, anchors taken into account. */
export function windowsOf(board: Board, v: number): WindowList {
  const { m, state } = board
  const from = m.visits.windowFrom[v]
  ownWindows.count = 0
  for (let w = from; w < m.visits.windowFrom[v + 1] && ownWindows.count < 64; w++) {
    const start = Math.max(m.visits.windowStart[w], state.anchorFrom[v])
    const end = Math.min(m.visits.windowLast[w], state.anchorTo[v])
    if (start > end) continue
    ownWindows.start[ownWindows.count] = start
    ownWindows.end[ownWindows.count] = end
    ownWindows.count++
  }
  return ownWindows
}

/** Which shifts are looked at; null = all. */
export type Shifts = ArrayLike<number> | null

/**
 * Cheapest place of v that is feasible. Related visits must have been anchored; `exceptTechnician` keeps the second of two
 * technicians apart from the first.
 */
export function cheapestPlace(
  board: Board,
  v: number,
  shifts: Shifts,
  best: FoundPlace,
  exceptTechnician = -1,
): FoundPlace {
  const { m, state } = board
  best.cents = Number.POSITIVE_INFINITY
  best.shift = -1
  const windows = windowsOf(board, v)
  const list = oneList[0]
  list.count = 0
  const related = m.relations.from[v + 1] > m.relations.from[v]
  const count = shifts === null ? m.shiftCount : shifts.length
  let isCrowded = false
  for (let k = 0; k < count; k++) {
    const s = shifts === null ? k : shifts[k]
    if (m.shifts.technician[s] === exceptTechnician) continue
    if (!reaches(board, s, windows) || (related && !relationsAdmit(state, v, s))) continue
    if (!scan(board, v, s, windows, oneList, true)) bestExactly(board, v, s, best)
  }
  if (list.count === CLOSER_LOOKS) isCrowded = true
  bestOfList(board, v, list, best)
  if (best.shift < 0 && isCrowded) lookEverywhere(board, v, shifts, best, exceptTechnician)
  return best
}

/** As `cheapestPlaces` for one visit, but every position of the given shifts is looked at exactly. For the few that count. */
export function exactPlaces(board: Board, v: number, shifts: Shifts): FoundPlaces | null {
  const { m, state } = board
  const rough = cheapestPlaces(board, v, shifts)
  if (m.visits.twin[v] >= 0 || m.relations.from[v + 1] > m.relations.from[v]) return rough
  const best = rough ? rough.one : noFoundPlace()
  const before = best.cents
  const windows = { ...windowsOf(board, v) }
  const count = shifts === null ? m.shiftCount : shifts.length
  for (let k = 0; k < count; k++) {
    const s = shifts === null ? k : shifts[k]
    if (!board.closed[s] && reaches(board, s, windows)) judge(state, v, s, best)
  }
  if (best.cents < before) best.startSeconds = -1
  return best.shift < 0 ? null : { cents: best.cents, one: best, two: null, startSeconds: best.startSeconds }
}

/** None of the promising positions holds: the estimate was too hopeful, so all are looked at. */
function lookEverywhere(board: Board, v: number, shifts: Shifts, best: FoundPlace, exceptTechnician: number): void {
  const { m, state } = board
  const count = shifts === null ? m.shiftCount : shifts.length
  for (let k = 0; k < count; k++) {
    const s = shifts === null ? k : shifts[k]
    if (m.shifts.technician[s] === exceptTechnician || !relationsAdmit(state, v, s)) continue
    bestExactly(board, v, s, best)
  }
}

function reaches(board: Board, s: number, windows: WindowList): boolean {
  const { shifts } = board.m
  for (let w = 0; w < windows.count; w++)
    if (windows.start[w] <= shifts.lastSeconds[s] && windows.end[w] >= shifts.startSeconds[s]) return true
  return false
}

/** Both halves of a visit of two technicians, or one visit: what a plan needs to take it in. */
export type FoundPlaces = { cents: number; one: FoundPlace; two: FoundPlace | null; startSeconds: number }

/** Cheapest places of a visit with all of its halves, or null. Changes nothing. */
export function cheapestPlaces(board: Board, v: number, shifts: Shifts): FoundPlaces | null {
  const { m, state } = board
  const group = m.relations.group[v]
  const twin = m.visits.twin[v]
  if (group >= 0 && !anchorByRelatives(state, v)) {
    freeAnchors(board, v)
    return null
  }
  let found: FoundPlaces | null = null
  if (twin >= 0 && state.tourOf[twin] < 0) found = cheapestPair(board, v, twin, shifts)
  else {
    const one = cheapestPlace(board, v, shifts, noFoundPlace())
    if (one.shift >= 0) found = { cents: one.cents, one, two: null, startSeconds: one.startSeconds }
  }
  if (group >= 0) freeAnchors(board, v)
  return found
}

function cheapestPair(board: Board, v: number, twin: number, shifts: Shifts): FoundPlaces | null {
  const { m } = board
  let best: FoundPlaces | null = null
  const one = noFoundPlace()
  const two = noFoundPlace()
  for (const time of startTimes(board, v, twin, shifts)) {
    setTime(board, v, time)
    setTime(board, twin, time)
    cheapestPlace(board, v, shifts, one)
    if (one.shift < 0) continue
    cheapestPlace(board, twin, shifts, two, m.shifts.technician[one.shift])
    if (two.shift < 0 || (best && one.cents + two.cents >= best.cents)) continue
    best = { cents: one.cents + two.cents, one: { ...one }, two: { ...two }, startSeconds: time }
  }
  freeAnchors(board, v)
  freeAnchors(board, twin)
  return best
}

function setTime(board: Board, v: number, time: number): void {
  board.state.anchorFrom[v] = board.state.anchorTo[v] = time
}

/** Moments at which either half could begin, as early as possible after some node of some tour; evenly thinned. */
function startTimes(board: Board, v: number, twin: number, shifts: Shifts): number[] {
  const { m, state } = board
  const times = new Set<number>()
  const windows = { ...windowsOf(board, v) }
  const count = shifts === null ? m.shiftCount : shifts.length
  for (let k = 0; k < count; k++) {
    const s = shifts === null ? k : shifts[k]
    const crew = m.shifts.crew[s]
    if (board.closed[s] || !reaches(board, s, windows)) continue
    if (!m.crews.allowed[v * m.crewCount + crew] && !m.crews.allowed[twin * m.crewCount + crew]) continue
    const e = estimatesOf(board, s)
    for (let p = 0; p <= state.length[s]; p++) {
      const from = p === 0 ? m.shifts.startPlace[s] : (m.visits.place[state.tours[s][p - 1]] ?? -1)
      const way = from < 0 ? 0 : leastSeconds(m, from, m.visits.place[v], m.crews.travelFactor[crew])
      for (let w = 0; w < windows.count; w++) {
        // Two technicians are rarely free at the same second: whole five minutes let them meet.
        const time = Math.ceil(Math.max(e.whole.from[p] + e.whole.seconds[p] + way, windows.start[w]) / 300) * 300
        if (time <= windows.end[w]) times.add(time)
      }
    }
  }
  const all = [...times].sort((a, b) => a - b)
  if (all.length <= TIMES_MAX) return all
  return Array.from({ length: TIMES_MAX }, (_, i) => all[Math.floor((i * (all.length - 1)) / (TIMES_MAX - 1))])
}

/** Plans v (and its other half) where it was found. False when the second half does not fit any more. */
export function applyPlaces(board: Board, v: number, found: FoundPlaces): boolean {
  const { m, state } = board
  const group = m.relations.group[v]
  const { one, two } = found
  if (group >= 0 && !anchorByRelatives(state, v)) return false
  if (two) setTime(board, v, found.startSeconds)
  if (!insert(state, v, one.shift, one.position, one.depot, one.depotAt)) {
    freeAnchors(board, v)
    return false
  }
  if (two) {
    const twin = m.visits.twin[v]
    setTime(board, twin, found.startSeconds)
    if (!insert(state, twin, two.shift, two.position, two.depot, two.depotAt)) {
      remove(state, v)
      freeAnchors(board, twin)
      return false
    }
  }
  if (group >= 0) pin(state, v)
  return true
}
