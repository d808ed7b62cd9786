import { manyToMany } from '../hierarchy/matrix.ts'
import { customize } from '../hierarchy/metric.ts'
import { unreachableMs } from '../network/network.ts'
import type { Place } from '../places/place.ts'
import { RoadsRefusal } from '../refusal.ts'
import type { Roads } from '../roads.ts'
import { type TrafficWeek, arcTimesAt, assumedWeek } from './week.ts'

export interface HourlyOptions {
  /** 1 is Monday. */
  readonly weekday: number
  /** First and last full hour with times of their own; before and after, theirs hold. */
  readonly fromHour: number
  readonly toHour: number
  readonly trafficWeek?: TrafficWeek
}

/**
 * Travel times between places by hour of departure. Between full hours they run straight; who leaves later never arrives
 * earlier (first in, first out).
 */
export interface HourlyTravel {
  readonly count: number
  readonly fromHour: number
  /** One matrix per full hour, row by row, milliseconds. */
  readonly matrices: readonly Int32Array[]
  /** Time from place i to place j for a departure at `secondOfDay`, milliseconds; `unreachableMs` where there is no way. */
  travelMs(i: number, j: number, secondOfDay: number): number
}

const hourMs = 3_600_000

/** Times for each hour: the traffic of the hour of departure is taken for the whole drive. */
export function hourlyTravel(roads: Roads, places: readonly Place[], options: HourlyOptions): HourlyTravel {
  const { weekday, fromHour, toHour, trafficWeek = assumedWeek } = options
  if (!(weekday >= 1 && weekday <= 7 && fromHour >= 0 && toHour >= fromHour && toHour <= 24)) {
    throw new RoadsRefusal('question-malformed', 'Weekday 1 to 7 and hours 0 to 24 in order are needed')
  }
  const matrices: Int32Array[] = []
  for (let hour = fromHour; hour <= toHour; hour++) {
    const arcMs = arcTimesAt(roads.network, { weekday, minuteOfDay: hour * 60 }, trafficWeek)
    matrices.push(manyToMany(roads, customize(roads.network, roads.topology, arcMs), places, places))
  }
  keepOrder(matrices)
  return hourlyOf(places.length, fromHour, matrices)
}

/** Waiting an hour is always possible, so no hour may take more than the next one and an hour. */
function keepOrder(matrices: readonly Int32Array[]): void {
  for (let hour = matrices.length - 2; hour >= 0; hour--) {
    const now = matrices[hour]
    const later = matrices[hour + 1]
    for (let i = 0; i < now.length; i++) if (now[i] > later[i] + hourMs) now[i] = later[i] + hourMs
  }
}

function hourlyOf(count: number, fromHour: number, matrices: readonly Int32Array[]): HourlyTravel {
  const last = matrices.length - 1
  return {
    count,
    fromHour,
    matrices,
    travelMs: (i, j, secondOfDay) => {
      const cell = i * count + j
      const hours = secondOfDay / 3600 - fromHour
      if (hours <= 0) return matrices[0][cell]
      if (hours >= last) return matrices[last][cell]
      const hour = Math.floor(hours)
      const before = matrices[hour][cell]
      const after = matrices[hour + 1][cell]
      if (before === unreachableMs || after === unreachableMs) return unreachableMs
      return Math.round(before + (after - before) * (hours - hour))
    },
  }
}
