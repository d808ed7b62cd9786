import { placeOfNode } from '../plan/state.ts'
import { arriveAt } from '../plan/travel.ts'
import { makeRandom, type Random } from '../search/random.ts'
import { type Board, driveTour } from './board.ts'
import { predictRun } from './risk.ts'
import {
  promiseEnd,
  promiseStart,
  serviceDeviationOf,
  sigmaOf,
  TRAFFIC_DAY_DEVIATION,
  TRAFFIC_TRIP_DEVIATION,
  type Uncertainty,
} from './uncertainty.ts'

export type DayOptions = {
  /** Only tours of this day. Default all. */
  day?: number
  /** Default 1000. */
  samples?: number
  /** Default 1. */
  seed?: number
  uncertainty?: Uncertainty
}

/** What became of one visit over all samples. Shares from 0 to 1, lateness in seconds after the promised window. */
export type VisitOutlook = {
  visit: string
  technician: string
  shift: string
  lateShare: number
  /** What the estimate without sampling says; the same one that prices slots. */
  predictedLateShare: number
  meanLateSeconds: number
  latePercentiles: { p50: number; p90: number; p99: number }
  /** Start of service: what can be told to a customer. */
  startPercentiles: { p10: number; p50: number; p90: number }
}

export type TourOutlook = {
  shift: string
  technician: string
  overtimeShare: number
  predictedOvertimeShare: number
  meanOvertimeSeconds: number
  overtimePercentiles: { p50: number; p90: number; p99: number }
}

export type DayOutlook = { samples: number; visits: VisitOutlook[]; tours: TourOutlook[] }

/**
 * Plays the planned tours many times with random durations and traffic: each technician drives the stops in their order,
 * leaves as planned, waits for windows and takes breaks no earlier than allowed. Deterministic by seed.
 */
export function simulateDay(board: Board, options: DayOptions = {}): DayOutlook {
  const { m, state } = board
  const samples = options.samples ?? 1000
  const u = options.uncertainty ?? {}
  const outlook: DayOutlook = { samples, visits: [], tours: [] }
  const days = dayFactors(board, samples, options.seed ?? 1, u)
  for (let s = 0; s < m.shiftCount; s++) {
    if (state.length[s] === 0 || (options.day !== undefined && m.shifts.day[s] !== options.day)) continue
    if (!driveTour(board, s)) continue
    // A stream of its own for each tour: what one tour draws does not change the others.
    const random = makeRandom((options.seed ?? 1) * 65_537 + s + 1)
    playTour(board, s, samples, days.get(m.shifts.day[s]) as Float64Array, random, u, outlook)
  }
  return outlook
}

/** All technicians of a day share its traffic. */
function dayFactors(board: Board, samples: number, seed: number, u: Uncertainty): Map<number, Float64Array> {
  const sigma = sigmaOf(u.trafficDayDeviation ?? TRAFFIC_DAY_DEVIATION)
  const days = new Map<number, Float64Array>()
  for (const day of new Set(board.m.shifts.day)) {
    const random = makeRandom(seed * 7919 + day * 104_729 + 5)
    days.set(
      day,
      Float64Array.from({ length: samples }, () => logNormal(random, sigma)),
    )
  }
  return days
}

type Script = {
  stops: { node: number; place: number; seconds: number; sigma: number; from: number; to: number; isThere: boolean }[]
  departure: number
}

