import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

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
  skill: string | null
  /** Follow-up date: until then the task is out of the basket. */
  waits_until: Temporal.PlainDate | null
  template_version: number | null
  proposed_outcome: string | null
  proposed_by: string | null
  escalation: number
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

export type TaskRow = Omit<TaskTable, 'dedupe_key' | 'template_version'> & { owner_name: string | null }

/** Names of staff are read through a function that shows nothing else of them. */
export const taskColumns = sql`t.id, t.kind, t.state, t.customer_id, t.contract_id, t.subject, t.group_name, t.owner_staff_id, t.priority,
  t.due_on, t.outcome, t.row_version, t.created_at, t.done_at, t.skill, t.waits_until, t.proposed_outcome, t.proposed_by, t.escalation,
  staff_name(t.owner_staff_id) as owner_name`

const compiled = <Row>(query: ReturnType<typeof sql<Row>>): Statement<Row> =>
  query.compile(statements<TaskTables>()) as unknown as Statement<Row>

export const taskStatement = (id: string): Statement<TaskRow> =>
  compiled(sql<TaskRow>`select ${taskColumns} from task t where t.id = ${id}`)

export const tasksOfCustomerStatement = (customerId: string): Statement<TaskRow> =>
  compiled(
    sql<TaskRow>`select ${taskColumns} from task t where t.customer_id = ${customerId} order by t.id desc limit 50`,
  )

/** Locks the task for a change. */
export async function lockTask(tx: Tx, id: string): Promise<TaskTable | undefined> {
  return tables<TaskTables>(tx).selectFrom('task').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

type Change = {
  owner_staff_id?: string | null
  group_name?: string
  waits_until?: Temporal.PlainDate | null
  proposed_outcome?: string | null
  proposed_by?: string | null
  state?: 'done' | 'void'
  outcome?: string
  done_at?: Temporal.Instant
}

export async function changeTask(tx: Tx, id: string, change: Change): Promise<void> {
  await tables<TaskTables>(tx)
    .updateTable('task')
    .set({ ...change, row_version: sql<number>`row_version + 1` })
    .where('id', '=', id)
    .execute()
}

/** What somebody wrote beside a verb; the verb itself is a fact that names this row. @returns its id */
export async function addNote(
  tx: Tx,
  note: { taskId: string; verb: string; staffId: string | null; text: string; at: Temporal.Instant },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into task_step (task_id, step, staff_id, note, happened_at, in_facts)
    values (${note.taskId}, ${note.verb}, ${note.staffId}, ${note.text}, ${note.at}, true) returning id`.execute(
    tables<TaskTables>(tx),
  )
  return rows[0]?.id as string
}

/** Open task of a dedupe key, to close it when its cause has been dealt with elsewhere. */
export async function openTaskByKey(tx: Tx, dedupeKey: string): Promise<TaskTable | undefined> {
  return tables<TaskTables>(tx)
    .selectFrom('task')
    .selectAll()
    .where('dedupe_key', '=', dedupeKey)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
}

/** The task of a cause in whatever state, for the page of the thing that it is about. */
export async function taskByKey(
  tx: Tx,
  dedupeKey: string,
): Promise<Pick<TaskTable, 'id' | 'state' | 'due_on' | 'row_version'> | undefined> {
  return tables<TaskTables>(tx)
    .selectFrom('task')
    .select(['id', 'state', 'due_on', 'row_version'])
    .where('dedupe_key', '=', dedupeKey)
    .executeTakeFirst()
}
