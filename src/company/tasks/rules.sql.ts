import { sql } from 'kysely'
import { statements, tables, type Statement, type Tx } from '#platform/database'
import type { ChecklistStep } from './tasks.contract.ts'
import type { RuleBody } from './team.contract.ts'

type NoTables = Record<string, never>

export type RuleRow = {
  kind: string
  skill: string | null
  needsSecond: boolean
  endsByDecision: boolean
  dueDays: number
  rowVersion: number
  templateVersion: number
  escalations: RuleBody['escalations']
  steps: ChecklistStep[]
}

const rule = sql`
  select k.kind, k.skill, k.needs_second as "needsSecond", k.ends_by_decision as "endsByDecision", k.due_days as "dueDays", k.row_version as "rowVersion",
         coalesce(p.version, 0) as "templateVersion", coalesce(p.steps, '[]') as steps,
         coalesce((select jsonb_agg(jsonb_build_object('afterDays', e.after_days, 'priority', e.priority, 'toGroup', e.to_group) order by e.step)
                     from task_escalation e where e.kind = k.kind), '[]') as escalations
    from task_kind k
    left join lateral (select version, steps from task_template p where p.kind = k.kind order by version desc limit 1) p on true`

export const rulesStatement = (): Statement<RuleRow> =>
  sql`${rule} order by k.kind`.compile(statements<NoTables>()) as unknown as Statement<RuleRow>

/** The rule of a kind, locked for a change. */
export async function lockRule(tx: Tx, kind: string): Promise<RuleRow | undefined> {
  const on = tables<NoTables>(tx)
  await sql`select from task_kind where kind = ${kind} for update`.execute(on)
  return (await sql<RuleRow>`${rule} where k.kind = ${kind}`.execute(on)).rows[0]
}

/** Days that a kind gives for its work. */
export async function dueDaysOf(tx: Tx, kind: string): Promise<number> {
  const { rows } = await sql<{ due_days: number }>`
    select due_days from task_kind where kind in (${kind}, '*') order by kind = '*' limit 1`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]?.due_days ?? 3
}

/** Stores the rule; open tasks of the kind follow its escalations from now on. */
export async function storeRule(tx: Tx, kind: string, body: RuleBody): Promise<void> {
  const on = tables<NoTables>(tx)
  await sql`
    insert into task_kind (kind, skill, needs_second, due_days) values (${kind}, ${body.skill}, ${body.needsSecond}, ${body.dueDays})
    on conflict (kind) do update set skill = excluded.skill, needs_second = excluded.needs_second, due_days = excluded.due_days,
      row_version = task_kind.row_version + 1`.execute(on)
  await sql`delete from task_escalation where kind = ${kind}`.execute(on)
  await sql`
    insert into task_escalation (kind, step, after_days, priority, to_group)
    select ${kind}, row_number() over (order by e."afterDays"), e."afterDays", e.priority, e."toGroup"
      from jsonb_to_recordset(${JSON.stringify(body.escalations)}::jsonb) as e("afterDays" smallint, priority smallint, "toGroup" text)`.execute(
    on,
  )
  await sql`
    update task set escalates_on = task_next_escalation(kind, due_on, escalation)
     where state = 'open' and (kind = ${kind} or (${kind} = '*' and not exists (select from task_escalation e where e.kind = task.kind)))
       and escalates_on is distinct from task_next_escalation(kind, due_on, escalation)`.execute(on)
}

export async function addTemplate(
  tx: Tx,
  template: { kind: string; version: number; steps: readonly ChecklistStep[]; staffId: string; at: Temporal.Instant },
): Promise<void> {
  await sql`insert into task_template (kind, version, steps, made_by, made_at)
    values (${template.kind}, ${template.version}, ${JSON.stringify(template.steps)}::jsonb, ${template.staffId}, ${template.at})`.execute(
    tables<NoTables>(tx),
  )
}
