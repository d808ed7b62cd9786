import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlainDijkstra } from '../check/dijkstra.ts'
import { compareWithDijkstra, randomPlaces } from '../check/compare.ts'
import { arcTo, unreachableMs } from '../network/network.ts'
import { turnCostMs } from '../network/turn-cost.ts'
import { restMs } from '../places/place.ts'
import { randomFrom } from '../random.ts'
import { RoadsRefusal } from '../refusal.ts'
import { type Roads, prepareRoads } from '../roads.ts'
import { type Drawing, type DrawnRestriction, type DrawnWay, networkOf } from '../testing/drawn-roads.ts'
import { manyToManyWithLengths } from './lengths.ts'
import { manyToMany } from './matrix.ts'
import { customize } from './metric.ts'
import { fastestPath } from './path.ts'

const classes = ['residential', 'tertiary', 'secondary', 'living_street', 'service', 'unclassified']
const restrictionKinds = [
  'no_left_turn',
  'no_right_turn',
  'no_straight_on',
  'no_u_turn',
  'only_straight_on',
  'only_right_turn',
]

/** Small towns with one-way roads, loops, parallel roads, barriers, lights and restrictions via nodes and ways. */
const drawings = fc
  .record({
    columns: fc.integer({ min: 2, max: 5 }),
    rows: fc.integer({ min: 2, max: 5 }),
    seed: fc.integer({ min: 0, max: 0x7fffffff }),
    onewayShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
    restrictionCount: fc.integer({ min: 0, max: 14 }),
  })
  .map(({ columns, rows, seed, onewayShare, restrictionCount }): Drawing => {
    const random = randomFrom(seed)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]
    const standing = (): Readonly<Record<string, string>> => {
      if (random() < 0.1) return { highway: 'traffic_signals' }
      return random() < 0.04 ? { barrier: pick(['gate', 'bollard']) } : {}
    }
    const nodes = Array.from({ length: columns * rows }, (_, i) => ({
      id: i + 1,
      x: (i % columns) * 100 + Math.round(random() * 60),
      y: Math.floor(i / columns) * 100 + Math.round(random() * 60),
      tags: standing(),
    }))
    const ways: DrawnWay[] = []
    const addWay = (a: number, b: number): void => {
      const tags: Record<string, string> = { highway: pick(classes) }
      if (random() < onewayShare) tags.oneway = pick(['yes', '-1'])
      if (random() < 0.05) tags.access = 'private'
      ways.push({ id: ways.length + 1, nodes: [a, b], tags })
    }
    for (let i = 0; i < nodes.length; i++) {
      if (i % columns !== columns - 1 && random() < 0.9) addWay(i + 1, i + 2)
      if (i + columns < nodes.length && random() < 0.9) addWay(i + 1, i + 1 + columns)
      if (random() < 0.1) addWay(i + 1, pick(nodes).id)
    }
    const waysAt = (node: number): DrawnWay[] => ways.filter((way) => way.nodes.includes(node))
    const restrictions: DrawnRestriction[] = []
    for (let i = 0; i < restrictionCount && ways.length > 0; i++) {
      const middle = pick(ways)
      const kind = pick(restrictionKinds)
      const [a, b] = middle.nodes
      const before = pick(waysAt(a))
      const after = pick(waysAt(b))
      const beyond = pick(waysAt(pick(after.nodes)))
      const via = { ways: [middle.id, after.id] }
      if (random() < 0.4) restrictions.push({ kind, from: before.id, via: { node: a }, to: middle.id })
      else if (random() < 0.3) restrictions.push({ kind, from: before.id, via, to: beyond.id })
      else restrictions.push({ kind, from: before.id, via: { ways: [middle.id] }, to: after.id })
    }
    return { nodes, ways, restrictions }
  })

function roadsOf(drawing: Drawing): Roads | null {
  try {
    return prepareRoads(networkOf(drawing).network)
  } catch (cause) {
    if (cause instanceof RoadsRefusal && cause.code === 'no-roads') return null
    throw cause
  }
}

/** A drive added up arc by arc from the network alone. */
function addedUp(roads: Roads, arcMs: Int32Array, arcs: readonly number[], fromShare: number, toShare: number): number {
  const { network } = roads
  const rest = (arc: number, share: number): number => restMs(arcMs[arc], network.arcForward[arc] === 1, share)
  const last = arcs[arcs.length - 1]
  if (arcs.length === 1) return rest(last, fromShare) - rest(last, toShare)
  let ms = rest(arcs[0], fromShare)
  for (let i = 1; i < arcs.length; i++) ms += turnCostMs(network, arcs[i - 1], arcs[i]) + arcMs[arcs[i]]
  return ms - rest(last, toShare)
}

