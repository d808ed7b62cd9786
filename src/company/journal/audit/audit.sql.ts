import { CompiledQuery, sql } from 'kysely'
import { startOfLegalDay } from '#platform/calendar'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AuditAction, AuditTrail } from '#platform/http'

type AuditTable = {
  readonly id: string
  readonly happened_at: Temporal.Instant
  readonly actor_kind: 'staff' | 'viewing'
  readonly staff_id: string
  readonly customer_id: string | null
  readonly action: AuditAction
  readonly route: string
  readonly subject: string | null
  readonly subject_id: string | null
  readonly detail: string | null
  readonly address: string
  readonly request_id: string
}
type Tables = { readonly audit: AuditTable }

/** How the server writes down what staff does. The database adds whose session it is, and the customer behind the thing. */
export const auditTrail: AuditTrail = {
  staff: (entry) =>
    CompiledQuery.raw('select audit_write($1, $2, $3, $4, $5, $6, $7, $8)', [
      entry.action,
      entry.route,
      entry.subject,
      entry.subjectId,
      entry.detail,
      entry.address,
      entry.requestId,
      entry.roles,
    ]),
  closed: ({ subject, subjectId }) =>
    CompiledQuery.raw('select staff_closed_to($1, $2) as closed', [subject, subjectId]),
  viewing: (entry, { staffId, customerId }) =>
    CompiledQuery.raw(
      `insert into audit (actor_kind, staff_id, customer_id, action, route, address, request_id)
       values ('viewing', $1, $2, $3, $4, $5, $6)`,
      [staffId, customerId, entry.action, entry.route, entry.address, entry.requestId],
    ),
}

export type AuditFilter = {
  readonly customer?: string | undefined
  readonly staff?: string | undefined
  readonly action?: AuditAction | undefined
  /** First and last legal day. */
  readonly from?: Temporal.PlainDate | undefined
  readonly until?: Temporal.PlainDate | undefined
  readonly after?: { readonly happenedAt: Temporal.Instant; readonly id: string } | undefined
  readonly limit: number
}

const columns = [
  'id',
  'happened_at as happenedAt',
  'actor_kind as actorKind',
  'staff_id as staffId',
  'customer_id as customerId',
  'action',
  'route',
  'subject',
  'subject_id as subjectId',
  'detail',
  'address',
  'request_id as requestId',
] as const

/** Lines of the log, newest first. Row-level security shows them to who is an auditor. */
export function auditStatement(filter: AuditFilter): Statement {
  let query = statements<Tables>()
    .selectFrom('audit')
    .select(columns)
    .select(sql<string | null>`staff_name(staff_id)`.as('staffName'))
    .orderBy('happened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.customer) query = query.where('customer_id', '=', filter.customer)
  if (filter.staff) query = query.where('staff_id', '=', filter.staff)
  if (filter.action) query = query.where('action', '=', filter.action)
  if (filter.from) query = query.where('happened_at', '>=', startOfLegalDay(filter.from))
  if (filter.until) query = query.where('happened_at', '<', startOfLegalDay(filter.until.add({ days: 1 })))
  const { after } = filter
  if (after)
    query = query.where(sql<boolean>`(happened_at, id) < (${after.happenedAt}::timestamptz, ${after.id}::bigint)`)
  return query.compile()
}

/** A line about a customer as the customer may read it: that, when and why; who of the staff it was stays with the auditor. */
export type AuditRowOf = {
  readonly id: string
  readonly happenedAt: Temporal.Instant
  /** `staff` at the desk, `viewing` while seeing the portal as the customer does. */
  readonly actorKind: 'staff' | 'viewing'
  readonly action: AuditAction
  readonly route: string
  readonly detail: string | null
}

const ROWS_OF_CUSTOMER_MAX = 100_000

/**
 * Everything the log holds about a customer, oldest first, for the customer's data export (GDPR article 15). In a customer's
 * session the policy leaves only the own lines; as worker any customer can be asked for.
 */
export async function auditRowsOf(tx: Tx, customerId: string): Promise<readonly AuditRowOf[]> {
  return tables<Tables>(tx)
    .selectFrom('audit')
    .select(['id', 'happened_at as happenedAt', 'actor_kind as actorKind', 'action', 'route', 'detail'])
    .where('customer_id', '=', customerId)
    .orderBy('happened_at')
    .orderBy('id')
    .limit(ROWS_OF_CUSTOMER_MAX)
    .execute()
}

/** Makes the partitions of the coming months. @returns how many there were to make */
export async function makeAuditPartitions(tx: Tx, until: Temporal.PlainDate): Promise<number> {
  const { rows } = await sql<{ made: number }>`select audit_make_partitions(${until}) as made`.execute(
    tables<Tables>(tx),
  )
  return rows[0]?.made ?? 0
}
