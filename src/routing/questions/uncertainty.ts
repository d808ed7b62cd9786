import type { Board } from './board.ts'

/**
 * How far a day strays from its plan. Durations and travel are log-normal with the planned value as their mean; deviations
 * are shares of it (0.3 = 30 %).
 */
export type Uncertainty = {
  /** Of service by kind of visit; `serviceDeviation` for kinds that are not named. */
  serviceDeviationByKind?: Readonly<Record<string, number>>
  /** Default 0.3. */
  serviceDeviation?: number
  /** Of all travel of one day together: rain, a blocked bridge. Default 0.1. */
  trafficDayDeviation?: number
  /** Of each trip by itself. Default 0.15. */
  trafficTripDeviation?: number
}

export const SERVICE_DEVIATION = 0.3
export const TRAFFIC_DAY_DEVIATION = 0.1
export const TRAFFIC_TRIP_DEVIATION = 0.15

/** Deviation of the service of visit v. */
export function serviceDeviationOf(board: Board, v: number, u: Uncertainty): number {
  const twin = board.m.visits.twin[v]
  const kind = board.visits.get(board.m.visitIds[twin >= 0 && twin < v ? twin : v])?.kind
  const own = kind === undefined ? undefined : u.serviceDeviationByKind?.[kind]
  return own ?? u.serviceDeviation ?? SERVICE_DEVIATION
}

/** Sigma of the normal distribution under a log-normal one with mean 1 and this deviation. */
export function sigmaOf(deviation: number): number {
  return Math.sqrt(Math.log(1 + deviation * deviation))
}

/** End of the promise that a start at `start` keeps: of the window in which it lies (soft windows end before lateness). */
export function promiseEnd(board: Board, v: number, start: number): number {
  const { visits } = board.m
  for (let w = visits.windowFrom[v]; w < visits.windowFrom[v + 1]; w++)
    if (start <= visits.windowLast[w]) return visits.windowEnd[w]
  return Number.POSITIVE_INFINITY
}

/** Start of the window in which a planned start lies: nobody begins before it, however early they arrive. */
export function promiseStart(board: Board, v: number, start: number): number {
  const { visits } = board.m
  for (let w = visits.windowFrom[v]; w < visits.windowFrom[v + 1]; w++)
    if (start <= visits.windowLast[w]) return visits.windowStart[w]
  return 0
}
