import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

export type TaskTable = {
  id: string
  kind: string
  state: 'open' | 'done' | 'void'
  customer_id: string | null
  contract_id: string | null
  subject: unknown
  group_name: string
  owner_staff_id: string | null
  priority: number
  due_on: Temporal.PlainDate
  dedupe_key: string | null
  outcome: string | null
  row_version: number
  created_at: Temporal.Instant
  done_at: Temporal.Instant | null
}
export type TaskTables = { task: TaskTable }

export type NewTask = {
  kind: string
  customerId: string | null
  contractId: string | null
  subject: Readonly<Record<string, unknown>>
  group: string
  priority: 1 | 2 | 3
  dueOn: Temporal.PlainDate
  dedupeKey: string
}

/**
 * The id comes from the sequence before the insert, because a customer's session may put a task into the basket and never
 * read it back. @returns the id, or undefined if a task of this key is there already
 */
export async function insertTask(tx: Tx, task: NewTask, now: Temporal.Instant): Promise<string | undefined> {
  const on = tables<TaskTables>(tx)
  const { rows } = await sql<{ id: string }>`select nextval('task_id_seq') as id`.execute(on)
  const id = rows[0]?.id as string
  const done = await sql`
    insert into task (id, kind, customer_id, contract_id, subject, group_name, priority, due_on, dedupe_key, created_at)
    overriding system value
    values (${id}, ${task.kind}, ${task.customerId}, ${task.contractId}, ${JSON.stringify(task.subject)}::jsonb, ${task.group},
            ${task.priority}, ${task.dueOn}, ${task.dedupeKey}, ${now})
    on conflict do nothing`.execute(on)
  return (done.numAffectedRows ?? 0n) > 0n ? id : undefined
}
