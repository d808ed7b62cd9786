import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { LadderStep } from './ladder.ts'

type NoTables = Record<string, never>

/** A delivery whose next step is due. */
export type DueStep = {
  readonly letterId: string
  readonly customerId: string
  readonly way: 'digital' | 'both' | 'elsewhere'
  readonly step: number
  readonly steps: readonly LadderStep[]
  readonly urgent: boolean
  readonly bundleMinutes: number
  readonly isPublished: boolean
  readonly isOpened: boolean
  readonly publishedAt: Temporal.Instant
  readonly actionDueOn: Temporal.PlainDate | null
  /** Addresses that have been told already. */
  readonly told: readonly string[]
  /** Addresses at which a message about this letter did not arrive. */
  readonly failed: readonly string[]
  /** People beside the customer's own addresses who are to be told. */
  readonly people: readonly string[]
}

/** Takes due steps, locked to the end of the transaction; two programs never take the same. */
export async function takeDueSteps(tx: Tx, now: Temporal.Instant, limit: number): Promise<DueStep[]> {
  const { rows } = await sql<DueStep>`
    with due as (
      select letter_id from letter_delivery where next_step_at <= ${now} order by next_step_at, letter_id limit ${limit}
         for update skip locked
    )
    select d.letter_id as "letterId", d.customer_id as "customerId", d.way, d.step, a.urgent, a.bundle_minutes as "bundleMinutes",
           l.state = 'published' as "isPublished", l.published_at as "publishedAt", l.action_due_on as "actionDueOn",
           exists (select 1 from letter_event e where e.letter_id = d.letter_id and e.what in ('opened', 'downloaded')) as "isOpened",
           coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'afterDays', s.after_days, 'act', s.act) order by s.step)
                       from escalation_step s where s.ladder = d.ladder), '[]') as steps,
           coalesce((select array_agg(n.address) from letter_notice n where n.letter_id = d.letter_id), '{}') as told,
           coalesce((select array_agg(n.address) from letter_notice n where n.letter_id = d.letter_id and n.state = 'failed'), '{}') as failed,
           '{}'::text[] as people
      from due join letter_delivery d on d.letter_id = due.letter_id
      join letter l on l.id = d.letter_id join escalation_ladder a on a.code = d.ladder
     order by d.letter_id`.execute(tables<NoTables>(tx))
  return rows
}

export type StepDone = {
  readonly letterId: string
  readonly step: number
  readonly nextStepAt: Temporal.Instant | null
  readonly endedBecause: 'opened' | 'on-paper' | 'ended-letter' | 'last-step' | null
}

export async function storeSteps(tx: Tx, list: readonly StepDone[]): Promise<void> {
  await sql`update letter_delivery d set step = s.step, next_step_at = s."nextStepAt", ended_because = s."endedBecause"
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as s ("letterId" bigint, step smallint, "nextStepAt" timestamptz, "endedBecause" text)
     where d.letter_id = s."letterId"`.execute(tables<NoTables>(tx))
}

export type NewNotice = {
  readonly letterId: string
  readonly customerId: string
  readonly step: number
  readonly act: 'notice' | 'other-channel' | 'reminder'
  readonly via: 'e-mail' | 'sms' | 'push'
  readonly address: string
  readonly language: 'de' | 'en'
  readonly notBefore: Temporal.Instant
}

export async function insertNotices(tx: Tx, list: readonly NewNotice[]): Promise<void> {
  if (list.length === 0) return
  await sql`
    insert into letter_notice (letter_id, customer_id, step, act, via, address, language, not_before)
    select n."letterId", n."customerId", n.step, n.act, n.via, n.address, n.language, n."notBefore"
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n ("letterId" bigint, "customerId" bigint, step smallint, act text,
           via text, address text, language text, "notBefore" timestamptz)
    on conflict (letter_id, step, via, address) do nothing`.execute(tables<NoTables>(tx))
}
