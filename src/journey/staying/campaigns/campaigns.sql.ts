import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { MeterSelection } from '../calibration/meter-selection.contract.ts'
import { selectedMeters } from '../calibration/meter-selection.sql.ts'
import type { CampaignChannel, CampaignPurpose, CampaignState, LeftOut } from './campaign.ts'
import type { NewCampaign } from './campaigns.contract.ts'

export type CampaignRow = {
  id: string
  name: string
  purpose: CampaignPurpose
  state: CampaignState
  selection: MeterSelection
  channels: CampaignChannel[]
  starts_on: Temporal.PlainDate
  due_on: Temporal.PlainDate
  a_day_max: number
  remind_days: number | null
  target_percent: number
  cost_mail_cents: number
  cost_letter_cents: number
  cost_company_cents: number
  started_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
  row_version: number
}

type NoTables = Record<string, never>
const compiled = <Row>(query: ReturnType<typeof sql>): Statement<Row> =>
  query.compile(statements<NoTables>()) as unknown as Statement<Row>

/** Nobody reads a smart meter; an exchange is for every kind. */
const meters = (purpose: CampaignPurpose, selection: MeterSelection, today: Temporal.PlainDate) => sql`
  (select * from (${selectedMeters(selection, today)}) every_meter where ${purpose === 'exchange' ? sql`true` : sql`every_meter.kind <> 'smart'`})`

export type PreviewRow = { commodity: 'power' | 'gas' | 'water' | 'heat'; meters: number; without: number }

/** What a selection would reach, by commodity, and how many customers stand behind it. */
export async function previewOf(
  tx: Tx,
  purpose: CampaignPurpose,
  selection: MeterSelection,
  today: Temporal.PlainDate,
): Promise<{ readonly rows: PreviewRow[]; readonly customers: number }> {
  const on = tables<NoTables>(tx)
  const { rows } = await sql<PreviewRow & { customers: number }>`
    with chosen as materialized ${meters(purpose, selection, today)}
    select commodity, count(customer_id)::int as meters, count(*) filter (where customer_id is null)::int as without,
           (select count(distinct customer_id)::int from chosen) as customers
      from chosen group by commodity order by commodity`.execute(on)
  return { rows, customers: rows[0]?.customers ?? 0 }
}

export async function insertCampaign(
  tx: Tx,
  campaign: NewCampaign,
  by: { readonly staffId?: string; readonly now: Temporal.Instant },
): Promise<string> {
  const { costs } = campaign
  const { rows } = await sql<{ id: string }>`
    insert into reading_campaign (name, purpose, selection, channels, starts_on, due_on, a_day_max, remind_days, target_percent,
                                  cost_mail_cents, cost_letter_cents, cost_company_cents, made_by, made_at)
    values (${campaign.name}, ${campaign.purpose}, ${JSON.stringify(campaign.selection)}::jsonb, ${[...campaign.channels]}::text[],
            ${campaign.startsOn}::date, ${campaign.dueOn}::date, ${campaign.aDayMax}, ${campaign.remindDays ?? null}, ${campaign.targetPercent},
            ${costs.mailCents}, ${costs.letterCents}, ${costs.companyCents}, ${by.staffId ?? null}, ${by.now})
    returning id`.execute(tables<NoTables>(tx))
  return rows[0]?.id as string
}

export async function lockCampaign(tx: Tx, id: string): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`select * from reading_campaign where id = ${id} for update`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]
}

/** @returns the new row version */
export async function setState(tx: Tx, id: string, state: CampaignState, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ row_version: number }>`
    update reading_campaign
       set state = ${state}, row_version = row_version + 1, started_at = coalesce(started_at, case when ${state} = 'running' then ${now}::timestamptz end),
           ended_at = case when ${state} = 'done' then ${now}::timestamptz end
     where id = ${id} returning row_version`.execute(tables<NoTables>(tx))
  return rows[0]?.row_version as number
}

/**
 * Writes down who is asked and when: so many on one weekday, from the first day on, by place so that a reading company has its streets
 * together. Written once; a second call adds nobody. @returns how many customers the campaign has
 */
export async function listMembers(tx: Tx, campaign: CampaignRow, today: Temporal.PlainDate): Promise<number> {
  const on = tables<NoTables>(tx)
  await sql`
    with chosen as ${meters(campaign.purpose, campaign.selection, today)},
    customers as (
      select customer_id, array_agg(distinct market_location_id) as market_location_ids, array_agg(distinct meter_id) as meter_ids,
             row_number() over (order by min(postal_code), min(street), min(house_number), customer_id) - 1 as place
        from chosen where customer_id is not null group by customer_id),
    weekdays as (
      select d::date as day, row_number() over (order by d) - 1 as place
        from generate_series(${campaign.starts_on}::date, ${campaign.starts_on}::date + interval '3 years', interval '1 day') d
       where extract(isodow from d) < 6)
    insert into reading_campaign_member (campaign_id, customer_id, market_location_ids, meter_ids, planned_on)
    select ${campaign.id}, c.customer_id, c.market_location_ids, c.meter_ids, w.day
      from customers c join weekdays w on w.place = c.place / ${campaign.a_day_max}::int
     order by c.place
    on conflict (campaign_id, customer_id) do nothing`.execute(on)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from reading_campaign_member where campaign_id = ${campaign.id}`.execute(on)
  return rows[0]?.n ?? 0
}

export type CampaignView = CampaignRow & {
  waiting: number
  left_out: number
  last_planned_on: Temporal.PlainDate | null
  counts: { channel: CampaignChannel; asked: number; answered: number; reminded: number; overdue: number }[]
}

/** Campaigns with their counts; those that run first. */
export const campaignsStatement = (today: Temporal.PlainDate, id?: string): Statement<CampaignView> =>
  compiled(sql`
    select c.*, coalesce(n.waiting, 0) as waiting, coalesce(n.left_out, 0) as left_out, n.last_planned_on,
           coalesce((select json_agg(k order by array_position(c.channels, k.channel)) from (
             select m.channel, count(*)::int as asked, count(m.answered_at)::int as answered, count(m.reminded_at)::int as reminded,
                    count(*) filter (where m.answered_at is null and c.due_on < ${today}::date)::int as overdue
               from reading_campaign_member m where m.campaign_id = c.id and m.state = 'asked' group by m.channel) k), '[]') as counts
      from reading_campaign c
      left join lateral (
        select count(*) filter (where m.state = 'waiting')::int as waiting, count(*) filter (where m.state = 'left-out')::int as left_out,
               max(m.planned_on) as last_planned_on
          from reading_campaign_member m where m.campaign_id = c.id) n on true
     where ${id === undefined ? sql`true` : sql`c.id = ${id}::bigint`}
     order by array_position('{running,stopped,draft,done}'::text[], c.state), c.id desc limit 100`)

export const reasonsStatement = (id: string): Statement<{ because: LeftOut; customers: number }> =>
  compiled(sql`
    select because, count(*)::int as customers from reading_campaign_member
     where campaign_id = ${id} and state = 'left-out' group by because order by 2 desc`)

export const courseStatement = (id: string): Statement<{ day: Temporal.PlainDate; asked: number; answered: number }> =>
  compiled(sql`
    select day, sum(asked)::int as asked, sum(answered)::int as answered from (
      select legal_day(asked_at) as day, 1 as asked, 0 as answered from reading_campaign_member where campaign_id = ${id} and asked_at is not null
      union all
      select legal_day(answered_at), 0, 1 from reading_campaign_member where campaign_id = ${id} and answered_at is not null) e
     group by day order by day desc limit 60`)
