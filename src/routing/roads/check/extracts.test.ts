import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildNetwork } from '../network/build.ts'
import { collectRoads } from '../osm/read-osm.ts'
import { prepareRoads } from '../roads.ts'
import { car, van } from '../vehicle/profile.ts'
import { compareWithDijkstra } from './compare.ts'

// Extracts of OpenStreetMap lie outside the project (ODbL); where they are not there, these tests are skipped by name.
const root = join(import.meta.dirname, '..', '..', '..', '..')
const folders = [process.env.KUNDENWERK_DATA ?? '', '../shared/data', '../../shared/data'].map((base) =>
  join(root, base, 'routing', 'osm'),
)
const pathOf = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path))

// `npm run roads:check` does the same with a million pairs
test.for([
  ['liechtenstein-latest.osm.pbf', car],
  ['north-bayreuth.osm.gz', van],
] as const)('%s: no difference from Dijkstra in 20,000 pairs', async ([name, vehicle], { skip }) => {
  const path = pathOf(name)
  if (path === undefined) return skip(`the extract ${name} is not there`)
  const built = buildNetwork(await collectRoads(path, vehicle), vehicle.name)
  const roads = prepareRoads(built.network)
  const result = compareWithDijkstra(roads, roads.freeFlow, 20_000, 11)
  expect(result.pairs).toBe(20_000)
  expect(result.examples).toEqual([])
  expect(built.roadsDropped).toBeLessThan(built.network.roadCount * 0.1)
})
