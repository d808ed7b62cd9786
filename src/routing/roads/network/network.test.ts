import { describe, expect, test } from 'vitest'
import { compareWithDijkstra } from '../check/compare.ts'
import { fastestPath } from '../hierarchy/path.ts'
import { RoadsRefusal } from '../refusal.ts'
import { prepareRoads } from '../roads.ts'
import { type Drawing, type DrawnRestriction, networkOf } from '../testing/drawn-roads.ts'
import { BanAutomaton } from './states.ts'
import { distanceM } from './sphere.ts'
import { turnAngle } from './turn-cost.ts'

/*
 *   4 --- 5 --- 6
 *   |     |     |      ways: 12 = 1-2, 23 = 2-3, 14, 25, 36, 45, 56
 *   1 --- 2 --- 3
 */
const ladder: Drawing = {
  nodes: [1, 2, 3, 4, 5, 6].map((id) => ({ id, x: ((id - 1) % 3) * 200, y: id > 3 ? 200 : 0 })),
  ways: [
    [1, 2],
    [2, 3],
    [1, 4],
    [2, 5],
    [3, 6],
    [4, 5],
    [5, 6],
  ].map(([a, b]) => ({ id: a * 10 + b, nodes: [a, b] })),
}

/** The ways of the fastest drive from the middle of one way to the middle of another, heading as given by node ids. */
function waysDriven(restrictions: readonly DrawnRestriction[], from: number, to: number): string {
  const roads = prepareRoads(networkOf({ ...ladder, restrictions }).network)
  const roadOf = (way: number): number => roads.network.roadWay.indexOf(way)
  const path = fastestPath(roads, roads.freeFlow, { road: roadOf(from), share: 0.5 }, { road: roadOf(to), share: 0.5 })
  return (path?.arcs ?? []).map((arc) => roads.network.roadWay[roads.network.arcRoad[arc]]).join(' ')
}

describe('turn restrictions', () => {
  test.each([
    ['none: straight to it', [], '12 23 36'],
    [
      'no turn via a node: round the other side',
      [{ kind: 'no_left_turn', from: 23, via: { node: 3 }, to: 36 }],
      '12 25 56 36',
    ],
    ['only one turn allowed', [{ kind: 'only_left_turn', from: 12, via: { node: 2 }, to: 25 }], '12 25 56 36'],
    [
      'not for this vehicle',
      [{ kind: 'no_left_turn', from: 23, via: { node: 3 }, to: 36, except: 'bus;motorcar' }],
      '12 23 36',
    ],
    [
      'no way over a road to the next',
      [{ kind: 'no_left_turn', from: 12, via: { ways: [23] }, to: 36 }],
      '12 25 56 36',
    ],
    ['only one way after a road', [{ kind: 'only_straight_on', from: 14, via: { ways: [12] }, to: 25 }], '12 23 36'],
    ['an unknown kind says nothing', [{ kind: 'maybe_left', from: 23, via: { node: 3 }, to: 36 }], '12 23 36'],
    ['ways that do not meet say nothing', [{ kind: 'no_left_turn', from: 12, via: { node: 6 }, to: 36 }], '12 23 36'],
  ] as const)('%s', (_, restrictions, ways) => {
    expect(waysDriven(restrictions, 12, 36)).toBe(ways)
  })

  test('a restriction over a road binds only who comes from its beginning', () => {
    const restrictions = [{ kind: 'no_left_turn', from: 12, via: { ways: [23] }, to: 36 }]
    expect(waysDriven(restrictions, 25, 36)).toMatch(/^25 (23|56) 36$/)
    expect(networkOf({ ...ladder, restrictions }).network.stateCount).toBe(networkOf(ladder).network.arcCount + 1)
  })

  test('inside one forbidden sequence a shorter one that begins on the way is noticed', () => {
    const automaton = new BanAutomaton(10, [
      [0, 1, 2, 3],
      [1, 2, 4],
      [2, 5],
    ])
    const afterOne = automaton.after(0, 0, 1)
    const afterTwo = automaton.after(afterOne, 1, 2)
    expect(automaton.prefixes[afterTwo - 10]).toEqual([0, 1, 2])
    expect(automaton.after(afterTwo, 2, 3)).toBe(-1)
    expect(automaton.after(afterTwo, 2, 4)).toBe(-1)
    expect(automaton.after(afterTwo, 2, 5)).toBe(-1)
    expect(automaton.after(afterTwo, 2, 6)).toBe(6)
  })
})

