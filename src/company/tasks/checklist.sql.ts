import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

/** Ticks or unticks a step of the task's own version of the checklist. @returns false if it has no such step */
export async function storeCheck(
  tx: Tx,
  check: { taskId: string; step: string; done: boolean; staffId: string; at: Temporal.Instant },
): Promise<boolean> {
  const on = tables<Record<string, never>>(tx)
  const known = await sql`
    select from task t join task_template p on p.kind = t.kind and p.version = t.template_version
     where t.id = ${check.taskId} and p.steps @> ${JSON.stringify([{ key: check.step }])}::jsonb`.execute(on)
  if (known.rows.length === 0) return false
  if (check.done)
    await sql`insert into task_check (task_id, step_key, staff_id, checked_at) values (${check.taskId}, ${check.step}, ${check.staffId}, ${check.at})
              on conflict do nothing`.execute(on)
  else await sql`delete from task_check where task_id = ${check.taskId} and step_key = ${check.step}`.execute(on)
  return true
}
