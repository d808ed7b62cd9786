import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

export type HistoryRow = {
  step: string
  staff_name: string | null
  note: string | null
  figures: Record<string, unknown>
  happened_at: Temporal.Instant
}

/**
 * What happened to a task: its facts, oldest first, with the notes that stand beside them, and what was done before verbs
 * were facts.
 */
export const historyStatement = (taskId: string): Statement<HistoryRow> =>
  sql`
    select step, staff_name, note, figures, happened_at from (
      select regexp_replace(j.name, '^tasks\\.task-', '') as step, case when j.actor_kind = 'staff' then staff_name(j.actor_id) end as staff_name,
             s.note, j.payload - '{taskId,kind,noteId}'::text[] as figures, j.occurred_at as happened_at, 1 as part, j.id
        from journal j left join task_step s on s.id = (j.payload ->> 'noteId')::bigint and s.task_id = ${taskId}
       where j.name like 'tasks.%' and (j.payload ->> 'taskId')::bigint = ${taskId}
      union all
      select step, staff_name(staff_id), note, '{}'::jsonb, happened_at, 0, id from task_step where task_id = ${taskId} and not in_facts) happened
     order by happened_at, part, id limit 500`.compile(
    statements<Record<string, never>>(),
  ) as unknown as Statement<HistoryRow>

export type ChecklistRow = {
  key: string
  de: string
  en: string
  required: boolean
  done: boolean
  done_by: string | null
}

/** The checklist in the version that the task was opened with, and what of it is done. */
export const checklistStatement = (taskId: string): Statement<ChecklistRow> =>
  sql`
    select s.key, s.de, s.en, s.required, c.task_id is not null as done, staff_name(c.staff_id) as done_by
      from task t join task_template p on p.kind = t.kind and p.version = t.template_version
     cross join lateral rows from (jsonb_to_recordset(p.steps) as (key text, de text, en text, required boolean)) with ordinality
           as s(key, de, en, required, at)
      left join task_check c on c.task_id = t.id and c.step_key = s.key
     where t.id = ${taskId} order by s.at`.compile(
    statements<Record<string, never>>(),
  ) as unknown as Statement<ChecklistRow>

export type RuleOfTaskRow = { needs_second: boolean; ends_by_decision: boolean }

export const ruleOfTaskStatement = (taskId: string): Statement<RuleOfTaskRow> =>
  sql`
    select coalesce(k.needs_second, d.needs_second, false) as needs_second, coalesce(k.ends_by_decision, false) as ends_by_decision
      from task t left join task_kind k on k.kind = t.kind left join task_kind d on d.kind = '*'
     where t.id = ${taskId}`.compile(statements<Record<string, never>>()) as unknown as Statement<RuleOfTaskRow>

/** What people wrote in a task, title and notes, for whoever makes it findable. */
export async function wordsOfTask(
  tx: Tx,
  taskId: string,
): Promise<{ title: string; text: string; customerId: string | null; at: Temporal.Instant } | undefined> {
  const { rows } = await sql<{ title: string; text: string; customerId: string | null; at: Temporal.Instant }>`
    select coalesce(t.subject ->> 'title', '') as title, t.customer_id as "customerId", t.created_at as at,
           concat_ws(' ', t.subject ->> 'title', (select string_agg(s.note, ' ') from task_step s where s.task_id = t.id)) as text
      from task t where t.id = ${taskId}`.execute(tables<Record<string, never>>(tx))
  return rows[0]
}
