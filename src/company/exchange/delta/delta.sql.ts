import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>

export type DeltaRange = { readonly after: string; readonly until: string }

/**
 * The range to write next: the one that was begun and not ended, else all changes since then, so many at most. Locks it until
 * the transaction ends. @returns undefined if there is nothing new
 */
export async function planRange(tx: Tx, name: string, changesMax: number): Promise<DeltaRange | undefined> {
  const on = tables<NoTables>(tx)
  await sql`insert into exchange_delta (name) values (${name}) on conflict do nothing`.execute(on)
  const { rows } = await sql<{ after: string; planned: string | null }>`
    select written_until as after, planned_until as planned from exchange_delta where name = ${name} for update`.execute(
    on,
  )
  const [row] = rows
  if (!row) return undefined
  if (row.planned !== null) return { after: row.after, until: row.planned }
  const next = await sql<{ until: string | null }>`
    select max(id) as until from (select id from exchange_change where id > ${row.after} order by id limit ${changesMax}) next`.execute(
    on,
  )
  const until = next.rows[0]?.until ?? null
  if (until === null) return undefined
  await sql`update exchange_delta set planned_until = ${until} where name = ${name}`.execute(on)
  return { after: row.after, until }
}

/** The range is on the disk under its name. */
export async function endRange(tx: Tx, name: string, until: string): Promise<void> {
  await sql`
    update exchange_delta set written_until = ${until}, planned_until = null
     where name = ${name} and planned_until = ${until}`.execute(tables<NoTables>(tx))
}
