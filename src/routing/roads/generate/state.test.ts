import { describe, expect, test } from 'vitest'
import { compareWithDijkstra } from '../check/compare.ts'
import { buildNetwork } from '../network/build.ts'
import { RoadsRefusal } from '../refusal.ts'
import { prepareRoads } from '../roads.ts'
import { roadClasses } from '../vehicle/profile.ts'
import { roadFlag } from '../vehicle/way.ts'
import { generateState } from './state.ts'

describe('a made-up state of 12,000 arcs', () => {
  const { network, roadsDropped, restrictionsNotUnderstood, restrictionCount } = buildNetwork(
    generateState({ seed: 3, arcs: 12_000 }),
    'car',
  )

  test('has about the size that was asked for', () => {
    expect(network.arcCount).toBeGreaterThan(12_000 * 0.85)
    expect(network.arcCount).toBeLessThan(12_000 * 1.15)
  })

  test('hangs together: few roads are dropped', () => {
    expect(roadsDropped).toBeLessThan(network.roadCount * 0.05)
  })

  test('has what real ones have: classes, one-way roads, roundabouts, private roads, restrictions via nodes and roads', () => {
    const classes = new Set([...network.roadClass].map((number) => roadClasses[number]))
    for (const name of ['primary', 'secondary', 'tertiary', 'residential', 'living_street', 'service'] as const)
      expect(classes).toContain(name)
    expect(network.arcCount).toBeLessThan(network.roadCount * 2)
    expect([...network.roadFlags].some((flags) => (flags & roadFlag.roundabout) !== 0)).toBe(true)
    expect([...network.roadFlags].some((flags) => (flags & roadFlag.restricted) !== 0)).toBe(true)
    expect(restrictionCount - restrictionsNotUnderstood).toBeGreaterThan(10)
    expect(network.stateCount).toBeGreaterThan(network.arcCount)
    expect(network.roadCount / network.junctionCount).toBeGreaterThan(1.1)
    expect(network.roadCount / network.junctionCount).toBeLessThan(1.4)
  })

  test('is answered exactly', () => {
    const roads = prepareRoads(network)
    const result = compareWithDijkstra(roads, roads.freeFlow, 10_000, 17)
    expect(result.pairs).toBe(10_000)
    expect(result.examples).toEqual([])
  })
})

test('the same seed draws the same state, another one another', () => {
  const times = (seed: number): Int32Array => buildNetwork(generateState({ seed, arcs: 800 }), 'car').network.arcTimeMs
  expect(times(5)).toEqual(times(5))
  expect(times(6)).not.toEqual(times(5))
})

test('a large state has motorways', () => {
  const { network } = buildNetwork(generateState({ seed: 1, arcs: 60_000 }), 'car')
  expect([...network.roadClass].some((number) => roadClasses[number] === 'motorway')).toBe(true)
})

test.each([0, 199, 5_000_000, 1000.5, Number.NaN])('%s arcs are refused', (arcs) => {
  expect(() => generateState({ seed: 1, arcs })).toThrow(RoadsRefusal)
})
