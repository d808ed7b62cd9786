import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>

/**
 * Where a reader of the feed stands; its row stays locked until the transaction ends: one reader of a name at a time. A reader
 * that is not known begins at the beginning of what the feed still has.
 */
export async function lockReader(tx: Tx, name: string): Promise<string> {
  const on = tables<NoTables>(tx)
  const { rows } = await sql<{
    position: string
  }>`select position from journal_reader where name = ${name} for update`.execute(on)
  if (rows[0]) return rows[0].position
  await sql`insert into journal_reader (name, position) values (${name}, 0) on conflict do nothing`.execute(on)
  return lockReader(tx, name)
}

export async function moveReader(tx: Tx, name: string, position: string): Promise<void> {
  await sql`update journal_reader set position = ${position} where name = ${name}`.execute(tables<NoTables>(tx))
}
