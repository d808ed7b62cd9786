import { type FactContext, facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { dueDaysOf } from './rules.sql.ts'
import { allExist } from './team.sql.ts'
import { insertTask, type NewTask } from './tasks.sql.ts'
import { recordVerb } from './work-on-task.ts'

/**
 * Puts a piece of work into the basket of staff, in the caller's transaction: what a person must do is there exactly if its
 * cause is. The same dedupe key opens one task, however often its cause is met.
 * @returns the task's id, or undefined if it was there already
 */
export async function openTask(tx: Tx, task: NewTask, context: FactContext): Promise<string | undefined> {
  const id = await insertTask(tx, task, context.occurredAt)
  if (id)
    await recordFact(
      tx,
      facts.taskOpened,
      { taskId: id, kind: task.kind },
      { ...context, customerId: task.customerId, contractId: task.contractId },
    )
  return id
}

/** A task that a person opens by hand; the kind's rule says until when, unless the person does. */
export async function openTaskByHand(
  tx: Tx,
  task: {
    readonly kind: string
    readonly customerId?: string | undefined
    readonly title: string
    readonly note?: string | undefined
    readonly group: string
    readonly priority: 1 | 2 | 3
    readonly dueOn?: string | undefined
    /** What caused it, beside the title: ids only. */
    readonly subject?: Readonly<Record<string, unknown>>
  },
  by: { readonly staffId: string; readonly now: Temporal.Instant },
): Promise<string> {
  if (!(await allExist(tx, { groups: [task.group] }))) throw new Refusal(404, 'tasks.no-such-group')
  const dueOn = task.dueOn
    ? Temporal.PlainDate.from(task.dueOn)
    : legalDay(by.now).add({ days: await dueDaysOf(tx, task.kind) })
  const taskId = await openTask(
    tx,
    {
      kind: task.kind,
      customerId: task.customerId ?? null,
      contractId: null,
      subject: { ...task.subject, title: task.title },
      group: task.group,
      priority: task.priority,
      dueOn,
      dedupeKey: `by-hand/${crypto.randomUUID()}`,
    },
    {
      customerId: task.customerId ?? null,
      channel: 'desk',
      actor: { kind: 'staff', id: by.staffId },
      occurredAt: by.now,
    },
  )
  const made = { id: taskId as string, kind: task.kind, customer_id: task.customerId ?? null, contract_id: null }
  if (task.note) await recordVerb(tx, facts.taskNoted, made, { staffId: by.staffId, note: task.note, now: by.now })
  return made.id
}
