import { arriveAt } from '../plan/travel.ts'
import { placeOfNode } from '../plan/state.ts'
import type { Board } from './board.ts'
import {
  promiseEnd,
  promiseStart,
  serviceDeviationOf,
  sigmaOf,
  TRAFFIC_DAY_DEVIATION,
  TRAFFIC_TRIP_DEVIATION,
  type Uncertainty,
} from './uncertainty.ts'

/** Risk of one tour, stop by stop. Shares from 0 to 1. */
export type TourRisk = {
  /** Node and its chance to begin after the promised window. */
  nodes: number[]
  late: number[]
  overtime: number
}

/** Five points and weights of Gauss and Hermite for the standard normal distribution (Abramowitz and Stegun, 25.10). */
const POINTS = [-2.8569700138728, -1.3556261799742659, 0, 1.3556261799742659, 2.8569700138728]
const WEIGHTS = [
  0.011257411327720691, 0.22207592200561266, 0.5333333333333333, 0.22207592200561266, 0.011257411327720691,
]

/** Mean, variance and third central moment of a moment in time. */
type Moments = { mean: number; variance: number; third: number }

/**
 * Chance of lateness at each stop of the tour that was simulated last (`state.run`), without sampling: moments are carried
 * from stop to stop, waiting at a window's start cuts them off (Clark 1961 for a maximum), the third moment keeps the long
 * tail of durations, and the day's traffic, which all trips share, is integrated over five points.
 */
export function predictRun(board: Board, s: number, u: Uncertainty = {}): TourRisk {
  const { run } = board.state
  const nodes: number[] = []
  for (let k = 0; k < run.stopCount; k++)
    if (run.stop[k] >= 0 && run.stop[k] < board.m.visitCount) nodes.push(run.stop[k])
  const risk: TourRisk = { nodes, late: nodes.map(() => 0), overtime: 0 }
  const sigma = sigmaOf(u.trafficDayDeviation ?? TRAFFIC_DAY_DEVIATION)
  for (let q = 0; q < POINTS.length; q++)
    follow(board, s, u, Math.exp(sigma * POINTS[q] - (sigma * sigma) / 2), WEIGHTS[q], risk)
  return risk
}

function follow(board: Board, s: number, u: Uncertainty, traffic: number, weight: number, risk: TourRisk): void {
  const { m, state } = board
  const { run } = state
  const trip = u.trafficTripDeviation ?? TRAFFIC_TRIP_DEVIATION
  const factor = m.crews.travelFactor[m.shifts.crew[s]]
  const t: Moments = { mean: run.departure, variance: 0, third: 0 }
  let place = m.shifts.startPlace[s]
  let k = 0
  for (let i = 0; i < run.stopCount; i++) {
    const node = run.stop[i]
    if (node < 0) {
      const b = m.shifts.breakFrom[s] - 1 - node
      const next = nextPlace(board, i)
      const isThere = i > 0 ? run.stopArrival[i] > run.stopEnd[i - 1] : run.stopArrival[i] > run.departure
      if (isThere && next >= 0 && place >= 0) {
        travel(board, t, place, next, factor, traffic, trip)
        place = next
      }
      notBefore(t, m.shifts.breakEarliest[b])
      t.mean += m.shifts.breakSeconds[b]
      continue
    }
    const here = placeOfNode(m, node)
    if (place >= 0 && place !== here) travel(board, t, place, here, factor, traffic, trip)
    place = here
    if (node < m.visitCount) {
      risk.late[k++] += weight * chanceAfter(t, promiseEnd(board, node, run.stopStart[i]))
      notBefore(t, Math.max(promiseStart(board, node, run.stopStart[i]), state.anchorFrom[node]))
      lasts(t, run.stopEnd[i] - run.stopStart[i], serviceDeviationOf(board, node, u))
    } else t.mean += run.stopEnd[i] - run.stopStart[i]
  }
  const home = m.shifts.endPlace[s]
  if (home >= 0 && place >= 0) travel(board, t, place, home, factor, traffic, trip)
  risk.overtime += weight * chanceAfter(t, m.shifts.endSeconds[s])
}

function nextPlace(board: Board, i: number): number {
  const { run } = board.state
  for (let k = i + 1; k < run.stopCount; k++) if (run.stop[k] >= 0) return placeOfNode(board.m, run.stop[k])
  return -1
}

/** Seconds around the mean at which the hour's influence on a trip is read. */
const AROUND = 300

