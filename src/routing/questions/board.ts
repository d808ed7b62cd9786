import { compile } from '../model/compile.ts'
import { type CrewTable, listCrews } from '../model/compile-crews.ts'
import { type Compiled, FAR } from '../model/compiled.ts'
import { largestOf, makeMatrix, type Matrix } from '../model/matrix.ts'
import type { Model, Place, Visit } from '../model/model.ts'
import type { Plan } from '../model/plan.ts'
import { takeOver, toPlan } from '../plan/read-out.ts'
import { simulate } from '../plan/simulate.ts'
import { emptyState, type PlanState } from '../plan/state.ts'
import { boundsOf, makeBounds } from '../plan/apply.ts'
import type { Estimates } from './estimate.ts'
import type { EventAnswer } from './events.ts'

/**
 * A plan that stays in memory while the day goes on: compiled once, with spare rows for visits and places that do not exist
 * yet, so that a new visit costs microseconds instead of compiling thousands again. The board owns its compiled model and is
 * the only one who writes it.
 */
export type Board = {
  readonly m: Compiled
  readonly state: PlanState
  /** Grows by one with every accepted change; what was quoted at another version has to be looked at again. */
  version: number
  /** What the board was opened with; visits and places have moved on, see `currentModel`. */
  readonly model: Model
  /** Row by row, spare ones included. */
  readonly places: Place[]
  /** Visits that exist, by id, without twins. */
  readonly visits: Map<string, Visit>
  readonly visitOf: Map<string, number>
  readonly placeOf: Map<string, number>
  readonly shiftOf: Map<string, number>
  readonly depotOf: Map<string, number>
  readonly spare: { single: number[]; double: number[]; places: number[] }
  /** 1 = the row stands for no visit. */
  readonly blank: Uint8Array
  /** 1 = nothing may be added to this shift any more. */
  readonly closed: Uint8Array
  /** Row of `factorsByHour` that a spare visit may use, or -1. */
  readonly hourRow: Int32Array
  readonly setupKeys: Map<string, number>
  readonly crewTable: CrewTable
  readonly partKinds: string[]
  readonly estimates: Estimates[]
  /** Windows that are reserved but not booked, with the moment at which the reservation lapses. */
  readonly holds: Map<string, number>
  /** Answers to events of the log by version, until they are fetched. */
  readonly answers: Map<number, EventAnswer>
}

export type BoardOptions = {
  /** Room for new visits of one technician until the board is opened anew. Default 64. */
  spareVisits?: number
  /** The same for visits of two technicians. Default 8. */
  sparePairs?: number
  /** Room for new places. Default: as many as spare visits and pairs. */
  sparePlaces?: number
}

/** Windows that a new visit may have. More are refused. */
export const WINDOWS_MAX = 8

/** Names begin so that no id of a caller collides by accident. */
const SPARE = '\u0000spare'

/**
 * Opens a board on a model and, if there is one, its plan. What of the plan does not fit the model any more is dropped and
 * named in `refused`.
 * @throws {ModelError} when the model is not valid.
 */
export function openBoard(model: Model, plan?: Plan, options: BoardOptions = {}): { board: Board; refused: string[] } {
  const roomy = withSpares(model, options)
  const m = compile(roomy)
  const state = emptyState(m)
  const board: Board = {
    m,
    state,
    version: 0,
    model,
    places: [...roomy.places],
    visits: new Map(model.visits.map((visit) => [visit.id, visit])),
    visitOf: new Map(m.visitIds.map((id, v) => [id, v])),
    placeOf: new Map(m.placeIds.map((id, p) => [id, p])),
    shiftOf: new Map(m.shiftIds.map((id, s) => [id, s])),
    depotOf: new Map(m.depotIds.map((id, d) => [id, d])),
    spare: { single: [], double: [], places: [] },
    blank: new Uint8Array(m.visitCount),
    closed: new Uint8Array(m.shiftCount),
    hourRow: new Int32Array(m.visitCount).fill(-1),
    setupKeys: setupKeysOf(model, m),
    crewTable: listCrews(model),
    partKinds: partKindsOf(roomy),
    estimates: [],
    holds: new Map(),
    answers: new Map(),
  }
  for (let p = m.placeCount - 1; p >= model.places.length; p--) board.spare.places.push(p)
  for (let v = m.visitCount - 1; v >= 0; v--) if (m.visitIds[v].startsWith(SPARE)) retire(board, v)
  const refused = plan ? takeOver(state, plan) : []
  return { board, refused }
}

