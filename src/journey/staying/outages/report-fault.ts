import { facts, recordFact } from '#company/journal'
import { openTask, taskByKey } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { dangerIn } from './danger.ts'
import type { FaultReport } from './outages.contract.ts'
import { insertReport, linkReport } from './outages.sql.ts'

/** What somebody chose, unless they describe something worse. */
function kindOf({ kind, description }: FaultReport): FaultReport['kind'] {
  const danger = dangerIn(description ?? '')
  return danger === 'gas' ? 'gas' : kind
}

/**
 * Keeps a report and opens an urgent task. All reports of one kind from one street on one day are one task, so that a
 * hundred neighbours do not bury the next street. Needs a role that may open tasks for nobody.
 */
export async function reportFault(tx: Tx, report: FaultReport, now: Temporal.Instant): Promise<{ reportId: string }> {
  const kind = kindOf(report)
  const { id: reportId, placeKey } = await insertReport(tx, { ...report, kind }, now)
  const dedupeKey = `fault/${kind}/${placeKey}/${legalDay(now)}`
  const context = { channel: 'guest', actor: { kind: 'guest' }, occurredAt: now } as const
  const opened = await openTask(
    tx,
    {
      kind: 'staying.fault-report',
      customerId: null,
      contractId: null,
      subject: { faultKind: kind, reportId },
      group: 'emergency',
      priority: 1,
      dueOn: legalDay(now),
      dedupeKey,
    },
    context,
  )
  const taskId = opened ?? (await taskByKey(tx, dedupeKey))?.id
  if (taskId) await linkReport(tx, reportId, taskId)
  await recordFact(tx, facts.faultReported, { reportId, kind, ...(taskId && { taskId }) }, context)
  return { reportId }
}
