import type pg from 'pg'
import { type FactContext, facts, recordFacts } from '#company/journal'
import { copyIn, transaction, type Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { inspect, type Inspection } from '../csv/encoding.ts'
import type { CsvRecord } from '../csv/reader.ts'
import { type CsvFile, openCsv } from '../csv/records.ts'
import type { Source } from '../csv/source.ts'
import { fileRefused } from '../fault.ts'
import type { BatchCounts, ImportFile } from '../import-file.ts'
import type { NumberStyle } from '../number-style.ts'
import {
  advance,
  closeReferences,
  columnsLedHere,
  endBatch,
  type ImportBatch,
  keepReferences,
  listRefusals,
  openBatch,
  readBatch,
} from './batches.sql.ts'
import { type Header, readHeader, stageLines, voteStyle } from './lines.ts'
import { copyStatement, loadStatement, setUpStatements } from './load.sql.ts'
import { loadLines, runStatements } from './load-lines.ts'

export type ImportProgress = {
  readonly file: string
  readonly lineDone: number
  readonly bytes: number
  readonly bytesTotal: number
  readonly rowsPerSecond: number
}

export type ImportOptions = {
  /** `pools.bulk`: the worker role without pipelining. */
  readonly pool: pg.Pool
  readonly definition: ImportFile
  readonly source: Source
  readonly now: () => Temporal.Instant
  /** Who or what brings the file: a command of an operator, or a program. */
  readonly machineId?: string
  /** How numbers are written, if the file alone does not tell. */
  readonly numbers?: 'plain' | 'german'
  /** Ends after the batch that is under way; the same file goes on from there. */
  readonly signal?: AbortSignal
  readonly progress?: (progress: ImportProgress) => void
  readonly linesPerBatch?: number
}

export type ImportResult = {
  readonly batch: ImportBatch
  readonly resumed: boolean
  readonly unknownColumns: readonly string[]
  readonly encoding: string
}

/** Measured: 1,000 lines cost a third more per line, 50,000 gain nothing and hold five times the memory. */
const LINES_PER_BATCH = 10_000

type Run = ImportOptions & {
  readonly header: Header
  readonly untouched: ReadonlySet<string>
  readonly statements: readonly string[]
  readonly batchId: string
}

/**
 * Imports one file: checks it, stores it in batches of 10,000 lines, and keeps the line number with each batch, so that it
 * can be stopped anywhere and goes on. The next batch is read while the database works on the one before.
 * @throws Refusal if the file as a whole cannot be read; the lines before that are in and the run is marked as failed
 */
export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const { source } = options
  const inspection = await inspect(source)
  const csv = await openCsv(source, inspection.encoding)
  try {
    return await importRecords(options, inspection, csv)
  } finally {
    await csv.close()
  }
}

async function importRecords(options: ImportOptions, inspection: Inspection, csv: CsvFile): Promise<ImportResult> {
  const { pool, definition, source } = options
  const header = readHeader(definition, csv.header, source.name)
  const { batch, resumed, led } = await transaction(pool, async (tx) => {
    const opened = await openBatch(tx, definition.file, inspection.sha256, options.now())
    const columns = definition.loads.flatMap((load) => load.fields.map((field) => field.column))
    return { ...opened, led: await columnsLedHere(tx, definition.object, columns) }
  })
  const run = prepare(options, header, new Set([...led, ...header.missing]), batch.id)
  try {
    const batches = csv.batches(options.linesPerBatch ?? LINES_PER_BATCH)
    const stopped = await runBatches(run, batches, batch, inspection.bytes)
    const ended = await transaction(pool, (tx) => finish(run, tx, stopped))
    return { batch: ended, resumed, unknownColumns: header.unknown, encoding: inspection.encoding }
  } catch (error) {
    await noteFailure(run, error)
    throw error
  }
}

function prepare(options: ImportOptions, header: Header, untouched: ReadonlySet<string>, batchId: string): Run {
  const { definition } = options
  const notes = definition.loads.length > 1 || definition.loads.some((load) => load.after)
  const statements = definition.loads.map((load, at) =>
    loadStatement(definition, load, untouched, { first: at === 0, notes }),
  )
  return { ...options, header, untouched, statements, batchId }
}

