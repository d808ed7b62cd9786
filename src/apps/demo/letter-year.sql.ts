import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>

/** Customers of the demo that nobody signs in as. */
export async function otherCustomers(tx: Tx, known: readonly string[], limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from customer where customer_number <> all(${[...known]}::text[])
     and restricted_at is null order by id limit ${limit}`.execute(tables<NoTables>(tx))
  return rows.map((row) => row.id)
}

type PastContact = {
  readonly customerId: string
  readonly topic: string
  readonly beganAt: Temporal.Instant
  readonly seconds: number
}

/** Calls after letters of the demo's past. */
export async function addPastContacts(tx: Tx, list: readonly PastContact[]): Promise<void> {
  const rows = JSON.stringify(list.map((one, at) => ({ ...one, at, beganAt: one.beganAt.toString() })))
  await sql`insert into contact (contact_key, customer_id, channel, topic, phase, outcome, solved, began_at, duration_s)
    select 'letter-year-' || c.at, c."customerId", 'phone', c.topic, t.phase, 'answered', true, c."beganAt", c.seconds
      from jsonb_to_recordset(${rows}::jsonb) as c(at int, "customerId" bigint, topic text, "beganAt" timestamptz, seconds int)
      join contact_topic t on t.code = c.topic on conflict do nothing`.execute(tables<NoTables>(tx))
}
