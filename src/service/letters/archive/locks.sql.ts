import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>

/** Files that letters name and whose lock ends before a day, or that nobody has noted a lock of. */
export async function dueLocks(tx: Tx, before: Temporal.PlainDate, limit: number): Promise<readonly Buffer[]> {
  const { rows } = await sql<{ sha256: Buffer }>`
    select distinct f.sha256 from letter_file f left join letter_lock k on k.sha256 = f.sha256
     where k.sha256 is null or k.locked_until < ${before} limit ${limit}`.execute(tables<NoTables>(tx))
  return rows.map((row) => row.sha256)
}

export async function noteLock(tx: Tx, sha256: Buffer, until: Temporal.PlainDate): Promise<void> {
  await sql`insert into letter_lock (sha256, locked_until) values (${sha256}, ${until})
    on conflict (sha256) do update set locked_until = excluded.locked_until`.execute(tables<NoTables>(tx))
}
