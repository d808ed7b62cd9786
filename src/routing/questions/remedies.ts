import { FAR, WHY } from '../model/compiled.ts'
import { remove } from '../plan/apply.ts'
import { begin, undo } from '../plan/journal.ts'
import { admits, totalCents } from '../plan/state.ts'
import type { Board } from './board.ts'
import { applyPlaces, cheapestPlaces, exactCents, type FoundPlaces } from './cheapest.ts'
import { Nearness } from './nearness.ts'
import { relax, type Relaxation } from './relax.ts'

/** Why a technician may not do a visit at all. */
export type ForbiddenCode = 'skill' | 'tool' | 'not-required' | 'forbidden' | 'area' | 'parts' | 'room'

/**
 * Why there is no place. `nobody`: no technician may (see `technicians`); `no-shift`: those who may do not work in the
 * windows; `working-time`: their shifts would become too long; `window`: another time would fit; `full`: neither alone.
 */
export type UnservedReason = 'nobody' | 'no-shift' | 'working-time' | 'window' | 'full'

export type Unserved = {
  visit: string
  reason: UnservedReason
  /** How many technicians each rule shuts out; one technician may count several times. */
  technicians: { admitted: number; shutOut: Partial<Record<ForbiddenCode, number>> }
  /** Cheapest first; each was simulated. Empty: nothing that is known here would help. */
  remedies: Remedy[]
}

export type RemedyKind = 'overtime' | 'late' | 'other-time' | 'other-day' | 'waive' | 'equip' | 'displace'

export type Remedy = {
  kind: RemedyKind
  /** What the plan costs more, plus the price of the remedy itself. */
  cents: number
  planCents: number
  places: { technician: string; shift: string; position: number; startSeconds: number }[]
  /** overtime: beyond what the shift allows today. */
  overtimeSeconds?: number
  /** late: after the end of the promised window. */
  lateSeconds?: number
  /** waive, equip: the rules that must give way. */
  codes?: ForbiddenCode[]
  /** displace: who makes room, and whether there is another place for it. */
  displaced?: { visit: string; isDropped: boolean }
}

/** What is paid in goodwill or work for a remedy, in cents. */
export type RemedyPrices = {
  /** Default 50. */
  lateCentsPerMinute?: number
  /** A call to the customer and a new window on the same day. Default 1,500. */
  otherTimeCents?: number
  /** Default 4,000. */
  otherDayCents?: number
  /** Default 2,000. */
  waiveCents?: number
  /** Default 3,000. */
  equipCents?: number
  /** Default 1,500. */
  displaceCents?: number
}

export type RemedyOptions = { prices?: RemedyPrices; remediesMax?: number }

/** How far rules are bent to see what would help. */
const OVERTIME_SECONDS = 2 * 3600
const LATE_SECONDS = 3 * 3600
/** Planned visits that are asked to make room. */
const DISPLACED_MAX = 8

/** Why visit v has no place, and what would make one, cheapest first. Changes nothing. */
export function unserved(board: Board, v: number, options: RemedyOptions = {}): Unserved {
  const prices = options.prices ?? {}
  const found = [
    bent(board, v, 'overtime', { overtimeSeconds: OVERTIME_SECONDS }, 0),
    bent(board, v, 'late', { lateSeconds: LATE_SECONDS, lateCentsPerMinute: prices.lateCentsPerMinute ?? 50 }, 0),
    bent(board, v, 'other-time', { windows: 'same-day' }, prices.otherTimeCents ?? 1500),
    bent(board, v, 'other-day', { windows: 'any' }, prices.otherDayCents ?? 4000),
    bent(board, v, 'waive', { waive: WHY.notRequired | WHY.forbidden | WHY.area }, prices.waiveCents ?? 2000),
    bent(board, v, 'equip', { waive: WHY.tool | WHY.parts, noNeeds: true }, prices.equipCents ?? 3000),
    displace(board, v, prices.displaceCents ?? 1500),
  ].filter((one) => one !== null)
  const kinds = new Set(found.map((one) => one.kind))
  return {
    visit: board.m.visitIds[v],
    reason: reasonOf(board, v, kinds),
    technicians: shutOut(board, v),
    remedies: found.sort((a, b) => a.cents - b.cents).slice(0, options.remediesMax ?? 3),
  }
}

function reasonOf(board: Board, v: number, helps: Set<RemedyKind>): UnservedReason {
  const { m } = board
  let admitted = false
  let works = false
  for (let s = 0; s < m.shiftCount; s++) {
    if (board.closed[s] || admits(m, v, s) === 0) continue
    admitted = true
    if (m.visits.earliest[v] <= m.shifts.lastSeconds[s] && m.visits.latest[v] >= m.shifts.startSeconds[s]) works = true
  }
  if (!admitted) return 'nobody'
  if (!works) return 'no-shift'
  if (helps.has('overtime')) return 'working-time'
  return helps.has('late') || helps.has('other-time') ? 'window' : 'full'
}

