import { closedAmong } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { apiAct, type ApiAct, apiRead, type Call, type Route, staffMay } from '#platform/http'
import { notFound, Refusal } from '#platform/refusal'
import { sendTogether } from '#platform/database'
import { type LoadRow, loadStatement, openKindsStatement, ownLoadStatement, readBasket } from './basket.sql.ts'
import { checkStep } from './check-step.ts'
import {
  type ChecklistRow,
  checklistStatement,
  type HistoryRow,
  historyStatement,
  type RuleOfTaskRow,
  ruleOfTaskStatement,
} from './history.sql.ts'
import { openTaskByHand } from './open-task.ts'
import { takeNext } from './take-next.ts'
import {
  basketAnswer,
  basketQuery,
  checkBody,
  deferBody,
  finishBody,
  handOverBody,
  loadAnswer,
  newTaskAnswer,
  newTaskBody,
  noteBody,
  peopleAnswer,
  takeBody,
  takeNextAnswer,
  takeNextBody,
  type TaskAnswer,
  taskDoneAnswer,
  taskPageAnswer,
} from './tasks.contract.ts'
import { type TaskRow, taskStatement, tasksOfCustomerStatement } from './tasks.sql.ts'
import { allExist, peopleStatement } from './team.sql.ts'
import {
  confirmTask,
  deferTask,
  finishTask,
  handOverTask,
  noteOnTask,
  sendBackTask,
  takeTask,
  type TaskWork,
} from './work-on-task.ts'

const workers = staffMay('tasks.work')
const PAGE = 50

export const taskAnswerOf = (row: TaskRow): TaskAnswer => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  customerId: row.customer_id,
  contractId: row.contract_id,
  subject: row.subject as Record<string, unknown>,
  group: row.group_name,
  skill: row.skill,
  ownerStaffId: row.owner_staff_id,
  ownerName: row.owner_name,
  priority: row.priority,
  dueOn: row.due_on.toString(),
  waitsUntil: row.waits_until?.toString() ?? null,
  escalation: row.escalation,
  proposedOutcome: row.proposed_outcome,
  proposedBy: row.proposed_by,
  outcome: row.outcome,
  rowVersion: row.row_version,
  createdAt: row.created_at.toString(),
  doneAt: row.done_at?.toString() ?? null,
})

function afterOf(cursor: string | undefined): { priority: string; dueOn: string; id: string } | undefined {
  const [priority, dueOn, taskId] = cursor?.split('.') ?? []
  if (!priority || !dueOn || !taskId) return undefined
  try {
    return { priority, dueOn: Temporal.PlainDate.from(dueOn).toString(), id: taskId }
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
  says: 'Open tasks, the most urgent and those due first; every queue is a filter of it.',
  act: async (tx, call) => {
    const { query } = call.input
    const { staffId } = call.who
    const limit = query.limit ?? PAGE
    const rows = await readBasket(tx, {
      group: query.group,
      groupsOf: query.myGroups ? staffId : undefined,
      kind: query.kind,
      free: query.free === 'yes',
      waiting: query.waiting === 'yes',
      ownerStaffId: query.mine ? staffId : undefined,
      toCheckBy: query.toCheck ? staffId : undefined,
      dueBefore: query.overdue ? legalDay(call.now) : undefined,
      after: afterOf(query.after),
      limit: limit + 1,
    })
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const next = rows.length > limit && last ? `${last.priority}.${last.due_on}.${last.id}` : null
    const closed = await closedAmong(
      tx,
      shown.map((row) => row.customer_id),
    )
    // What somebody wrote about a protected person is for those who may open the record.
    const tasks = shown
      .map(taskAnswerOf)
      .map((task) => (closed.has(task.customerId ?? '') ? { ...task, subject: {} } : task))
    return { tasks, next }
  },
})

const load = apiAct({
  method: 'GET',
  path: '/desk/api/tasks/load',
  who: workers,
  contract: {},
  answer: loadAnswer,
  says: 'Open and overdue tasks by group, and the own ones.',
  act: async (tx, { who, now }) => {
    const today = legalDay(now)
    const [groups, own, kinds] = await sendTogether(tx, [
      loadStatement(today, who.staffId),
      ownLoadStatement(today, who.staffId),
      openKindsStatement(),
    ])
    return {
      groups: (groups as LoadRow[]).map((row) => ({
        group: row.group_name,
        nameDe: row.name_de ?? row.group_name,
        nameEn: row.name_en ?? row.group_name,
        mine: row.mine,
        open: row.open,
        overdue: row.overdue,
      })),
      mine: (own as { open: number; overdue: number }[])[0] ?? { open: 0, overdue: 0 },
      kinds: kinds as { kind: string; open: number }[],
    }
  },
})

