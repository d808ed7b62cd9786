import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRoads } from '../roads.ts'
import { parsePoints } from './points.ts'

const folder = mkdtempSync(join(tmpdir(), 'roads-commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Answer {
  readonly status: number | null
  readonly last: Record<string, unknown> & { error?: { code: string; message: string } }
}

/** Runs a command as a person would, and reads the last line of its output. */
function run(command: string, ...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, `${command}.ts`), ...args],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
  const lines = stdout.trimEnd().split('\n')
  return { status, last: JSON.parse(lines[lines.length - 1]) as Answer['last'] }
}

const town = join(folder, 'town.roads')
const points = join(folder, 'points.csv')

beforeAll(() => {
  expect(run('generate', town, '--arcs', '1500', '--seed', '5')).toMatchObject({
    status: 0,
    last: { target: town, seed: 5 },
  })
  const { network } = openRoads(town)
  const lines = Array.from(
    { length: 12 },
    (_, i) => `p${i};${network.junctionLat[i * 20] / 1e7};${network.junctionLon[i * 20] / 1e7}`,
  )
  writeFileSync(points, `id;lat;lon\n${lines.join('\n')}\n`)
})

describe('matrix', () => {
  test('times in free flow, in traffic, and with lengths', () => {
    const free = run('matrix', town, '--points', points)
    expect(free).toMatchObject({ status: 0, last: { points: 12, at: 'free flow' } })
    const freeRows = free.last.timesMs as number[][]
    const busy = run('matrix', town, '--points', points, '--at', '2026-11-23T16:45:00Z', '--lengths', 'yes')
    const busyRows = busy.last.timesMs as number[][]
    expect(freeRows).toHaveLength(12)
    freeRows.forEach((row, i) => row.forEach((ms, j) => expect(busyRows[i][j]).toBeGreaterThanOrEqual(ms)))
    expect(busyRows.flat().reduce((a, b) => a + b)).toBeGreaterThan(freeRows.flat().reduce((a, b) => a + b))
    expect((busy.last.lengthsM as number[][]).flat().every((m) => m >= 0)).toBe(true)
    // the same moment, said in three ways; without an offset the clock in Germany counts
    for (const at of ['2026-11-23T17:45', '2026-11-23T17:45:00+01:00']) {
      expect(run('matrix', town, '--points', points, '--at', at).last.timesMs).toEqual(busyRows)
    }
  })

  test.each([
    ['no points', [], 'question-malformed'],
    ['a time that is none', ['--points', points, '--at', 'now'], 'question-malformed'],
    ['an option that is not known', ['--point', points], 'question-malformed'],
    ['points that are not there', ['--points', join(folder, 'nowhere.csv')], 'file-unreadable'],
  ])('%s: refused in one line', (_, args, code) => {
    const { status, last } = run('matrix', town, ...args)
    expect(last.error?.code).toBe(code)
    expect(status).toBe(code === 'question-malformed' ? 2 : 1)
  })
})

describe('check', () => {
  test('no difference from Dijkstra', () => {
    expect(run('check', town, '--pairs', '3000', '--seed', '9')).toMatchObject({
      status: 0,
      last: { pairs: 3000, differences: 0 },
    })
  })

  test('a file that is not there is refused in one line', () => {
    expect(run('check', join(folder, 'nowhere.roads'))).toMatchObject({
      status: 1,
      last: { error: { code: 'file-unreadable' } },
    })
  })
})

describe('build', () => {
  test('from packed XML, for a van', () => {
    const nodes = [1, 2, 3].map(
      (id) => `<node id="${id}" lat="${49.95 + id / 1000}" lon="${11.57 + (id % 2) / 1000}"/>`,
    )
    const way = '<way id="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/></way>'
    const source = join(folder, 'small.osm.gz')
    writeFileSync(source, gzipSync(`<osm>${nodes.join('')}${way}</osm>`))
    const target = join(folder, 'small.roads')
    expect(run('build', source, target, '--vehicle', 'van')).toMatchObject({
      status: 0,
      last: { vehicle: 'van', roads: 1, arcs: 2 },
    })
    expect(openRoads(target).network.vehicle).toBe('van')
  })

  test.each([
    ['an empty file', 'empty.osm.pbf', '', 'file-cut-off'],
    ['a file of another kind', 'notes.txt', 'hello', 'file-unsupported'],
    ['a file without roads', 'none.osm', '<osm></osm>', 'no-roads'],
  ])('%s is refused in one line', (_, name, content, code) => {
    const source = join(folder, name)
    writeFileSync(source, content)
    expect(run('build', source, join(folder, 'x.roads'))).toMatchObject({ status: 1, last: { error: { code } } })
  })
})

test.each([
  ['lat,lon\n49.5,11.5\n', [{ id: '1', lat: 49.5, lon: 11.5, street: '' }]],
  ['49.5,11.5', [{ id: '1', lat: 49.5, lon: 11.5, street: '' }]],
  [
    'a,49.5,11.5\nb,50,12\n',
    [
      { id: 'a', lat: 49.5, lon: 11.5, street: '' },
      { id: 'b', lat: 50, lon: 12, street: '' },
    ],
  ],
  ['\uFEFFstreet;lng;lat;id\r\n"Am Hof";11.5;49.5;x\r\n', [{ id: 'x', lat: 49.5, lon: 11.5, street: 'Am Hof' }]],
])('points from %j', (text, expected) => {
  expect(parsePoints(text)).toEqual(expected)
})

test.each(['', 'lat,lon\n', 'lat,lon\n91,0\n', 'lat,lon\n49.5,\n', 'hello'])('%j is no list of points', (text) => {
  expect(() => parsePoints(text)).toThrow(/Line \d|no points/)
})
