import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metresPerE7 } from '../network/sphere.ts'
import { prepareRoads } from '../roads.ts'
import { generateState } from '../generate/state.ts'
import { buildNetwork } from '../network/build.ts'
import { degreesOf, networkOf } from '../testing/drawn-roads.ts'
import { roadFlag } from '../vehicle/way.ts'
import { buildGrid, forEachSegment } from './grid.ts'
import { plainStreet, snap } from './snap.ts'

const { network } = buildNetwork(generateState({ seed: 4, arcs: 1500 }), 'car')
const grid = buildGrid(network)

/** Distance to the nearest road by looking at all of them. */
function nearestM(lat: number, lon: number): number {
  const perE7 = metresPerE7(lat * 1e7)
  let best = Number.POSITIVE_INFINITY
  for (let road = 0; road < network.roadCount; road++) {
    if ((network.roadFlags[road] & roadFlag.noAddress) !== 0) continue
    forEachSegment(network, road, (latA, lonA, latB, lonB) => {
      const [bx, by] = [(lonB - lonA) * perE7.lon, (latB - latA) * perE7.lat]
      const [px, py] = [(lon * 1e7 - lonA) * perE7.lon, (lat * 1e7 - latA) * perE7.lat]
      const part = Math.max(0, Math.min(1, (px * bx + py * by) / (bx * bx + by * by || 1)))
      best = Math.min(best, Math.hypot(px - part * bx, py - part * by))
    })
  }
  return best
}

test('the nearest road is found wherever the point lies', () => {
  const box = [...network.junctionLat].reduce(
    (b, lat) => [Math.min(b[0], lat), Math.max(b[1], lat)],
    [Infinity, -Infinity],
  )
  const side = [...network.junctionLon].reduce(
    (b, lon) => [Math.min(b[0], lon), Math.max(b[1], lon)],
    [Infinity, -Infinity],
  )
  const margin = 0.02
  fc.assert(
    fc.property(
      fc.double({ min: box[0] / 1e7 - margin, max: box[1] / 1e7 + margin, noNaN: true }),
      fc.double({ min: side[0] / 1e7 - margin, max: side[1] / 1e7 + margin, noNaN: true }),
      (lat, lon) => {
        const expected = nearestM(lat, lon)
        const found = snap(network, grid, lat, lon)
        if (expected > 2_000) expect(found).toBeNull()
        else expect(found?.distanceM).toBeCloseTo(expected, 3)
      },
    ),
    { numRuns: 300 },
  )
})

const corner = networkOf({
  nodes: [
    { id: 1, x: 0, y: 0 },
    { id: 2, x: 200, y: 0 },
    { id: 3, x: 200, y: 200 },
    { id: 4, x: 0, y: 200 },
  ],
  ways: [
    { id: 1, nodes: [1, 2], tags: { name: 'Bahnhofstraße' } },
    { id: 2, nodes: [2, 3], tags: { name: 'Gartenweg' } },
    { id: 3, nodes: [3, 4], tags: { highway: 'secondary' } },
    { id: 4, nodes: [4, 1], tags: { tunnel: 'yes' } },
  ],
}).network
const cornerGrid = prepareRoads(corner).grid

test('a point becomes a spot on the road with its share, side and distance', () => {
  const { lat, lon } = degreesOf(50, 20)
  const place = snap(corner, cornerGrid, lat, lon)
  expect(place?.share).toBeCloseTo(corner.junctionLon[corner.roadFrom[place?.road ?? 0]] < lon * 1e7 ? 0.25 : 0.75, 2)
  expect(place?.distanceM).toBeCloseTo(20, 0)
  expect(place?.side).toBe('left')
  expect(snap(corner, cornerGrid, ...(Object.values(degreesOf(50, -20)) as [number, number]))?.side).toBe('right')
})

test('an address at a corner is reached from its own street, and from the nearest one if that is far', () => {
  const { lat, lon } = degreesOf(190, 40)
  const nameAt = (options: object): string | undefined => {
    const place = snap(corner, cornerGrid, lat, lon, options)
    return place ? corner.texts.at(corner.roadName[place.road]) : undefined
  }
  expect(nameAt({})).toBe('Gartenweg')
  expect(nameAt({ street: 'Bahnhofstr.' })).toBe('Bahnhofstraße')
  expect(nameAt({ street: 'Hauptstraße' })).toBe('Gartenweg')
})

test('no address is put into a tunnel, and none far from every road', () => {
  const inTunnel = degreesOf(2, 100)
  const place = snap(corner, cornerGrid, inTunnel.lat, inTunnel.lon)
  expect(place?.distanceM).toBeGreaterThan(50)
  const far = degreesOf(4_000, 0)
  expect(snap(corner, cornerGrid, far.lat, far.lon)).toBeNull()
  expect(snap(corner, cornerGrid, Number.NaN, 11)).toBeNull()
  expect(snap(corner, cornerGrid, 49.95, 4_000)).toBeNull()
})

test.each([
  ['Bahnhofstraße', 'Bahnhofstr.'],
  ['Bahnhof-Strasse', 'bahnhofstraße'],
  ['Am Alten Markt', 'am alten markt'],
])('%s and %s are one street', (a, b) => {
  expect(plainStreet(a)).toBe(plainStreet(b))
})
