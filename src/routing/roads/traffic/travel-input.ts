import { manyToManyWithLengths } from '../hierarchy/lengths.ts'
import { manyToMany } from '../hierarchy/matrix.ts'
import { customize, type Metric } from '../hierarchy/metric.ts'
import { unreachableMs } from '../network/network.ts'
import type { Place } from '../places/place.ts'
import type { Roads } from '../roads.ts'
import { arcTimesAt, assumedWeek, type TrafficWeek, type WeekMoment } from './week.ts'

/**
 * Travel between places in the form that the optimiser takes: times and lengths in free flow, and a few profiles of speed by
 * hour of the week of which each pair has one. A pair that is not joined has 1,073,742 s (12 days).
 */
export interface TravelInput {
  readonly kind: 'matrix'
  readonly seconds: Float64Array
  readonly metres: Float64Array
  readonly byHour: {
    readonly stepSeconds: 3600
    /** 168 shares of the free-flow speed each, Monday 0 h first. */
    readonly profiles: readonly (readonly number[])[]
    readonly profileOf: Uint8Array
    /** Where in the week the plan begins. */
    readonly offsetSeconds: number
  }
}

export interface TravelInputOptions {
  /** When the plan's second 0 is; Monday 0 h unless told. */
  readonly origin?: WeekMoment
  readonly trafficWeek?: TrafficWeek
  /** Pairs are told apart by how much the worst hour slows them; 8 profiles unless told, at most 64. */
  readonly profileCount?: number
}

/** Rows that are looked at hour by hour: enough for means, however many places there are. */
const sampledRowsMax = 48
/** An hour that is the worst for most roads of a week: Tuesday, 17 h. */
const worstMoment: WeekMoment = { weekday: 2, minuteOfDay: 17 * 60 + 30 }

export function travelInput(roads: Roads, places: readonly Place[], options: TravelInputOptions = {}): TravelInput {
  const { origin = { weekday: 1, minuteOfDay: 0 }, trafficWeek = assumedWeek, profileCount = 8 } = options
  const free = manyToManyWithLengths(roads, roads.freeFlow, places, places)
  const worst = manyToMany(roads, metricAt(roads, worstMoment, trafficWeek), places, places)
  const profileOf = groupsBySlowing(free.ms, worst, Math.max(1, Math.min(64, profileCount)))
  return {
    kind: 'matrix',
    seconds: Float64Array.from(free.ms, (ms) => ms / 1000),
    metres: Float64Array.from(free.dm, (dm) => dm / 10),
    byHour: {
      stepSeconds: 3600,
      profiles: profilesOf(roads, places, free.ms, profileOf, trafficWeek),
      profileOf,
      offsetSeconds: (origin.weekday - 1) * 86_400 + Math.round(origin.minuteOfDay * 60),
    },
  }
}

function metricAt(roads: Roads, moment: WeekMoment, trafficWeek: TrafficWeek): Metric {
  return customize(roads.network, roads.topology, arcTimesAt(roads.network, moment, trafficWeek))
}

/** Equal bands between the pair that the worst hour slows least and the one that it slows most. */
function groupsBySlowing(free: Int32Array, worst: Int32Array, count: number): Uint8Array {
  const slowing = (pair: number): number =>
    free[pair] > 0 && worst[pair] < unreachableMs ? worst[pair] / free[pair] : Number.NaN
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let pair = 0; pair < free.length; pair++) {
    const ratio = slowing(pair)
    if (ratio < least) least = ratio
    if (ratio > most) most = ratio
  }
  const band = (most - least) / count
  return Uint8Array.from(free, (_, pair) => {
    const ratio = slowing(pair)
    return band > 0 && ratio >= least ? Math.min(count - 1, Math.floor((ratio - least) / band)) : 0
  })
}

/** For each group and hour the mean speed as a share of free flow: free-flow time of the group by its time in that hour. */
function profilesOf(
  roads: Roads,
  places: readonly Place[],
  free: Int32Array,
  profileOf: Uint8Array,
  trafficWeek: TrafficWeek,
): number[][] {
  const width = places.length
  const every = Math.max(1, Math.ceil(width / sampledRowsMax))
  const rows = places.flatMap((_, row) => (row % every === 0 ? [row] : []))
  const sources = rows.map((row) => places[row])
  const groups = profileOf.reduce((most, group) => Math.max(most, group), 0) + 1
  const profiles = Array.from({ length: groups }, () => [] as number[])
  const known = new Map<string, number[]>()
  for (let hour = 0; hour < 168; hour++) {
    const moment = { weekday: Math.floor(hour / 24) + 1, minuteOfDay: (hour % 24) * 60 + 30 }
    // most workdays are alike: an hour with the same factors is not computed again
    const key = trafficWeek.factors.map((kind) => `${kind[hour]},${kind[(hour + 1) % 168]}`).join(';')
    let speeds = known.get(key)
    if (speeds === undefined) {
      const times = manyToMany(roads, metricAt(roads, moment, trafficWeek), sources, places)
      speeds = meanSpeeds(times, free, rows, width, profileOf, groups)
      known.set(key, speeds)
    }
    for (let group = 0; group < groups; group++) profiles[group].push(speeds[group])
  }
  return profiles
}

function meanSpeeds(
  times: Int32Array,
  free: Int32Array,
  rows: readonly number[],
  width: number,
  profileOf: Uint8Array,
  groups: number,
): number[] {
  const freeSum = new Float64Array(groups)
  const timeSum = new Float64Array(groups)
  rows.forEach((row, i) => {
    for (let column = 0; column < width; column++) {
      const ms = times[i * width + column]
      if (ms === unreachableMs || row === column) continue
      freeSum[profileOf[row * width + column]] += free[row * width + column]
      timeSum[profileOf[row * width + column]] += ms
    }
  })
  const all = sumOf(freeSum) / Math.max(1, sumOf(timeSum))
  // a group without a sampled pair drives as all do
  return Array.from(timeSum, (sum, group) => (sum > 0 ? freeSum[group] / sum : all > 0 ? all : 1))
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