test('every matrix equals plain Dijkstra in random towns with restrictions, one-way roads and loops', () => {
  let compared = 0
  let copies = 0
  fc.assert(
    fc.property(drawings, fc.integer({ min: 0, max: 1000 }), (drawing, seed) => {
      const roads = roadsOf(drawing)
      if (roads === null) return
      const result = compareWithDijkstra(roads, roads.freeFlow, 100, seed)
      compared += result.pairs
      copies += roads.network.stateCount - roads.network.arcCount
      expect(result.examples).toEqual([])
    }),
    { numRuns: 300 },
  )
  expect(compared).toBeGreaterThan(20_000)
  // restrictions over several roads were among them
  expect(copies).toBeGreaterThan(100)
})

test('new times of roads, some of them closed, need no new hierarchy', () => {
  fc.assert(
    fc.property(drawings, fc.integer({ min: 0, max: 1000 }), (drawing, seed) => {
      const roads = roadsOf(drawing)
      if (roads === null) return
      const random = randomFrom(seed)
      const arcMs = roads.network.arcTimeMs.map((ms) =>
        random() < 0.15 ? unreachableMs : Math.ceil(ms * (0.5 + random() * 4)),
      )
      const metric = customize(roads.network, roads.topology, arcMs)
      expect(compareWithDijkstra(roads, metric, 64, seed).examples).toEqual([])
    }),
    { numRuns: 150 },
  )
})

test('a path is a drive that exists, breaks no restriction and takes the time of the matrix', () => {
  fc.assert(
    fc.property(drawings, fc.integer({ min: 0, max: 1000 }), (drawing, seed) => {
      const roads = roadsOf(drawing)
      if (roads === null) return
      const { network, freeFlow } = roads
      const places = randomPlaces(roads, 6, randomFrom(seed))
      const matrix = manyToMany(roads, freeFlow, places, places)
      const banned = Array.from({ length: network.banStart.length - 1 }, (_, i) =>
        network.banArc.slice(network.banStart[i], network.banStart[i + 1]).join(' '),
      )
      places.forEach((from, i) => {
        places.forEach((to, j) => {
          const path = fastestPath(roads, freeFlow, from, to)
          expect(path?.ms).toBe(matrix[i * places.length + j])
          const arcs = path?.arcs ?? []
          arcs.slice(1).forEach((arc, k) => {
            expect(arc).toBeGreaterThanOrEqual(network.outStart[arcTo(network, arcs[k])])
            expect(arc).toBeLessThan(network.outStart[arcTo(network, arcs[k]) + 1])
          })
          expect(addedUp(roads, freeFlow.arcMs, arcs, from.share, to.share)).toBe(path?.ms)
          for (const ban of banned) expect(` ${arcs.join(' ')} `).not.toContain(` ${ban} `)
        })
      })
    }),
    { numRuns: 100 },
  )
})

test('times with lengths are the same times, and each length is that of the path', () => {
  let compared = 0
  let others = 0
  fc.assert(
    fc.property(drawings, fc.integer({ min: 0, max: 1000 }), (drawing, seed) => {
      const roads = roadsOf(drawing)
      if (roads === null) return
      const places = randomPlaces(roads, 6, randomFrom(seed))
      const both = manyToManyWithLengths(roads, roads.freeFlow, places, places)
      expect(both.ms).toEqual(manyToMany(roads, roads.freeFlow, places, places))
      places.forEach((from, i) => {
        places.forEach((to, j) => {
          const path = fastestPath(roads, roads.freeFlow, from, to)
          const { network } = roads
          const dmOf = (arc: number): number => network.roadLengthDm[network.arcRoad[arc]]
          const restOf = (arc: number, share: number): number =>
            Math.round(dmOf(arc) * (network.arcForward[arc] === 1 ? 1 - share : share))
          const arcs = path?.arcs ?? []
          const driven = arcs.slice(1).reduce((sum, arc) => sum + dmOf(arc), 0)
          const dm = driven + restOf(arcs[0], from.share) - restOf(arcs[arcs.length - 1], to.share)
          compared++
          if (both.dm[i * places.length + j] !== dm) others++
        })
      })
    }),
    { numRuns: 60 },
  )
  // of two drives that take the same time to the millisecond, either length is right
  expect(others).toBeLessThan(compared / 200)
})

test('one Dijkstra search serves several questions without traces of the one before', () => {
  const drawing: Drawing = {
    nodes: [0, 1, 2, 3].map((i) => ({ id: i + 1, x: (i % 2) * 100, y: Math.floor(i / 2) * 100 })),
    ways: [
      { id: 1, nodes: [1, 2] },
      { id: 2, nodes: [2, 4] },
      { id: 3, nodes: [4, 3] },
      { id: 4, nodes: [3, 1] },
    ],
  }
  const { network } = networkOf(drawing)
  const dijkstra = new PlainDijkstra(network, network.arcTimeMs)
  const place = { road: 0, share: 0.5 }
  const first = dijkstra.timesFrom(place, [{ road: 2, share: 0.5 }])
  dijkstra.timesFrom({ road: 1, share: 0 }, [place])
  expect(dijkstra.timesFrom(place, [{ road: 2, share: 0.5 }])).toEqual(first)
})
