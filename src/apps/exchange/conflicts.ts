import type pg from 'pg'
import { batchesGone, countOpen, type ImportBatch } from '#company/exchange'
import { openTask, voidTaskOf } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'

/** Days until somebody should have decided: until then both systems differ. */
const DAYS_TO_DECIDE = 7

export const importConflictsKey = (batchId: string): string => `import-conflicts/${batchId}`

/**
 * What an import must not decide becomes one task with its list: rows that were changed here and differ in the file. The
 * task names the run; its lines stand in import_refusal with the code exchange.line.changed-here, both values in exchange_conflict.
 */
export async function openTaskForConflicts(pool: pg.Pool, batch: ImportBatch, now: Temporal.Instant): Promise<void> {
  await transaction(pool, async (tx) => {
    for (const gone of await batchesGone(tx, batch.startedAt))
      await voidTaskOf(tx, importConflictsKey(gone), { outcome: 'taken-over', now })
    if (batch.conflicting === 0) return
    // What an earlier file brought already has its task.
    const conflicts = await countOpen(tx, { batchId: batch.id, changeId: null, system: null })
    if (conflicts === 0) return
    await openTask(
      tx,
      {
        kind: 'exchange.import-conflicts',
        customerId: null,
        contractId: null,
        group: 'service',
        subject: { batchId: batch.id, file: batch.file, conflicts },
        priority: 2,
        dueOn: legalDay(now).add({ days: DAYS_TO_DECIDE }),
        dedupeKey: importConflictsKey(batch.id),
      },
      { channel: 'import', actor: { kind: 'system' }, occurredAt: now },
    )
  })
}
