import { type RoadNetwork, unreachableMs } from '../network/network.ts'
import type { Place, PlaceIndex } from '../places/place.ts'
import { RoadsRefusal } from '../refusal.ts'

/** What is known right now about a road: closed, or so fast. It holds for an OSM way or for the road at a place. */
export interface TrafficReport {
  readonly on: { readonly way: number } | { readonly place: Place }
  /** Along the way as drawn in OSM, against it, or both. */
  readonly direction: 'forward' | 'backward' | 'both'
  /** Mean speed now, km/h, or `closed`. */
  readonly kmh: number | 'closed'
}

const kmhMax = 300

/**
 * Times of all arcs with reports put over them. Returns a new array and how many arcs changed; a report on a way that the
 * network does not have changes none.
 */
export function withReports(
  network: RoadNetwork,
  index: PlaceIndex,
  arcMs: Int32Array,
  reports: readonly TrafficReport[],
): { arcMs: Int32Array; arcsChanged: number } {
  const result = arcMs.slice()
  const roadsOfWay = roadsOfWays(network, reports)
  let arcsChanged = 0
  for (const report of reports) {
    if (report.kmh !== 'closed' && !(report.kmh > 0 && report.kmh <= kmhMax)) {
      throw new RoadsRefusal('question-malformed', `A speed must be above 0 and at most ${kmhMax} km/h`)
    }
    const roads = 'way' in report.on ? (roadsOfWay.get(report.on.way) ?? []) : [report.on.place.road]
    for (const road of roads) {
      const arcs: number[] = []
      if (report.direction !== 'backward') arcs.push(index.forwardArc[road])
      if (report.direction !== 'forward') arcs.push(index.backwardArc[road])
      for (const arc of arcs) {
        if (!(arc >= 0)) continue
        // decimetres at km/h: dm / 10 m / (km/h / 3.6 m/s) * 1000 ms
        result[arc] =
          report.kmh === 'closed'
            ? unreachableMs
            : Math.max(1, Math.round((network.roadLengthDm[road] * 360) / report.kmh))
        arcsChanged++
      }
    }
  }
  return { arcMs: result, arcsChanged }
}

function roadsOfWays(network: RoadNetwork, reports: readonly TrafficReport[]): Map<number, number[]> {
  const result = new Map<number, number[]>()
  for (const { on } of reports) if ('way' in on) result.set(on.way, [])
  if (result.size === 0) return result
  for (let road = 0; road < network.roadCount; road++) result.get(network.roadWay[road])?.push(road)
  return result
}

/** The arcs whose times differ, with the new ones: what `MetricUpdater.update` takes. */
export function changesBetween(before: Int32Array, after: Int32Array): Map<number, number> {
  const changes = new Map<number, number>()
  for (let arc = 0; arc < after.length; arc++) if (before[arc] !== after[arc]) changes.set(arc, after[arc])
  return changes
}
