import { MinHeap } from '../heap.ts'
import { type RoadNetwork, unreachableMs } from '../network/network.ts'
import { arcsAt, type Place, type PlaceIndex } from '../places/place.ts'
import type { Roads } from '../roads.ts'
import { assumedWeek, factorAt, trafficKindOf, type TrafficWeek, type WeekMoment } from './week.ts'

const weekMs = 7 * 24 * 3_600_000

/**
 * Travel times for a departure at a moment, with the traffic that is met on the way: each road takes the factor of the
 * moment when it is entered. Exact for the profiles given (Dijkstra by time; Dreyfus, 1969), and as slow as that: for one
 * drive and its arrival time, not for matrices. Milliseconds; `unreachableMs` where there is no way.
 *
 * Right as long as nobody gains by entering a road later, that is, unless a factor falls by more in an hour than a road
 * takes hours.
 */
export function timesThroughTraffic(
  roads: Roads,
  from: Place,
  targets: readonly Place[],
  departure: WeekMoment,
  trafficWeek: TrafficWeek = assumedWeek,
): Int32Array {
  const search = new TrafficSearch(roads.network, roads.index, departure, trafficWeek)
  search.run(from)
  return Int32Array.from(targets, (target) => search.timeTo(from, target))
}

class TrafficSearch {
  private readonly network: RoadNetwork
  private readonly index: PlaceIndex
  private readonly departureMs: number
  private readonly factors: readonly Float64Array[]
  private readonly kindOfRoad: Uint8Array
  /** When the beginning of a state's arc is left. */
  private readonly begun: Float64Array
  private readonly heap = new MinHeap()

  constructor(network: RoadNetwork, index: PlaceIndex, departure: WeekMoment, trafficWeek: TrafficWeek) {
    this.network = network
    this.index = index
    this.departureMs = ((departure.weekday - 1) * 1440 + departure.minuteOfDay) * 60_000
    this.factors = trafficWeek.factors
    this.kindOfRoad = Uint8Array.from({ length: network.roadCount }, (_, road) => trafficKindOf(network, road))
    this.begun = new Float64Array(network.stateCount).fill(Number.POSITIVE_INFINITY)
  }

  run(from: Place): void {
    const { network, heap, begun } = this
    for (const arc of arcsAt(this.index, network.arcTimeMs, from.road)) {
      const ahead = network.arcForward[arc] === 1 ? 1 - from.share : from.share
      this.leave(arc, this.driveMs(arc, 0) * ahead)
    }
    while (heap.length > 0) {
      const ms = heap.leastKey
      const state = heap.pop()
      if (ms === begun[state]) this.leave(state, ms + this.driveMs(network.stateArc[state], ms))
    }
  }

  /** Time of the whole arc when it is entered so long after the departure. */
  private driveMs(arc: number, afterMs: number): number {
    const { network } = this
    const minutes = ((this.departureMs + afterMs) % weekMs) / 60_000
    const moment = { weekday: Math.floor(minutes / 1440) + 1, minuteOfDay: minutes % 1440 }
    return network.arcTimeMs[arc] * factorAt(this.factors[this.kindOfRoad[network.arcRoad[arc]]], moment)
  }

  private leave(state: number, ms: number): void {
    const { network, begun } = this
    for (let turn = network.turnStart[state]; turn < network.turnStart[state + 1]; turn++) {
      const next = network.turnTo[turn]
      const begin = ms + network.turnMs[turn]
      if (begin >= begun[next]) continue
      begun[next] = begin
      this.heap.push(begin, next)
    }
  }

  timeTo(from: Place, target: Place): number {
    const { network, index } = this
    let best = Number.POSITIVE_INFINITY
    for (const arc of arcsAt(index, network.arcTimeMs, target.road)) {
      const driven = network.arcForward[arc] === 1 ? target.share : 1 - target.share
      for (const state of [arc, ...(index.copies.get(arc) ?? [])]) {
        const begin = this.begun[state]
        if (begin < Number.POSITIVE_INFINITY) best = Math.min(best, begin + this.driveMs(arc, begin) * driven)
      }
      const before = network.arcForward[arc] === 1 ? from.share : 1 - from.share
      if (from.road === target.road && before <= driven) best = Math.min(best, this.driveMs(arc, 0) * (driven - before))
    }
    return best === Number.POSITIVE_INFINITY ? unreachableMs : Math.round(best)
  }
}