function playTour(
  board: Board,
  s: number,
  samples: number,
  traffic: Float64Array,
  random: Random,
  u: Uncertainty,
  outlook: DayOutlook,
): void {
  const { m } = board
  const script = scriptOf(board, s, u)
  const risk = predictRun(board, s, u)
  const visits = script.stops.filter((stop) => stop.node >= 0 && stop.node < m.visitCount)
  const starts = visits.map(() => new Float64Array(samples))
  const returns = new Float64Array(samples)
  const sigma = sigmaOf(u.trafficTripDeviation ?? TRAFFIC_TRIP_DEVIATION)
  for (let n = 0; n < samples; n++) returns[n] = playOnce(board, s, script, traffic[n], sigma, random, starts, n)
  const technician = m.technicianIds[m.shifts.technician[s]]
  visits.forEach((stop, k) => {
    const late = starts[k].map((start) => Math.max(0, start - stop.to)).sort()
    const sorted = starts[k].sort()
    outlook.visits.push({
      visit: m.visitIds[stop.node],
      technician,
      shift: m.shiftIds[s],
      lateShare: shareAbove(late),
      predictedLateShare: risk.late[k],
      meanLateSeconds: mean(late),
      latePercentiles: { p50: at(late, 0.5), p90: at(late, 0.9), p99: at(late, 0.99) },
      startPercentiles: { p10: at(sorted, 0.1), p50: at(sorted, 0.5), p90: at(sorted, 0.9) },
    })
  })
  const over = returns.map((end) => Math.max(0, end - m.shifts.endSeconds[s])).sort()
  outlook.tours.push({
    shift: m.shiftIds[s],
    technician,
    overtimeShare: shareAbove(over),
    predictedOvertimeShare: risk.overtime,
    meanOvertimeSeconds: mean(over),
    overtimePercentiles: { p50: at(over, 0.5), p90: at(over, 0.9), p99: at(over, 0.99) },
  })
}

/** What the technician intends to do, as the plan has it. */
function scriptOf(board: Board, s: number, u: Uncertainty): Script {
  const { m, state } = board
  const { run } = state
  const stops: Script['stops'] = []
  for (let i = 0; i < run.stopCount; i++) {
    const node = run.stop[i]
    const start = run.stopStart[i]
    const seconds = run.stopEnd[i] - start
    if (node < 0) {
      const b = m.shifts.breakFrom[s] - 1 - node
      const isThere = run.stopArrival[i] > (i > 0 ? run.stopEnd[i - 1] : run.departure)
      let next = i + 1
      while (next < run.stopCount && run.stop[next] < 0) next++
      const place = isThere && next < run.stopCount ? placeOfNode(m, run.stop[next]) : -1
      stops.push({ node: -1, place, seconds, sigma: 0, from: m.shifts.breakEarliest[b], to: 0, isThere })
    } else if (node >= m.visitCount)
      stops.push({ node, place: placeOfNode(m, node), seconds, sigma: 0, from: 0, to: 0, isThere: true })
    else
      stops.push({
        node,
        place: m.visits.place[node],
        seconds,
        sigma: sigmaOf(serviceDeviationOf(board, node, u)),
        from: Math.max(promiseStart(board, node, start), state.anchorFrom[node]),
        to: promiseEnd(board, node, start),
        isThere: true,
      })
  }
  return { stops, departure: run.departure }
}

function playOnce(
  board: Board,
  s: number,
  script: Script,
  traffic: number,
  sigma: number,
  random: Random,
  starts: Float64Array[],
  n: number,
): number {
  const { m } = board
  const factor = m.crews.travelFactor[m.shifts.crew[s]]
  let time = script.departure
  let place = m.shifts.startPlace[s]
  let k = 0
  const drive = (to: number) => {
    if (place >= 0 && place !== to) {
      const leave = Math.round(time)
      time += (arriveAt(m, place, to, leave, factor) - leave) * traffic * logNormal(random, sigma)
    }
    place = to
  }
  for (const stop of script.stops) {
    if (stop.place >= 0) drive(stop.place)
    time = Math.max(time, stop.from)
    if (stop.node >= 0 && stop.node < m.visitCount) starts[k++][n] = time
    time += stop.sigma > 0 ? stop.seconds * logNormal(random, stop.sigma) : stop.seconds
  }
  const home = m.shifts.endPlace[s]
  if (home >= 0) drive(home)
  return time
}

/** Mean 1. Box and Muller; the second number is thrown away so that draws do not depend on each other's count. */
function logNormal(random: Random, sigma: number): number {
  const z = Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  return Math.exp(sigma * z - (sigma * sigma) / 2)
}

function shareAbove(sorted: Float64Array): number {
  let zeros = 0
  while (zeros < sorted.length && sorted[zeros] <= 0) zeros++
  return (sorted.length - zeros) / sorted.length
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

/** Value below which the share of sorted values lies. */
function at(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}
