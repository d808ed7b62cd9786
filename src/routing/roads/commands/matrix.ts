import { manyToManyWithLengths } from '../hierarchy/lengths.ts'
import { manyToMany } from '../hierarchy/matrix.ts'
import { customize } from '../hierarchy/metric.ts'
import { unreachableMs } from '../network/network.ts'
import { snap, type SnappedPlace } from '../places/snap.ts'
import { RoadsRefusal } from '../refusal.ts'
import { type Roads, openRoads } from '../roads.ts'
import { arcTimesAt, weekMoment } from '../traffic/week.ts'
import { argumentsOf, runCommand, seconds } from './command.ts'
import { type ListedPoint, readPoints } from './points.ts'

const usage = 'npm run roads:matrix -- OUT --points FILE.csv [--at 2026-11-23T07:30:00+01:00] [--lengths yes]'

/** Points of a list may lie in a forest; how far each one is from its road is part of the answer. */
const snapDistanceMaxM = 50_000

await runCommand(() => {
  const given = argumentsOf(usage, 1, ['points', 'at', 'lengths'])
  const pointsFile = given.text('points')
  if (pointsFile === undefined) throw new RoadsRefusal('question-malformed', `--points is missing. Usage: ${usage}`)
  const started = performance.now()
  const roads = openRoads(given.files[0])
  const opened = performance.now()
  const places = placesOf(roads, readPoints(pointsFile))
  const snapped = performance.now()
  const metric = metricAt(roads, given.text('at'))
  const customized = performance.now()
  const cpu = process.cpuUsage()
  const matrix = given.text('lengths')
    ? manyToManyWithLengths(roads, metric, places, places)
    : { ms: manyToMany(roads, metric, places, places), dm: null }
  const used = process.cpuUsage(cpu)
  const finished = performance.now()
  return {
    points: places.length,
    at: given.text('at') ?? 'free flow',
    openSeconds: seconds(opened - started),
    snapSeconds: seconds(snapped - opened),
    trafficSeconds: seconds(customized - snapped),
    matrixSeconds: seconds(finished - customized),
    matrixCpuSeconds: (used.user + used.system) / 1e6,
    snapDistanceM: places.map((place) => Math.round(place.distanceM)),
    // -1: closed roads leave no way
    timesMs: rowsOf(matrix.ms, places.length, (ms) => (ms === unreachableMs ? -1 : ms)),
    ...(matrix.dm ? { lengthsM: rowsOf(matrix.dm, places.length, (dm) => dm / 10) } : {}),
  }
})

function metricAt(roads: Roads, at: string | undefined): Roads['freeFlow'] {
  if (at === undefined) return roads.freeFlow
  return customize(roads.network, roads.topology, arcTimesAt(roads.network, weekMoment(instantOf(at))))
}

/** With an offset or Z an instant; without one the clock in Germany. */
function instantOf(at: string): Temporal.Instant {
  try {
    if (/(Z|[+-]\d\d(:?\d\d)?)(\[.*\])?$/.test(at.replace(/^[^T]*/, ''))) return Temporal.Instant.from(at)
    return Temporal.PlainDateTime.from(at).toZonedDateTime('Europe/Berlin').toInstant()
  } catch {
    throw new RoadsRefusal('question-malformed', '--at must be a time like 2026-11-23T07:30:00+01:00')
  }
}

function placesOf(roads: Roads, points: readonly ListedPoint[]): SnappedPlace[] {
  const lost: string[] = []
  const places = points.flatMap((point) => {
    const place = snap(roads.network, roads.grid, point.lat, point.lon, {
      street: point.street,
      distanceMaxM: snapDistanceMaxM,
    })
    if (place === null) lost.push(point.id)
    return place ?? []
  })
  if (lost.length > 0) {
    throw new RoadsRefusal(
      'point-off-road',
      `${lost.length} points lie far from every road: ${lost.slice(0, 5).join(', ')}`,
    )
  }
  return places
}

function rowsOf(values: Int32Array, width: number, convert: (value: number) => number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), convert),
  )
}