const people = apiRead({
  path: '/desk/api/tasks/people',
  who: workers,
  contract: {},
  answer: peopleAnswer,
  says: 'Who can be given a task.',
  reads: () => [peopleStatement()],
  give: ([rows]) => ({
    people: (rows as { staff_id: string; name: string }[]).map((row) => ({ staffId: row.staff_id, name: row.name })),
  }),
})

const params = z.strictObject({ id: id() })

const show = apiRead({
  path: '/desk/api/tasks/:id',
  who: workers,
  contract: { params },
  answer: taskPageAnswer,
  says: 'One task with its checklist and what was done on it.',
  reads: ({ input: { params: at } }) => [
    taskStatement(at.id),
    ruleOfTaskStatement(at.id),
    checklistStatement(at.id),
    historyStatement(at.id),
  ],
  give: ([tasks, rules, checklist, history]) => {
    const task = (tasks as TaskRow[])[0]
    if (!task) throw notFound()
    const rule = (rules as RuleOfTaskRow[])[0]
    return {
      task: taskAnswerOf(task),
      needsSecond: rule?.needs_second ?? false,
      endsByDecision: rule?.ends_by_decision ?? false,
      checklist: (checklist as ChecklistRow[]).map(({ done_by: doneBy, ...step }) => ({ ...step, doneBy })),
      steps: (history as HistoryRow[]).map((row) => ({
        step: row.step,
        staffName: row.staff_name,
        note: row.note,
        figures: row.figures,
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

const next = apiAct({
  method: 'POST',
  path: '/desk/api/tasks/take-next',
  who: workers,
  contract: { body: takeNextBody },
  answer: takeNextAnswer,
  says: 'Takes the most urgent free task of the caller’s groups and skills.',
  act: async (tx, { input, who, now }) => ({
    taskId: (await takeNext(tx, { staffId: who.staffId, group: input.body.group, now })) ?? null,
  }),
})

const open = apiAct({
  method: 'POST',
  path: '/desk/api/tasks',
  who: workers,
  contract: { body: newTaskBody },
  answer: newTaskAnswer,
  status: 201,
  says: 'Opens a task by hand.',
  act: async (tx, { input, who, now }) => ({
    taskId: await openTaskByHand(tx, input.body, { staffId: who.staffId, now }),
  }),
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
  people,
  show,
  ofCustomer,
  next,
  open,
  verb('take', 'Takes a task, so that nobody else does the same.', takeBody, (tx, base) => takeTask(tx, base)),
  verb('hand-over', 'Gives a task to another group or person.', handOverBody, async (tx, base, body) => {
    const known = await allExist(tx, {
      groups: body.group ? [body.group] : [],
      staff: body.staffId ? [body.staffId] : [],
    })
    if (!known) throw new Refusal(404, 'tasks.no-such-group')
    await handOverTask(tx, { ...base, group: body.group, toStaffId: body.staffId })
  }),
  verb('defer', 'Takes a task out of the basket until its follow-up date.', deferBody, (tx, base, body) =>
    deferTask(tx, { ...base, until: Temporal.PlainDate.from(body.until) }),
  ),
  verb('note', 'Writes a note beside a task.', noteBody, (tx, base, body) =>
    noteOnTask(tx, { ...base, note: body.note }),
  ),
  verb('check', 'Ticks or unticks a step of the checklist.', checkBody, (tx, base, body) =>
    checkStep(tx, { ...base, step: body.step, done: body.done }),
  ),
  verb(
    'finish',
    'Ends a task with its outcome, or proposes to where another person has to look.',
    finishBody,
    (tx, base, body) => finishTask(tx, { ...base, outcome: body.outcome }),
  ),
  verb('confirm', 'Ends a task as another person proposed.', takeBody, (tx, base) => confirmTask(tx, base)),
  verb('send-back', 'Gives a task back to whoever proposed to end it.', takeBody, (tx, base) => sendBackTask(tx, base)),
]
