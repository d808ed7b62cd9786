import { createHash } from 'node:crypto'
import { lstat, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type pg from 'pg'
import { facts, recordFacts } from '#company/journal'
import type { Clock } from '#platform/clock'
import { transaction } from '#platform/database'
import type { LetterArchive } from '../store/archive.ts'
import { type IndexLine, IndexRefused, readCsvIndex, readXmlIndex } from './index-file.ts'
import { FILE_BYTES_MAX, type Inspected } from './inspection.ts'
import { type CheckedOrRefused, checkFinished, type HandedIn, takeFinished } from './take-finished.ts'
import { type BatchCount, doneLines, endBatch, type LineOutcome, linesOf, noteLines, openBatch } from './take.sql.ts'

export type FolderOptions = {
  readonly pool: pg.Pool
  readonly archive: Pick<LetterArchive, 'putAll'>
  readonly inspect: (bytes: Uint8Array) => Promise<Inspected>
  readonly clock: Clock
}

/** Lines that are looked at together and committed together: what a stop costs to do again. */
const CHUNK = 20
const INDEX_BYTES_MAX = 64 * 1_048_576
export const REPORT = 'report.csv'
export const INDEXES = ['index.csv', 'index.xml'] as const

const by = (now: Temporal.Instant) => ({ channel: 'import', actor: { kind: 'system' }, now }) as const

/**
 * Takes a folder of finished letters by its index. Stopped anywhere, it goes on behind the last committed line; the same index a
 * second time does nothing. What is refused is written down with its reason, the rest goes in. At the end `report.csv` says what
 * became of each line.
 * @throws IndexRefused if the index cannot be read as a whole
 */
export async function takeFolder(options: FolderOptions, folder: string): Promise<BatchCount> {
  const { pool, clock } = options
  const { bytes, lines } = await readIndex(folder)
  const sha256 = createHash('sha256').update(bytes).digest()
  const batch = await transaction(pool, (tx) =>
    openBatch(tx, { folder: basename(folder), sha256, lines: lines.length }, clock.now()),
  )
  const done = await transaction(pool, (tx) => doneLines(tx, batch.id))
  const left = lines.filter((one) => !done.has(one.line))
  for (let at = 0; at < left.length; at += CHUNK) await takeChunk(options, folder, batch.id, left.slice(at, at + CHUNK))
  await transaction(pool, async (tx) => {
    const now = clock.now()
    const count = await endBatch(tx, batch.id, now)
    if (!count) return
    const payload = { batchId: batch.id, taken: count.taken, refused: count.refused }
    const context = { channel: 'import', actor: { kind: 'system' }, occurredAt: now } as const
    await recordFacts(tx, [{ kind: facts.lettersTaken, payload, context }])
  })
  const outcomes = await transaction(pool, (tx) => linesOf(tx, batch.id))
  await writeReport(folder, outcomes)
  return {
    taken: outcomes.filter((one) => one.outcome === 'taken').length,
    known: outcomes.filter((one) => one.outcome === 'known').length,
    refused: outcomes.filter((one) => one.outcome === 'refused').length,
  }
}

async function readIndex(folder: string): Promise<{ bytes: Buffer; lines: readonly IndexLine[] }> {
  for (const name of INDEXES) {
    const bytes = await plainFile(join(folder, name), INDEX_BYTES_MAX)
    if (bytes) return { bytes, lines: name === 'index.csv' ? readCsvIndex(bytes) : readXmlIndex(bytes) }
  }
  throw new IndexRefused('There is no index.csv and no index.xml.')
}

/** A file that really lies there: no link to elsewhere, no device, not larger than it may be. */
async function plainFile(path: string, bytesMax: number): Promise<Buffer | undefined> {
  const found = await lstat(path).catch(() => undefined)
  return found?.isFile() && found.size <= bytesMax ? readFile(path) : undefined
}

async function takeChunk(
  options: FolderOptions,
  folder: string,
  batchId: string,
  lines: readonly IndexLine[],
): Promise<void> {
  const checked = await Promise.all(lines.map((one) => checkLine(options, folder, one)))
  const now = options.clock.now()
  await transaction(options.pool, async (tx) => {
    const outcomes: LineOutcome[] = []
    for (const [at, { line, key }] of lines.entries()) {
      const one = checked[at] as CheckedOrRefused
      const taken =
        'refused' in one ? ({ outcome: 'refused', reason: one.refused } as const) : await takeFinished(tx, one, by(now))
      const refused = taken.outcome === 'refused'
      outcomes.push({
        line,
        sourceKey: key,
        outcome: taken.outcome,
        reason: refused ? taken.reason : null,
        letterId: refused ? null : taken.letterId,
      })
    }
    await noteLines(tx, batchId, outcomes)
  })
}

async function checkLine(options: FolderOptions, folder: string, { entry }: IndexLine): Promise<CheckedOrRefused> {
  if (!entry) return { refused: 'wrong-line' }
  // One byte more than a letter may have, so that what is too large is told from what is missing.
  const read = (name: string) => plainFile(join(folder, name), FILE_BYTES_MAX * 10)
  const pdf = await read(entry.file)
  const further: HandedIn['further'][number][] = []
  for (const one of entry.further) {
    const bytes = await read(one.file)
    if (!bytes) return { refused: 'missing-file' }
    further.push({ about: one.about, pdf: bytes })
  }
  if (!pdf) return { refused: 'missing-file' }
  return checkFinished({ about: entry.about, pdf, further }, options.inspect, options.archive)
}

async function writeReport(folder: string, outcomes: readonly LineOutcome[]): Promise<void> {
  const rows = outcomes.map((one) =>
    [one.line, cell(one.sourceKey), one.outcome, one.reason ?? '', one.letterId ?? ''].join(';'),
  )
  const unfinished = join(folder, `.${REPORT}.part`)
  await writeFile(unfinished, `line;key;outcome;reason;letter_id\n${rows.map((row) => `${row}\n`).join('')}`)
  await rename(unfinished, join(folder, REPORT))
}

/** Quoted, and no formula for a spreadsheet (OWASP, CSV Injection). */
const cell = (text: string): string => `"${text.replace(/^[=+@\t\r-]/, "'$&").replaceAll('"', '""')}"`
