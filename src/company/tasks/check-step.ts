import { facts } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound } from '#platform/refusal'
import { storeCheck } from './checklist.sql.ts'
import { changeTask } from './tasks.sql.ts'
import { openAndSeen, recordVerb, type TaskWork } from './work-on-task.ts'

/** Ticks a step of the checklist, or takes the tick away. */
export async function checkStep(
  tx: Tx,
  work: TaskWork & { readonly step: string; readonly done: boolean },
): Promise<void> {
  const task = await openAndSeen(tx, work)
  const { step, done, staffId } = work
  if (!(await storeCheck(tx, { taskId: task.id, step, done, staffId, at: work.now }))) throw notFound()
  await changeTask(tx, task.id, {})
  await recordVerb(tx, facts.taskStepChecked, task, work, { step, done })
}
