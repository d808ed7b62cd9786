import { expect, test } from 'vitest'
import { randomPlaces } from '../check/compare.ts'
import { PlainDijkstra } from '../check/dijkstra.ts'
import { generateState } from '../generate/state.ts'
import { buildNetwork } from '../network/build.ts'
import { randomFrom } from '../random.ts'
import { prepareRoads } from '../roads.ts'
import { isochrone } from './isochrone.ts'
import { outlinesOf } from './outline.ts'
import { reachFrom } from './reach.ts'

const roads = prepareRoads(buildNetwork(generateState({ seed: 8, arcs: 2_000 }), 'car').network)

test('a spot is inside the reach exactly if the drive to it takes no longer', () => {
  const random = randomFrom(3)
  const dijkstra = new PlainDijkstra(roads.network, roads.freeFlow.arcMs)
  let inside = 0
  let outside = 0
  for (const source of randomPlaces(roads, 12, random)) {
    const limitMs = 20_000 + random() * 200_000
    const parts = reachFrom(roads.network, roads.index, roads.freeFlow.arcMs, source, limitMs)
    const spots = randomPlaces(roads, 200, random)
    const times = dijkstra.timesFrom(source, spots)
    spots.forEach(({ road, share }, i) => {
      // a share is cut to the millisecond: on the very border both answers are right
      if (Math.abs(times[i] - limitMs) < 2) return
      const reached = parts.some(
        ({ arc, fromShare, toShare }) =>
          roads.network.arcRoad[arc] === road &&
          share >= Math.min(fromShare, toShare) &&
          share <= Math.max(fromShare, toShare),
      )
      expect(reached).toBe(times[i] <= limitMs)
      if (reached) inside++
      else outside++
    })
  }
  expect(inside).toBeGreaterThan(100)
  expect(outside).toBeGreaterThan(100)
})

test('outlines go round filled squares, with holes and corners that only touch kept apart', () => {
  const draw = (...lines: string[]): Uint8Array =>
    Uint8Array.from(lines.toReversed().join(''), (mark) => (mark === '#' ? 1 : 0))
  const areaOf = (ring: readonly (readonly [number, number])[]): number =>
    ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i][0] * y - x * ring[i][1]) / 2, 0)
  const areas = (columns: number, rows: number, filled: Uint8Array): number[] =>
    outlinesOf(filled, columns, rows)
      .map(areaOf)
      .toSorted((a, b) => a - b)
  expect(areas(3, 3, draw('...', '.#.', '...'))).toEqual([1])
  expect(areas(5, 5, draw('.....', '.###.', '.#.#.', '.###.', '.....'))).toEqual([-1, 9])
  expect(areas(4, 4, draw('....', '.#..', '..#.', '....'))).toEqual([1, 1])
  expect(outlinesOf(draw('...', '.#.', '...'), 3, 3)[0]).toEqual([
    [2, 1],
    [2, 2],
    [1, 2],
    [1, 1],
    [2, 1],
  ])
})

test('an isochrone holds its own place, grows with the time, and its rings are closed', () => {
  const [place] = randomPlaces(roads, 1, randomFrom(9))
  const small = isochrone(roads, roads.freeFlow, place, 60_000)
  const large = isochrone(roads, roads.freeFlow, place, 180_000)
  expect(large.roadM).toBeGreaterThan(small.roadM)
  for (const { rings } of [small, large]) {
    expect(rings.length).toBeGreaterThan(0)
    for (const ring of rings) expect(ring[0]).toEqual(ring[ring.length - 1])
  }
  expect(() => isochrone(roads, roads.freeFlow, place, 0)).toThrow('up to 12 hours')
})
