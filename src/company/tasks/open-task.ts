import { type FactContext, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { insertTask, type NewTask } from './tasks.sql.ts'

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
