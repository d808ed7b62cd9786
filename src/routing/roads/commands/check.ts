import { compareWithDijkstra } from '../check/compare.ts'
import { openRoads } from '../roads.ts'
import { argumentsOf, runCommand, seconds } from './command.ts'

const usage = 'npm run roads:check -- OUT [--pairs N] [--seed N]'

await runCommand(() => {
  const given = argumentsOf(usage, 1, ['pairs', 'seed'])
  const pairs = given.whole('pairs', 1_000_000, 1, 1_000_000_000)
  const seed = given.whole('seed', 1, 0, 2 ** 32 - 1)
  const started = performance.now()
  const roads = openRoads(given.files[0])
  const openSeconds = seconds(performance.now() - started)
  const result = compareWithDijkstra(roads, roads.freeFlow, pairs, seed)
  if (result.differences > 0) process.exitCode = 1
  return { file: given.files[0], seed, openSeconds, ...result }
})
