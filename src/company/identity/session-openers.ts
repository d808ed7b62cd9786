import { CompiledQuery } from 'kysely'
import { FRESH_MINUTES } from './confirming/fresh.ts'
import type { CustomerWho, SessionOpener, SessionOpeners, StaffWho } from '#platform/http'

const opener = (
  call: (hash: Buffer) => ReturnType<SessionOpener['statement']>,
  who: SessionOpener['who'],
): SessionOpener => ({ statement: call, who })

type OpenedSession = {
  readonly session_id: string
  readonly account_id: string | null
  readonly customer_id: string
  readonly level: CustomerWho['level']
  readonly rights: string[]
  readonly scope: CustomerWho['scope']
  readonly viewer_staff_id: string | null
}

/** The database finds the session behind a token and derives from it whom the request acts for. */
export const sessionOpeners: SessionOpeners = {
  customer: {
    statement: (hash) => CompiledQuery.raw('select * from session_open($1)', [hash]),
    freshStatement: (hash) => CompiledQuery.raw('select session_is_fresh($1, $2) as fresh', [hash, FRESH_MINUTES * 60]),
    who: (rows) => {
      const row = rows[0] as OpenedSession | undefined
      return (
        row && {
          kind: 'customer',
          sessionId: row.session_id,
          accountId: row.account_id ?? '0',
          customerId: row.customer_id,
          level: row.level,
          rights: row.rights,
          scope: row.scope,
          ...(row.viewer_staff_id && { viewerStaffId: row.viewer_staff_id }),
        }
      )
    },
  },
  staff: opener(
    (hash) => CompiledQuery.raw('select * from staff_session_open($1)', [hash]),
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
    (hash) => CompiledQuery.raw('select * from machine_open($1)', [hash]),
    (rows) => {
      const row = rows[0] as { client_id: string; machine_client_id: string; scopes: string[] } | undefined
      return row && { kind: 'machine', clientId: row.client_id, machineId: row.machine_client_id, scopes: row.scopes }
    },
  ),
}
