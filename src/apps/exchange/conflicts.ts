import type pg from 'pg'
import type { ImportBatch } from '#company/exchange'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'

/** Days until somebody should have decided: until then both systems differ. */
const DAYS_TO_DECIDE = 7

/**
 * What an import must not decide becomes one task with its list: rows that were changed here and differ in the file. The
 * task names the run; its lines stand in import_refusal with the code exchange.line.changed-here.
 */
export async function openTaskForConflicts(pool: pg.Pool, batch: ImportBatch, now: Temporal.Instant): Promise<void> {
  if (batch.conflicting === 0) return
  await transaction(pool, (tx) =>
    openTask(
      tx,
      {
        kind: 'exchange.import-conflicts',
        customerId: null,
        contractId: null,
        subject: { batchId: batch.id, file: batch.file, conflicts: batch.conflicting },
        group: 'service',
        priority: 2,
        dueOn: legalDay(now).add({ days: DAYS_TO_DECIDE }),
        dedupeKey: `import-conflicts/${batch.id}`,
      },
      { channel: 'import', actor: { kind: 'system' }, occurredAt: now },
    ),
  )
}
