import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Via } from './bundle.sql.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type ToldLetter = {
  readonly letterId: string
  readonly customerId: string
  readonly contractId: string | null
  readonly via: Via
}

/** Notes what became of a message. @returns its letters, each once */
export async function noteOutcome(
  tx: Tx,
  messageKey: string,
  outcome: 'sent' | 'delivered' | 'failed',
): Promise<ToldLetter[]> {
  const { rows } = await sql<ToldLetter>`
    with noted as (
      update letter_notice set state = ${outcome}
       where message_key = ${messageKey} and state <> 'failed' and state <> ${outcome} and not (state = 'delivered' and ${outcome} = 'sent')
      returning letter_id, via
    )
    select distinct l.id as "letterId", l.customer_id as "customerId", l.contract_id as "contractId", n.via
      from noted n join letter l on l.id = n.letter_id order by l.id`.execute(on(tx))
  return rows
}

/** The next step of these letters is due at once: somebody else has to be told, or another way taken. */
export async function hurry(tx: Tx, letterIds: readonly string[], now: Temporal.Instant): Promise<void> {
  await sql`update letter_delivery set next_step_at = ${now}, ended_because = null
             where letter_id = any(${[...letterIds]}::bigint[]) and way = 'digital'
               and (next_step_at is not null or ended_because = 'last-step')`.execute(on(tx))
}

/** Counts a message of this hour that left or came back. */
export async function countHealth(tx: Tx, via: Via, what: 'sent' | 'bounced', now: Temporal.Instant): Promise<void> {
  await sql`
    insert into notice_health as h (hour, via, sent, bounced)
    values (date_trunc('hour', ${now}::timestamptz), ${via}, ${what === 'sent' ? 1 : 0}, ${what === 'bounced' ? 1 : 0})
    on conflict (hour, via) do update set sent = h.sent + excluded.sent, bounced = h.bounced + excluded.bounced`.execute(
    on(tx),
  )
}

/**
 * Stops a channel if too much of the last 24 hours came back, counted since it was last released. @returns the figures if it was stopped now
 */
export async function stopIfBad(
  tx: Tx,
  via: Via,
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly sent: number; readonly bounced: number } | undefined> {
  const { rows } = await sql<{ id: string; sent: number; bounced: number }>`
    with day as (
      select coalesce(sum(h.sent), 0)::int as sent, coalesce(sum(h.bounced), 0)::int as bounced from notice_health h
       where h.via = ${via} and h.hour > ${now.subtract({ hours: 24 })}
         and h.hour >= coalesce((select date_trunc('hour', max(s.released_at)) + interval '1 hour' from notice_stop s where s.via = ${via}), '-infinity')
    )
    insert into notice_stop (via, sent, bounced, stopped_at)
    select ${via}, day.sent, day.bounced, ${now} from day, notice_limit m
     where m.via = ${via} and day.sent >= m.stop_after and day.bounced * 100 > day.sent * m.bounce_percent_max
    on conflict do nothing returning id, sent, bounced`.execute(on(tx))
  return rows[0]
}

/** Letters that count as received by now because they were posted, one batch. */
export async function receivedByPost(
  tx: Tx,
  today: Temporal.PlainDate,
  limit: number,
): Promise<{ readonly letterId: string; readonly customerId: string; readonly contractId: string | null }[]> {
  const { rows } = await sql<{ letterId: string; customerId: string; contractId: string | null }>`
    with due as (
      select j.id, j.letter_id from print_job j
        join lateral (select after_days from receipt_rule r
                       where r.way = case when j.registered then 'registered' else 'post' end
                         and r.valid_from <= (j.posted_at at time zone 'Europe/Berlin')::date order by r.valid_from desc limit 1) r on true
       where j.state = 'posted' and not j.receipt_noted
         and j.posted_at < ((${today}::date - r.after_days + 1)::timestamp at time zone 'Europe/Berlin')
       order by j.posted_at limit ${limit} for update of j skip locked
    ), noted as (
      update print_job j set receipt_noted = true from due where j.id = due.id returning due.letter_id
    )
    select l.id as "letterId", l.customer_id as "customerId", l.contract_id as "contractId"
      from noted n join letter l on l.id = n.letter_id order by l.id`.execute(on(tx))
  return rows
}
