import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { RequestTable } from './requests.sql.ts'

type Tables = { reading_request: RequestTable }

/** Open requests whose reminder is due: so many days after the day asked for as they say themselves, or else as the rules do. */
export async function requestsToRemind(
  tx: Tx,
  today: Temporal.PlainDate,
  remindDays: number,
  after: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from reading_request
     where answered_at is null and reminded_at is null and due_on <= ${today}::date - coalesce(remind_days, ${remindDays}::smallint) and id > ${after}::bigint
     order by id limit 500`.execute(tables<Tables>(tx))
  return rows.map((row) => row.id)
}

/** Open requests that were reminded long enough ago and are still without a value. */
export async function requestsOverdue(
  tx: Tx,
  before: Temporal.PlainDate,
  remindedBefore: Temporal.Instant,
  after: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from reading_request
     where answered_at is null and overdue_at is null and due_on <= ${before}::date
       and reminded_at <= ${remindedBefore}::timestamptz and id > ${after}::bigint
     order by id limit 500`.execute(tables<Tables>(tx))
  return rows.map((row) => row.id)
}

/** Requests that became a task and have been answered since. */
export async function requestsAnsweredLate(tx: Tx, after: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from reading_request
     where overdue_at is not null and overdue_ended_at is null and answered_at is not null and id > ${after}::bigint
     order by id limit 500`.execute(tables<Tables>(tx))
  return rows.map((row) => row.id)
}

/** Locks a request; undefined if another worker has it at this moment. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestTable | undefined> {
  return tables<Tables>(tx)
    .selectFrom('reading_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export async function markReminded(
  tx: Tx,
  id: string,
  link: { readonly hash: Buffer; readonly endsAt: Temporal.Instant } | undefined,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update reading_request
               set reminded_at = ${now}, reminder_token_hash = ${link?.hash ?? null},
                   link_ends_at = greatest(link_ends_at, ${link?.endsAt ?? null}::timestamptz)
             where id = ${id}`.execute(tables<Tables>(tx))
}

export const markOverdue = async (tx: Tx, id: string, now: Temporal.Instant): Promise<void> =>
  void (await sql`update reading_request set overdue_at = ${now} where id = ${id}`.execute(tables<Tables>(tx)))

export const markOverdueEnded = async (tx: Tx, id: string, now: Temporal.Instant): Promise<void> =>
  void (await sql`update reading_request set overdue_ended_at = ${now} where id = ${id}`.execute(tables<Tables>(tx)))

export const loadRequest = (tx: Tx, id: string): Promise<RequestTable | undefined> =>
  tables<Tables>(tx).selectFrom('reading_request').selectAll().where('id', '=', id).executeTakeFirst()
