import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { COLUMNS, FILE_NAMES, FILES } from './csv-columns.ts'
import type { FileRows } from './rows.ts'
import { customersOf, sharedRows } from './utility.ts'
import { createWorld, type UtilityOptions } from './world.ts'

export interface WriteProgress {
  readonly customers: number
  readonly rows: Readonly<Record<keyof FileRows, number>>
}

export interface WriteOptions extends UtilityOptions {
  /** Called after every 1,000 customers. */
  readonly onProgress?: (progress: WriteProgress) => void
}

/** Bytes are handed to the file in pieces of this size: fewer calls, and memory stays small. */
const PIECE_CHARS = 256 * 1024

function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  return /[;"\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

/** One open file: lines gather until a piece is full, and wait for the disk when it is behind. */
class CsvFile<File extends keyof FileRows> {
  readonly #columns: readonly string[]
  readonly #stream: WriteStream
  #piece: string
  rows = 0

  constructor(folder: string, file: File) {
    const columns = COLUMNS[file]
    this.#columns = columns.map(([, key]) => key)
    this.#stream = createWriteStream(join(folder, FILE_NAMES[file]))
    this.#piece = `${columns.map(([column]) => column).join(';')}\n`
  }

  add(rows: readonly object[]): void {
    for (const row of rows) {
      const values = row as Readonly<Record<string, string | number | undefined>>
      let line = ''
      for (let at = 0; at < this.#columns.length; at += 1) {
        line += (at === 0 ? '' : ';') + cell(values[this.#columns[at] as string])
      }
      this.#piece += `${line}\n`
    }
    this.rows += rows.length
  }

  async flush(limit: number): Promise<void> {
    if (this.#piece.length < limit) return
    const piece = this.#piece
    this.#piece = ''
    if (!this.#stream.write(piece)) await once(this.#stream, 'drain')
  }

  async close(): Promise<void> {
    await this.flush(1)
    this.#stream.end()
    await once(this.#stream, 'close')
  }
}

/**
 * Writes the files of docs/import-format.md (semicolons, UTF-8, decimal points) of a demo utility into `folder`, which is
 * made if it is missing; files that are there are replaced. Streams: memory does not grow with the number of customers.
 */
export async function writeFolder(folder: string, options: WriteOptions): Promise<WriteProgress> {
  await mkdir(folder, { recursive: true })
  const world = createWorld(options.seed, options.today)
  const files = FILES.map((file) => ({ file, csv: new CsvFile(folder, file) }))
  const progress = (customers: number): WriteProgress => ({
    customers,
    rows: Object.fromEntries(files.map(({ file, csv }) => [file, csv.rows])) as Record<keyof FileRows, number>,
  })
  const add = async (rows: Partial<FileRows>) => {
    for (const { file, csv } of files) {
      csv.add(rows[file] ?? [])
      await csv.flush(PIECE_CHARS)
    }
  }
  for (const rows of sharedRows(world)) await add(rows)
  let customers = 0
  for (const bundle of customersOf(world, options.customers)) {
    await add(bundle.rows)
    customers += 1
    if (customers % 1000 === 0) options.onProgress?.(progress(customers))
  }
  for (const { csv } of files) await csv.close()
  return progress(customers)
}
