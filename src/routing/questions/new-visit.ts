import type { Context } from '../model/compile.ts'
import { compileCrews } from '../model/compile-crews.ts'
import { compileVisits } from '../model/compile-visits.ts'
import type { Compiled } from '../model/compiled.ts'
import { widenFor } from '../model/matrix.ts'
import type { Model, Place, Visit } from '../model/model.ts'
import { validate } from '../model/validate.ts'
import { type Board, retire, setupName, WINDOWS_MAX } from './board.ts'
import { remove } from '../plan/apply.ts'
import { release } from '../plan/relations.ts'

/** A place that the model does not know yet. With travel by matrix the four rows are needed, one value per place row. */
export type NewPlace = {
  place: Place
  /** Free-flow seconds and metres from the new place to each place and back, in the order of the model's places. */
  travel?: {
    secondsFrom: ArrayLike<number>
    secondsTo: ArrayLike<number>
    metresFrom?: ArrayLike<number>
    metresTo?: ArrayLike<number>
    /** Profile of travel by hour, where the model has `profileOf`. Default 0. */
    profile?: number
  }
}

export type RefusalCode =
  | 'invalid'
  | 'known-id'
  | 'unknown-place'
  | 'unknown-part'
  | 'travel-missing'
  | 'windows'
  | 'full'

/** Why a visit cannot be taken up at all; a matter of the request, not of the plan. */
export class RefusedVisit extends Error {
  readonly code: RefusalCode
  constructor(code: RefusalCode, text: string) {
    super(text)
    this.name = 'RefusedVisit'
    this.code = code
  }
}

/**
 * Writes a visit (and its place, if new) into a spare row: it is part of the board, dropped, from here on. Answers its row.
 * @throws {RefusedVisit} full: open the board anew with `currentModel` and more room.
 */
export function takeUp(board: Board, visit: Visit, newPlace?: NewPlace): number {
  if (board.visits.has(visit.id)) throw new RefusedVisit('known-id', `Visit ${visit.id} is on the board already.`)
  const rows = visit.crew === 2 ? board.spare.double : board.spare.single
  const v = rows.at(-1)
  if (v === undefined) throw new RefusedVisit('full', 'No spare row is left for a new visit.')
  if (newPlace) takeUpPlace(board, newPlace)
  const place = board.placeOf.get(visit.place)
  if (place === undefined) throw new RefusedVisit('unknown-place', `Place ${visit.place} is not on the board.`)
  check(board, visit, place)
  const context = contextOf(board, visit, place)
  rows.pop()
  fill(board, v, context, 0)
  board.visits.set(visit.id, visit)
  const twin = board.m.visits.twin[v]
  if (twin >= 0) fill(board, twin, context, 1)
  return v
}

/** Takes a visit off the board, planned or not; its row (if it was a spare one) is free again. */
export function takeOff(board: Board, v: number): void {
  const { m, state } = board
  const twin = m.visits.twin[v]
  for (const half of twin >= 0 ? [twin, v] : [v]) {
    remove(state, half)
    board.visits.delete(m.visitIds[half])
    state.droppedCents -= m.visits.dropCents[half]
    retire(board, half)
  }
  release(state, v)
}

/** The model's own rules for one visit, on a model of this visit alone. */
function check(board: Board, visit: Visit, place: number): void {
  const bare: Model = {
    places: [board.places[place]],
    travel: { kind: 'matrix', seconds: [0] },
    technicians: board.model.technicians.map((technician) => ({ ...technician, shifts: [] })),
    visits: [{ ...visit, lock: undefined }],
  }
  const problem = validate(bare).find((one) => one.path.startsWith('visits'))
  if (problem) throw new RefusedVisit('invalid', `${problem.path}: ${problem.text}`)
  if ((visit.windows?.length ?? 0) > WINDOWS_MAX)
    throw new RefusedVisit('windows', `A new visit may have ${WINDOWS_MAX} windows.`)
  const kinds = new Set(board.partKinds)
  for (const name of Object.keys(visit.parts ?? {}))
    if (!kinds.has(name)) throw new RefusedVisit('unknown-part', `Nobody on the board has part ${name}.`)
}

function contextOf(board: Board, visit: Visit, place: number): Context {
  const second = { ...visit, id: `${visit.id}#2`, skills: visit.secondSkills ?? {}, tools: [], parts: {}, loads: {} }
  return {
    model: { ...board.model, places: board.places },
    visits: visit.crew === 2 ? [visit, second] : [visit],
    twins: visit.crew === 2 ? [1, 0] : [-1],
    visitOf: new Map(),
    placeOf: new Map([[visit.place, place]]),
    technicianOf: new Map(),
    shiftOf: board.shiftOf,
    shifts: board.crewTable.shifts,
    crews: board.crewTable.crews,
    partKinds: board.partKinds,
  }
}

