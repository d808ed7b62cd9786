import { FAR } from '../model/compiled.ts'
import { remove } from '../plan/apply.ts'
import { begin, undo } from '../plan/journal.ts'
import { totalCents } from '../plan/state.ts'
import { type Board, driveTour } from './board.ts'
import {
  bestExactly,
  bestOfList,
  exactCents,
  type FoundPlace,
  noFoundPlace,
  startInRun,
  windowsOf,
} from './cheapest.ts'
import { firstPosition, makeShortlist, scan } from './estimate.ts'
import { relationsAdmit } from '../plan/relations.ts'
import { UnknownOnBoard } from './events.ts'
import { codesOf, type ForbiddenCode, type RemedyOptions, type Unserved, unserved } from './remedies.ts'

/**
 * Why this time. `window-start`: the technician waits for the window; `window-end`: it could not be later; `stop-before`:
 * begins as soon as the stop before is over and the way is driven; `break`: a break lies before; `tied`: another visit
 * sets the time; `departure`: first stop, as the tour leaves.
 */
export type TimeCode = 'window-start' | 'window-end' | 'stop-before' | 'break' | 'tied' | 'departure'

/** Why a technician is not an alternative: a rule, no shift in the windows, closed, tied to another visit, or no room. */
export type NoAlternativeCode = ForbiddenCode | 'no-shift' | 'closed' | 'locked' | 'relation' | 'no-room'

export type Alternative = {
  technician: string
  shift: string
  position: number
  startSeconds: number
  /** What the plan would cost more than it does now, if only this visit moved. May be negative: then a search would move it. */
  extraCents: number
}

export type PositionCost = { position: number; startSeconds: number; extraCents: number | null }

export type Explained = {
  planned: true
  visit: string
  technician: string
  shift: string
  position: number
  startSeconds: number
  /** What the plan costs less without it (its drop cost not counted). */
  cents: number
  /** The parts of these cents that belong to this visit and technician alone. */
  affinityCents: number
  areaCents: number
  time: TimeCode
  /** How much later the service could begin without anything else breaking, and how long the technician waits before. */
  slackSeconds: number
  waitSeconds: number
  lock: 'promised' | 'started' | 'pinned' | null
  /** Best place with each other technician, cheapest first. */
  technicians: Alternative[]
  /** Technicians who are none, and the rules that say so. */
  without: { technician: string; codes: NoAlternativeCode[] }[]
  /** All positions of the same tour; null = not feasible. The present one has 0. */
  positions: PositionCost[]
}

export type NotPlanned = { planned: false } & Unserved

/**
 * Why a visit is where it is, and what would be the next best; or why it is nowhere and what would help.
 * @throws {UnknownOnBoard}
 */
export function explain(board: Board, visit: string, options: RemedyOptions = {}): Explained | NotPlanned {
  const { m, state } = board
  const v = board.visitOf.get(visit)
  if (v === undefined) throw new UnknownOnBoard('visit', visit)
  const s = state.tourOf[v]
  if (s < 0) return { planned: false, ...unserved(board, v, options) }
  const position = state.tours[s].indexOf(v)
  const at = v * m.crewCount + m.shifts.crew[s]
  const twin = m.visits.twin[v]
  const first = twin >= 0 && twin < v ? m.visitIds[twin] : visit
  const explained: Explained = {
    planned: true,
    visit,
    technician: m.technicianIds[m.shifts.technician[s]],
    shift: m.shiftIds[s],
    position,
    startSeconds: state.startOf[v],
    cents: 0,
    affinityCents: m.crews.affinityCents[at],
    areaCents: m.crews.areaCents[at],
    ...timeOf(board, v, s),
    lock: board.visits.get(first)?.lock?.reason ?? null,
    technicians: [],
    without: [],
    positions: [],
  }
  compare(board, v, s, position, explained)
  return explained
}

/** What binds the start, from the tour as it is driven. */
function timeOf(board: Board, v: number, s: number): Pick<Explained, 'time' | 'slackSeconds' | 'waitSeconds'> {
  const { m, state } = board
  driveTour(board, s)
  const { run } = state
  let k = 0
  while (run.stop[k] !== v) k++
  const start = run.stopStart[k]
  const waitSeconds = start - run.stopArrival[k]
  const slackSeconds = slackOf(board, v, s)
  let time: TimeCode = k === 0 ? 'departure' : run.stop[k - 1] < 0 ? 'break' : 'stop-before'
  if (state.anchorFrom[v] > -FAR && state.anchorFrom[v] === start) time = 'tied'
  else
    for (let w = m.visits.windowFrom[v]; w < m.visits.windowFrom[v + 1]; w++) {
      if (start < m.visits.windowStart[w] || start > m.visits.windowLast[w]) continue
      if (start === m.visits.windowStart[w]) time = 'window-start'
      else if (start === m.visits.windowLast[w]) time = 'window-end'
    }
  return { time, slackSeconds, waitSeconds }
}

