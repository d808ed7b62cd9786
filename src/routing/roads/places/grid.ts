import { GrowingInt32, startsFromCounts } from '../arrays.ts'
import type { RoadNetwork } from '../network/network.ts'
import { metresPerE7 } from '../network/sphere.ts'
import { roadFlag } from '../vehicle/way.ts'

/** Squares over the network; cellRoad[cellStart[c] .. cellStart[c + 1]) are the roads that touch square c. */
export interface RoadGrid {
  readonly south: number
  readonly west: number
  readonly columns: number
  readonly rows: number
  /** Height and width of a square in 1e-7 degrees. */
  readonly cellLat: number
  readonly cellLon: number
  readonly cellStart: Int32Array
  readonly cellRoad: Int32Array
}

/** Small enough that a square in a town holds few roads, large enough that one in the country is seldom empty. */
const cellM = 200
const cellsMax = 8_000_000

/** Builds the grid of all roads that can have addresses. */
export function buildGrid(network: RoadNetwork): RoadGrid {
  const box = boundingBox(network)
  const perE7 = metresPerE7((box.south + box.north) / 2)
  let metres = cellM
  let rows = 0
  let columns = 0
  for (;;) {
    rows = Math.floor(((box.north - box.south) * perE7.lat) / metres) + 1
    columns = Math.floor(((box.east - box.west) * perE7.lon) / metres) + 1
    if (rows * columns <= cellsMax) break
    metres *= 1.5
  }
  const shell = {
    south: box.south,
    west: box.west,
    columns,
    rows,
    cellLat: metres / perE7.lat,
    cellLon: metres / perE7.lon,
  }
  const cells = new GrowingInt32(network.roadCount * 2)
  const roads = new GrowingInt32(network.roadCount * 2)
  const counts = new Int32Array(rows * columns)
  const lastRoad = new Int32Array(rows * columns).fill(-1)
  for (let road = 0; road < network.roadCount; road++) {
    if ((network.roadFlags[road] & roadFlag.noAddress) !== 0) continue
    forEachSegment(network, road, (latA, lonA, latB, lonB) => {
      forEachCell(shell, latA, lonA, latB, lonB, (cell) => {
        if (lastRoad[cell] === road) return
        lastRoad[cell] = road
        counts[cell]++
        cells.push(cell)
        roads.push(road)
      })
    })
  }
  const cellStart = startsFromCounts(counts)
  const cellRoad = new Int32Array(roads.length)
  const cursor = cellStart.slice()
  for (let i = 0; i < roads.length; i++) cellRoad[cursor[cells.values[i]]++] = roads.values[i]
  return { ...shell, cellStart, cellRoad }
}

function boundingBox(network: RoadNetwork): { south: number; north: number; west: number; east: number } {
  const box = { south: Infinity, north: -Infinity, west: Infinity, east: -Infinity }
  for (const [lats, lons] of [
    [network.junctionLat, network.junctionLon],
    [network.shapeLat, network.shapeLon],
  ]) {
    for (let i = 0; i < lats.length; i++) {
      if (lats[i] < box.south) box.south = lats[i]
      if (lats[i] > box.north) box.north = lats[i]
      if (lons[i] < box.west) box.west = lons[i]
      if (lons[i] > box.east) box.east = lons[i]
    }
  }
  return box
}

/** Calls back with each straight piece of a road, from `roadFrom` to `roadTo`. */
export function forEachSegment(
  network: RoadNetwork,
  road: number,
  use: (latA: number, lonA: number, latB: number, lonB: number) => void,
): void {
  let lat = network.junctionLat[network.roadFrom[road]]
  let lon = network.junctionLon[network.roadFrom[road]]
  for (let i = network.shapeStart[road]; i < network.shapeStart[road + 1]; i++) {
    use(lat, lon, network.shapeLat[i], network.shapeLon[i])
    lat = network.shapeLat[i]
    lon = network.shapeLon[i]
  }
  use(lat, lon, network.junctionLat[network.roadTo[road]], network.junctionLon[network.roadTo[road]])
}

type Shell = Omit<RoadGrid, 'cellStart' | 'cellRoad'>

/** All squares that a straight line touches, by walking from border to border (Amanatides and Woo, 1987). */
function forEachCell(
  shell: Shell,
  latA: number,
  lonA: number,
  latB: number,
  lonB: number,
  use: (cell: number) => void,
): void {
  const xA = (lonA - shell.west) / shell.cellLon
  const yA = (latA - shell.south) / shell.cellLat
  const xB = (lonB - shell.west) / shell.cellLon
  const yB = (latB - shell.south) / shell.cellLat
  let column = Math.floor(xA)
  let row = Math.floor(yA)
  const stepX = xB > xA ? 1 : -1
  const stepY = yB > yA ? 1 : -1
  const perX = Math.abs(1 / (xB - xA))
  const perY = Math.abs(1 / (yB - yA))
  let untilX = xA === xB ? Infinity : (stepX > 0 ? column + 1 - xA : xA - column) * perX
  let untilY = yA === yB ? Infinity : (stepY > 0 ? row + 1 - yA : yA - row) * perY
  const steps = Math.abs(Math.floor(xB) - column) + Math.abs(Math.floor(yB) - row)
  for (let step = 0; step <= steps; step++) {
    if (column >= 0 && row >= 0 && column < shell.columns && row < shell.rows) use(row * shell.columns + column)
    if (untilX < untilY) {
      untilX += perX
      column += stepX
    } else {
      untilY += perY
      row += stepY
    }
  }
}
