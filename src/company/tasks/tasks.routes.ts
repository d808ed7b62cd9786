import { id, z } from '#platform/contract'
import { type ApiAct, apiAct, apiRead, type Call, type Route, staff } from '#platform/http'
import { tables } from '#platform/database'
import { notFound } from '#platform/refusal'
import { legalDay } from '#platform/calendar'
import {
  basketAnswer,
  basketQuery,
  deferBody,
  finishBody,
  handOverBody,
  loadAnswer,
  type TaskAnswer,
  taskDoneAnswer,
  taskPageAnswer,
  takeBody,
} from './tasks.contract.ts'
import {
  basketStatement,
  loadStatement,
  type StepRow,
  stepsStatement,
  type TaskRow,
  taskStatement,
  tasksOfCustomerStatement,
} from './tasks.sql.ts'
import { deferTask, finishTask, handOverTask, takeTask, type TaskWork } from './work-on-task.ts'

const workers = staff('agent', 'dispatcher', 'manager', 'administrator')
const PAGE = 50

export const taskAnswerOf = (row: TaskRow): TaskAnswer => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  customerId: row.customer_id,
  contractId: row.contract_id,
  subject: row.subject as Record<string, unknown>,
  group: row.group_name,
  ownerStaffId: row.owner_staff_id,
  ownerName: row.owner_name,
  priority: row.priority,
  dueOn: row.due_on.toString(),
  outcome: row.outcome,
  rowVersion: row.row_version,
  createdAt: row.created_at.toString(),
  doneAt: row.done_at?.toString() ?? null,
})

function afterOf(cursor: string | undefined): { dueOn: string; id: string } | undefined {
  const [dueOn, taskId] = cursor?.split('.') ?? []
  if (!dueOn || !taskId) return undefined
  try {
    return { dueOn: Temporal.PlainDate.from(dueOn).toString(), id: taskId }
  } catch {
    return undefined
  }
}

const basket = apiAct({
  method: 'GET',
  path: '/desk/api/tasks',
  who: workers,
  contract: { query: basketQuery },
  answer: basketAnswer,
  says: 'Open tasks, those due first; filters by group, owner and kind.',
  act: async (tx, call) => {
    const { query } = call.input
    const limit = query.limit ?? PAGE
    const filter = {
      group: query.group,
      kind: query.kind,
      free: query.free === 'yes',
      ownerStaffId: query.mine ? call.who.staffId : undefined,
      after: afterOf(query.after),
      limit: limit + 1,
    }
    const rows = await readTasks(tx, basketStatement(filter))
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    return { tasks: shown.map(taskAnswerOf), next: rows.length > limit && last ? `${last.due_on}.${last.id}` : null }
  },
})

const load = apiRead({
  path: '/desk/api/tasks/load',
  who: workers,
  contract: {},
  answer: loadAnswer,
  says: 'Open and overdue tasks by group.',
  reads: ({ now }) => [loadStatement(legalDay(now))],
  give: ([rows]) => ({
    groups: (rows as { group_name: string; open: number; overdue: number }[]).map((row) => ({
      group: row.group_name,
      open: row.open,
      overdue: row.overdue,
    })),
  }),
})

const params = z.strictObject({ id: id() })

const show = apiRead({
  path: '/desk/api/tasks/:id',
  who: workers,
  contract: { params },
  answer: taskPageAnswer,
  says: 'One task with what was done on it.',
  reads: ({ input }) => [taskStatement(input.params.id), stepsStatement(input.params.id)],
  give: ([tasks, steps]) => {
    const task = (tasks as TaskRow[])[0]
    if (!task) throw notFound()
    return {
      task: taskAnswerOf(task),
      steps: (steps as StepRow[]).map((row) => ({
        step: row.step,
        staffName: row.staff_name,
        note: row.note,
        happenedAt: row.happened_at.toString(),
      })),
    }
  },
})

const ofCustomer = apiRead({
  path: '/desk/api/customers/:id/tasks',
  who: workers,
  contract: { params },
  answer: basketAnswer,
  says: 'The newest tasks about a customer, open and done.',
  reads: ({ input }) => [tasksOfCustomerStatement(input.params.id)],
  give: ([rows]) => ({ tasks: (rows as TaskRow[]).map(taskAnswerOf), next: null }),
})

type Seen = { rowVersion: number; note?: string | undefined }

/** One verb on one task: all have the same door. */
function verb<Body extends z.ZodType<Seen>>(
  name: string,
  says: string,
  body: Body,
  work: (tx: Parameters<ApiAct['act']>[0], base: TaskWork, body: z.infer<Body>) => Promise<void>,
) {
  return apiAct({
    method: 'POST',
    path: `/desk/api/tasks/:id/${name}`,
    who: workers,
    contract: { params, body },
    answer: taskDoneAnswer,
    says,
    act: async (tx, call) => {
      const { params: at, body: given } = call.input as { params: { id: string }; body: z.infer<Body> }
      const base: TaskWork = {
        taskId: at.id,
        rowVersion: given.rowVersion,
        staffId: (call as Call<typeof workers>).who.staffId,
        note: given.note,
        now: call.now,
      }
      await work(tx, base, given)
      return { rowVersion: given.rowVersion + 1 }
    },
  })
}

export const taskRoutes: readonly Route[] = [
  basket,
  load,
  show,
  ofCustomer,
  verb('take', 'Takes a task, so that nobody else does the same.', takeBody, (tx, base) => takeTask(tx, base)),
  verb('hand-over', 'Gives a task to another group.', handOverBody, (tx, base, body) =>
    handOverTask(tx, { ...base, group: body.group }),
  ),
  verb('defer', 'Puts a task off until a day.', deferBody, (tx, base, body) =>
    deferTask(tx, { ...base, until: Temporal.PlainDate.from(body.until) }),
  ),
  verb('finish', 'Ends a task with its outcome.', finishBody, (tx, base, body) =>
    finishTask(tx, { ...base, outcome: body.outcome }),
  ),
]

async function readTasks(
  tx: Parameters<ApiAct['act']>[0],
  statement: ReturnType<typeof basketStatement>,
): Promise<TaskRow[]> {
  return (await tables<Record<string, never>>(tx).executeQuery(statement)).rows
}
