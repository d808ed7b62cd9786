import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

/** Released deletions that are not carried out, the oldest first. */
export async function releasedDeletions(tx: Tx): Promise<readonly string[]> {
  return (
    await sql<{ id: string }>`select id from letter_deletion where state = 'released' order by id`.execute(on(tx))
  ).rows.map((row) => row.id)
}

/** Letters of a deletion that wait, with whether they are due on this day still. */
export async function openItems(
  tx: Tx,
  deletionId: string,
  today: Temporal.PlainDate,
  limit: number,
): Promise<
  readonly { readonly letterId: string; readonly customerId: string; readonly due: boolean; readonly held: boolean }[]
> {
  await sql`select set_config('app.today', ${today.toString()}, true)`.execute(on(tx))
  const { rows } = await sql<{ letterId: string; customerId: string; due: boolean; held: boolean }>`
    select i.letter_id as "letterId", l.customer_id as "customerId", coalesce(letter_due(l.id), false) as due, letter_held(l.id, l.customer_id) as held
      from letter_deletion_item i join letter l on l.id = i.letter_id
     where i.deletion_id = ${deletionId} and i.outcome is null order by i.letter_id limit ${limit} for update of i`.execute(
    on(tx),
  )
  return rows
}

/**
 * Erases letters that are due and released: the row stays with its number, kind and day, so that the chain can be walked; all that it
 * said goes. The database refuses it for any other.
 */
export async function eraseRows(tx: Tx, ids: readonly string[], now: Temporal.Instant): Promise<void> {
  const list = sql`${ids}::bigint[]`
  await sql`update letter set state = 'erased', title = '–', source_key = 'erased-' || id, contract_id = null, ended_at = null, ended_because = null,
      row_version = row_version + 1 where id = any(${list})`.execute(on(tx))
  await sql`insert into letter_file_left (sha256, since)
    select distinct f.sha256, ${now}::timestamptz from letter_file f where f.letter_id = any(${list})
       and not exists (select 1 from letter_file o where o.sha256 = f.sha256 and o.letter_id <> all(${list}))
    on conflict do nothing`.execute(on(tx))
  for (const table of ['letter_content', 'letter_file', 'letter_event', 'letter_feedback', 'letter_question'])
    await sql`delete from ${sql.table(table)} where letter_id = any(${list})`.execute(on(tx))
  // Jobs and notices stay as figures; where they went to goes.
  await sql`update print_job set recipient = array['–'] where letter_id = any(${list})`.execute(on(tx))
  await sql`update letter_notice set address = 'erased-' || id where letter_id = any(${list})`.execute(on(tx))
  await sql`insert into letter_record (letter_id, act) select id, 'erased' from letter where id = any(${list}) order by id`.execute(
    on(tx),
  )
}

export async function noteOutcome(
  tx: Tx,
  deletionId: string,
  ids: readonly string[],
  outcome: 'erased' | 'held' | 'not-due',
): Promise<void> {
  if (ids.length === 0) return
  await sql`update letter_deletion_item set outcome = ${outcome} where deletion_id = ${deletionId} and letter_id = any(${ids}::bigint[])`.execute(
    on(tx),
  )
}

export async function noteDone(tx: Tx, deletionId: string, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ erased: number }>`
    update letter_deletion set state = 'done', done_at = ${now}, row_version = row_version + 1 where id = ${deletionId}
    returning (select count(*)::int from letter_deletion_item i where i.deletion_id = letter_deletion.id and i.outcome = 'erased') as erased`.execute(
    on(tx),
  )
  return rows[0]?.erased ?? 0
}

export async function filesLeft(tx: Tx, limit: number): Promise<readonly Buffer[]> {
  // One that a new letter names again stays.
  await sql`delete from letter_file_left k where exists (select 1 from letter_file f where f.sha256 = k.sha256)`.execute(
    on(tx),
  )
  return (
    await sql<{ sha256: Buffer }>`select sha256 from letter_file_left order by since limit ${limit}`.execute(on(tx))
  ).rows.map((row) => row.sha256)
}

export async function noteGone(tx: Tx, sha256: Buffer): Promise<void> {
  await sql`delete from letter_file_left where sha256 = ${sha256}`.execute(on(tx))
  await sql`delete from letter_lock where sha256 = ${sha256}`.execute(on(tx))
}

export type Leaving = { readonly customerId: string; readonly until: Temporal.PlainDate }

/** Customers whose letters end soon and who have not been told of that day. */
export async function leavingCustomers(tx: Tx, today: Temporal.PlainDate, limit: number): Promise<readonly Leaving[]> {
  const { rows } = await sql<Leaving>`
    with rule as (select months, notice_days from letter_view_rule where valid_from <= ${today} order by valid_from desc limit 1),
    ended as (
      select customer_id, max(ends_on) as last_day from contract group by customer_id
      having not bool_or(ends_on is null) and max(ends_on) >= (${today}::date - interval '11 years'))
    select e.customer_id as "customerId", (e.last_day + make_interval(months => r.months))::date as until
      from ended e cross join rule r
     where (e.last_day + make_interval(months => r.months))::date between ${today}::date and ${today}::date + r.notice_days
       and exists (select 1 from letter l where l.customer_id = e.customer_id and l.state in ('published', 'withdrawn', 'replaced'))
       and not exists (select 1 from letter_view_told t where t.customer_id = e.customer_id
                          and t.until = (e.last_day + make_interval(months => r.months))::date)
     order by 2, 1 limit ${limit}`.execute(on(tx))
  return rows
}

/** @returns false if it was told before */
export async function noteTold(tx: Tx, leaving: Leaving, now: Temporal.Instant): Promise<boolean> {
  const { rows } =
    await sql`insert into letter_view_told (customer_id, until, told_at) values (${leaving.customerId}, ${leaving.until}, ${now})
    on conflict do nothing returning until`.execute(on(tx))
  return rows.length > 0
}
