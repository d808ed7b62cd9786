import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

/** Of these customers those whose records are closed to whoever looks: protected, or the own ones. For lists; single things have their door. */
export async function closedAmong(tx: Tx, customerIds: readonly (string | null)[]): Promise<ReadonlySet<string>> {
  const ids = customerIds.filter((id) => id !== null)
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select c::text as id from app_closed_customers() c where c = any (${ids}::bigint[])`.execute(
    tables<Record<string, never>>(tx),
  )
  return new Set(rows.map((row) => row.id))
}
