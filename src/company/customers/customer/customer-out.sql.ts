import { sql } from 'kysely'
import type { ColumnValues, Json, ObjectState } from '#company/exchange'
import { tables, type Tx } from '#platform/database'
import { customerColumns } from './customer-view.sql.ts'

type NoTables = Record<string, never>

/** Customers as the API gives them, with the note of their last change here. */
export async function customerStates(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ObjectState>> {
  const { rows } = await sql<{ id: string; changed_here_at: Temporal.Instant | null }>`
    select ${customerColumns}, c.changed_here_at from customer c where c.id = any(${ids}::bigint[])`.execute(
    tables<NoTables>(tx),
  )
  return new Map(
    rows.map(({ changed_here_at: changedHereAt, ...state }) => [state.id, { state: state as Json, changedHereAt }]),
  )
}

/** Opens the row for imports again, if nobody has changed it since. */
export async function releaseCustomer(tx: Tx, id: string, changedHereAt: Temporal.Instant): Promise<void> {
  await sql`update customer set changed_here_at = null where id = ${id} and changed_here_at = ${changedHereAt}`.execute(
    tables<NoTables>(tx),
  )
}

/** Columns of a customer as text; the row stays locked. */
export async function customerValues(
  tx: Tx,
  id: string,
  columns: readonly string[],
): Promise<ColumnValues | undefined> {
  const list = sql.join(columns.map((column) => sql`${sql.ref(column)}::text`))
  const { rows } = await sql<
    Record<string, string | null>
  >`select ${list} from customer where id = ${id} for update`.execute(tables<NoTables>(tx))
  return rows[0]
}

/** Stores values that another system leads. @returns the new row version */
export async function storeCustomerValues(tx: Tx, id: string, values: ColumnValues): Promise<number> {
  const sets = Object.entries(values).map(([column, value]) =>
    column === 'birth_date' ? sql`birth_date = ${value}::date` : sql`${sql.ref(column)} = ${value}`,
  )
  const { rows } = await sql<{ row_version: number }>`
    update customer set ${sql.join(sets)}, row_version = row_version + 1 where id = ${id} returning row_version`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]?.row_version as number
}
