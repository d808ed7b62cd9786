import type { RoadNetwork } from '../network/network.ts'
import { metresPerE7 } from '../network/sphere.ts'
import { type RoadGrid, forEachSegment } from './grid.ts'
import type { Place } from './place.ts'

export interface SnapOptions {
  /** Beyond this no road is found; 2,000 m unless told. */
  readonly distanceMaxM?: number
  /** Name of the street in the address: of the roads near by, one of this name is taken, so that a corner house or a
   * garden that borders on another road is reached from its own street. */
  readonly street?: string
}

/** A point put onto the nearest road. */
export interface SnappedPlace extends Place {
  /** The spot on the road, degrees. */
  readonly lat: number
  readonly lon: number
  readonly distanceM: number
  /** On which side of the road the point lies, seen from `roadFrom` to `roadTo`. */
  readonly side: 'left' | 'right'
  readonly streetMatched: boolean
}

const distanceMaxM = 2_000
/** How far an address may lie from its own street although another one is nearer. */
const streetDistanceMaxM = 250

/** The nearest spot on a road that can have addresses, or null where none is near enough. Coordinates in degrees. */
export function snap(
  network: RoadNetwork,
  grid: RoadGrid,
  lat: number,
  lon: number,
  options: SnapOptions = {},
): SnappedPlace | null {
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return null
  const search = new SnapSearch(network, grid, lat * 1e7, lon * 1e7, options)
  return search.nearest()
}

class SnapSearch {
  private readonly network: RoadNetwork
  private readonly grid: RoadGrid
  private readonly lat: number
  private readonly lon: number
  private readonly perE7: { lat: number; lon: number }
  private readonly limitM: number
  private readonly street: string
  private readonly seen = new Set<number>()
  private best: SnappedPlace | null = null
  private bestNamed: SnappedPlace | null = null

  constructor(network: RoadNetwork, grid: RoadGrid, lat: number, lon: number, options: SnapOptions) {
    this.network = network
    this.grid = grid
    this.lat = lat
    this.lon = lon
    this.perE7 = metresPerE7(lat)
    this.limitM = options.distanceMaxM ?? distanceMaxM
    this.street = plainStreet(options.street ?? '')
  }

  nearest(): SnappedPlace | null {
    const { grid } = this
    const column = Math.floor((this.lon - grid.west) / grid.cellLon)
    const row = Math.floor((this.lat - grid.south) / grid.cellLat)
    const cellM = Math.min(grid.cellLat * this.perE7.lat, grid.cellLon * this.perE7.lon)
    const ringMax = Math.min(Math.ceil(this.limitM / cellM) + 1, grid.rows + grid.columns)
    for (let ring = 0; ring <= ringMax; ring++) {
      this.visitRing(column, row, ring)
      // everything within `ring` squares has now been seen
      const enough = this.street === '' || ring * cellM >= streetDistanceMaxM || this.bestNamed !== null
      const found = this.best
      if (found && enough && found.distanceM <= ring * cellM && (this.bestNamed?.distanceM ?? 0) <= ring * cellM) break
    }
    const named = this.bestNamed
    if (named && named.distanceM <= Math.min(streetDistanceMaxM, this.limitM)) return { ...named, streetMatched: true }
    return this.best && this.best.distanceM <= this.limitM ? this.best : null
  }

  private visitRing(column: number, row: number, ring: number): void {
    for (let r = row - ring; r <= row + ring; r++) {
      const step = r === row - ring || r === row + ring ? 1 : Math.max(1, ring * 2)
      for (let c = column - ring; c <= column + ring; c += step) this.visitCell(c, r)
    }
  }

  private visitCell(column: number, row: number): void {
    const { grid } = this
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return
    const cell = row * grid.columns + column
    for (let i = grid.cellStart[cell]; i < grid.cellStart[cell + 1]; i++) {
      const road = grid.cellRoad[i]
      if (this.seen.has(road)) continue
      this.seen.add(road)
      this.visitRoad(road)
    }
  }

  private visitRoad(road: number): void {
    const found = this.project(road)
    if (this.best === null || found.distanceM < this.best.distanceM) this.best = found
    if (this.street === '' || (this.bestNamed !== null && found.distanceM >= this.bestNamed.distanceM)) return
    if (plainStreet(this.network.texts.at(this.network.roadName[road]) ?? '') === this.street) this.bestNamed = found
  }

  private project(road: number): SnappedPlace {
    const { perE7 } = this
    let driven = 0
    let drivenAtBest = 0
    let bestSquare = Infinity
    let lat = 0
    let lon = 0
    let side: 'left' | 'right' = 'right'
    forEachSegment(this.network, road, (latA, lonA, latB, lonB) => {
      const x = (lonB - lonA) * perE7.lon
      const y = (latB - latA) * perE7.lat
      const pointX = (this.lon - lonA) * perE7.lon
      const pointY = (this.lat - latA) * perE7.lat
      const square = x * x + y * y
      const along = square === 0 ? 0 : Math.min(1, Math.max(0, (pointX * x + pointY * y) / square))
      const away = (pointX - along * x) ** 2 + (pointY - along * y) ** 2
      const length = Math.sqrt(square)
      if (away < bestSquare) {
        bestSquare = away
        drivenAtBest = driven + along * length
        lat = latA + along * (latB - latA)
        lon = lonA + along * (lonB - lonA)
        side = x * pointY - y * pointX > 0 ? 'left' : 'right'
      }
      driven += length
    })
    const share = driven === 0 ? 0 : Math.min(1, drivenAtBest / driven)
    return { road, share, lat: lat / 1e7, lon: lon / 1e7, distanceM: Math.sqrt(bestSquare), side, streetMatched: false }
  }
}

/** Spellings of one street compared: `Bahnhofstr. `, `Bahnhofstraße` and `Bahnhof-Strasse` are the same. */
export function plainStreet(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[\s.\-']/g, '')
    .replace(/strasse$/, 'str')
}
