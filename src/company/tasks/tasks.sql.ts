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

export type TaskRow = Omit<TaskTable, 'dedupe_key'> & { owner_name: string | null }

type Reading = TaskTables & { staff: { id: string; name: string } }

const columns = [
  't.id',
  't.kind',
  't.state',
  't.customer_id',
  't.contract_id',
  't.subject',
  't.group_name',
  't.owner_staff_id',
  't.priority',
  't.due_on',
  't.outcome',
  't.row_version',
  't.created_at',
  't.done_at',
] as const

/** Names of staff are read through a function that shows nothing else of them. */
const withOwner = () =>
  statements<Reading>()
    .selectFrom('task as t')
    .select(columns)
    .select(sql<string | null>`staff_name(t.owner_staff_id)`.as('owner_name'))

export type BasketFilter = {
  readonly group?: string | undefined
  /** Tasks of this member of staff only. */
  readonly ownerStaffId?: string | undefined
  /** Only tasks that nobody has taken. */
  readonly free?: boolean | undefined
  readonly kind?: string | undefined
  /** Continue after this task. */
  readonly after?: { readonly dueOn: string; readonly id: string } | undefined
  readonly limit: number
}

/** Open tasks, those due first. Each filter has its index, so a basket of a million opens as fast as one of ten. */
export function basketStatement(filter: BasketFilter): Statement<TaskRow> {
  let query = withOwner().where('t.state', '=', 'open').orderBy('t.due_on').orderBy('t.id').limit(filter.limit)
  if (filter.group) query = query.where('t.group_name', '=', filter.group)
  if (filter.kind) query = query.where('t.kind', '=', filter.kind)
  if (filter.ownerStaffId) query = query.where('t.owner_staff_id', '=', filter.ownerStaffId)
  if (filter.free) query = query.where('t.owner_staff_id', 'is', null)
  const { after } = filter
  if (after) query = query.where(sql<boolean>`(t.due_on, t.id) > (${after.dueOn}::date, ${after.id}::bigint)`)
  return query.compile() as unknown as Statement<TaskRow>
}

/** How many open tasks a group has, and how many of them are overdue. Counting stops at a bound: nobody needs it exact. */
export function loadStatement(
  today: Temporal.PlainDate,
): Statement<{ group_name: string; open: number; overdue: number }> {
  return statements<TaskTables>()
    .selectFrom(
      sql<{ group_name: string; open: number; overdue: number }>`(
        select group_name, count(*)::int as open, count(*) filter (where due_on < ${today}::date)::int as overdue
          from (select group_name, due_on from task where state = 'open' order by due_on limit 50000) first group by group_name)`.as(
        'load',
      ),
    )
    .selectAll()
    .orderBy('group_name')
    .compile() as Statement<{ group_name: string; open: number; overdue: number }>
}

export const taskStatement = (id: string): Statement<TaskRow> =>
  withOwner().where('t.id', '=', id).compile() as unknown as Statement<TaskRow>

export const tasksOfCustomerStatement = (customerId: string): Statement<TaskRow> =>
  withOwner()
    .where('t.customer_id', '=', customerId)
    .orderBy('t.id', 'desc')
    .limit(50)
    .compile() as unknown as Statement<TaskRow>

export type StepRow = { step: string; staff_name: string | null; note: string | null; happened_at: Temporal.Instant }

export function stepsStatement(taskId: string): Statement<StepRow> {
  return statements<{
    task_step: {
      id: string
      task_id: string
      step: string
      staff_id: string | null
      note: string | null
      happened_at: Temporal.Instant
    }
  }>()
    .selectFrom('task_step')
    .select(['step', 'note', 'happened_at', sql<string | null>`staff_name(staff_id)`.as('staff_name')])
    .where('task_id', '=', taskId)
    .orderBy('id')
    .compile() as Statement<StepRow>
}

/** Locks the task for a change. */
export async function lockTask(tx: Tx, id: string): Promise<TaskTable | undefined> {
  return tables<TaskTables>(tx).selectFrom('task').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

type Change = {
  owner_staff_id?: string | null
  group_name?: string
  due_on?: Temporal.PlainDate
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

export async function addStep(
  tx: Tx,
  step: { taskId: string; step: string; staffId: string | null; note: string | null; at: Temporal.Instant },
): Promise<void> {
  await sql`insert into task_step (task_id, step, staff_id, note, happened_at) values (${step.taskId}, ${step.step}, ${step.staffId}, ${step.note}, ${step.at})`.execute(
    tables<TaskTables>(tx),
  )
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
