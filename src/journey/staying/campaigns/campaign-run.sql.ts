import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { CampaignChannel, LeftOut } from './campaign.ts'
import type { CampaignRow } from './campaigns.sql.ts'

type NoTables = Record<string, never>

/** Customers of running campaigns whose day has come, after the last one seen. */
export async function membersDue(tx: Tx, today: Temporal.PlainDate, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id from reading_campaign c
      join reading_campaign_member m on m.campaign_id = c.id and m.state = 'waiting' and m.planned_on <= ${today}::date
     where c.state = 'running' and m.id > ${after}::bigint
     order by m.id limit ${limit}`.execute(tables<NoTables>(tx))
  return rows.map((row) => row.id)
}

export type MemberRow = {
  id: string
  customer_id: string
  market_location_ids: string[]
  meter_ids: string[]
}

/**
 * Locks a customer who is still to be asked, and the campaign against being stopped meanwhile. Undefined if another worker has this
 * one, if it was asked by now, or if the campaign does not run any more.
 */
export async function takeMember(
  tx: Tx,
  id: string,
): Promise<{ readonly member: MemberRow; readonly campaign: CampaignRow } | undefined> {
  const on = tables<NoTables>(tx)
  const { rows } = await sql<MemberRow & { campaign_id: string }>`
    select id, campaign_id, customer_id, market_location_ids, meter_ids from reading_campaign_member
     where id = ${id} and state = 'waiting' for update skip locked`.execute(on)
  const member = rows[0]
  if (!member) return undefined
  const campaigns = await sql<CampaignRow>`
    select * from reading_campaign where id = ${member.campaign_id} and state = 'running' for share`.execute(on)
  const campaign = campaigns.rows[0]
  return campaign && { member, campaign }
}

export async function markAsked(
  tx: Tx,
  id: string,
  asked: { readonly channel: CampaignChannel; readonly requestId: string | null; readonly now: Temporal.Instant },
): Promise<void> {
  await sql`update reading_campaign_member
               set state = 'asked', channel = ${asked.channel}, request_id = ${asked.requestId}, asked_at = ${asked.now}
             where id = ${id}`.execute(tables<NoTables>(tx))
}

export const markLeftOut = async (tx: Tx, id: string, because: LeftOut): Promise<void> =>
  void (await sql`update reading_campaign_member set state = 'left-out', because = ${because} where id = ${id}`.execute(
    tables<NoTables>(tx),
  ))

/** Whether each place has a value of the last days, or a request that is still open and not overdue. */
export async function standingOf(
  tx: Tx,
  member: MemberRow,
  since: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Promise<{ readonly read: boolean; readonly asked: boolean }> {
  const { rows } = await sql<{ read: boolean; asked: boolean }>`
    select not exists (select from unnest(${member.market_location_ids}::bigint[]) as p(id)
             where not exists (select from reading g where g.market_location_id = p.id and g.read_on >= ${since}::date
                                 and g.status in ('valid', 'in-check') and g.source not in ('estimated', 'calculated'))) as read,
           exists (select from reading_request q where q.customer_id = ${member.customer_id} and q.answered_at is null
                      and q.due_on >= ${today}::date and q.market_location_ids @> ${member.market_location_ids}::bigint[]) as asked`.execute(
    tables<NoTables>(tx),
  )
  return rows[0] ?? { read: false, asked: false }
}

/** Who reads and answers days later has answered; a value of months ago that an import brings has not. */
const DAYS_BEFORE_MAX = 14

/**
 * Notes whose values have come, and who was reminded, over all campaigns that are not done. An answer is a value that came after the
 * question at each of the places, by whatever way; an exchange is answered when the meters are off the wall.
 */
export async function noteAnswers(tx: Tx, now: Temporal.Instant): Promise<void> {
  const on = tables<NoTables>(tx)
  await sql`
    update reading_campaign_member m set answered_at = ${now}
      from reading_campaign c
     where c.id = m.campaign_id and c.state in ('running', 'stopped') and m.state = 'asked' and m.answered_at is null
       and case c.purpose
             when 'exchange' then not exists (select from meter d where d.id = any(m.meter_ids) and d.removed_on is null)
             else not exists (select from unnest(m.market_location_ids) as p(id)
                   where not exists (select from reading g where g.market_location_id = p.id and g.entered_at >= m.asked_at
                                       and g.read_on >= legal_day(m.asked_at) - ${DAYS_BEFORE_MAX}::int and g.status in ('valid', 'in-check') and g.source not in ('estimated', 'calculated')))
           end`.execute(on)
  await sql`
    update reading_campaign_member m set reminded_at = q.reminded_at
      from reading_request q, reading_campaign c
     where c.id = m.campaign_id and c.state in ('running', 'stopped') and q.id = m.request_id and q.reminded_at is not null
       and m.reminded_at is null`.execute(on)
}

/** Campaigns of which everybody was asked and has answered. */
export async function campaignsComplete(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from reading_campaign c
     where c.state = 'running'
       and not exists (select from reading_campaign_member m where m.campaign_id = c.id
                          and (m.state = 'waiting' or (m.state = 'asked' and m.answered_at is null)))`.execute(
    tables<NoTables>(tx),
  )
  return rows.map((row) => row.id)
}
