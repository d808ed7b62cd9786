import { existsSync, statSync } from 'node:fs'
import { RoadCollector } from '../network/collector.ts'
import { RoadsRefusal } from '../refusal.ts'
import type { VehicleProfile } from '../vehicle/profile.ts'
import type { OsmSink } from './elements.ts'
import { readPbf } from './pbf.ts'
import { readXml } from './xml.ts'

/** Reads the roads of an OSM file (.osm.pbf, .pbf, .osm, .osm.gz, .xml) for one vehicle, in two passes. */
export async function collectRoads(path: string, vehicle: VehicleProfile): Promise<RoadCollector> {
  const read = readerFor(path)
  const collector = new RoadCollector(vehicle)
  await read(path, collector.first)
  collector.endOfWays()
  await read(path, collector.second)
  return collector
}

function readerFor(path: string): (path: string, sink: OsmSink) => void | Promise<void> {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new RoadsRefusal('file-unreadable', `There is no file ${path}`)
  if (path.endsWith('.pbf')) return readPbf
  if (/\.(osm|xml)(\.gz)?$/.test(path)) return readXml
  throw new RoadsRefusal('file-unsupported', 'The name must end in .osm.pbf, .osm, .osm.gz or .xml')
}
