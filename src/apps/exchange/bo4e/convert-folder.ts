import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exchangeFiles } from '../files.ts'
import { objectsOf } from './objects.ts'
import { rowsOf } from './to-rows.ts'

export type Converted = {
  /** Folder with the files of docs/import-format.md; line numbers of the report mean these. */
  readonly folder: string
  readonly rows: number
  /** Kinds of objects that are not read, and how many there were. */
  readonly leftOut: Readonly<Record<string, number>>
}

/** Kinds named in the report; a file of nothing but strange kinds must not fill the memory. */
const KINDS_MAX = 50

const cell = (value: string): string => (/[;"\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/**
 * Turns `bo4e/*.json` of a folder into CSV files beside them (`bo4e/converted/`), which are then imported like any others:
 * one engine, one set of checks, one report. The files stay, so that a person can look up a refused line.
 * @returns undefined if there is no such folder
 */
export async function convertBo4e(folder: string): Promise<Converted | undefined> {
  const from = join(folder, 'bo4e')
  const names = (await readdir(from).catch(() => [])).filter((name) => /\.(json|jsonl|ndjson)$/.test(name)).sort()
  if (names.length === 0) return undefined
  const into = join(from, 'converted')
  await rm(into, { recursive: true, force: true })
  await mkdir(into)
  const files = new Map<string, WriteStream>()
  const leftOut: Record<string, number> = {}
  let rows = 0
  for (const name of names) {
    for await (const { object } of objectsOf(join(from, name), `bo4e/${name}`)) {
      const made = rowsOf(object)
      if (!made) {
        const kind = String(object['_typ'] ?? 'without _typ').slice(0, 40)
        if (kind in leftOut || Object.keys(leftOut).length < KINDS_MAX) leftOut[kind] = (leftOut[kind] ?? 0) + 1
        continue
      }
      for (const { file, cells } of made) await write(files, into, file, cells)
      rows += made.length
    }
  }
  for (const stream of files.values()) {
    stream.end()
    await once(stream, 'close')
  }
  return { folder: into, rows, leftOut }
}

async function write(
  files: Map<string, WriteStream>,
  into: string,
  file: string,
  cells: Readonly<Record<string, string>>,
): Promise<void> {
  const columns = exchangeFiles.find((one) => one.file === file)?.columns.map((column) => column.name) ?? []
  let stream = files.get(file)
  if (!stream) {
    stream = createWriteStream(join(into, `${file}.csv`))
    stream.write(`${columns.join(';')}\n`)
    files.set(file, stream)
  }
  const line = columns.map((column) => cell(cells[column] ?? '')).join(';')
  if (!stream.write(`${line}\n`)) await once(stream, 'drain')
}
