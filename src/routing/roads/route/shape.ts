import { type RoadNetwork } from '../network/network.ts'
import { distanceM } from '../network/sphere.ts'
import { forEachSegment } from '../places/grid.ts'

/** A point of a drive: [latitude, longitude] in degrees. */
export type Point = readonly [number, number]

/** The points of a part of an arc in driving order; shares are of the road, from `roadFrom`. */
export function arcShape(network: RoadNetwork, arc: number, fromShare: number, toShare: number): Point[] {
  const road = network.arcRoad[arc]
  const points: { lat: number; lon: number; at: number }[] = []
  let metres = 0
  forEachSegment(network, road, (latA, lonA, latB, lonB) => {
    if (points.length === 0) points.push({ lat: latA, lon: lonA, at: 0 })
    metres += distanceM(latA, lonA, latB, lonB)
    points.push({ lat: latB, lon: lonB, at: metres })
  })
  const low = Math.min(fromShare, toShare) * metres
  const high = Math.max(fromShare, toShare) * metres
  const inside = points.filter(({ at }) => at > low && at < high)
  const part = [pointAt(points, low), ...inside, pointAt(points, high)]
  const ordered = network.arcForward[arc] === 1 ? part : part.toReversed()
  return ordered.map(({ lat, lon }): Point => [lat / 1e7, lon / 1e7])
}

function pointAt(
  points: readonly { lat: number; lon: number; at: number }[],
  metres: number,
): { lat: number; lon: number } {
  let next = 1
  while (next < points.length - 1 && points[next].at < metres) next++
  const before = points[next - 1]
  const after = points[next]
  const part = after.at === before.at ? 0 : Math.min(1, Math.max(0, (metres - before.at) / (after.at - before.at)))
  return {
    lat: Math.round(before.lat + (after.lat - before.lat) * part),
    lon: Math.round(before.lon + (after.lon - before.lon) * part),
  }
}

/** Points as one line, without the doubled ones where pieces meet. */
export function joined(pieces: readonly (readonly Point[])[]): Point[] {
  const line: Point[] = []
  for (const point of pieces.flat()) {
    const last = line[line.length - 1]
    if (!last || last[0] !== point[0] || last[1] !== point[1]) line.push(point)
  }
  return line
}
