import { type RawBuilder, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

type Instant = Temporal.Instant
const statementOf = <Row>(query: RawBuilder<Row>): Statement<Row> =>
  query.compile(statements<Record<string, never>>()) as Statement<Row>

/** The rows of a statement inside a transaction. */
export async function rowsOf<Row>(tx: Tx, statement: Statement<Row>): Promise<readonly Row[]> {
  return (await tables<Record<string, never>>(tx).executeQuery(statement)).rows
}

export type MachineRow = {
  readonly id: string
  readonly clientId: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly scopesAllowed: readonly string[]
  readonly callsPerMinute: number | null
  readonly sandboxOf: string | null
  readonly sandboxId: string | null
  readonly people: readonly { readonly id: string; readonly name: string }[]
  readonly disabledAt: Instant | null
  readonly rowVersion: number
  readonly createdAt: Instant
}

const columns = sql`
  c.id, c.client_id as "clientId", c.name, c.scopes, c.scopes_allowed as "scopesAllowed", c.calls_per_minute as "callsPerMinute",
  c.sandbox_of as "sandboxOf", (select s.id from machine_client s where s.sandbox_of = c.id) as "sandboxId",
  c.disabled_at as "disabledAt", c.row_version as "rowVersion", c.created_at as "createdAt",
  coalesce((select jsonb_agg(jsonb_build_object('id', p.id::text, 'name', p.name)) from machine_people(coalesce(c.sandbox_of, c.id)) p),
           '[]') as people`

/** Clients that who sits here looks after; for an administrator all. Sandboxes stand with their client. */
export const machinesStatement = (): Statement<MachineRow> =>
  statementOf(
    sql<MachineRow>`select ${columns} from machine_client c where c.sandbox_of is null order by c.id desc limit 500`,
  )

/** One client, or nothing if it is somebody else's to look after. */
export const machineStatement = (id: string): Statement<MachineRow> =>
  statementOf(sql<MachineRow>`select ${columns} from machine_client c where c.id = ${id} and app_manages_machine(c.id)`)

export type KeyRow = {
  readonly id: string
  readonly label: string
  readonly createdAt: Instant
  readonly endsAt: Instant | null
  readonly lastUsedAt: Instant | null
}

/** Keys that are valid, and those that ended not long ago. */
export const keysStatement = (machineId: string): Statement<KeyRow> =>
  statementOf(sql<KeyRow>`
    select id, label, created_at as "createdAt", ends_at as "endsAt", last_used_at as "lastUsedAt" from machine_key
     where machine_id = ${machineId} and (ends_at is null or ends_at > now() - interval '30 days') order by id desc limit 50`)

export type CallRow = {
  readonly id: string
  readonly askedAt: Instant
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly code: string | null
  readonly fields: readonly { readonly field: string; readonly code: string }[] | null
  readonly requestId: string
}

/** The newest calls of a client, or of those the ones that were refused; the policy of the table shows own clients only. */
export const callsStatement = (
  machineId: string,
  filter: { readonly failed: boolean; readonly before?: string | undefined; readonly limit: number },
): Statement<CallRow> =>
  statementOf(sql<CallRow>`
    select id, asked_at as "askedAt", method, path, status, duration_ms as "durationMs", code, fields, request_id as "requestId"
      from machine_call where machine_id = ${machineId}
       ${filter.failed ? sql`and status >= 400` : sql``} ${filter.before === undefined ? sql`` : sql`and id < ${filter.before}`}
     order by id desc limit ${filter.limit}`)

export type CallSumRow = { readonly calls: number; readonly failed: number; readonly slowMs: number | null }

/** Calls of the last day: how many, how many refused, and the time within which 95 of 100 were answered. */
export const callSumStatement = (machineId: string, now: Instant): Statement<CallSumRow> =>
  statementOf(sql<CallSumRow>`
    select count(*)::int as calls, count(*) filter (where status >= 400)::int as failed,
           percentile_disc(0.95) within group (order by duration_ms) as "slowMs"
      from (select status, duration_ms from machine_call where machine_id = ${machineId} and asked_at > ${now.subtract({ hours: 24 })}
             order by id desc limit 100000) day`)

export type DeveloperRow = { readonly id: string; readonly name: string }
/** Who may be named for a client; nobody but an administrator is told. */
export const developersStatement = (): Statement<DeveloperRow> =>
  statementOf(sql<DeveloperRow>`select id, name from staff_developers()`)