/** A row that stands for no visit: nobody may do it, leaving it out costs nothing. */
export function retire(board: Board, v: number): void {
  const { m } = board
  board.visitOf.delete(m.visitIds[v])
  board.blank[v] = 1
  m.visits.dropCents[v] = 0
  m.visits.priority[v] = 0
  m.visits.fixed[v] = 0
  m.visits.lockShift[v] = m.visits.lockRank[v] = -1
  m.previous.shift[v] = m.previous.startSeconds[v] = -1
  if (m.visits.hourFactor[v] >= 0) board.hourRow[v] = m.visits.hourFactor[v]
  m.visits.hourFactor[v] = -1
  m.visits.setupKey[v] = -1
  m.crews.allowed.fill(0, v * m.crewCount, (v + 1) * m.crewCount)
  const isSecond = m.visits.twin[v] >= 0 && m.visits.twin[v] < v
  m.visitIds[v] = `${SPARE}${v}`
  // Only rows made as spares have room for any windows, so only they are filled again.
  const room = m.visits.windowFrom[v + 1] - m.visits.windowFrom[v]
  if (isSecond || room < WINDOWS_MAX) return
  if (m.visits.twin[v] >= 0) board.spare.double.push(v)
  else board.spare.single.push(v)
}

function withSpares(model: Model, options: BoardOptions): Model {
  const single = options.spareVisits ?? 64
  const double = options.sparePairs ?? 8
  const count = options.sparePlaces ?? single + double
  // In the midst of the others, so that the matrix need not be wider than they need it.
  const { x = 0, y = 0 } = model.places[0] ?? {}
  const places = Array.from({ length: count }, (_, i): Place => ({ id: `${SPARE}${i}`, x, y }))
  const home = model.places[0]?.id ?? `${SPARE}0`
  const windows = Array.from({ length: WINDOWS_MAX }, (_, w) => ({ startSeconds: w * 10, endSeconds: w * 10 + 1 }))
  // All kinds of parts that anybody has are named once, so that the compiled stock knows them.
  const kinds = allKinds(model)
  const visits = Array.from(
    { length: single + double },
    (_, i): Visit => ({
      id: `${SPARE}${i}`,
      place: home,
      serviceSeconds: 0,
      windows,
      optional: true,
      serviceFactorByHour: Array.from({ length: 24 }, () => 1),
      parts: Object.fromEntries(kinds.parts.map((kind) => [kind, 0])),
      loads: Object.fromEntries(kinds.loads.map((kind) => [kind, 0])),
      crew: i < single ? 1 : 2,
    }),
  )
  return {
    ...model,
    places: [...model.places, ...places],
    visits: [...model.visits, ...visits],
    travel: widerTravel(model, count),
  }
}

function allKinds(model: Model): { parts: string[]; loads: string[] } {
  const parts = new Set<string>()
  const loads = new Set<string>()
  for (const owner of [...model.technicians, ...(model.vehicles ?? [])]) {
    for (const kind of Object.keys(owner.parts ?? {})) parts.add(kind)
    for (const kind of Object.keys(owner.capacities ?? {})) loads.add(kind)
  }
  return { parts: [...parts], loads: [...loads] }
}

/** The same order in which the compiler meets them. */
function partKindsOf(model: Model): string[] {
  const kinds = new Set<string>()
  for (const half of [model.visits, model.visits.filter((visit) => visit.crew === 2)])
    for (const visit of half) {
      for (const name of Object.keys(visit.parts ?? {})) kinds.add(name)
      for (const name of Object.keys(visit.loads ?? {})) kinds.add(`load:${name}`)
    }
  return [...kinds]
}

function widerTravel(model: Model, extra: number): Model['travel'] {
  const travel = model.travel
  const n = model.places.length
  const wide = n + extra
  const profileOf = travel.byHour?.profileOf
  const byHour =
    travel.byHour && profileOf
      ? { ...travel.byHour, profileOf: widen(profileOf, n, wide, new Uint8Array(wide * wide)) }
      : travel.byHour
  if (travel.kind === 'euclidean') return { ...travel, byHour }
  const seconds = widen(travel.seconds, n, wide, makeMatrix(wide * wide, largestOf(travel.seconds)))
  const metres = travel.metres && widen(travel.metres, n, wide, makeMatrix(wide * wide, largestOf(travel.metres)))
  return { ...travel, byHour, seconds, ...(metres ? { metres } : {}) }
}

