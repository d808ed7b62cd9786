import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Importance } from '../store/letter-tables.ts'
import type { Because, Way } from './way.ts'

type NoTables = Record<string, never>

/** What is known of a letter in the moment in which it is published. */
export type ToPlan = {
  readonly letterId: string
  readonly customerId: string
  readonly importance: Importance
  readonly onPaperByNature: boolean
  readonly sourcePosts: boolean
  readonly toldDirectly: boolean
  readonly kindWay: 'digital' | 'post'
  readonly rule: { readonly id: string; readonly demands: 'post' | 'registered' } | null
  readonly ladder: string
}

/** One statement for a whole batch. Called while the orders are still there. */
export async function lettersToPlan(tx: Tx, ids: readonly string[], day: Temporal.PlainDate): Promise<ToPlan[]> {
  const { rows } = await sql<ToPlan>`
    select l.id as "letterId", l.customer_id as "customerId", l.importance, k.by_post or coalesce(o.on_paper, false) as "onPaperByNature",
           coalesce(s.posts_itself, l.source <> 'kundenwerk') as "sourcePosts", coalesce(o.told_directly, false) as "toldDirectly",
           coalesce((select w.way from letter_kind_way w where w.kind = l.kind order by w.id desc limit 1), 'post') as "kindWay",
           (select jsonb_build_object('id', r.id::text, 'demands', r.demands) from delivery_rule r
             where r.kind = l.kind and r.valid_from <= ${day}::date and (r.valid_to is null or r.valid_to >= ${day}::date)
             order by r.demands desc, r.id limit 1) as rule,
           coalesce(e.ladder, l.importance) as ladder
      from letter l join letter_kind k on k.code = l.kind
      left join letter_order o on o.letter_id = l.id
      left join letter_source s on s.source = l.source
      left join escalation_of_kind e on e.kind = l.kind
     where l.id = any(${[...ids]}::bigint[]) order by l.id`.execute(tables<NoTables>(tx))
  return rows
}

export type NewDelivery = {
  readonly letterId: string
  readonly customerId: string
  readonly way: Way['way']
  readonly because: Because
  readonly ruleId: string | null
  readonly ladder: string
  readonly nextStepAt: Temporal.Instant | null
  readonly endedBecause: 'on-paper' | 'told-directly' | 'last-step' | null
}

export async function insertDeliveries(tx: Tx, list: readonly NewDelivery[], now: Temporal.Instant): Promise<void> {
  await sql`
    insert into letter_delivery (letter_id, customer_id, way, because, rule_id, ladder, decided_at, next_step_at, ended_because)
    select d."letterId", d."customerId", d.way, d.because, d."ruleId", d.ladder, ${now}, d."nextStepAt", d."endedBecause"
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as d ("letterId" bigint, "customerId" bigint, way text, because text,
           "ruleId" bigint, ladder text, "nextStepAt" timestamptz, "endedBecause" text)
    on conflict (letter_id) do nothing`.execute(tables<NoTables>(tx))
}
