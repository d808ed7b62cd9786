import { expect, test } from 'vitest'
import { randomPlaces } from '../check/compare.ts'
import { generateState } from '../generate/state.ts'
import { manyToMany } from '../hierarchy/matrix.ts'
import { buildNetwork } from '../network/build.ts'
import { distanceM } from '../network/sphere.ts'
import { randomFrom } from '../random.ts'
import { type Roads, prepareRoads } from '../roads.ts'
import { degreesOf, type Drawing, networkOf } from '../testing/drawn-roads.ts'
import { snap, type SnappedPlace } from '../places/snap.ts'
import { driveBetween } from './drive.ts'

function placeAt(roads: Roads, x: number, y: number): SnappedPlace {
  const { lat, lon } = degreesOf(x, y)
  const place = snap(roads.network, roads.grid, lat, lon)
  if (place === null) throw new Error('no road near by')
  return place
}

/*       3
 *       |  Hof        a cross: Marktstraße from west to east, Südweg and Hof from south to north
 *  1 -- 5 -- 2
 *       |  Südweg
 *       4
 */
const cross: Drawing = {
  nodes: [
    { id: 1, x: -300, y: 0 },
    { id: 2, x: 300, y: 0 },
    { id: 3, x: 0, y: 300 },
    { id: 4, x: 0, y: -300 },
    { id: 5, x: 0, y: 0 },
  ],
  ways: [
    { id: 1, nodes: [1, 5], tags: { name: 'Marktstraße', highway: 'tertiary' } },
    { id: 2, nodes: [5, 2], tags: { name: 'Marktstraße', highway: 'tertiary' } },
    { id: 3, nodes: [5, 3], tags: { name: 'Hof' } },
    { id: 4, nodes: [4, 5], tags: { name: 'Südweg' } },
  ],
}

test.each([
  ['from the south to the west: left into Marktstraße', [0, -200], [-200, 0], 'left', 'Marktstraße'],
  ['from the south to the east: right into Marktstraße', [0, -200], [200, 0], 'right', 'Marktstraße'],
  ['from the south to the north: straight on, named Hof from there', [0, -200], [0, 200], 'straight', 'Hof'],
] as const)('%s', (_, from, to, manoeuvre, street) => {
  const roads = prepareRoads(networkOf(cross).network)
  const drive = driveBetween(roads, roads.freeFlow, placeAt(roads, from[0], from[1]), placeAt(roads, to[0], to[1]))
  expect(drive?.steps.map((step) => [step.manoeuvre, step.street, Math.round(step.dm / 10)])).toEqual([
    ['depart', 'Südweg', 200],
    [manoeuvre, street, 200],
    ['arrive', street, 0],
  ])
  expect(drive?.dm).toBeCloseTo(4_000, -1)
})

test('who goes straight on along a street hears nothing until the end', () => {
  const roads = prepareRoads(networkOf(cross).network)
  const drive = driveBetween(roads, roads.freeFlow, placeAt(roads, -250, 0), placeAt(roads, 250, 0))
  expect(drive?.steps.map(({ manoeuvre }) => manoeuvre)).toEqual(['depart', 'arrive'])
})

test('with left turns forbidden the way leads over the dead end and back', () => {
  const drawing: Drawing = { ...cross, restrictions: [{ kind: 'no_left_turn', from: 4, via: { node: 5 }, to: 1 }] }
  const roads = prepareRoads(networkOf(drawing).network)
  const drive = driveBetween(roads, roads.freeFlow, placeAt(roads, 0, -200), placeAt(roads, -200, 0))
  expect(drive?.steps.map(({ manoeuvre }) => manoeuvre)).toContain('u-turn')
})

test('a roundabout is one step that counts its exits and is named after the road that leaves it', () => {
  const ring = [
    { id: 11, x: 15, y: 0 },
    { id: 12, x: 0, y: 15 },
    { id: 13, x: -15, y: 0 },
    { id: 14, x: 0, y: -15 },
  ]
  const roads = prepareRoads(
    networkOf({
      nodes: [...ring, ...cross.nodes.filter(({ id }) => id !== 5)],
      ways: [
        { id: 1, nodes: [11, 12, 13, 14, 11], tags: { junction: 'roundabout', highway: 'tertiary' } },
        { id: 2, nodes: [11, 2], tags: { name: 'Osten' } },
        { id: 3, nodes: [12, 3], tags: { name: 'Norden' } },
        { id: 4, nodes: [13, 1], tags: { name: 'Westen' } },
        { id: 5, nodes: [14, 4], tags: { name: 'Süden' } },
      ],
    }).network,
  )
  const drive = driveBetween(roads, roads.freeFlow, placeAt(roads, 0, -200), placeAt(roads, -200, 0))
  expect(drive?.steps.map(({ manoeuvre, street, exit }) => [manoeuvre, street, exit])).toEqual([
    ['depart', 'Süden', undefined],
    ['roundabout', 'Westen', 3],
    ['arrive', 'Westen', undefined],
  ])
})

test('line, steps and matrix agree on every drive through a made-up town', () => {
  const roads = prepareRoads(buildNetwork(generateState({ seed: 12, arcs: 1_200 }), 'car').network)
  const places = randomPlaces(roads, 14, randomFrom(2))
  const matrix = manyToMany(roads, roads.freeFlow, places, places)
  places.forEach((from, i) => {
    places.forEach((to, j) => {
      const drive = driveBetween(roads, roads.freeFlow, from, to)
      expect(drive?.ms).toBe(matrix[i * places.length + j])
      expect(drive?.steps.reduce((sum, step) => sum + step.ms, 0)).toBe(drive?.ms)
      expect(drive?.steps.reduce((sum, step) => sum + step.dm, 0)).toBe(drive?.dm)
      const line = drive?.line ?? []
      const metres = line
        .slice(1)
        .reduce((sum, [lat, lon], k) => sum + distanceM(line[k][0] * 1e7, line[k][1] * 1e7, lat * 1e7, lon * 1e7), 0)
      // each road's length is rounded to a decimetre
      expect(Math.abs(metres - (drive?.dm ?? 0) / 10)).toBeLessThan(0.2 * (drive?.arcs.length ?? 0) + 1)
    })
  })
})
