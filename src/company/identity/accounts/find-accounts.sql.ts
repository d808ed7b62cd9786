import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

/** A login as staff sees it: who, for whom, and whether somebody is signed in. */
export type FoundAccount = {
  readonly accountId: string
  readonly name: string | null
  readonly email: string | null
  readonly createdAt: Temporal.Instant
  readonly disabledAt: Temporal.Instant | null
  readonly openSessions: number
  readonly lastSeenAt: Temporal.Instant | null
  readonly grants: readonly { customerId: string; shownAs: string | null; level: 'readings' | 'open' }[]
}

/** Logins whose e-mail begins so (nothing where it is empty), and those that act for one of the customers. Fifty at most. */
export async function findAccounts(tx: Tx, email: string, customerIds: readonly string[]): Promise<FoundAccount[]> {
  const { rows } = await sql<FoundAccount>`
    select account_id as "accountId", name, email, created_at as "createdAt", disabled_at as "disabledAt",
           open_sessions as "openSessions", last_seen_at as "lastSeenAt", grants
      from account_find(${email}, ${[...customerIds]}::bigint[])
     where not exists (select from jsonb_array_elements(grants) g
                        where (g ->> 'customerId')::bigint = any (array(select app_closed_customers())))`.execute(
    tables<Record<string, never>>(tx),
  )
  return rows
}