function travel(board: Board, t: Moments, a: number, b: number, factor: number, traffic: number, trip: number): void {
  const { m } = board
  const leave = Math.max(0, Math.round(t.mean))
  const seconds = (arriveAt(m, a, b, leave, factor) - leave) * traffic
  if (m.travel.byHour) {
    const early = Math.max(0, leave - AROUND)
    const late = leave + AROUND
    const change = arriveAt(m, a, b, late, factor) - late - (arriveAt(m, a, b, early, factor) - early)
    const slope = Math.max(0, 1 + (change * traffic) / (late - early))
    t.variance *= slope * slope
    t.third *= slope * slope * slope
  }
  lasts(t, seconds, trip)
}

/** Adds an independent log-normal duration. */
function lasts(t: Moments, seconds: number, deviation: number): void {
  const square = deviation * deviation
  t.mean += seconds
  t.variance += seconds * seconds * square
  // Third central moment of a log-normal variable with this mean and deviation.
  t.third += seconds ** 3 * square * square * (3 + square)
}

/** The later of t and a fixed moment. */
function notBefore(t: Moments, from: number): void {
  if (t.variance < 1) {
    t.mean = Math.max(t.mean, from)
    return
  }
  const tail = tailOf(t, from)
  const mean = from + tail.one
  const variance = Math.max(0, tail.two - tail.one * tail.one)
  t.third = tail.three - 3 * tail.one * tail.two + 2 * tail.one ** 3
  t.mean = mean
  t.variance = variance
}

/** Chance that t lies after `limit`. */
function chanceAfter(t: Moments, limit: number): number {
  if (limit >= 1e9) return 0
  if (t.variance < 1) return t.mean > limit ? 1 : 0
  const shape = shapeOf(t)
  if (shape === null) return 1 - phi((limit - t.mean) / Math.sqrt(t.variance))
  const x = limit - shape.shift
  return x <= 0 ? 1 : 1 - phi((Math.log(x) - shape.mu) / shape.sigma)
}

/** First three moments of (t - from) where it is positive, else zero. */
function tailOf(t: Moments, from: number): { one: number; two: number; three: number } {
  const shape = shapeOf(t)
  const deviation = Math.sqrt(t.variance)
  if (shape === null || from <= shape.shift) {
    if (shape !== null) return wholeMoments(t, from)
    const a = (t.mean - from) / deviation
    const p = phi(a)
    const d = density(a)
    const x = t.mean - from
    return {
      one: x * p + deviation * d,
      two: (x * x + t.variance) * p + x * deviation * d,
      three: (x ** 3 + 3 * x * t.variance) * p + (x * x + 2 * t.variance) * deviation * d,
    }
  }
  // Partial moments of a log-normal variable y = t - shift above k = from - shift: E[y^n; y > k].
  const k = from - shape.shift
  const partial = (n: number) =>
    Math.exp(n * shape.mu + (n * n * shape.sigma * shape.sigma) / 2) *
    phi((shape.mu - Math.log(k)) / shape.sigma + n * shape.sigma)
  const p0 = partial(0)
  const p1 = partial(1)
  const p2 = partial(2)
  const p3 = partial(3)
  return {
    one: p1 - k * p0,
    two: p2 - 2 * k * p1 + k * k * p0,
    three: p3 - 3 * k * p2 + 3 * k * k * p1 - k ** 3 * p0,
  }
}

function wholeMoments(t: Moments, from: number): { one: number; two: number; three: number } {
  const x = t.mean - from
  return { one: x, two: x * x + t.variance, three: x ** 3 + 3 * x * t.variance + t.third }
}

/** Skewness below this is as good as normal. */
const SKEW_MIN = 0.05

/** Shifted log-normal distribution with the same three moments; null where the skewness is too small for one. */
function shapeOf(t: Moments): { shift: number; mu: number; sigma: number } | null {
  const deviation = Math.sqrt(t.variance)
  const skew = t.third / (t.variance * deviation)
  if (!(skew > SKEW_MIN)) return null
  // skew = (w + 2) * sqrt(w - 1) with w = exp(sigma^2): solved in closed form (Cardano).
  const c = 1 + (skew * skew) / 2
  const root = Math.cbrt(c + Math.sqrt(c * c - 1))
  const w = root + 1 / root - 1
  const sigma = Math.sqrt(Math.log(w))
  const mu = Math.log(deviation / Math.sqrt(w * (w - 1)))
  return { shift: t.mean - Math.exp(mu) * Math.sqrt(w), mu, sigma }
}

function density(x: number): number {
  return Math.exp(-(x * x) / 2) / 2.5066282746310002
}

/** Standard normal distribution (Abramowitz and Stegun, 26.2.17; error below 7.5e-8). */
export function phi(x: number): number {
  if (x < -8) return 0
  if (x > 8) return 1
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = density(x) * sum
  return x >= 0 ? 1 - tail : tail
}
