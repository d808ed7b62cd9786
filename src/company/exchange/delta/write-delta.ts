import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { transaction } from '#platform/database'
import { type ChangeRow, changesAfter } from '../changes/changes.sql.ts'
import type { OutObject } from '../changes/out-object.ts'
import { csvHeader, csvLine, jsonLine } from './delta-lines.ts'
import { type DeltaRange, endRange, planRange } from './delta.sql.ts'

/** Changes of one file; a reader of files should not have to hold more. */
const CHANGES_MAX = 50_000
/** Fetched at once. */
const ROWS_MAX = 2_000

export type DeltaOptions = {
  readonly pool: pg.Pool
  readonly objects: readonly OutObject[]
  readonly folder: string
  /** Whose files these are: each name has a cursor of its own. */
  readonly name: string
  readonly changesMax?: number
}

/** `changes-00000012-00000087.jsonl`: the range is in the name, first and last included. */
const rangeName = ({ after, until }: DeltaRange): string =>
  [String(BigInt(after) + 1n), until].map((one) => one.padStart(12, '0')).join('-')

/**
 * Writes the changes since the last file into a folder: all of them as JSON lines, and those of each object as CSV. A file gets
 * its name only when it is whole and on the disk. Ranges follow each other without a gap and without an overlap, also when the
 * writer is killed, because a range is noted before it is written and gives the same lines each time.
 * @returns the names of the files, the one of JSON lines last; empty if there was nothing new
 */
export async function writeDelta(options: DeltaOptions): Promise<readonly string[]> {
  const { pool, name, folder } = options
  const range = await transaction(pool, (tx) => planRange(tx, name, options.changesMax ?? CHANGES_MAX))
  if (!range) return []
  await mkdir(folder, { recursive: true })
  const written = await writeRange(options, range)
  await transaction(pool, (tx) => endRange(tx, name, range.until))
  return written
}

async function writeRange(options: DeltaOptions, range: DeltaRange): Promise<string[]> {
  const files = new Map<string, DeltaFile>()
  const fileOf = async (name: string, header: string): Promise<DeltaFile> => {
    const known = files.get(name)
    if (known) return known
    const made = await DeltaFile.begin(options.folder, name, header)
    files.set(name, made)
    return made
  }
  try {
    const all = await fileOf(`changes-${rangeName(range)}.jsonl`, '')
    for await (const rows of pages(options, range))
      for (const row of rows) {
        const object = options.objects.find((one) => one.object === row.object)
        if (!object) continue
        await (await fileOf(`${row.object}-${rangeName(range)}.csv`, csvHeader(object))).add(csvLine(object, row))
        await all.add(jsonLine(row))
      }
    const names = [...files.keys()].reverse()
    for (const name of names) await files.get(name)?.end()
    return names
  } catch (error) {
    for (const file of files.values()) await file.drop()
    throw error
  }
}

async function* pages(options: DeltaOptions, range: DeltaRange): AsyncGenerator<ChangeRow[]> {
  const objects = options.objects.map((one) => one.object)
  for (let { after } = range; ; ) {
    const rows = await transaction(options.pool, (tx) =>
      changesAfter(tx, { objects, after, until: range.until, limit: ROWS_MAX }),
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

/** A file that has no name yet. */
class DeltaFile {
  readonly #path: string
  readonly #handle: Awaited<ReturnType<typeof open>>
  #lines: string[] = []

  private constructor(path: string, handle: Awaited<ReturnType<typeof open>>, header: string) {
    this.#path = path
    this.#handle = handle
    if (header) this.#lines.push(header)
  }

  static async begin(folder: string, name: string, header: string): Promise<DeltaFile> {
    const path = join(folder, name)
    return new DeltaFile(path, await open(`${path}.part`, 'w', 0o640), header)
  }

  async add(line: string): Promise<void> {
    this.#lines.push(line)
    if (this.#lines.length >= ROWS_MAX) await this.#flush()
  }

  async #flush(): Promise<void> {
    const text = this.#lines.join('')
    this.#lines = []
    await this.#handle.appendFile(text)
  }

  /** On the disk first, then the name: who sees the name sees all of it, also after a power cut. */
  async end(): Promise<void> {
    await this.#flush()
    await this.#handle.sync()
    await this.#handle.close()
    await rename(`${this.#path}.part`, this.#path)
  }

  async drop(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
    await rm(`${this.#path}.part`, { force: true })
  }
}
