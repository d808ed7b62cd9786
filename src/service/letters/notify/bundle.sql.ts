import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type Via = 'e-mail' | 'sms' | 'push'

/** All that is to be told to one address now. */
export type Bundle = {
  readonly customerId: string
  readonly via: Via
  readonly address: string
  readonly language: 'de' | 'en'
  readonly noticeIds: readonly string[]
  readonly letters: number
  /** True if all of it was told before and is still not opened. */
  readonly isReminder: boolean
}

/**
 * Takes notices that are due, and with them all that waits for the same addresses, locked to the end of the transaction. What was opened
 * or withdrawn meanwhile is dropped. Channels that are stopped are left out.
 */
export async function takeBundles(tx: Tx, now: Temporal.Instant, limit: number): Promise<Bundle[]> {
  const { rows: due } = await sql<{ customerId: string; via: Via; address: string }>`
    select n.customer_id as "customerId", n.via, n.address from letter_notice n
     where n.state = 'waiting' and n.not_before <= ${now}
       and not exists (select 1 from notice_stop s where s.via = n.via and s.released_at is null)
     order by n.not_before, n.id limit ${limit} for update skip locked`.execute(on(tx))
  if (due.length === 0) return []
  const { rows } = await sql<Bundle>`
    with due as (select distinct * from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as d ("customerId" bigint, via text, address text)),
    mine as (
      select n.id, n.letter_id, n.act, n.customer_id, n.via, n.address, n.language from letter_notice n
        join due d on d."customerId" = n.customer_id and d.via = n.via and d.address = n.address
       where n.state = 'waiting' order by n.id for update of n
    ), gone as (
      update letter_notice n set state = 'dropped' from mine m join letter l on l.id = m.letter_id
       where n.id = m.id and (l.state <> 'published' or exists (
             select 1 from letter_event e where e.letter_id = m.letter_id and e.what in ('opened', 'downloaded')))
      returning n.id
    )
    select m.customer_id as "customerId", m.via, m.address, min(m.language) as language, array_agg(m.id order by m.id) as "noticeIds",
           count(distinct m.letter_id)::int as letters, bool_and(m.act <> 'notice') as "isReminder"
      from mine m where m.id not in (select id from gone) group by m.customer_id, m.via, m.address order by min(m.id)`.execute(
    on(tx),
  )
  return rows
}

/** Notes the message that tells them. */
export async function handOver(tx: Tx, noticeIds: readonly string[], messageKey: string): Promise<void> {
  await sql`update letter_notice set state = 'handed-over', message_key = ${messageKey}
             where id = any(${[...noticeIds]}::bigint[])`.execute(on(tx))
}

/** Puts off what a limit holds back. */
export async function putOff(tx: Tx, noticeIds: readonly string[], until: Temporal.Instant): Promise<void> {
  await sql`update letter_notice set not_before = ${until} where id = any(${[...noticeIds]}::bigint[])`.execute(on(tx))
}

export type Limit = { readonly aDayMax: number; readonly anAddressMax: number }

export async function limitsOf(tx: Tx): Promise<ReadonlyMap<Via, Limit>> {
  const { rows } = await sql<Limit & { via: Via }>`
    select via, a_day_max as "aDayMax", an_address_max as "anAddressMax" from notice_limit`.execute(on(tx))
  return new Map(rows.map((row) => [row.via, row]))
}

/** Counts one more of the day, if it is within the limit. @returns whether it was */
export async function countOne(tx: Tx, day: Temporal.PlainDate, scope: string, max: number): Promise<boolean> {
  const { rows } = await sql<{ sent: number }>`
    insert into notice_count as c (day, scope, sent) values (${day}::date, ${scope}, 1)
    on conflict (day, scope) do update set sent = c.sent + 1 where c.sent < ${max} returning c.sent`.execute(on(tx))
  return rows.length > 0
}

/** Takes so many of what is left of the day. @returns how many there were */
export async function takeOfDay(
  tx: Tx,
  day: Temporal.PlainDate,
  scope: string,
  wanted: number,
  max: number,
): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with before as (
      insert into notice_count (day, scope, sent) values (${day}::date, ${scope}, 0) on conflict (day, scope) do update set sent = notice_count.sent
      returning sent
    ), taken as (select greatest(0, least(${wanted}::int, ${max}::int - sent)) as n from before)
    select n as taken from taken`.execute(on(tx))
  const taken = rows[0]?.taken ?? 0
  await sql`update notice_count set sent = sent + ${taken} where day = ${day}::date and scope = ${scope}`.execute(
    on(tx),
  )
  return taken
}

/** The link with which the reader of this address ends the messages. */
export async function farewellToken(tx: Tx, customerId: string, address: string): Promise<string> {
  const { rows } = await sql<{ token: string }>`
    insert into notice_farewell (customer_id, address) values (${customerId}, ${address})
    on conflict (customer_id, address) do update set address = excluded.address returning token`.execute(on(tx))
  const token = rows[0]?.token
  if (token === undefined) throw new Error('A farewell has a token.')
  return token.replace(/=+$/, '')
}

export async function farewellOf(
  tx: Tx,
  token: string,
): Promise<{ readonly customerId: string; readonly address: string } | undefined> {
  const { rows } = await sql<{ customerId: string; address: string }>`
    select customer_id as "customerId", address from notice_farewell where token = ${token} or token = ${`${token}=`}`.execute(
    on(tx),
  )
  return rows[0]
}
