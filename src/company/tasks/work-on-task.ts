import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import { addStep, changeTask, lockTask, openTaskByKey, type TaskTable } from './tasks.sql.ts'

export type TaskWork = {
  readonly taskId: string
  /** The version that the person saw: if somebody was faster, nothing is overwritten unseen. */
  readonly rowVersion: number
  readonly staffId: string
  readonly note?: string | undefined
  readonly now: Temporal.Instant
}

async function openAndSeen(tx: Tx, work: TaskWork): Promise<TaskTable> {
  const task = await lockTask(tx, work.taskId)
  if (!task) throw notFound()
  if (task.row_version !== work.rowVersion) throw new Refusal(409, 'tasks.changed-meanwhile')
  if (task.state !== 'open') throw new Refusal(409, 'tasks.not-open')
  return task
}

const step = (tx: Tx, work: TaskWork, name: string) =>
  addStep(tx, { taskId: work.taskId, step: name, staffId: work.staffId, note: work.note ?? null, at: work.now })

/** Takes a task, so that nobody else does the same. */
export async function takeTask(tx: Tx, work: TaskWork): Promise<void> {
  const task = await openAndSeen(tx, work)
  if (task.owner_staff_id && task.owner_staff_id !== work.staffId) throw new Refusal(409, 'tasks.taken')
  await changeTask(tx, task.id, { owner_staff_id: work.staffId })
  await step(tx, work, 'taken')
}

/** Gives a task to another group, or back into the basket of its own. */
export async function handOverTask(tx: Tx, work: TaskWork & { readonly group: string }): Promise<void> {
  const task = await openAndSeen(tx, work)
  await changeTask(tx, task.id, { owner_staff_id: null, group_name: work.group })
  await step(tx, work, 'handed-over')
}

/** Looks at it again on another day. */
export async function deferTask(tx: Tx, work: TaskWork & { readonly until: Temporal.PlainDate }): Promise<void> {
  const task = await openAndSeen(tx, work)
  await changeTask(tx, task.id, { due_on: work.until })
  await step(tx, work, 'deferred')
}

/**
 * Kinds that end by the decision they ask for and in no other way: without it a reading would stay in check for ever, and
 * nobody would see it any more.
 */
const endedByDecision: ReadonlySet<string> = new Set(['staying.check-reading'])

/** The work is done; `outcome` says how it ended. */
export async function finishTask(tx: Tx, work: TaskWork & { readonly outcome: string }): Promise<void> {
  const task = await openAndSeen(tx, work)
  if (endedByDecision.has(task.kind)) throw new Refusal(409, 'tasks.decide-instead')
  await finish(tx, task, work)
}

/** Closes the open task of a cause that was dealt with elsewhere, if there is one. */
export async function finishTaskOf(
  tx: Tx,
  dedupeKey: string,
  work: Omit<TaskWork, 'taskId' | 'rowVersion'> & { readonly outcome: string },
): Promise<void> {
  const task = await openTaskByKey(tx, dedupeKey)
  if (task) await finish(tx, task, { ...work, taskId: task.id, rowVersion: task.row_version })
}

async function finish(tx: Tx, task: TaskTable, work: TaskWork & { readonly outcome: string }): Promise<void> {
  await changeTask(tx, task.id, {
    state: 'done',
    outcome: work.outcome,
    done_at: work.now,
    owner_staff_id: work.staffId,
  })
  await step(tx, work, 'done')
  await recordFact(
    tx,
    facts.taskDone,
    { taskId: task.id, kind: task.kind, outcome: work.outcome },
    {
      customerId: task.customer_id,
      contractId: task.contract_id,
      channel: 'desk',
      actor: { kind: 'staff', id: work.staffId },
      occurredAt: work.now,
    },
  )
}

/** Takes a task out of the basket whose cause went away by itself: nobody needs to do it any more. */
export async function voidTaskOf(
  tx: Tx,
  dedupeKey: string,
  { outcome, now }: { readonly outcome: string; readonly now: Temporal.Instant },
): Promise<void> {
  const task = await openTaskByKey(tx, dedupeKey)
  if (!task) return
  await changeTask(tx, task.id, { state: 'void', outcome, done_at: now })
  await addStep(tx, { taskId: task.id, step: 'void', staffId: null, note: null, at: now })
}
