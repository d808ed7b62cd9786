import { CompiledQuery, sql } from 'kysely'
import { sendTogether, tables, type Tx } from '#platform/database'
import type { PersonalTable } from './personal-tables.ts'

/** One moment for all tables: nothing is half before and half after a change. First statement of the transaction. */
export async function freeze(tx: Tx): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(tables<Record<string, never>>(tx))
}

export type CopiedRow = Readonly<Record<string, unknown>>

/** What an export of one table takes at most, so that a job does not end in memory; more is an error and a task, never a cut. */
const ROWS_MAX = 500_000

/** What is never given out, whatever the table: hashes, tokens, and who of the staff it was. */
const isClosed = (column: string): boolean => /(^|_)(hash|secret|staff_id)$/.test(column)

/** The rows of one table that belong into the copy, oldest first. Files stay named by their hash. */
export async function rowsOf(
  tx: Tx,
  table: PersonalTable,
  whose: { readonly customerId: string; readonly accountId: string },
): Promise<readonly CopiedRow[]> {
  // Table and condition are the program's own text (personal-tables.ts); the ids are values.
  const text = `select to_jsonb(t) as row from ${table.table} t
     where ${table.where} and $1::bigint is not null and $2::bigint is not null limit ${ROWS_MAX + 1}`
  const [rows] = await sendTogether(tx, [CompiledQuery.raw(text, [whose.customerId, whose.accountId])])
  const found = (rows ?? []) as readonly { readonly row: CopiedRow }[]
  if (found.length > ROWS_MAX)
    throw new Error(`${table.table} has more than ${ROWS_MAX} rows of customer ${whose.customerId}.`)
  return found.map(({ row }) =>
    Object.fromEntries(
      Object.entries(row).filter(([column]) => !isClosed(column) && !(table.without ?? []).includes(column)),
    ),
  )
}