describe('cleaning', () => {
  test('a road that ends in a one-way trap loses only the trap', () => {
    const { network, roadsDropped } = networkOf({
      nodes: [...ladder.nodes, { id: 7, x: 600, y: 0 }, { id: 8, x: 800, y: 0 }],
      ways: [...ladder.ways, { id: 37, nodes: [3, 7] }, { id: 78, nodes: [7, 8], tags: { oneway: 'yes' } }],
    })
    expect(roadsDropped).toBe(1)
    expect([...network.roadWay]).toContain(37)
    expect([...network.roadWay]).not.toContain(78)
  })

  test('an island is dropped', () => {
    const island = [
      { id: 20, x: 5000, y: 0 },
      { id: 21, x: 5100, y: 0 },
    ]
    const { roadsDropped } = networkOf({
      nodes: [...ladder.nodes, ...island],
      ways: [...ladder.ways, { id: 99, nodes: [20, 21] }],
    })
    expect(roadsDropped).toBe(1)
  })

  test('a bollard lets nobody through, and both sides stay reachable', () => {
    const bollard = { id: 7, x: 300, y: 0, tags: { barrier: 'bollard' } }
    const ways = [...ladder.ways.filter(({ id }) => id !== 23), { id: 27, nodes: [2, 7, 3] }]
    const roads = prepareRoads(networkOf({ nodes: [...ladder.nodes, bollard], ways }).network)
    const halves = [...roads.network.roadWay].flatMap((way, road) => (way === 27 ? [road] : []))
    expect(halves).toHaveLength(2)
    const path = fastestPath(roads, roads.freeFlow, { road: halves[0], share: 0.5 }, { road: halves[1], share: 0.5 })
    expect(path?.arcs.length).toBeGreaterThan(3)
  })

  test('roads that hang together nowhere, and files without roads, are refused', () => {
    const nodes = ladder.nodes.slice(0, 3)
    expect(() => networkOf({ nodes, ways: [{ id: 1, nodes: [1, 2, 3], tags: { oneway: 'yes' } }] })).toThrow(
      RoadsRefusal,
    )
    expect(() => networkOf({ nodes, ways: [{ id: 1, nodes: [1, 2], tags: { highway: 'footway' } }] })).toThrow(
      'no road that a car may use',
    )
  })

  test('a star of more roads than ever meet is refused before its turns fill the memory', () => {
    const ends = Array.from({ length: 101 }, (_, i) => ({ id: 100 + i, x: 1000 + i, y: 50 }))
    const ways = ends.map(({ id }) => ({ id, nodes: [1, id] }))
    expect(() => networkOf({ nodes: [...ladder.nodes, ...ends], ways })).toThrow('More than 100 roads meet')
  })

  test('nodes that the file lacks, at the edge of an extract, end the road there', () => {
    const { network } = networkOf({
      ...ladder,
      ways: [...ladder.ways, { id: 50, nodes: [3, 7001, 7002] }, { id: 51, nodes: [7001, 6, 2] }],
    })
    expect([...network.roadWay]).not.toContain(50)
    expect([...network.roadWay]).toContain(51)
  })
})

test('lengths are those of the sphere, angles those of the compass', () => {
  // one degree of latitude on a sphere of 6,371,008.8 m radius: 6,371,008.8 x pi / 180 = 111,195.1 m
  expect(distanceM(490_000_000, 0, 500_000_000, 0)).toBeCloseTo(111_195.1, 0)
  const { network } = networkOf(ladder)
  const arcs = (way: number): number[] =>
    [...network.arcRoad].flatMap((road, arc) => (network.roadWay[road] === way ? [arc] : []))
  const east = arcs(12).find((arc) => network.arcForward[arc] === 1) ?? -1
  const north = arcs(25).find((arc) => network.arcForward[arc] === 1) ?? -1
  expect(turnAngle(network, east, north)).toBe(-90)
  expect(network.roadLengthDm[network.arcRoad[east]]).toBeCloseTo(2_000, -1)
})

test('from a junction of ninety roads every one of them is found', () => {
  const ends = Array.from({ length: 90 }, (_, i) => ({
    id: 100 + i,
    x: Math.round(Math.cos(i / 14.4) * 300),
    y: Math.round(Math.sin(i / 14.4) * 300),
  }))
  const ring = ends.map(({ id }, i) => ({ id: 1000 + i, nodes: [id, ends[(i + 1) % 90].id] }))
  const ways = [...ends.map(({ id }) => ({ id, nodes: [1, id] })), ...ring]
  const roads = prepareRoads(networkOf({ nodes: [{ id: 1, x: 0, y: 0 }, ...ends], ways }).network)
  expect(compareWithDijkstra(roads, roads.freeFlow, 2_500, 1).examples).toEqual([])
})
