import { CompiledQuery, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { ReadingReason } from './reading.ts'
import { type CustomerRef, forCustomer } from './customer-ref.ts'
import { rowsOf } from './readings.sql.ts'

export type RequestTable = {
  id: string
  customer_id: string
  market_location_ids: string[]
  reason: ReadingReason
  asked_at: Temporal.Instant
  due_on: Temporal.PlainDate
  answered_at: Temporal.Instant | null
  link_token_hash: Buffer | null
  link_ends_at: Temporal.Instant | null
  reminded_at: Temporal.Instant | null
  reminder_token_hash: Buffer | null
  overdue_at: Temporal.Instant | null
  overdue_ended_at: Temporal.Instant | null
  /** The way that was chosen for it; null where the customer's own was taken. */
  sent_by: 'e-mail' | 'letter' | 'portal' | null
  remind_days: number | null
}
type RequestTables = { reading_request: RequestTable }

export type OpenRequestRow = Pick<
  RequestTable,
  'id' | 'customer_id' | 'market_location_ids' | 'reason' | 'due_on' | 'asked_at'
>
const openColumns = ['id', 'customer_id', 'market_location_ids', 'reason', 'due_on', 'asked_at'] as const

/** Readings that the customer has been asked for and not handed in, the most urgent first. */
export const openRequestsStatement = (customer: CustomerRef): Statement<OpenRequestRow> => openRequestsOf(customer, {})

const openRequestsOf = forCustomer(
  (customer) =>
    statements<RequestTables>()
      .selectFrom('reading_request')
      .select(openColumns)
      .where('customer_id', '=', customer)
      .where('answered_at', 'is', null)
      .orderBy('due_on')
      .orderBy('id')
      .limit(20)
      .compile() as Statement<OpenRequestRow>,
)

export const loadOpenRequests = (tx: Tx, customer: CustomerRef): Promise<OpenRequestRow[]> =>
  rowsOf(tx, openRequestsStatement(customer))

/** The request that a link was sent for, unless the link has ended. */
export function linkedRequestStatement(linkHash: Buffer, now: Temporal.Instant): Statement<OpenRequestRow> {
  return statements<RequestTables>()
    .selectFrom('reading_request')
    .select(openColumns)
    .where((eb) => eb.or([eb('link_token_hash', '=', linkHash), eb('reminder_token_hash', '=', linkHash)]))
    .where('answered_at', 'is', null)
    .where('link_ends_at', '>', now)
    .compile() as Statement<OpenRequestRow>
}

/** Locks the request behind a link, so that two people who hold it come one after the other. Ended ones, too. */
export async function lockLinkedRequest(tx: Tx, linkHash: Buffer): Promise<RequestTable | undefined> {
  return tables<RequestTables>(tx)
    .selectFrom('reading_request')
    .selectAll()
    .where((eb) => eb.or([eb('link_token_hash', '=', linkHash), eb('reminder_token_hash', '=', linkHash)]))
    .forUpdate()
    .executeTakeFirst()
}

export type NewRequest = {
  customerId: string
  marketLocationIds: readonly string[]
  reason: ReadingReason
  askedAt: Temporal.Instant
  dueOn: Temporal.PlainDate
  linkTokenHash: Buffer
  linkEndsAt: Temporal.Instant
  sentBy: RequestTable['sent_by']
  remindDays: number | null
}

export async function insertRequest(tx: Tx, request: NewRequest): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into reading_request (customer_id, market_location_ids, reason, asked_at, due_on, link_token_hash, link_ends_at,
                                 sent_by, remind_days)
    values (${request.customerId}, ${[...request.marketLocationIds]}::bigint[], ${request.reason}, ${request.askedAt},
            ${request.dueOn}, ${request.linkTokenHash}, ${request.linkEndsAt}, ${request.sentBy}, ${request.remindDays})
    returning id`.execute(tables<RequestTables>(tx))
  return rows[0]?.id as string
}

/** Takes back what is still open for these locations: a newer request takes its place, and its link ends. */
export async function endOpenRequests(
  tx: Tx,
  customerId: string,
  marketLocationIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`update reading_request set answered_at = ${now}
             where customer_id = ${customerId} and answered_at is null
               and market_location_ids <@ ${[...marketLocationIds]}::bigint[]`.execute(tables<RequestTables>(tx))
}

/** Marks requests as answered when each of their locations has got a reading since it was asked for. */
export const answerRequestsStatement = (customerId: string, now: Temporal.Instant): Statement =>
  CompiledQuery.raw(ANSWER_REQUESTS, [now, customerId])

const ANSWER_REQUESTS = `
  update reading_request q set answered_at = $1
   where q.customer_id = $2 and q.answered_at is null
     and not exists (
       select 1 from unnest(q.market_location_ids) as asked(location)
        where not exists (select 1 from reading g
                           where g.market_location_id = asked.location and g.entered_at >= q.asked_at
                             and g.status in ('valid', 'in-check')))`

export const answerRequests = async (tx: Tx, customerId: string, now: Temporal.Instant): Promise<void> =>
  void (await tables<RequestTables>(tx).executeQuery(answerRequestsStatement(customerId, now)))
