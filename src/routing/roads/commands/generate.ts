import { generateState } from '../generate/state.ts'
import { buildNetwork } from '../network/build.ts'
import { prepareRoads, saveRoads } from '../roads.ts'
import { argumentsOf, runCommand, seconds } from './command.ts'

const usage = 'npm run roads:generate -- OUT [--arcs 20000] [--seed 1]'

await runCommand(() => {
  const given = argumentsOf(usage, 1, ['arcs', 'seed'])
  const arcs = given.whole('arcs', 20_000, 200, 4_000_000)
  const seed = given.whole('seed', 1, 0, 2 ** 32 - 1)
  const started = performance.now()
  const { network } = buildNetwork(generateState({ seed, arcs }), 'car')
  const bytes = saveRoads(given.files[0], prepareRoads(network))
  return {
    target: given.files[0],
    seed,
    junctions: network.junctionCount,
    roads: network.roadCount,
    arcs: network.arcCount,
    turns: network.turnTo.length,
    bytes,
    seconds: seconds(performance.now() - started),
  }
})
