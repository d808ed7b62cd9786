import type { Matrix } from './matrix.ts'

/**
 * The model as typed arrays: what search and questions read, and never write. Visits, shifts, technicians, crews, depots
 * and places are numbers; twins of visits with crew 2 come after all visits of the model. A node of a tour is a visit v or
 * a call at depot d written as visitCount + d.
 */
export type Compiled = {
  name: string
  placeIds: string[]
  visitIds: string[]
  shiftIds: string[]
  technicianIds: string[]
  depotIds: string[]
  breakIds: string[][]

  placeCount: number
  visitCount: number
  shiftCount: number
  technicianCount: number
  crewCount: number
  depotCount: number
  partCount: number

  travel: CompiledTravel
  visits: CompiledVisits
  shifts: CompiledShifts
  crews: CompiledCrews
  depots: CompiledDepots
  technicians: CompiledTechnicians
  relations: CompiledRelations
  weights: CompiledWeights
  previous: { shift: Int32Array; startSeconds: Int32Array }

  /**
   * True when a tour's length follows from prefix and suffix alone: static travel, at most one hard window a visit, no
   * breaks, set-ups, soft windows, service by hour or stability in time. Insertion is then judged in constant time.
   */
  plain: boolean
}

export type CompiledTravel = {
  /** Free-flow seconds, row by row. */
  seconds: Matrix
  metres: Matrix
  byHour: CompiledTravelByHour | null
}

export type CompiledTravelByHour = {
  stepSeconds: number
  stepCount: number
  offsetSeconds: number
  /** Speeds of all profiles, stepCount apiece. */
  speeds: Float64Array
  profileOf: Uint8Array | null
  /** Largest speed of any profile: free-flow seconds divided by it never overestimate a trip. */
  speedMax: number
}

export type CompiledVisits = {
  place: Int32Array
  priority: Float64Array
  /** Cents for leaving it out. */
  dropCents: Float64Array
  /** Windows of visit v: windowFrom[v] to windowFrom[v + 1] in the arrays below, by start, overlaps merged if hard. */
  windowFrom: Int32Array
  windowStart: Int32Array
  /** Latest start without lateness. */
  windowEnd: Int32Array
  /** Latest start at all; equals windowEnd for hard windows. */
  windowLast: Int32Array
  lateCentsPerSecond: Float64Array
  /** First start of the first, last start of the last window. */
  earliest: Int32Array
  latest: Int32Array
  setupSeconds: Int32Array
  /** Visits in a row with the same key share the set-up; -1 = none. */
  setupKey: Int32Array
  /** Needs of parts and room, partCount apiece. */
  needs: Int32Array
  /** Index into factorsByHour (24 apiece) or -1. */
  hourFactor: Int32Array
  factorsByHour: Float64Array
  lockShift: Int32Array
  lockRank: Int32Array
  /** 1 = the search may not take it out of its tour. */
  fixed: Uint8Array
  /** Twin of a crew-2 visit, or -1; on both halves. */
  twin: Int32Array
}

/** (visit, crew) tables are at v * crewCount + crew. */
export type CompiledCrews = {
  /** 0 never, 1 yes, 2 only after a call at a depot that lends tools. */
  allowed: Uint8Array
  /** Why not: bits of `WHY`. */
  why: Uint16Array
  serviceSeconds: Int32Array
  /** Chemistry and area cost in cents. */
  affinityCents: Float64Array
  areaCents: Float64Array
  /** Travel seconds are multiplied by this. */
  travelFactor: Float64Array
}

export type CompiledShifts = {
  technician: Int32Array
  crew: Int32Array
  day: Int32Array
  startSeconds: Int32Array
  endSeconds: Int32Array
  /** Latest return with overtime. */
  lastSeconds: Int32Array
  workMaxSeconds: Int32Array
  /** Place or -1 for open. */
  startPlace: Int32Array
  endPlace: Int32Array
  priorityMin: Float64Array
  /** Once for a tour with visits: call-out and cost by tour. */
  tourCents: Float64Array
  centsPerSecond: Float64Array
  overtimeCentsPerSecond: Float64Array
  centsPerMetre: Float64Array
  rangeMetres: Float64Array
  /** Stock at the start, partCount apiece. */
  stock: Int32Array
  breakFrom: Int32Array
  breakEarliest: Int32Array
  breakLatest: Int32Array
  breakSeconds: Int32Array
  breakPaid: Uint8Array
  /** Shift of the same technician before and after in time, or -1. */
  before: Int32Array
  after: Int32Array
}

export type CompiledDepots = {
  place: Int32Array
  durationSeconds: Int32Array
  windowFrom: Int32Array
  windowStart: Int32Array
  windowEnd: Int32Array
  unlimited: Uint8Array
  lends: Uint8Array
  charges: Uint8Array
  /** (depot, technician) at d * technicianCount + t. */
  allowed: Uint8Array
  /** 1 = after a call at depot d crew c has all tools for visit v: (v * crewCount + c) * depotCount + d. */
  covers: Uint8Array
}

export type CompiledTechnicians = {
  restMinSeconds: Int32Array
  workMaxSeconds: Int32Array
  shiftFrom: Int32Array
  /** Shifts of technician t by start. */
  shifts: Int32Array
  hasRest: boolean
  hasWorkMax: boolean
}

/** Relation kinds of `CompiledRelations.kind`. */
export const ORDER = 0
export const TOGETHER = 1
export const SAME_TECHNICIAN = 2
export const DIFFERENT_TECHNICIANS = 3

/** Every relation is between two visits; groups are cut into pairs. */
export type CompiledRelations = {
  kind: Uint8Array
  first: Int32Array
  second: Int32Array
  gapMinSeconds: Int32Array
  gapMaxSeconds: Int32Array
  /** Relations of visit v: of[from[v]] to of[from[v + 1]]. */
  from: Int32Array
  of: Int32Array
  /** Component of visits that are tied in time; -1 = tied to none. Members: groups[component]. */
  group: Int32Array
  groups: Int32Array[]
}

export type CompiledWeights = {
  fairnessCentsPerSquaredHour: number
  stabilityTechnicianCents: number
  stabilityCentsPerSecond: number
}

/** Bits of `CompiledCrews.why`. */
export const WHY = {
  skill: 1,
  tool: 2,
  notRequired: 4,
  forbidden: 8,
  area: 16,
  parts: 32,
  room: 64,
} as const

/** Larger than any time, small enough to be added to without overflow. */
export const FAR = 1_000_000_000
