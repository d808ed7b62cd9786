import { readFileSync, statSync } from 'node:fs'
import { RoadsRefusal } from '../refusal.ts'

export interface ListedPoint {
  readonly id: string
  readonly lat: number
  readonly lon: number
  readonly street: string
}

const fileBytesMax = 64 * 1024 * 1024
const pointsMax = 20_000

/**
 * Reads points from CSV, separated by comma or semicolon: with a first line that names the columns `lat`, `lon` and, if
 * wanted, `id` and `street`; or without one as `lat,lon` or `id,lat,lon`.
 */
export function readPoints(path: string): ListedPoint[] {
  let text: string
  try {
    if (statSync(path).size > fileBytesMax) throw new Error('it is larger than 64 MiB')
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new RoadsRefusal('file-unreadable', `The points cannot be read: ${(cause as Error).message}`)
  }
  return parsePoints(text)
}

export function parsePoints(text: string): ListedPoint[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const separator = (lines[0] ?? '').includes(';') ? ';' : ','
  const rows = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
  const named = rows[0].map((cell) => cell.toLowerCase())
  const hasNames = named.includes('lat')
  const columnOf = (...names: string[]): number => named.findIndex((name) => names.includes(name))
  const plain = rows[0].length >= 3 ? { id: 0, lat: 1, lon: 2, street: -1 } : { id: -1, lat: 0, lon: 1, street: -1 }
  const columns = hasNames
    ? { id: columnOf('id'), lat: columnOf('lat'), lon: columnOf('lon', 'lng'), street: columnOf('street') }
    : plain
  const points: ListedPoint[] = []
  rows.forEach((cells, index) => {
    if ((hasNames && index === 0) || (cells.length === 1 && cells[0] === '')) return
    const lat = degrees(cells[columns.lat], 90)
    const lon = degrees(cells[columns.lon], 180)
    if (Number.isNaN(lat + lon))
      throw new RoadsRefusal('question-malformed', `Line ${index + 1} has no valid coordinates`)
    points.push({ id: cells[columns.id] ?? String(points.length + 1), lat, lon, street: cells[columns.street] ?? '' })
    if (points.length > pointsMax) throw new RoadsRefusal('question-malformed', `More than ${pointsMax} points`)
  })
  if (points.length === 0) throw new RoadsRefusal('question-malformed', 'The file has no points')
  return points
}

function degrees(cell: string | undefined, limit: number): number {
  const value = cell === undefined || cell === '' ? Number.NaN : Number(cell)
  return Math.abs(value) <= limit ? value : Number.NaN
}
