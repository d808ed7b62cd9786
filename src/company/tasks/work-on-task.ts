import { type FactKind, facts, recordFact } from '#company/journal'
import { type Tx, sendTogether } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import { type ChecklistRow, checklistStatement, type RuleOfTaskRow, ruleOfTaskStatement } from './history.sql.ts'
import { addNote, changeTask, lockTask, openTaskByKey, type TaskTable } from './tasks.sql.ts'

export type TaskWork = {
  readonly taskId: string
  /** The version that the person saw: if somebody was faster, nothing is overwritten unseen. */
  readonly rowVersion: number
  readonly staffId: string
  readonly note?: string | undefined
  readonly now: Temporal.Instant
}

export async function openAndSeen(tx: Tx, work: TaskWork): Promise<TaskTable> {
  const task = await lockTask(tx, work.taskId)
  if (!task) throw notFound()
  if (task.row_version !== work.rowVersion) throw new Refusal(409, 'tasks.changed-meanwhile')
  if (task.state !== 'open') throw new Refusal(409, 'tasks.not-open')
  return task
}

/** The fact of a verb; a note stands beside the task and the fact names it. */
export async function recordVerb(
  tx: Tx,
  kind: FactKind,
  task: Pick<TaskTable, 'id' | 'kind' | 'customer_id' | 'contract_id'>,
  work: Omit<TaskWork, 'taskId' | 'rowVersion'>,
  figures: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const verb = kind.name.replace('tasks.task-', '')
  const noteId = work.note
    ? await addNote(tx, { taskId: task.id, verb, staffId: work.staffId, text: work.note, at: work.now })
    : undefined
  await recordFact(
    tx,
    kind,
    { taskId: task.id, kind: task.kind, ...(noteId && { noteId }), ...figures },
    {
      customerId: task.customer_id,
      contractId: task.contract_id,
      channel: 'desk',
      actor: { kind: 'staff', id: work.staffId },
      occurredAt: work.now,
    },
  )
}

/** Takes a task, so that nobody else does the same. Who did the work cannot take it to check it. */
export async function takeTask(tx: Tx, work: TaskWork): Promise<void> {
  const task = await openAndSeen(tx, work)
  if (task.owner_staff_id && task.owner_staff_id !== work.staffId) throw new Refusal(409, 'tasks.taken')
  if (task.proposed_by === work.staffId) throw new Refusal(409, 'tasks.needs-another')
  await changeTask(tx, task.id, { owner_staff_id: work.staffId, waits_until: null })
  await recordVerb(tx, facts.taskTaken, task, work)
}

/** Gives a task to another group, to a person, or back into the basket of its own group; who gets it sees it at once. */
export async function handOverTask(
  tx: Tx,
  work: TaskWork & { readonly group?: string | undefined; readonly toStaffId?: string | undefined },
): Promise<void> {
  const task = await openAndSeen(tx, work)
  if (work.toStaffId && task.proposed_by === work.toStaffId) throw new Refusal(409, 'tasks.needs-another')
  const group = work.group ?? task.group_name
  await changeTask(tx, task.id, { owner_staff_id: work.toStaffId ?? null, group_name: group, waits_until: null })
  await recordVerb(tx, facts.taskHandedOver, task, work, {
    group,
    ...(work.toStaffId && { toStaffId: work.toStaffId }),
  })
}

/** Out of the basket until its follow-up date. The day it is due stays what was promised. */
export async function deferTask(tx: Tx, work: TaskWork & { readonly until: Temporal.PlainDate }): Promise<void> {
  const task = await openAndSeen(tx, work)
  await changeTask(tx, task.id, { waits_until: work.until })
  await recordVerb(tx, facts.taskDeferred, task, work, { until: work.until.toString() })
}

/** Writes something beside it and changes nothing else. */
export async function noteOnTask(tx: Tx, work: TaskWork & { readonly note: string }): Promise<void> {
  const task = await openAndSeen(tx, work)
  await changeTask(tx, task.id, {})
  await recordVerb(tx, facts.taskNoted, task, work)
}

/**
 * The work is done; `outcome` says how it ended. Required steps of the checklist come first. Where the kind asks for a second
 * pair of eyes the task goes back into the basket and waits for another person.
 */
export async function finishTask(tx: Tx, work: TaskWork & { readonly outcome: string }): Promise<void> {
  const task = await openAndSeen(tx, work)
  const [rules, checklist] = (await sendTogether(tx, [ruleOfTaskStatement(task.id), checklistStatement(task.id)])) as [
    RuleOfTaskRow[],
    ChecklistRow[],
  ]
  if (rules[0]?.ends_by_decision) throw new Refusal(409, 'tasks.decide-instead')
  const missing = checklist.filter((step) => step.required && !step.done).length
  if (missing > 0) throw new Refusal(409, 'tasks.steps-missing', { figures: { missing } })
  if (!rules[0]?.needs_second) return finish(tx, task, work)
  if (task.proposed_by) throw new Refusal(409, 'tasks.wants-second')
  await changeTask(tx, task.id, {
    proposed_outcome: work.outcome,
    proposed_by: work.staffId,
    owner_staff_id: null,
    waits_until: null,
  })
  await recordVerb(tx, facts.taskProposed, task, work, { outcome: work.outcome })
}

/** The second person agrees, and the task ends as proposed. */
export async function confirmTask(tx: Tx, work: TaskWork): Promise<void> {
  const task = await openAndSeen(tx, work)
  if (!task.proposed_by || !task.proposed_outcome) throw new Refusal(409, 'tasks.nothing-proposed')
  if (task.proposed_by === work.staffId) throw new Refusal(409, 'tasks.needs-another')
  await finish(tx, task, { ...work, outcome: task.proposed_outcome })
}

/** The second person does not agree: it goes back to the one who did it. */
export async function sendBackTask(tx: Tx, work: TaskWork): Promise<void> {
  const task = await openAndSeen(tx, work)
  if (!task.proposed_by) throw new Refusal(409, 'tasks.nothing-proposed')
  if (task.proposed_by === work.staffId) throw new Refusal(409, 'tasks.needs-another')
  await changeTask(tx, task.id, { proposed_outcome: null, proposed_by: null, owner_staff_id: task.proposed_by })
  await recordVerb(tx, facts.taskSentBack, task, work)
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
  await recordVerb(tx, facts.taskDone, task, work, { outcome: work.outcome })
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
  await recordFact(
    tx,
    facts.taskVoided,
    { taskId: task.id, kind: task.kind, outcome },
    {
      customerId: task.customer_id,
      contractId: task.contract_id,
      channel: 'system',
      actor: { kind: 'system' },
      occurredAt: now,
    },
  )
}
