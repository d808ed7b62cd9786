import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { LineFault } from '../fault.ts'
import type { BatchCounts } from '../import-file.ts'

type BatchTable = {
  id: string
  file: string
  content_sha256: Buffer
  state: 'running' | 'stopped' | 'done' | 'failed'
  line_done: string
  rows_read: string
  rows_new: string
  rows_changed: string
  rows_same: string
  rows_refused: string
  rows_conflicting: string
  started_at: Temporal.Instant
  ended_at: Temporal.Instant | null
  failure: string | null
}
type RefusalTable = { batch_id: string; line: string; column_name: string; code: string; value_shown: string | null }
type LeadingTable = { object: string; field: string; system: string }
type ReferenceTable = { batch_id: string; line: string; source_key: string; reference: string }
type OwnTables = {
  import_batch: BatchTable
  import_refusal: RefusalTable
  leading_system: LeadingTable
  import_reference: ReferenceTable
}

/** One run over one file (Importlauf): how far it is and what became of its lines. */
export type ImportBatch = {
  readonly id: string
  readonly file: string
  readonly state: BatchTable['state']
  /** Line of the file up to which everything is in. */
  readonly lineDone: number
  readonly read: number
  readonly inserted: number
  readonly updated: number
  readonly same: number
  readonly refused: number
  readonly conflicting: number
  readonly startedAt: Temporal.Instant
  readonly endedAt: Temporal.Instant | null
  readonly failure: string | null
}

export function toBatch(row: unknown): ImportBatch {
  const batch = row as BatchTable
  return {
    id: batch.id,
    file: batch.file,
    state: batch.state,
    lineDone: Number(batch.line_done),
    read: Number(batch.rows_read),
    inserted: Number(batch.rows_new),
    updated: Number(batch.rows_changed),
    same: Number(batch.rows_same),
    refused: Number(batch.rows_refused),
    conflicting: Number(batch.rows_conflicting),
    startedAt: batch.started_at,
    endedAt: batch.ended_at,
    failure: batch.failure,
  }
}

/** The unfinished run over the same content, or a new one. */
export async function openBatch(
  tx: Tx,
  file: string,
  sha256: Buffer,
  now: Temporal.Instant,
): Promise<{ readonly batch: ImportBatch; readonly resumed: boolean }> {
  const found = await tables<OwnTables>(tx)
    .updateTable('import_batch')
    .set({ state: 'running', failure: null, ended_at: null })
    .where('file', '=', file)
    .where('content_sha256', '=', sha256)
    .where('state', '<>', 'done')
    .returningAll()
    .executeTakeFirst()
  if (found) return { batch: toBatch(found), resumed: Number(found.line_done) > 0 }
  const made = await tables<OwnTables>(tx)
    .insertInto('import_batch')
    .values({ file, content_sha256: sha256, started_at: now } as never)
    .returningAll()
    .executeTakeFirstOrThrow()
  return { batch: toBatch(made), resumed: false }
}

/**
 * Moves the line number on, if it still stands where this run left it.
 * @returns false if another run over the same file is ahead
 */
export async function advance(tx: Tx, id: string, from: number, to: number, counts: BatchCounts): Promise<boolean> {
  const result = await sql`
    update import_batch
       set line_done = ${to}, rows_read = rows_read + ${counts.rows}, rows_new = rows_new + ${counts.inserted},
           rows_changed = rows_changed + ${counts.updated}, rows_same = rows_same + ${counts.same},
           rows_refused = rows_refused + ${counts.refused}, rows_conflicting = rows_conflicting + ${counts.conflicting}
     where id = ${id} and line_done = ${from}`.execute(tables<OwnTables>(tx))
  return (result.numAffectedRows ?? 0n) === 1n
}

export async function endBatch(
  tx: Tx,
  id: string,
  state: 'stopped' | 'done' | 'failed',
  now: Temporal.Instant,
  failure: string | null,
): Promise<void> {
  await tables<OwnTables>(tx)
    .updateTable('import_batch')
    .set({ state, ended_at: now, failure })
    .where('id', '=', id)
    .execute()
}

export async function readBatch(tx: Tx, id: string): Promise<ImportBatch> {
  const row = await tables<OwnTables>(tx)
    .selectFrom('import_batch')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return toBatch(row)
}

export async function listRefusals(tx: Tx, batchId: string, faults: readonly LineFault[]): Promise<void> {
  if (faults.length === 0) return
  await sql`
    insert into import_refusal (batch_id, line, column_name, code, value_shown)
    select ${batchId}::bigint, line, "column", code, shown
      from jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) as f(line bigint, "column" text, code text, shown text)
    on conflict do nothing`.execute(tables<OwnTables>(tx))
}

/** Columns of an object that this house leads; an import fills them in new rows and never changes them. */
export async function columnsLedHere(tx: Tx, object: string, columns: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tables<OwnTables>(tx)
    .selectFrom('leading_system')
    .select(['field', 'system'])
    .where('object', '=', object)
    .execute()
  const systems = new Map(rows.map((row) => [row.field, row.system]))
  const led = columns.filter((column) => (systems.get(column) ?? systems.get('*') ?? 'import') === 'kundenwerk')
  return new Set(led)
}

export async function keepReferences(tx: Tx, batchId: string, open: string): Promise<void> {
  await sql`
    insert into import_reference (batch_id, line, source_key, reference)
    select ${batchId}::bigint, o.line, o.source_key, o.reference from (${sql.raw(open)}) o(line, source_key, reference)
    on conflict do nothing`.execute(tables<OwnTables>(tx))
}

/** Sets what can be set now; what is left refers to nothing and is listed. @returns the number of lines left */
export async function closeReferences(
  tx: Tx,
  batchId: string,
  later: { readonly close: string; readonly column: string; readonly code: string },
): Promise<number> {
  const on = tables<OwnTables>(tx)
  await sql`
    with open_reference as (select line, source_key, reference from import_reference where batch_id = ${batchId}),
         closed (line) as (${sql.raw(later.close)})
    update import_reference r set done = true from closed where r.batch_id = ${batchId} and r.line = closed.line`.execute(
    on,
  )
  const left = await sql`
    with gone as (delete from import_reference where batch_id = ${batchId} returning line, reference, done)
    insert into import_refusal (batch_id, line, column_name, code, value_shown)
    select ${batchId}::bigint, line, ${later.column}, ${later.code}, left(reference, 100) from gone where not done
    on conflict do nothing`.execute(on)
  return Number(left.numAffectedRows ?? 0n)
}

export const batchStatement = (id: string): Statement =>
  statements<OwnTables>().selectFrom('import_batch').selectAll().where('id', '=', id).compile()

export const batchesStatement = (limit: number): Statement =>
  statements<OwnTables>().selectFrom('import_batch').selectAll().orderBy('id', 'desc').limit(limit).compile()

/** Refused lines in the order of the file; `after` is the last line seen. */
export const refusalsStatement = (batchId: string, after: number, limit: number): Statement =>
  statements<OwnTables>()
    .selectFrom('import_refusal')
    .select(['line', 'column_name', 'code', 'value_shown'])
    .where('batch_id', '=', batchId)
    .where('line', '>', String(after))
    .orderBy('line')
    .orderBy('column_name')
    .limit(limit)
    .compile()

export const toLineFault = (row: unknown): LineFault => {
  const refusal = row as RefusalTable
  return { line: Number(refusal.line), column: refusal.column_name, code: refusal.code, shown: refusal.value_shown }
}