/** Latest feasible start less the present one, by bisection on an anchor; at most four hours. */
function slackOf(board: Board, v: number, s: number): number {
  const { state } = board
  const from = state.anchorFrom[v]
  const start = state.startOf[v]
  let low = 0
  let high = 4 * 3600
  while (high - low > 30) {
    const middle = Math.floor((low + high) / 2)
    state.anchorFrom[v] = start + middle
    if (driveTour(board, s)) low = middle
    else high = middle
  }
  state.anchorFrom[v] = from
  return low
}

/** Prices the other places with the visit taken out; the plan comes back as it was. */
function compare(board: Board, v: number, s: number, position: number, explained: Explained): void {
  const { m, state } = board
  const anchors = [state.anchorFrom[v], state.anchorTo[v]]
  const before = totalCents(state)
  begin(state)
  remove(state, v)
  explained.cents = before - (totalCents(state) - m.visits.dropCents[v])
  state.anchorFrom[v] = anchors[0]
  state.anchorTo[v] = anchors[1]
  for (let t = 0; t < m.technicianCount; t++) otherTechnician(board, v, t, s, explained)
  explained.technicians.sort((a, b) => a.extraCents - b.extraCents)
  for (let p = 0; p <= state.length[s]; p++) {
    const cents = p < firstPosition(board, v, s) ? Number.POSITIVE_INFINITY : exactCents(board, v, s, p)
    const isPossible = Number.isFinite(cents)
    explained.positions.push({
      position: p,
      startSeconds: isPossible ? startInRun(board, v) : -1,
      extraCents: p === position ? 0 : isPossible ? cents - explained.cents : null,
    })
  }
  undo(state)
  state.anchorFrom[v] = anchors[0]
  state.anchorTo[v] = anchors[1]
}

function otherTechnician(board: Board, v: number, t: number, own: number, explained: Explained): void {
  const { m } = board
  const technician = m.technicianIds[t]
  const shifts: number[] = []
  for (let s = 0; s < m.shiftCount; s++) if (m.shifts.technician[s] === t) shifts.push(s)
  const { best, codes } = bestOf(board, v, shifts)
  if (best.shift >= 0 && m.shifts.technician[own] === t) {
    // Another day of the same technician is an alternative, the present tour is told by positions.
    const others = bestOf(
      board,
      v,
      shifts.filter((s) => s !== own),
    ).best
    if (others.shift >= 0) explained.technicians.push(alternative(board, v, others, explained.cents))
  } else if (best.shift >= 0) explained.technicians.push(alternative(board, v, best, explained.cents))
  else if (m.shifts.technician[own] !== t) explained.without.push({ technician, codes })
}

function bestOf(board: Board, v: number, shifts: number[]): { best: FoundPlace; codes: NoAlternativeCode[] } {
  const { m, state } = board
  const best = noFoundPlace()
  const codes = new Set<NoAlternativeCode>()
  const list = makeShortlist(6)
  const windows = { ...windowsOf(board, v) }
  for (const s of shifts) {
    const why = m.crews.why[v * m.crewCount + m.shifts.crew[s]]
    const lock = m.visits.lockShift[v]
    const works = m.visits.earliest[v] <= m.shifts.lastSeconds[s] && m.visits.latest[v] >= m.shifts.startSeconds[s]
    if (!works) continue
    if (why !== 0) for (const code of codesOf(why)) codes.add(code)
    else if (board.closed[s]) codes.add('closed')
    else if (lock >= 0 && lock !== s) codes.add('locked')
    else if (!relationsAdmit(state, v, s)) codes.add('relation')
    else {
      codes.add('no-room')
      if (!scan(board, v, s, windows, [list], true)) bestExactly(board, v, s, best)
    }
  }
  bestOfList(board, v, list, best)
  return { best, codes: codes.size === 0 ? ['no-shift'] : [...codes] }
}

function alternative(board: Board, v: number, place: FoundPlace, cents: number): Alternative {
  const { m } = board
  if (place.startSeconds < 0 && place.depot < 0) {
    exactCents(board, v, place.shift, place.position)
    place.startSeconds = startInRun(board, v)
  }
  return {
    technician: m.technicianIds[m.shifts.technician[place.shift]],
    shift: m.shiftIds[place.shift],
    position: place.position,
    startSeconds: place.startSeconds,
    extraCents: place.cents - cents,
  }
}
