import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { randomPlaces } from '../roads/check/compare.ts'
import {
  buildNetwork,
  car,
  collectRoads,
  compareWithDijkstra,
  customize,
  driveBetween,
  generateState,
  hourlyTravel,
  isochrone,
  manyToMany,
  manyToManyWithLengths,
  MetricUpdater,
  openRoads,
  prepareRoads,
  type Roads,
  saveRoads,
  snap,
  arcTimesAt,
} from '../roads/index.ts'
import type { RoadCollector } from '../roads/network/collector.ts'
import { randomFrom } from '../roads/random.ts'

const usage = `npm run bench -- roads [--arcs 20000,200000] [--pairs 1000000] [--repeats 7]
  --arcs     sizes of made-up states, up to 2000000 (which takes some minutes and 3 GB)
  --pairs    how many pairs of each extract are compared with Dijkstra; a tenth of it for made-up states, a thousandth
             of it above 500,000 arcs`

// Extracts of OpenStreetMap are not part of the project: they are measured where they are found.
const extractFolders = [process.env.KUNDENWERK_DATA ?? '', '../shared/data', '../../shared/data']
const extracts = ['liechtenstein-latest.osm.pbf', 'north-bayreuth.osm.gz']
const root = join(import.meta.dirname, '..', '..', '..')

interface Measured {
  readonly ms: number
  readonly cpuMs: number
}

function measure<T>(work: () => T): Measured & { readonly result: T } {
  const cpu = process.cpuUsage()
  const started = performance.now()
  const result = work()
  const ms = performance.now() - started
  const used = process.cpuUsage(cpu)
  return { ms, cpuMs: (used.user + used.system) / 1000, result }
}

/** The first run, with cold code, and the median of the next ones; CPU milliseconds of the whole process. */
function repeat(times: number, work: () => unknown): { firstCpuMs: number; medianCpuMs: number; medianMs: number } {
  const first = measure(work)
  const runs = Array.from({ length: times }, () => {
    const { ms, cpuMs } = measure(work)
    return { ms, cpuMs }
  })
  const median = (values: number[]): number => round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)])
  return {
    firstCpuMs: round(first.cpuMs),
    medianCpuMs: median(runs.map((r) => r.cpuMs)),
    medianMs: median(runs.map((r) => r.ms)),
  }
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Runs all cases; one line of JSON per case. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      arcs: { type: 'string', default: '20000,200000' },
      pairs: { type: 'string', default: '1000000' },
      repeats: { type: 'string', default: '7' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const pairs = Number(values.pairs)
  const folder = mkdtempSync(join(tmpdir(), 'roads-bench-'))
  try {
    for (const extract of extracts) {
      const path = extractFolders
        .map((base) => join(root, base, 'routing', 'osm', extract))
        .find((file) => existsSync(file))
      if (path === undefined) {
        console.log(JSON.stringify({ case: extract, skipped: 'the extract is not there' }))
        continue
      }
      const started = performance.now()
      const collector = await collectRoads(path, car)
      oneCase(extract, collector, performance.now() - started, folder, Number(values.repeats), pairs)
    }
    for (const arcs of values.arcs.split(',').filter(Boolean).map(Number)) {
      const { result, ms } = measure(() => generateState({ seed: 1, arcs }))
      oneCase(
        `state of ${arcs} arcs`,
        result,
        ms,
        folder,
        Number(values.repeats),
        Math.ceil(pairs / (arcs > 500_000 ? 1000 : 10)),
      )
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function oneCase(
  name: string,
  collector: RoadCollector,
  readMs: number,
  folder: string,
  repeats: number,
  pairs: number,
): void {
  const built = measure(() => buildNetwork(collector, 'car'))
  const prepared = measure(() => prepareRoads(built.result.network))
  const file = join(folder, 'case.roads')
  const saved = measure(() => saveRoads(file, prepared.result))
  // what follows runs on the opened file, as in a program that did not build it
  openRoads(file)
  const opened = measure(() => openRoads(file))
  const roads = opened.result
  const { network, topology } = roads
  const compared = compareWithDijkstra(roads, roads.freeFlow, pairs, 1)
  console.log(
    JSON.stringify({
      case: name,
      junctions: network.junctionCount,
      arcs: network.arcCount,
      turns: network.turnTo.length,
      hierarchyArcs: topology.outHead.length + topology.inHead.length,
      readMs: round(readMs),
      networkMs: round(built.ms),
      hierarchyMs: round(prepared.ms),
      hierarchyCpuMs: round(prepared.cpuMs),
      fileMB: round(saved.result / 1e6),
      openMs: round(opened.ms),
      openCpuMs: round(opened.cpuMs),
      ...questions(roads, repeats),
      pairs: compared.pairs,
      differences: compared.differences,
      rssMB: Math.round(process.memoryUsage().rss / 1e6),
    }),
  )
}

function questions(roads: Roads, repeats: number): Record<string, unknown> {
  const { network, topology, grid, freeFlow } = roads
  const random = randomFrom(7)
  const places = randomPlaces(roads, 1000, random)
  const points = places.map(({ road }) => {
    const junction = network.roadFrom[road]
    return {
      lat: network.junctionLat[junction] / 1e7 + (random() - 0.5) / 500,
      lon: network.junctionLon[junction] / 1e7 + (random() - 0.5) / 500,
    }
  })
  const few = places.slice(0, 100)
  const morning = arcTimesAt(network, { weekday: 1, minuteOfDay: 450 })
  const drives = measure(() => few.forEach((from, i) => driveBetween(roads, freeFlow, from, places[i + 100])))
  return {
    matrix1000: repeat(repeats, () => manyToMany(roads, freeFlow, places, places)),
    matrixWithLengths1000: repeat(Math.min(3, repeats), () => manyToManyWithLengths(roads, freeFlow, places, places)),
    newTraffic: repeat(Math.min(5, repeats), () => customize(network, topology, morning)),
    ...liveUpdates(roads, repeats),
    snapMicroseconds: round(measure(() => points.forEach(({ lat, lon }) => snap(network, grid, lat, lon))).ms),
    driveMicroseconds: round((drives.ms * 1000) / few.length),
    isochrone15MinutesMs: round(measure(() => isochrone(roads, freeFlow, places[0], 900_000)).ms),
    hourly13x100Ms: round(measure(() => hourlyTravel(roads, few, { weekday: 1, fromHour: 6, toHour: 18 })).ms),
  }
}

/** 200 roads get other times at once, as in a minute of live traffic: median of several rounds, each with other roads. */
function liveUpdates(roads: Roads, repeats: number): Record<string, unknown> {
  const { network, topology, index } = roads
  const random = randomFrom(11)
  const metric = customize(network, topology, network.arcTimeMs.slice())
  const prepared = measure(() => new MetricUpdater(network, topology))
  const rounds = Array.from({ length: repeats + 1 }, () => {
    const arcs = Array.from({ length: 200 }, () => Math.floor(random() * network.arcCount))
    return new Map(arcs.map((arc) => [arc, Math.ceil(network.arcTimeMs[arc] * (0.7 + random() * 3))]))
  })
  let next = 0
  let changed = 0
  const times = repeat(repeats, () => {
    changed += prepared.result.update(metric, rounds[next++], index.copies)
  })
  return {
    update200Arcs: { ...times, arcsChangedMean: Math.round(changed / rounds.length) },
    updaterCpuMs: round(prepared.cpuMs),
  }
}
