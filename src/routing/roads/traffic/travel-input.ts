import { manyToManyWithLengths } from '../hierarchy/lengths.ts'
import { manyToMany } from '../hierarchy/matrix.ts'
import { customize, type Metric } from '../hierarchy/metric.ts'
import { fastestPath } from '../hierarchy/path.ts'
import { unreachableMs } from '../network/network.ts'
import { type Place, restMs } from '../places/place.ts'
import { randomFrom } from '../random.ts'
import type { Roads } from '../roads.ts'
import {
  arcTimesAt,
  assumedWeek,
  factorAt,
  trafficKindOf,
  trafficKinds,
  type TrafficWeek,
  type WeekMoment,
} from './week.ts'

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

/** Drives of each profile that are taken apart: enough for means, however many places there are. */
const sampledPairs = 150
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

/**
 * For each group and hour the mean speed as a share of free flow. Some drives of the group are taken apart into the time that
 * they spend on each kind of road and at crossings; the factors of the hour then say how long they would take. (Putting the
 * times of every hour into the hierarchy was hardly closer to the truth, 1.5 instead of 1.6 % in 95 of 100 drives, and took
 * 53 s instead of 3 for 200 places in a state of 200,000 arcs.)
 */
function profilesOf(
  roads: Roads,
  places: readonly Place[],
  free: Int32Array,
  profileOf: Uint8Array,
  trafficWeek: TrafficWeek,
): number[][] {
  const groups = profileOf.reduce((most, group) => Math.max(most, group), 0) + 1
  const sums = Array.from({ length: groups }, () => new Float64Array(trafficKinds.length + 1))
  const taken = new Int32Array(groups)
  const random = randomFrom(1)
  for (let tried = 0; tried < groups * sampledPairs * 4; tried++) {
    const pair = Math.floor(random() * free.length)
    const group = profileOf[pair]
    if (taken[group] >= sampledPairs || free[pair] === 0 || free[pair] === unreachableMs) continue
    taken[group]++
    addTimesByKind(roads, places[Math.floor(pair / places.length)], places[pair % places.length], sums[group])
  }
  const all = new Float64Array(trafficKinds.length + 1)
  for (const sum of sums) sum.forEach((ms, kind) => (all[kind] += ms))
  return sums.map((sum, group) => speedsOf(taken[group] > 0 ? sum : all, trafficWeek))
}

/** Adds the time on each kind of road, and at the end of the list the time at crossings. */
function addTimesByKind(roads: Roads, from: Place, to: Place, sums: Float64Array): void {
  const { network, freeFlow } = roads
  const path = fastestPath(roads, freeFlow, from, to)
  if (path === null) return
  let atCrossings = path.ms
  path.arcs.forEach((arc, i) => {
    const forward = network.arcForward[arc] === 1
    const whole = freeFlow.arcMs[arc]
    const begin = i === 0 ? restMs(whole, forward, from.share) : whole
    const ms = begin - (i === path.arcs.length - 1 ? restMs(whole, forward, to.share) : 0)
    sums[trafficKindOf(network, network.arcRoad[arc])] += ms
    atCrossings -= ms
  })
  sums[trafficKinds.length] += atCrossings
}

function speedsOf(sums: Float64Array, trafficWeek: TrafficWeek): number[] {
  const freeMs = sums.reduce((sum, ms) => sum + ms, 0)
  return Array.from({ length: 168 }, (_, hour) => {
    const moment = { weekday: Math.floor(hour / 24) + 1, minuteOfDay: (hour % 24) * 60 + 30 }
    const crossingsMs = sums[trafficKinds.length]
    const ms = trafficWeek.factors.reduce(
      (sum, factors, kind) => sum + sums[kind] * factorAt(factors, moment),
      crossingsMs,
    )
    return ms > 0 ? freeMs / ms : 1
  })
}
