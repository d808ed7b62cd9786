/**
 * The problem model of the optimiser: plain values that survive JSON.
 *
 * Units, everywhere in this folder: time in whole seconds since the origin of the plan (any instant the caller chooses,
 * usually midnight of the first day; days with 23 or 25 hours are the caller's business because shifts are given as
 * instants), length in whole metres, money in cents (rates may be fractions of a cent). Ids are strings of the caller,
 * unique by kind. Everything optional has the default named beside it.
 */
export type Model = {
  name?: string
  places: readonly Place[]
  travel: Travel
  technicians: readonly Technician[]
  /** Vehicles that shifts may name. A shift without a vehicle has no range limit and the technician's own stock. */
  vehicles?: readonly Vehicle[]
  /** Where parts are taken and electric cars are charged on the way. */
  depots?: readonly Depot[]
  visits: readonly Visit[]
  relations?: readonly Relation[]
  weights?: Weights
  /** The plan that people already know: what `weights.stability` measures against, and a warm start. */
  previous?: readonly PreviousStop[]
}

/** A point of the travel matrix: the order of places is the order of its rows. */
export type Place = {
  id: string
  /** Plane coordinates in metres, or longitude; only needed for `euclidean` travel, neighbour lists do without. */
  x?: number
  y?: number
  /** Same value = same door: set-up time with `sharedBy: 'address'` is spent once for visits in a row. */
  address?: string
  /** The same for `sharedBy: 'street'`. */
  street?: string
  area?: string
}

/**
 * Travel between places. `matrix`: `seconds[i * n + j]` from place i to place j in free flow, any array-like (typed arrays
 * are taken as they are). `metres` defaults to the seconds times 10 (36 km/h) and only matters for cost and range.
 * `euclidean`: straight lines at one speed, for tests and benchmarks.
 */
export type Travel =
  | { kind: 'matrix'; seconds: ArrayLike<number>; metres?: ArrayLike<number>; byHour?: TravelByHour }
  | { kind: 'euclidean'; metresPerSecond: number; byHour?: TravelByHour }

/**
 * Travel that depends on the hour: a repeating period cut into equal steps, each with a speed as a fraction of free flow
 * (0.5 = half as fast). A trip that crosses a border of steps goes on at the new speed (Ichoua, Gendreau and Potvin 2003),
 * so who leaves later never arrives earlier (first in, first out). `profileOf[i * n + j]` picks a profile for a pair
 * (inner city, motorway); without it all pairs have profile 0.
 */
export type TravelByHour = {
  stepSeconds: number
  /** Each profile covers the same period: profiles[p].length * stepSeconds. Speeds > 0. */
  profiles: readonly (readonly number[])[]
  profileOf?: ArrayLike<number>
  /** Seconds of the period at the origin of the plan, e.g. 0 when the plan begins at midnight. Default 0. */
  offsetSeconds?: number
}

export type Technician = {
  id: string
  name?: string
  /** Skill to level; a visit asks for at least its level. */
  skills?: Readonly<Record<string, number>>
  tools?: readonly string[]
  /** Stock of parts in the car at the start of every shift. */
  parts?: Readonly<Record<string, number>>
  /** Room for what visits load: kind (kg, litres, old meters) to amount. A kind that is not named has no limit. */
  capacities?: Readonly<Record<string, number>>
  /** Travel seconds are multiplied by this. Default 1. */
  travelFactor?: number
  /** Service seconds are multiplied by the factor of the visit's kind; default 1. */
  serviceFactors?: Readonly<Record<string, number>>
  cost?: TechnicianCost
  /** Where the technician works without extra cost. Absent: everywhere. */
  areas?: readonly string[]
  /** With `areas`: true forbids other areas instead of charging `weights.outsideAreaCents`. Default false. */
  areasOnly?: boolean
  shifts: readonly Shift[]
  /** Least seconds between the end of one shift's tour and the start of the next one's. Default 0. */
  restMinSeconds?: number
  /** Longest working time over the whole plan. Default none. */
  workMaxSeconds?: number
}

export type TechnicianCost = {
  /** Per minute from leaving to returning, waiting and travel included, unpaid breaks not. Default 50. */
  centsPerMinute?: number
  /** Default 30. */
  centsPerKm?: number
  /** Per minute after the end of the shift, on top of centsPerMinute. Default 25. */
  overtimeCentsPerMinute?: number
  /** Once for each tour with at least one visit. Default 0. */
  centsPerTour?: number
}

/** One stretch of work of one technician = one possible tour. */
export type Shift = {
  id: string
  /** Number of the day within the plan, for reports and slots. */
  day: number
  startSeconds: number
  endSeconds: number
  /** Place id; null = open: the tour begins at its first visit (ends at its last). */
  startPlace: string | null
  endPlace: string | null
  /** How long after endSeconds the tour may end, at overtime cost. Default 0. */
  overtimeMaxSeconds?: number
  /** Longest time from leaving to returning, unpaid breaks not counted. Default none. */
  workMaxSeconds?: number
  breaks?: readonly Break[]
  /** Vehicle id; one vehicle cannot serve two shifts that overlap. */
  vehicle?: string
  /** On call: only visits with at least this priority, and the first one costs the call-out. */
  standby?: { priorityMin: number; callOutCents: number }
  /** An apprentice or second person who comes along. */
  companion?: {
    id: string
    /** Service seconds are multiplied by this (explaining takes time, four hands save some). Default 1. */
    serviceFactor?: number
    /** True: a visit with crew 2 can be done by this shift alone. */
    countsAsSecond?: boolean
    skills?: Readonly<Record<string, number>>
  }
}