/** Copies row k of a small compilation into row v of the board. */
function fill(board: Board, v: number, context: Context, k: number): void {
  const { m, state } = board
  const visits = compileVisits(context)
  const crews = compileCrews(context)
  const visit = context.visits[k]
  m.visitIds[v] = visit.id
  board.visitOf.set(visit.id, v)
  board.blank[v] = 0
  m.visits.place[v] = visits.place[k]
  m.visits.priority[v] = visits.priority[k]
  m.visits.dropCents[v] = visits.dropCents[k]
  m.visits.setupSeconds[v] = visits.setupSeconds[k]
  m.visits.setupKey[v] = visit.setup ? keyOf(board, visit) : -1
  m.visits.lockShift[v] = visits.lockShift[k]
  m.visits.lockRank[v] = visits.lockRank[k]
  m.visits.fixed[v] = visits.fixed[k]
  for (let p = 0; p < m.partCount; p++) m.visits.needs[v * m.partCount + p] = visits.needs[k * m.partCount + p]
  m.visits.hourFactor[v] = visit.serviceFactorByHour ? board.hourRow[v] : -1
  if (visit.serviceFactorByHour) m.visits.factorsByHour.set(visit.serviceFactorByHour, board.hourRow[v] * 24)
  const from = m.visits.windowFrom[v]
  const room = m.visits.windowFrom[v + 1] - from
  const given = visits.windowFrom[k + 1] - visits.windowFrom[k]
  for (let w = 0; w < room; w++) {
    const source = visits.windowFrom[k] + w
    // Windows that are not needed lie where no time fits.
    m.visits.windowStart[from + w] = w < given ? visits.windowStart[source] : 0
    m.visits.windowEnd[from + w] = w < given ? visits.windowEnd[source] : -1
    m.visits.windowLast[from + w] = w < given ? visits.windowLast[source] : -1
    m.visits.lateCentsPerSecond[from + w] = w < given ? visits.lateCentsPerSecond[source] : 0
  }
  m.visits.earliest[v] = visits.earliest[k]
  m.visits.latest[v] = visits.latest[k]
  const count = m.crewCount
  m.crews.allowed.set(crews.allowed.subarray(k * count, (k + 1) * count), v * count)
  m.crews.why.set(crews.why.subarray(k * count, (k + 1) * count), v * count)
  m.crews.serviceSeconds.set(crews.serviceSeconds.subarray(k * count, (k + 1) * count), v * count)
  m.crews.affinityCents.set(crews.affinityCents.subarray(k * count, (k + 1) * count), v * count)
  m.crews.areaCents.set(crews.areaCents.subarray(k * count, (k + 1) * count), v * count)
  fillDepots(board, v, visit)
  state.droppedCents += m.visits.dropCents[v]
}

function fillDepots(board: Board, v: number, visit: Visit): void {
  const { m } = board
  const depots = board.model.depots ?? []
  const tools = visit.tools ?? []
  board.crewTable.crews.forEach((crew, c) => {
    depots.forEach((depot, d) => {
      const covered = tools.every((tool) => crew.tools.has(tool) || depot.tools?.includes(tool))
      m.depots.covers[(v * m.crewCount + c) * m.depotCount + d] = covered ? 1 : 0
    })
  })
}

function keyOf(board: Board, visit: Visit): number {
  const name = setupName(visit, board.places[board.placeOf.get(visit.place) as number])
  const known = board.setupKeys.get(name)
  if (known !== undefined) return known
  const key = board.setupKeys.size
  board.setupKeys.set(name, key)
  return key
}

function takeUpPlace(board: Board, given: NewPlace): void {
  const { m } = board
  if (board.placeOf.has(given.place.id)) return
  const p = board.spare.places.at(-1)
  if (p === undefined) throw new RefusedVisit('full', 'No spare row is left for a new place.')
  const n = m.placeCount
  const known = n - board.spare.places.length
  if (board.model.travel.kind === 'euclidean') straightRows(board, p, given.place, board.model.travel.metresPerSecond)
  else {
    const rows = given.travel
    if (!rows || rows.secondsFrom.length < known || rows.secondsTo.length < known)
      throw new RefusedVisit('travel-missing', `Travel from and to ${given.place.id} is needed for ${known} places.`)
    for (let i = 0; i < known; i++) {
      put(m, p * n + i, rows.secondsFrom[i], rows.metresFrom?.[i] ?? rows.secondsFrom[i] * 10)
      put(m, i * n + p, rows.secondsTo[i], rows.metresTo?.[i] ?? rows.secondsTo[i] * 10)
      if (!m.travel.byHour?.profileOf) continue
      m.travel.byHour.profileOf[p * n + i] = m.travel.byHour.profileOf[i * n + p] = rows.profile ?? 0
    }
    put(m, p * n + p, 0, 0)
  }
  board.spare.places.pop()
  board.placeOf.delete(m.placeIds[p])
  m.placeIds[p] = given.place.id
  board.placeOf.set(given.place.id, p)
  board.places[p] = given.place
}

function straightRows(board: Board, p: number, place: Place, metresPerSecond: number): void {
  const { m } = board
  const x = place.x
  const y = place.y
  if (x === undefined || y === undefined)
    throw new RefusedVisit('travel-missing', `Place ${place.id} has no coordinates, which straight lines need.`)
  const n = m.placeCount
  // Spare rows lie behind p and are written when they are taken up.
  for (let i = 0; i <= p; i++) {
    const other = board.places[i]
    const length = i === p ? 0 : Math.hypot(x - (other.x as number), y - (other.y as number))
    put(m, p * n + i, length / metresPerSecond, Math.round(length))
    put(m, i * n + p, length / metresPerSecond, Math.round(length))
  }
}

/** One way; the matrices become wider when it is too long for them. */
function put(m: Compiled, at: number, seconds: number, metres: number): void {
  m.travel.seconds = widenFor(m.travel.seconds, seconds)
  m.travel.metres = widenFor(m.travel.metres, metres)
  m.travel.seconds[at] = Math.ceil(seconds)
  m.travel.metres[at] = Math.ceil(metres)
}
