import type { Compiled } from './compiled.ts'
import { compileCrews, type CrewTable, listCrews } from './compile-crews.ts'
import { compileRelations } from './compile-relations.ts'
import { compileDepots, compileShifts, compileTechnicians } from './compile-shifts.ts'
import { compileTravel } from './compile-travel.ts'
import { compileVisits, expandTwins } from './compile-visits.ts'
import type { Model, Visit } from './model.ts'
import { type Problem, validate } from './validate.ts'

/** Thrown by `compile` when `validate` finds anything. */
export class ModelError extends Error {
  readonly problems: Problem[]
  constructor(problems: Problem[]) {
    const first = problems[0]
    super(`The model has ${problems.length} problem(s), first: ${first?.path}: ${first?.text}`)
    this.name = 'ModelError'
    this.problems = problems
  }
}

/**
 * Turns a model into typed arrays.
 * @throws {ModelError} with everything that is wrong, when the model is not valid.
 */
export function compile(model: Model): Compiled {
  const problems = validate(model)
  if (problems.length > 0) throw new ModelError(problems)
  const context = makeContext(model)
  const visits = compileVisits(context)
  const shifts = compileShifts(context)
  const relations = compileRelations(context)
  const travel = compileTravel(model)
  const weights = model.weights ?? {}
  const compiled: Compiled = {
    name: model.name ?? '',
    placeIds: model.places.map((place) => place.id),
    visitIds: context.visits.map((visit) => visit.id),
    shiftIds: context.shifts.map((entry) => entry.shift.id),
    technicianIds: model.technicians.map((technician) => technician.id),
    depotIds: (model.depots ?? []).map((depot) => depot.id),
    breakIds: context.shifts.map((entry) => sortedBreaks(entry.shift.breaks ?? []).map((pause) => pause.id)),
    placeCount: model.places.length,
    visitCount: context.visits.length,
    shiftCount: context.shifts.length,
    technicianCount: model.technicians.length,
    crewCount: context.crews.length,
    depotCount: model.depots?.length ?? 0,
    partCount: context.partKinds.length,
    travel,
    visits,
    shifts,
    crews: compileCrews(context),
    depots: compileDepots(context),
    technicians: compileTechnicians(context, shifts),
    relations,
    weights: {
      fairnessCentsPerSquaredHour: weights.fairnessCentsPerSquaredHour ?? 0,
      stabilityTechnicianCents: weights.stabilityTechnicianCents ?? 0,
      stabilityCentsPerSecond: (weights.stabilityCentsPerMinute ?? 0) / 60,
    },
    previous: compilePrevious(context),
    plain: false,
  }
  compiled.plain = isPlain(compiled)
  return compiled
}

/** What the parts of the compiler share while they work. */
export type Context = {
  model: Model
  /** With twins at the end. */
  visits: Visit[]
  /** Position of the twin of each visit or -1. */
  twins: number[]
  visitOf: Map<string, number>
  placeOf: Map<string, number>
  technicianOf: Map<string, number>
  shiftOf: Map<string, number>
  shifts: { shift: Model['technicians'][number]['shifts'][number]; technician: number; crew: number }[]
  crews: CrewTable['crews']
  /** Parts and loads in one list: a load is prefixed with `load:`. */
  partKinds: string[]
}

function makeContext(model: Model): Context {
  const { visits, twins } = expandTwins(model.visits)
  const { crews, shifts } = listCrews(model)
  const kinds = new Set<string>()
  for (const visit of visits) {
    for (const name of Object.keys(visit.parts ?? {})) kinds.add(name)
    for (const name of Object.keys(visit.loads ?? {})) kinds.add(`load:${name}`)
  }
  return {
    model,
    visits,
    twins,
    visitOf: new Map(visits.map((visit, v) => [visit.id, v])),
    placeOf: new Map(model.places.map((place, p) => [place.id, p])),
    technicianOf: new Map(model.technicians.map((technician, t) => [technician.id, t])),
    shiftOf: new Map(shifts.map((entry, s) => [entry.shift.id, s])),
    shifts,
    crews,
    partKinds: [...kinds],
  }
}

function compilePrevious(context: Context): Compiled['previous'] {
  const shift = new Int32Array(context.visits.length).fill(-1)
  const startSeconds = new Int32Array(context.visits.length).fill(-1)
  for (const stop of context.model.previous ?? []) {
    const v = context.visitOf.get(stop.visit)
    // A visit of the old plan may be gone by now.
    if (v === undefined) continue
    shift[v] = context.shiftOf.get(stop.shift) as number
    startSeconds[v] = stop.startSeconds ?? -1
  }
  return { shift, startSeconds }
}

/** Breaks are taken in the order of their windows. */
export function sortedBreaks<B extends { earliestSeconds: number; latestSeconds: number }>(breaks: readonly B[]): B[] {
  return [...breaks].sort((a, b) => a.earliestSeconds - b.earliestSeconds || a.latestSeconds - b.latestSeconds)
}

function isPlain(m: Compiled): boolean {
  if (m.travel.byHour || m.shifts.breakEarliest.length > 0 || m.technicians.hasRest) return false
  if (m.weights.stabilityCentsPerSecond > 0 || m.depots.windowStart.length > 0) return false
  if (m.shifts.rangeMetres.some((range) => range < Number.POSITIVE_INFINITY)) return false
  for (let v = 0; v < m.visitCount; v++) {
    if (m.visits.windowFrom[v + 1] - m.visits.windowFrom[v] > 1 || m.visits.hourFactor[v] >= 0) return false
    if (m.visits.setupKey[v] >= 0) return false
    const w = m.visits.windowFrom[v]
    if (m.visits.windowLast[w] !== m.visits.windowEnd[w]) return false
  }
  return true
}
