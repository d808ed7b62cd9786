/** What a simulated tour came to. Stops are nodes and breaks in the order in which they happen. */
export type Run = {
  feasible: boolean
  /** More work than the shift allows, as this departure is. */
  tooLong: boolean
  cents: number
  travelCents: number
  workCents: number
  overtimeCents: number
  lateCents: number
  affinityCents: number
  areaCents: number
  stabilityCents: number
  tourCents: number
  departure: number
  arrival: number
  workSeconds: number
  metres: number
  stopCount: number
  /** Node, or -1 - b for the b-th break of the shift. */
  stop: Int32Array
  stopArrival: Int32Array
  stopStart: Int32Array
  stopEnd: Int32Array
  /** How much later the tour may leave without returning later, at most the sum of all waits. */
  slack: number
  waits: number
  // Where the simulation is: time, place, next break, seconds of unpaid breaks, metres since the last charge.
  time: number
  place: number
  nextBreak: number
  unpaid: number
  sinceCharge: number
  late: number
  stock: Int32Array
}

export function makeRun(): Run {
  return {
    feasible: false,
    tooLong: false,
    cents: 0,
    travelCents: 0,
    workCents: 0,
    overtimeCents: 0,
    lateCents: 0,
    affinityCents: 0,
    areaCents: 0,
    stabilityCents: 0,
    tourCents: 0,
    departure: 0,
    arrival: 0,
    workSeconds: 0,
    metres: 0,
    stopCount: 0,
    stop: new Int32Array(64),
    stopArrival: new Int32Array(64),
    stopStart: new Int32Array(64),
    stopEnd: new Int32Array(64),
    slack: 0,
    waits: 0,
    time: 0,
    place: 0,
    nextBreak: 0,
    unpaid: 0,
    sinceCharge: 0,
    late: 0,
    stock: new Int32Array(8),
  }
}
