import { sql } from 'kysely'
import { statements } from '#platform/database'
import type { CustomerWho, SessionOpener, SessionOpeners, StaffWho } from '#platform/http'

type Row = Record<string, unknown>

const opener = (
  call: (hash: Buffer) => ReturnType<SessionOpener['statement']>,
  who: SessionOpener['who'],
): SessionOpener => ({ statement: call, who })

/** The database finds the session behind a token and derives from it whom the request acts for. */
export const sessionOpeners: SessionOpeners = {
  customer: opener(
    (hash) => statements<Row>().selectFrom(sql<Row>`session_open(${hash})`.as('s')).selectAll().compile(),
    (rows) => {
      const row = rows[0] as
        | { session_id: string; account_id: string; customer_id: string; level: CustomerWho['level']; rights: string[] }
        | undefined
      return (
        row && {
          kind: 'customer',
          sessionId: row.session_id,
          accountId: row.account_id,
          customerId: row.customer_id,
          level: row.level,
          rights: row.rights,
        }
      )
    },
  ),
  staff: opener(
    (hash) => statements<Row>().selectFrom(sql<Row>`staff_session_open(${hash})`.as('s')).selectAll().compile(),
    (rows) => {
      const row = rows[0] as
        | { session_id: string; staff_id: string; name: string; roles: StaffWho['roles'] }
        | undefined
      return (
        row && { kind: 'staff', sessionId: row.session_id, staffId: row.staff_id, name: row.name, roles: row.roles }
      )
    },
  ),
  machine: opener(
    (hash) => statements<Row>().selectFrom(sql<Row>`machine_open(${hash})`.as('s')).selectAll().compile(),
    (rows) => {
      const row = rows[0] as { client_id: string; scopes: string[] } | undefined
      return row && { kind: 'machine', clientId: row.client_id, scopes: row.scopes }
    },
  ),
}
