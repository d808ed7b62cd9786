import { buildNetwork } from '../network/build.ts'
import { collectRoads } from '../osm/read-osm.ts'
import { RoadsRefusal } from '../refusal.ts'
import { prepareRoads, saveRoads } from '../roads.ts'
import { vehicleProfiles } from '../vehicle/profile.ts'
import { argumentsOf, runCommand, seconds } from './command.ts'

const usage = 'npm run roads:build -- FILE.osm.pbf|.osm.gz|.osm OUT [--vehicle car|van]'

await runCommand(async () => {
  const given = argumentsOf(usage, 2, ['vehicle'])
  const [source, target] = given.files
  const vehicle = vehicleProfiles.find(({ name }) => name === (given.text('vehicle') ?? 'car'))
  if (!vehicle) throw new RoadsRefusal('question-malformed', `This vehicle is not known. Usage: ${usage}`)
  const started = performance.now()
  const collector = await collectRoads(source, vehicle)
  const read = performance.now()
  const built = buildNetwork(collector, vehicle.name)
  const networked = performance.now()
  const roads = prepareRoads(built.network)
  const prepared = performance.now()
  const bytes = saveRoads(target, roads)
  return {
    source,
    target,
    vehicle: vehicle.name,
    junctions: built.network.junctionCount,
    roads: built.network.roadCount,
    arcs: built.network.arcCount,
    turns: built.network.turnTo.length,
    roadsDropped: built.roadsDropped,
    restrictions: built.restrictionCount,
    restrictionsNotUnderstood: built.restrictionsNotUnderstood,
    hierarchyArcs: roads.topology.outHead.length + roads.topology.inHead.length,
    bytes,
    readSeconds: seconds(read - started),
    networkSeconds: seconds(networked - read),
    hierarchySeconds: seconds(prepared - networked),
    writeSeconds: seconds(performance.now() - prepared),
  }
})
