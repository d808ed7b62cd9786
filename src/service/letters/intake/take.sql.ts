import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { LetterTables } from '../store/letter-tables.ts'

type IntakeTables = LetterTables & {
  letter_batch: { id: string }
  letter_batch_line: { batch_id: string }
}

/** A letter of this source and key that is there already, with the content of its first file. */
export async function letterBySource(
  tx: Tx,
  source: string,
  key: string,
): Promise<{ readonly id: string; readonly customerId: string; readonly sha256: Buffer | null } | undefined> {
  const { rows } = await sql<{ id: string; customerId: string; sha256: Buffer | null }>`
    select l.id, l.customer_id as "customerId", f.sha256 from letter l
      left join letter_file f on f.letter_id = l.id and f.position = 0
     where l.source = ${source} and l.source_key = ${key}`.execute(tables<LetterTables>(tx))
  return rows[0]
}

/** Adds a kind that nobody has classified. @returns true if it is new */
export async function meetKind(tx: Tx, code: string, title: string): Promise<boolean> {
  const { rows } = await sql<{ code: string }>`
    insert into letter_kind (code, title_de, title_en, importance, category, confirmed)
    values (${code}, ${title.slice(0, 100)}, ${title.slice(0, 100)}, 'information', 'account', false)
    on conflict (code) do nothing returning code`.execute(tables<LetterTables>(tx))
  return rows.length > 0
}

/** A contract of this customer by its number, through the view of supply. */
export async function contractOf(tx: Tx, customerId: string, contractNumber: string): Promise<string | undefined> {
  const { rows } = await sql<{ contract_id: string }>`
    select contract_id from supply where customer_id = ${customerId} and contract_number = ${contractNumber}`.execute(
    tables<LetterTables>(tx),
  )
  return rows[0]?.contract_id
}

export type Batch = { readonly id: string; readonly endedAt: Temporal.Instant | null }

/** The batch of this very index file: the same content is the same batch, wherever it lies. */
export async function openBatch(
  tx: Tx,
  batch: { readonly folder: string; readonly sha256: Buffer; readonly lines: number },
  now: Temporal.Instant,
): Promise<Batch> {
  const { rows } = await sql<Batch>`
    with made as (
      insert into letter_batch (folder, index_sha256, lines, begun_at)
      values (${batch.folder.slice(0, 200)}, ${batch.sha256}, ${batch.lines}, ${now})
      on conflict (index_sha256) do nothing returning id, ended_at
    )
    select id, ended_at as "endedAt" from made
    union all select id, ended_at from letter_batch where index_sha256 = ${batch.sha256} limit 1`.execute(
    tables<IntakeTables>(tx),
  )
  return rows[0] as Batch
}

export async function doneLines(tx: Tx, batchId: string): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ line: number }>`select line from letter_batch_line where batch_id = ${batchId}`.execute(
    tables<IntakeTables>(tx),
  )
  return new Set(rows.map((row) => row.line))
}

export type LineOutcome = {
  readonly line: number
  readonly sourceKey: string
  readonly outcome: 'taken' | 'known' | 'refused'
  readonly reason: string | null
  readonly letterId: string | null
}

export async function noteLines(tx: Tx, batchId: string, lines: readonly LineOutcome[]): Promise<void> {
  const rows = JSON.stringify(
    lines.map((one) => ({
      line: one.line,
      source_key: one.sourceKey,
      outcome: one.outcome,
      reason: one.reason,
      letter_id: one.letterId,
    })),
  )
  await sql`insert into letter_batch_line (batch_id, line, source_key, outcome, reason, letter_id)
    select ${batchId}, line, source_key, outcome, reason, letter_id
      from jsonb_to_recordset(${rows}::jsonb) as done(line integer, source_key text, outcome text, reason text, letter_id bigint)
    on conflict (batch_id, line) do nothing`.execute(tables<IntakeTables>(tx))
}

export type BatchCount = { readonly taken: number; readonly known: number; readonly refused: number }

/** Ends a batch once. @returns its counts, or undefined if it had ended before */
export async function endBatch(tx: Tx, batchId: string, now: Temporal.Instant): Promise<BatchCount | undefined> {
  const on = tables<IntakeTables>(tx)
  const ended = await sql<{ id: string }>`
    update letter_batch set ended_at = ${now} where id = ${batchId} and ended_at is null returning id`.execute(on)
  if (ended.rows.length === 0) return undefined
  const { rows } = await sql<BatchCount>`
    select count(*) filter (where outcome = 'taken')::int as taken, count(*) filter (where outcome = 'known')::int as known,
           count(*) filter (where outcome = 'refused')::int as refused
      from letter_batch_line where batch_id = ${batchId}`.execute(on)
  return rows[0]
}

export async function linesOf(tx: Tx, batchId: string): Promise<readonly LineOutcome[]> {
  const { rows } = await sql<LineOutcome>`
    select line, source_key as "sourceKey", outcome, reason, letter_id as "letterId"
      from letter_batch_line where batch_id = ${batchId} order by line`.execute(tables<IntakeTables>(tx))
  return rows
}
