import { facts, recordFact } from '#company/journal'
import { finishTaskOf } from '#company/tasks'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound, Refusal, wrongFields } from '#platform/refusal'
import type { z } from '#platform/contract'
import { exchangeMeter } from '../meters/exchange-meter.ts'
import type { exchangeDecisionBody } from './exchange-reports.contract.ts'
import { decideReport, loadReport } from './exchange-reports.sql.ts'
import { reportTaskKey } from './report-exchange.ts'

/**
 * Staff decides about a report: accepted, the meters are exchanged as an agent would have entered it; refused, nothing changes and the
 * customer reads why.
 * @throws Refusal 404, 409 if it was decided or changed meanwhile, 422 without the exchange or the reason; and what `exchangeMeter` throws
 */
export async function decideAboutReport(
  tx: Tx,
  reportId: string,
  body: z.infer<typeof exchangeDecisionBody>,
  by: { readonly staffId: string; readonly now: Temporal.Instant },
): Promise<'accepted' | 'refused'> {
  const report = await loadReport(tx, reportId, true)
  if (!report) throw notFound()
  if (report.state !== 'reported') throw new Refusal(409, 'staying.exchange-decided')
  if (report.row_version !== body.rowVersion) throw changedMeanwhile()
  const { decision } = body
  const because = body.because || null
  if (decision === 'refused' && because === null)
    throw wrongFields([{ field: 'because', code: 'platform.field.missing' }])
  const newMeterId = decision === 'accepted' ? await exchange(tx, report, body.exchange, by) : null
  await decideReport(tx, reportId, { state: decision, because, staffId: by.staffId, newMeterId, now: by.now })
  await recordFact(
    tx,
    facts.meterExchangeDecided,
    { reportId, meterId: report.meter_id, decision },
    {
      customerId: report.customer_id,
      contractId: report.contract_id,
      channel: 'desk',
      actor: { kind: 'staff', id: by.staffId },
      occurredAt: by.now,
    },
  )
  await finishTaskOf(tx, reportTaskKey(reportId), { staffId: by.staffId, outcome: decision, now: by.now })
  return decision
}

async function exchange(
  tx: Tx,
  report: { readonly id: string; readonly customer_id: string; readonly meter_id: string },
  sent: z.infer<typeof exchangeDecisionBody>['exchange'],
  by: { readonly staffId: string; readonly now: Temporal.Instant },
): Promise<string> {
  if (!sent) throw wrongFields([{ field: 'exchange', code: 'platform.field.missing' }])
  const { day, calibratedUntil, ...rest } = sent
  const { newMeterId } = await exchangeMeter(tx, {
    ...rest,
    manufacturer: rest.manufacturer || undefined,
    customerId: report.customer_id,
    oldMeterId: report.meter_id,
    day: Temporal.PlainDate.from(day),
    calibratedUntil: calibratedUntil === undefined ? undefined : Temporal.PlainDate.from(calibratedUntil),
    submission: `exchange-report-${report.id}`,
    ...by,
  })
  return newMeterId
}