async function finish(run: Run, tx: Tx, stopped: boolean): Promise<ImportBatch> {
  if (!stopped)
    for (const load of run.definition.loads)
      if (load.laterReferences) await closeReferences(tx, run.batchId, load.laterReferences)
  await endBatch(tx, run.batchId, stopped ? 'stopped' : 'done', run.now(), null)
  return readBatch(tx, run.batchId)
}

/** The run must not stay "running" for ever; if even that cannot be written, the error itself matters more. */
async function noteFailure(run: Run, error: unknown): Promise<void> {
  const failure = error instanceof Refusal ? `${error.code} ${JSON.stringify(error.figures)}` : 'exchange.our-fault'
  await transaction(run.pool, (tx) => endBatch(tx, run.batchId, 'failed', run.now(), failure)).catch(() => undefined)
}

type Batches = AsyncGenerator<{ readonly records: CsvRecord[]; readonly bytes: number }>

/** @returns true if it was stopped before the end */
async function runBatches(run: Run, batches: Batches, batch: ImportBatch, bytesTotal: number): Promise<boolean> {
  let style: NumberStyle = run.numbers ?? 'unknown'
  let lineDone = batch.lineDone
  let storing: Promise<void> = Promise.resolve()
  let rows = 0
  const started = performance.now()
  try {
    for await (const { records, bytes } of batches) {
      if (style === 'unknown') style = voteStyle(run.definition, run.header, records)
      const fresh = records.filter((record) => record.line > lineDone)
      const last = fresh.at(-1)
      if (!last) continue
      const staged = stageLines(run.definition, run.header, fresh, style)
      await storing
      if (run.signal?.aborted) return true
      const [from, to] = [lineDone, last.line]
      lineDone = to
      rows += fresh.length
      const rowsPerSecond = Math.round((rows / (performance.now() - started)) * 1000)
      storing = storeBatch(run, staged, fresh.length, from, to).then(() =>
        run.progress?.({ file: run.definition.file, lineDone: to, bytes, bytesTotal, rowsPerSecond }),
      )
      // A failure is thrown at the next `await storing`; until then it must not count as unhandled.
      storing.catch(() => undefined)
    }
  } finally {
    await storing
  }
  return false
}

async function storeBatch(
  run: Run,
  staged: ReturnType<typeof stageLines>,
  rows: number,
  from: number,
  to: number,
): Promise<void> {
  const { definition, batchId } = run
  const now = run.now()
  await transaction(run.pool, async (tx) => {
    await runStatements(tx, setUpStatements(definition))
    if (staged.staged > 0) await copyIn(tx, copyStatement(definition), staged.rows)
    await listRefusals(tx, batchId, staged.faults)
    const loaded = await loadLines(tx, definition, run.statements, { batch: batchId, from: from + 1, to, now })
    for (const load of definition.loads)
      if (load.laterReferences) await keepReferences(tx, batchId, load.laterReferences.open)
    const counts: BatchCounts = {
      ...loaded,
      rows,
      refused: loaded.refused + staged.refused,
      same: rows - staged.refused - loaded.refused - loaded.inserted - loaded.updated - loaded.conflicting,
    }
    if (!(await advance(tx, batchId, from, to, counts)))
      throw fileRefused('exchange.file.runs-elsewhere', run.source.name, from)
    await recordBatch(run, tx, counts, now)
  })
}

async function recordBatch(run: Run, tx: Tx, counts: BatchCounts, now: Temporal.Instant): Promise<void> {
  const own = run.definition.fact?.(run.batchId, counts)
  const { rows, refused, conflicting } = counts
  const changed = counts.inserted + counts.updated
  const payload = { batchId: run.batchId, file: run.definition.file, rows, changed, refused, conflicting }
  const context: FactContext = {
    channel: 'import',
    actor: run.machineId ? { kind: 'machine', id: run.machineId } : { kind: 'system' },
    occurredAt: now,
  }
  await recordFacts(tx, [{ ...(own ?? { kind: facts.rowsImported, payload }), context }])
}
