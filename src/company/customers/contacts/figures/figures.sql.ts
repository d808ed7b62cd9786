import { sql } from 'kysely'
import { statements, tables, type Statement, type Tx } from '#platform/database'
import type { WindowDays } from './definitions.ts'

type NoTables = Record<string, never>

export type Period = {
  readonly from: Temporal.PlainDate
  /** The last day. */
  readonly to: Temporal.PlainDate
  readonly days: WindowDays
  readonly now: Temporal.Instant
}
export type Dimension = 'topic' | 'channel' | 'phase' | 'week'

/** What a contact is counted under; weeks begin on Monday in Germany. */
const bucketOf = {
  topic: sql`c.topic`,
  channel: sql`c.channel`,
  phase: sql`c.phase`,
  week: sql`to_char(date_trunc('week', c.began_at at time zone 'Europe/Berlin'), 'YYYY-MM-DD')`,
} as const

const again = (order: 'after' | 'before', days: number) => sql`exists (
  select from contact n where n.direction = 'in' and n.customer_id = c.customer_id and n.topic = c.topic
     and ${
       order === 'after'
         ? sql`n.began_at >= c.began_at and n.began_at <= c.began_at + make_interval(hours => ${days * 24}) and (n.began_at, n.id) > (c.began_at, c.id)`
         : sql`n.began_at <= c.began_at and n.began_at >= c.began_at - make_interval(hours => ${days * 24}) and (n.began_at, n.id) < (c.began_at, c.id)`
     }
     and (n.contract_id is null or c.contract_id is null or n.contract_id = c.contract_id))`

/** Every contact of the period with what the definitions say of it, as one set. */
const judged = ({ from, to, days, now }: Period, by: Dimension) => sql`
  select c.id, c.customer_id, c.channel, c.topic, c.phase, c.outcome, c.solved, c.began_at, ${bucketOf[by]} as bucket,
         ${again('after', days)} as followed, ${again('before', days)} as repeats,
         c.began_at + make_interval(hours => ${days * 24}) > ${now}::timestamptz as unclosed
    from contact c
   where c.direction = 'in' and c.customer_id is not null
     and c.began_at >= ${from}::date::timestamp at time zone 'Europe/Berlin' and c.began_at < (${to}::date + 1)::timestamp at time zone 'Europe/Berlin'`

export type CountedRow = { bucket: string; contacts: number; open: number; followed: number; repeats: number }

export const countedStatement = (period: Period, by: Dimension): Statement<CountedRow> =>
  sql`
    select bucket, count(*)::int as contacts, count(*) filter (where unclosed and not followed)::int as open,
           count(*) filter (where followed)::int as followed, count(*) filter (where repeats)::int as repeats
      from (${judged(period, by)}) j group by bucket order by ${by === 'week' ? sql`bucket` : sql`contacts desc, bucket`}`.compile(
    statements<NoTables>(),
  ) as unknown as Statement<CountedRow>

export const unknownStatement = ({ from, to }: Period): Statement<{ n: number }> =>
  sql`select count(*)::int as n from contact c where c.direction = 'in' and c.customer_id is null
       and c.began_at >= ${from}::date::timestamp at time zone 'Europe/Berlin' and c.began_at < (${to}::date + 1)::timestamp at time zone 'Europe/Berlin'`.compile(
    statements<NoTables>(),
  ) as unknown as Statement<{ n: number }>

export type RateRow = { month: string; contacts: number; contract_days: string; days: number }

/**
 * Contacts and contract days by month. Contracts are read once, as the days on which some begin or end; how many are active
 * on a day is the sum of all changes up to it.
 */
export const ratesStatement = ({ from, to, now }: Period): Statement<RateRow> =>
  sql`
    with span as (select date_trunc('month', ${from}::date)::date as first, least((date_trunc('month', ${to}::date) + interval '1 month')::date - 1, legal_day(${now}::timestamptz)) as last),
    changes as (
      select day, sum(n) as n from (
        select starts_on as day, count(*) as n from contract group by 1
        union all select ends_on + 1, -count(*) from contract where ends_on is not null group by 1) both_sides group by day),
    days as (
      select d::date as day, coalesce((select sum(n) from changes, span where changes.day < span.first), 0)
             + sum(coalesce(c.n, 0)) over (order by d) as active
        from span cross join lateral generate_series(first, last, interval '1 day') d left join changes c on c.day = d::date),
    talked as (
      select to_char(began_at at time zone 'Europe/Berlin', 'YYYY-MM') as month, count(*)::int as contacts from contact, span
       where direction = 'in' and began_at >= first::timestamp at time zone 'Europe/Berlin' and began_at < (last + 1)::timestamp at time zone 'Europe/Berlin' group by 1)
    select to_char(day, 'YYYY-MM') as month, coalesce(max(t.contacts), 0)::int as contacts, sum(active)::text as contract_days, count(*)::int as days
      from days left join talked t on t.month = to_char(day, 'YYYY-MM') group by 1 order by 1`.compile(
    statements<NoTables>(),
  ) as unknown as Statement<RateRow>

export type BehindRow = {
  id: string
  customerId: string
  channel: string
  topic: string
  phase: string
  outcome: string
  solved: boolean | null
  beganAt: Temporal.Instant
  followed: boolean
  repeats: boolean
  open: boolean
}

const onlyThese = {
  all: sql`true`,
  followed: sql`followed`,
  repeats: sql`repeats`,
  open: sql`(unclosed and not followed)`,
} as const

/** The contacts behind a figure, the newest first. */
export async function contactsBehind(
  tx: Tx,
  period: Period,
  of: {
    by: Dimension
    key?: string | undefined
    only: keyof typeof onlyThese
    before?: { at: string; id: string } | undefined
    limit: number
  },
): Promise<BehindRow[]> {
  const { rows } = await sql<BehindRow>`
    select id, customer_id as "customerId", channel, topic, phase, outcome, solved, began_at as "beganAt", followed, repeats,
           unclosed and not followed as open
      from (${judged(period, of.by)}) j
     where ${onlyThese[of.only]} ${of.key === undefined ? sql`` : sql`and bucket = ${of.key}`}
       ${of.before ? sql`and (began_at, id) < (${of.before.at}::timestamptz, ${of.before.id}::bigint)` : sql``}
     order by began_at desc, id desc limit ${of.limit}`.execute(tables<NoTables>(tx))
  return rows
}
