import { expect, test } from 'vitest'
import { compareWithDijkstra, randomPlaces } from '../check/compare.ts'
import { generateState } from '../generate/state.ts'
import { buildNetwork } from '../network/build.ts'
import { unreachableMs } from '../network/network.ts'
import { randomFrom } from '../random.ts'
import { prepareRoads } from '../roads.ts'
import { customize } from './metric.ts'
import { fastestPath } from './path.ts'
import { MetricUpdater } from './update.ts'

const roads = prepareRoads(buildNetwork(generateState({ seed: 14, arcs: 2_500 }), 'car').network)
const { network, topology, index } = roads

test('after any row of changes the metric is that of customizing anew, closed and reopened roads included', () => {
  const random = randomFrom(77)
  const updater = new MetricUpdater(network, topology)
  const metric = customize(network, topology, network.arcTimeMs.slice())
  let changedInAll = 0
  for (let round = 0; round < 60; round++) {
    const changes = new Map<number, number>()
    for (let i = 0; i <= random() * 40; i++) {
      const arc = Math.floor(random() * network.arcCount)
      const kind = random()
      const usual = network.arcTimeMs[arc]
      changes.set(arc, kind < 0.2 ? unreachableMs : kind < 0.5 ? usual : Math.ceil(usual * (0.3 + random() * 5)))
    }
    changedInAll += updater.update(metric, changes, index.copies)
    const anew = customize(network, topology, metric.arcMs)
    expect(metric.out.ms).toEqual(anew.out.ms)
    expect(metric.into.ms).toEqual(anew.into.ms)
  }
  expect(changedInAll).toBeGreaterThan(10_000)
  expect(compareWithDijkstra(roads, metric, 2_500, 5).examples).toEqual([])
})

test('drives over an updated metric unpack to arcs that take the stated time', () => {
  const random = randomFrom(3)
  const updater = new MetricUpdater(network, topology)
  const metric = customize(network, topology, network.arcTimeMs.slice())
  const arcs = Array.from({ length: 100 }, () => Math.floor(random() * network.arcCount))
  updater.update(metric, new Map(arcs.map((arc) => [arc, unreachableMs])), index.copies)
  const closed = new Set(arcs)
  const places = randomPlaces(roads, 20, random)
  let found = 0
  for (const from of places) {
    for (const to of places) {
      const path = fastestPath(roads, metric, from, to)
      if (path === null) continue
      found++
      expect(path.arcs.some((arc) => closed.has(arc))).toBe(false)
    }
  }
  expect(found).toBeGreaterThan(100)
})

test('an update that changes nothing touches nothing', () => {
  const metric = customize(network, topology, network.arcTimeMs.slice())
  const same = new Map(Array.from(network.arcTimeMs.subarray(0, 50), (ms, arc): [number, number] => [arc, ms]))
  expect(new MetricUpdater(network, topology).update(metric, same, index.copies)).toBe(0)
})