const CODES: [number, ForbiddenCode][] = [
  [WHY.skill, 'skill'],
  [WHY.tool, 'tool'],
  [WHY.notRequired, 'not-required'],
  [WHY.forbidden, 'forbidden'],
  [WHY.area, 'area'],
  [WHY.parts, 'parts'],
  [WHY.room, 'room'],
]

/** Bits of `WHY` as codes. */
export function codesOf(why: number): ForbiddenCode[] {
  return CODES.filter(([bit]) => (why & bit) !== 0).map(([, code]) => code)
}

function shutOut(board: Board, v: number): Unserved['technicians'] {
  const { m } = board
  // A technician with several crews (vehicles, companions) counts by the best of them.
  const least = new Map<number, number>()
  for (let s = 0; s < m.shiftCount; s++) {
    if (board.closed[s]) continue
    const why = m.crews.why[v * m.crewCount + m.shifts.crew[s]]
    const known = least.get(m.shifts.technician[s])
    if (known === undefined || codesOf(why).length < codesOf(known).length) least.set(m.shifts.technician[s], why)
  }
  const result: Unserved['technicians'] = { admitted: 0, shutOut: {} }
  for (const why of least.values()) {
    if (why === 0) result.admitted++
    for (const code of codesOf(why)) result.shutOut[code] = (result.shutOut[code] ?? 0) + 1
  }
  return result
}

/** Cheapest place when some rules are bent; null when there is still none. */
function bent(board: Board, v: number, kind: RemedyKind, how: Relaxation, price: number): Remedy | null {
  const { m } = board
  const oldEnd = promisedEnd(board, v)
  const restore = relax(board, v, how)
  try {
    const found = cheapestPlaces(board, v, null)
    if (!found) return null
    const remedy: Remedy = { kind, cents: found.cents + price, planCents: found.cents, places: placesOf(board, found) }
    const start = found.startSeconds >= 0 ? found.startSeconds : startOf(board, v, found)
    if (kind === 'late') {
      remedy.lateSeconds = Math.max(0, start - oldEnd)
      remedy.planCents -= (remedy.lateSeconds * (how.lateCentsPerMinute ?? 0)) / 60
      if (remedy.lateSeconds === 0) return null
    }
    if (kind === 'overtime') {
      exactCents(board, v, found.one.shift, found.one.position)
      const last = m.shifts.lastSeconds[found.one.shift] - OVERTIME_SECONDS
      remedy.overtimeSeconds = Math.max(0, board.state.run.arrival - last)
    }
    if (how.waive !== undefined) {
      remedy.codes = codesOf(m.crews.why[v * m.crewCount + m.shifts.crew[found.one.shift]])
      if (how.noNeeds && remedy.codes.length === 0) remedy.codes = ['parts']
    }
    return remedy
  } finally {
    restore()
  }
}

function startOf(board: Board, v: number, found: FoundPlaces): number {
  begin(board.state)
  const start = applyPlaces(board, v, found) ? board.state.startOf[v] : -1
  undo(board.state)
  board.state.anchorFrom[v] = -FAR
  board.state.anchorTo[v] = FAR
  return start
}

function promisedEnd(board: Board, v: number): number {
  const { visits } = board.m
  let end = -1
  for (let w = visits.windowFrom[v]; w < visits.windowFrom[v + 1]; w++) end = Math.max(end, visits.windowEnd[w])
  return end
}

function placesOf(board: Board, found: FoundPlaces): Remedy['places'] {
  const { m } = board
  return (found.two ? [found.one, found.two] : [found.one]).map((place) => ({
    technician: m.technicianIds[m.shifts.technician[place.shift]],
    shift: m.shiftIds[place.shift],
    position: place.position,
    startSeconds: place.startSeconds,
  }))
}

/** Somebody without a promise makes room: goes to another place, or is left out if that matters less. */
function displace(board: Board, v: number, price: number): Remedy | null {
  const { m, state } = board
  if (m.relations.group[v] >= 0) return null
  let best: Remedy | null = null
  let asked = 0
  for (const u of new Nearness(board).of(v)) {
    const s = state.tourOf[u]
    const isBound = m.visits.fixed[u] || board.visits.get(m.visitIds[u])?.lock || m.relations.group[u] >= 0
    if (isBound || board.closed[s] || admits(m, v, s) === 0) continue
    if (++asked > DISPLACED_MAX) break
    const before = totalCents(state) - m.visits.dropCents[v]
    begin(state)
    remove(state, u)
    const found = cheapestPlaces(board, v, [s])
    if (found && applyPlaces(board, v, found)) {
      const other = cheapestPlaces(board, u, null)
      const isDropped = !(other && applyPlaces(board, u, other))
      const planCents = totalCents(state) - before
      // Leaving out one visit for another of the same weight helps nobody.
      const isSensible = !isDropped || m.visits.dropCents[u] < m.visits.dropCents[v]
      if (isSensible && (!best || planCents + price < best.cents))
        best = {
          kind: 'displace',
          cents: planCents + price,
          planCents,
          places: placesOf(board, found),
          displaced: { visit: m.visitIds[u], isDropped },
        }
    }
    undo(state)
  }
  return best
}
