import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

export type OpenSessions = {
  readonly customer: readonly { readonly sessionId: string; readonly customerId: string }[]
  readonly staff: readonly { readonly sessionId: string }[]
}

/**
 * Which sessions still stand, by the rules of session_open and staff_session_open. It is no visit: a page that is only left
 * open does not keep its session from running out.
 */
export async function openSessions(
  tx: Tx,
  ids: { readonly customer: readonly string[]; readonly staff: readonly string[] },
): Promise<OpenSessions> {
  const on = tables<AccountTables>(tx)
  const customer = await sql<{ sessionId: string; customerId: string }>`
    select s.id as "sessionId", s.customer_id as "customerId"
      from session s
      join account a on a.id = s.account_id and a.disabled_at is null
      join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
       and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
     where s.id = any(${[...ids.customer]}::bigint[]) and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - make_interval(secs => s.idle_seconds)`.execute(on)
  const staff = await sql<{ sessionId: string }>`
    select s.id as "sessionId"
      from staff_session s join staff f on f.id = s.staff_id and f.disabled_at is null
     where s.id = any(${[...ids.staff]}::bigint[]) and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - make_interval(secs => s.idle_seconds)`.execute(on)
  return { customer: customer.rows, staff: staff.rows }
}
