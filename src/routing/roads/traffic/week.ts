import type { RoadNetwork } from '../network/network.ts'
import { roadClasses } from '../vehicle/profile.ts'
import { roadFlag } from '../vehicle/way.ts'

/** A moment of the week on the clock of the place: weekday 1 is Monday, 7 Sunday. */
export interface WeekMoment {
  readonly weekday: number
  readonly minuteOfDay: number
}

/** The moment of the week that an instant is in a time zone; days of 23 and 25 hours need no care, the clock decides. */
export function weekMoment(instant: Temporal.Instant, timeZone = 'Europe/Berlin'): WeekMoment {
  const local = instant.toZonedDateTimeISO(timeZone)
  return { weekday: local.dayOfWeek, minuteOfDay: local.hour * 60 + local.minute + local.second / 60 }
}

/** How much longer than in free flow a drive takes: one value per kind of road and hour of the week (Monday 0 h first). */
export interface TrafficWeek {
  readonly name: string
  /** For each kind of road (`trafficKindOf`) 168 factors, 1 is free flow. */
  readonly factors: readonly Float64Array[]
}

export const trafficKinds = [
  'motorway',
  'main in town',
  'main outside',
  'collector in town',
  'local in town',
  'outside',
] as const

/** Index in `trafficKinds`. */
export function trafficKindOf(network: RoadNetwork, road: number): number {
  const roadClass = network.roadClass[road]
  const inTown = (network.roadFlags[road] & roadFlag.inTown) !== 0
  if (roadClass <= roadClasses.indexOf('trunk_link')) return 0
  if (roadClass <= roadClasses.indexOf('secondary_link')) return inTown ? 1 : 2
  if (!inTown) return 5
  return roadClass <= roadClasses.indexOf('tertiary_link') ? 3 : 4
}

// Shape of a day, 0 to 1 of the worst hour, hour by hour. Assumed from the usual commuter curve (a peak from 7 to 8, a
// broader one from 16 to 18, on Fridays from 14), not measured: whoever has measurements passes a TrafficWeek of their own.
const workday = [0, 0, 0, 0, 2, 12, 45, 95, 80, 45, 35, 38, 45, 45, 50, 75, 95, 100, 70, 40, 20, 12, 5, 2]
const friday = [0, 0, 0, 0, 2, 12, 42, 88, 75, 45, 40, 45, 60, 75, 90, 95, 95, 80, 55, 38, 25, 18, 10, 5]
const saturday = [3, 2, 0, 0, 0, 2, 5, 10, 20, 35, 48, 55, 55, 48, 40, 35, 33, 30, 28, 22, 18, 15, 12, 8]
const sunday = [5, 3, 0, 0, 0, 0, 2, 3, 5, 10, 18, 22, 22, 22, 25, 28, 32, 32, 28, 22, 15, 10, 5, 2]
const week = [workday, workday, workday, workday, friday, saturday, sunday].flat()
// Longest delay by kind of road, share of the free-flow time
const worstDelay = [0.25, 0.5, 0.2, 0.35, 0.15, 0.05]

/** An assumed week of a German town of medium size. */
export const assumedWeek: TrafficWeek = {
  name: 'assumed',
  factors: worstDelay.map((delay) => Float64Array.from(week, (percent) => 1 + (delay * percent) / 100)),
}

/** The factor at a moment: straight between full hours, so that travel times have no jumps. */
export function factorAt(factors: Float64Array, moment: WeekMoment): number {
  const hours = ((moment.weekday - 1) * 24 + moment.minuteOfDay / 60 + 168) % 168
  const hour = Math.floor(hours)
  const part = hours - hour
  return factors[hour % 168] * (1 - part) + factors[(hour + 1) % 168] * part
}

/** Times of all arcs at a moment of the week, milliseconds. */
export function arcTimesAt(
  network: RoadNetwork,
  moment: WeekMoment,
  trafficWeek: TrafficWeek = assumedWeek,
): Int32Array {
  const factors = trafficWeek.factors.map((kind) => factorAt(kind, moment))
  const arcMs = new Int32Array(network.arcCount)
  for (let arc = 0; arc < arcMs.length; arc++) {
    arcMs[arc] = Math.max(1, Math.round(network.arcTimeMs[arc] * factors[trafficKindOf(network, network.arcRoad[arc])]))
  }
  return arcMs
}
