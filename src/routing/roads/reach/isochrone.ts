import { metresPerE7 } from '../network/sphere.ts'
import type { Metric } from '../hierarchy/metric.ts'
import type { Place } from '../places/place.ts'
import type { Roads } from '../roads.ts'
import { arcShape, type Point } from '../route/shape.ts'
import { outlinesOf } from './outline.ts'
import { reachFrom } from './reach.ts'

export interface Isochrone {
  readonly limitMs: number
  /** Rings of [latitude, longitude], closed; outer rings run counter-clockwise, holes clockwise. */
  readonly rings: readonly (readonly Point[])[]
  /** Roads inside, metres, each direction counted. */
  readonly roadM: number
}

const squareM = 100
const squaresMax = 4_000_000

/** The area that is reached from a place within a time: all squares of 100 m with a reached spot on a road, and their neighbours. */
export function isochrone(roads: Roads, metric: Metric, place: Place, limitMs: number): Isochrone {
  const { network, index } = roads
  const parts = reachFrom(network, index, metric.arcMs, place, limitMs)
  const lines = parts.map(({ arc, fromShare, toShare }) => arcShape(network, arc, fromShare, toShare))
  let south = Number.POSITIVE_INFINITY
  let west = Number.POSITIVE_INFINITY
  let north = Number.NEGATIVE_INFINITY
  let east = Number.NEGATIVE_INFINITY
  for (const line of lines) {
    for (const [lat, lon] of line) {
      south = Math.min(south, lat)
      north = Math.max(north, lat)
      west = Math.min(west, lon)
      east = Math.max(east, lon)
    }
  }
  const perE7 = metresPerE7(((south + north) / 2) * 1e7)
  let metres = squareM
  while (((north - south) * 1e7 * perE7.lat * (east - west) * 1e7 * perE7.lon) / metres ** 2 > squaresMax) metres *= 1.5
  const latStep = metres / perE7.lat / 1e7
  const lonStep = metres / perE7.lon / 1e7
  // two squares of margin: one for the neighbours, one that stays empty
  const origin = { lat: south - 2 * latStep, lon: west - 2 * lonStep }
  const columns = Math.ceil((east - west) / lonStep) + 5
  const rows = Math.ceil((north - south) / latStep) + 5
  const filled = new Uint8Array(columns * rows)
  for (const line of lines)
    markLine(
      line,
      (lat, lon) => mark(filled, columns, (lat - origin.lat) / latStep, (lon - origin.lon) / lonStep),
      metres,
    )
  const rings = outlinesOf(filled, columns, rows).map((ring) =>
    ring.map(([column, row]): Point => [origin.lat + row * latStep, origin.lon + column * lonStep]),
  )
  const roadM = parts.reduce(
    (sum, { arc, fromShare, toShare }) =>
      sum + (Math.abs(toShare - fromShare) * network.roadLengthDm[network.arcRoad[arc]]) / 10,
    0,
  )
  return { limitMs, rings, roadM: Math.round(roadM) }
}

/** Visits a line at least every half square. */
function markLine(line: readonly Point[], visit: (lat: number, lon: number) => void, metres: number): void {
  for (let i = 0; i < line.length; i++) {
    const [lat, lon] = line[i]
    visit(lat, lon)
    const next = line[i + 1]
    if (!next) continue
    const away = Math.hypot(next[0] - lat, next[1] - lon) * 111_200
    const steps = Math.ceil(away / (metres / 2))
    for (let step = 1; step < steps; step++)
      visit(lat + ((next[0] - lat) * step) / steps, lon + ((next[1] - lon) * step) / steps)
  }
}

function mark(filled: Uint8Array, columns: number, y: number, x: number): void {
  const column = Math.floor(x)
  const row = Math.floor(y)
  for (let r = row - 1; r <= row + 1; r++) for (let c = column - 1; c <= column + 1; c++) filled[r * columns + c] = 1
}