/** Always a copy: the board writes rows for new places, the caller's matrix stays as it is. Rounds up as the compiler does. */
function widen<A extends Matrix | Uint8Array>(matrix: ArrayLike<number>, n: number, wide: number, into: A): A {
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) into[i * wide + j] = Math.ceil(matrix[i * n + j])
  return into
}

function setupKeysOf(model: Model, m: Compiled): Map<string, number> {
  const keys = new Map<string, number>()
  const places = new Map(model.places.map((place) => [place.id, place]))
  model.visits.forEach((visit, v) => {
    if (visit.setup) keys.set(setupName(visit, places.get(visit.place) as Place), m.visits.setupKey[v])
  })
  return keys
}

/** What visits that share their set-up have in common. */
export function setupName(visit: Visit, place: Place): string {
  if (visit.setup?.sharedBy === 'street') return `street:${place.street ?? `visit:${visit.id}`}`
  return `address:${place.address ?? place.id}`
}

/** The plan as it stands, without spare rows. */
export function readPlan(board: Board): Plan {
  const plan = toPlan(board.state)
  return { ...plan, dropped: plan.dropped.filter((id) => board.visitOf.has(id)) }
}

/** The model as it stands: what `checkPlan` judges `readPlan` by, and what a board can be opened with again. */
export function currentModel(board: Board): Model {
  const { m } = board
  // Spare rows come last, and are taken and given back at their border.
  const known = m.placeCount - board.spare.places.length
  const profileOf = m.travel.byHour?.profileOf
  const byHour = board.model.travel.byHour && {
    ...board.model.travel.byHour,
    ...(profileOf ? { profileOf: narrow(profileOf, m.placeCount, known) } : {}),
  }
  const technicians = board.model.technicians.map((technician) => ({
    ...technician,
    shifts: technician.shifts.map((shift) => currentShift(board, shift)),
  }))
  const seconds = () => narrow(m.travel.seconds, m.placeCount, known)
  const metres = () => narrow(m.travel.metres, m.placeCount, known)
  return {
    ...board.model,
    places: board.places.slice(0, known),
    visits: [...board.visits.values()],
    technicians,
    travel:
      board.model.travel.kind === 'euclidean'
        ? { ...board.model.travel, byHour }
        : { kind: 'matrix', seconds: seconds(), metres: metres(), byHour },
    previous: (board.model.previous ?? []).filter((stop) => board.visitOf.has(stop.visit)),
  }
}

/** The first `known` rows and columns. */
function narrow<A extends Matrix | Uint8Array>(matrix: A, n: number, known: number): A | Matrix | Uint8Array {
  if (n === known) return matrix
  const rows = matrix.slice(0, known * known)
  for (let i = 0; i < known; i++) rows.set(matrix.subarray(i * n, i * n + known), i * known)
  return rows
}

/** A shift that events have moved or cut. */
function currentShift(board: Board, shift: Model['technicians'][number]['shifts'][number]) {
  const s = board.shiftOf.get(shift.id) as number
  const { shifts } = board.m
  if (shifts.startSeconds[s] === shift.startSeconds && shifts.endSeconds[s] === shift.endSeconds) return shift
  const startSeconds = shifts.startSeconds[s]
  const endSeconds = shifts.endSeconds[s]
  const overtimeMaxSeconds = Math.max(0, shifts.lastSeconds[s] - endSeconds)
  const breaks = (shift.breaks ?? []).filter(
    (pause) => pause.latestSeconds >= startSeconds && pause.earliestSeconds <= endSeconds,
  )
  return { ...shift, startSeconds, endSeconds, overtimeMaxSeconds, breaks }
}

const bounds = makeBounds()

/** Drives tour s again; its stops are in `board.state.run` until the next call of anything. */
export function driveTour(board: Board, s: number): boolean {
  const { m, state } = board
  return simulate(m, s, state.tours[s], state.length[s], boundsOf(state, s, bounds), state.run)
}

/** Frees a visit from the anchors of its relatives. */
export function freeAnchors(board: Board, v: number): void {
  board.state.anchorFrom[v] = -FAR
  board.state.anchorTo[v] = FAR
}