/** A break begins within [earliestSeconds, latestSeconds] at wherever the technician then is, never during a service. */
export type Break = {
  id: string
  earliestSeconds: number
  latestSeconds: number
  durationSeconds: number
  /** Paid breaks count as work. Default false. */
  paid?: boolean
}

export type Vehicle = {
  id: string
  tools?: readonly string[]
  parts?: Readonly<Record<string, number>>
  capacities?: Readonly<Record<string, number>>
  travelFactor?: number
  centsPerKm?: number
  /** Farthest drive between charges. Default none. */
  rangeMetres?: number
}

/**
 * A depot can be called at within a tour. It refills parts to the technician's own stock (or, with `unlimited`, to all a
 * tour may need), unloads what was loaded, lends its tools, and charges the car where `charges` is set.
 */
export type Depot = {
  id: string
  place: string
  durationSeconds?: number
  /** Opening; default always. */
  windows?: readonly { startSeconds: number; endSeconds: number }[]
  unlimited?: boolean
  tools?: readonly string[]
  charges?: boolean
  /** Technician ids that may use it. Default all. */
  technicians?: readonly string[]
}

export type Visit = {
  id: string
  place: string
  /** Kind of work, for service factors. */
  kind?: string
  serviceSeconds: number
  /** Replaces serviceSeconds and all factors for these technicians. */
  serviceSecondsByTechnician?: Readonly<Record<string, number>>
  /** Service takes longer or shorter by the hour in which it begins: 24 factors. */
  serviceFactorByHour?: readonly number[]
  /** Parking, registering, getting the key: spent once for visits in a row at one address or street. */
  setup?: { seconds: number; sharedBy: 'address' | 'street' }
  /** The service begins within one of these. Absent: any time. */
  windows?: readonly Window[]
  /** The service must begin at or before this, whatever the windows say. */
  deadlineSeconds?: number
  /** 0 to 100; a visit left out costs weights.droppedCents * (1 + priority). Default 0. */
  priority?: number
  /** True: may be left out; costs dropCents (default 0) instead of the above. */
  optional?: boolean
  dropCents?: number
  skills?: Readonly<Record<string, number>>
  tools?: readonly string[]
  parts?: Readonly<Record<string, number>>
  loads?: Readonly<Record<string, number>>
  /** Only these technicians may come. */
  requiredTechnicians?: readonly string[]
  forbiddenTechnicians?: readonly string[]
  /** Chemistry: -1 (better not) to 1 (very well) by technician; priced by weights.affinityCents. */
  affinity?: Readonly<Record<string, number>>
  /** How many technicians at once. 2 makes a twin visit `id#2` with the same place, windows and service. Default 1. */
  crew?: 1 | 2
  /** Skills of the second one; default none. */
  secondSkills?: Readonly<Record<string, number>>
  lock?: Lock
}

/** Hard without lateCentsPerMinute; with it the service may begin up to lateMaxSeconds after the end, at a cost. */
export type Window = {
  startSeconds: number
  endSeconds: number
  lateCentsPerMinute?: number
  /** Default: until the shift ends. */
  lateMaxSeconds?: number
}

/** What the search must not touch. */
export type Lock = {
  reason: 'promised' | 'started' | 'pinned'
  /** Must be in this shift. */
  shift?: string
  /** Must begin within this window, whatever the other windows say. */
  window?: { startSeconds: number; endSeconds: number }
  /** Rank among the locked visits at the head of the tour: 0 is first, 1 second. No visit without rank comes before. */
  rank?: number
}

export type Relation =
  /** `second` begins at least gapMinSeconds (default 0) and at most gapMaxSeconds (default none) after `first` ends. */
  | { kind: 'order'; first: string; second: string; gapMinSeconds?: number; gapMaxSeconds?: number }
  /** Begin at the same moment, by different technicians. */
  | { kind: 'together'; visits: readonly [string, string] }
  | { kind: 'same-technician'; visits: readonly string[] }
  | { kind: 'different-technicians'; visits: readonly string[] }

/** Prices of what is not money by itself, all in cents. */
export type Weights = {
  /** A visit that is not optional and left out, times (1 + priority). Default 100 000. */
  droppedCents?: number
  /** Multiplies lateCentsPerMinute. Default 1. */
  punctuality?: number
  /** Per squared hour of work of a technician over the plan: the long days cost more than the short ones. Default 0. */
  fairnessCentsPerSquaredHour?: number
  /** A visit that goes to another technician than in `previous`. Default 0. */
  stabilityTechnicianCents?: number
  /** Per minute that a visit begins earlier or later than in `previous`. Default 0. */
  stabilityCentsPerMinute?: number
  /** Per unit of affinity: the cost is affinityCents * (1 - affinity) / 2 for visits that name any. Default 0. */
  affinityCents?: number
  /** A visit outside the technician's areas. Default 0. */
  outsideAreaCents?: number
}

export type PreviousStop = { visit: string; shift: string; startSeconds?: number }
