import { type Actor, type Channel, facts, recordFact } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import { loadRules } from '../readings/calendar-rules.sql.ts'
import { loadRegisters } from '../readings/readings.sql.ts'
import { checkReport, type ReportedRegister } from './exchange-report.ts'
import { hasOpenReport, insertReport, type ReportRow, reportOfKey } from './exchange-reports.sql.ts'

export type ReportExchange = {
  readonly customerId: string
  readonly meterId: string
  readonly day: Temporal.PlainDate
  readonly newMeterNumber: string
  readonly registers: readonly ReportedRegister[]
  readonly note?: string | undefined
  readonly source: ReportRow['source']
  readonly sourceId: string | null
  readonly sourceKey: string
  readonly channel: Channel
  readonly actor: Actor
  readonly now: Temporal.Instant
}

/** One task for each report. */
export const reportTaskKey = (reportId: string): string => `staying.check-exchange:${reportId}`

/**
 * Takes down that a meter was exchanged. Nothing of the meter changes: staff checks it, and what is accepted is the exchange of the
 * desk. Sent twice, it is one report. @returns its id
 * @throws Refusal 404 for a meter that is not this customer's, 409 while another report of it is open, 422 for what cannot be
 */
export async function reportExchange(tx: Tx, report: ReportExchange): Promise<string> {
  const known = await reportOfKey(tx, report.sourceKey)
  if (known) return known.id
  const { customerId, meterId, now } = report
  const today = legalDay(now)
  const registers = (await loadRegisters(tx, { id: customerId }, today)).filter(
    (row) => row.meter_id === meterId && row.removed_on === null,
  )
  const [first] = registers
  if (!first) throw notFound()
  const digits = registers.map((row) => ({
    registerId: row.register_id,
    digitsBefore: row.digits_before,
    digitsAfter: row.digits_after,
  }))
  checkReport(report, { registers: digits, installedOn: first.installed_on }, today)
  if (await hasOpenReport(tx, meterId)) throw new Refusal(409, 'staying.exchange-reported-already')
  const reportId = await insertReport(tx, {
    ...report,
    contractId: first.contract_id,
    marketLocationId: first.market_location_id,
    note: report.note || null,
  })
  if (!reportId) throw new Refusal(409, 'staying.exchange-reported-already')
  const context = {
    customerId,
    contractId: first.contract_id,
    channel: report.channel,
    actor: report.actor,
    occurredAt: now,
  }
  await recordFact(tx, facts.meterExchangeReported, { reportId, meterId, day: report.day.toString() }, context)
  const { checkDays } = await loadRules(tx, today)
  await openTask(
    tx,
    {
      kind: 'staying.check-exchange',
      customerId,
      contractId: first.contract_id,
      subject: { exchangeReportId: reportId },
      group: 'metering',
      priority: 2,
      dueOn: today.add({ days: checkDays }),
      dedupeKey: reportTaskKey(reportId),
    },
    context,
  )
  return reportId
}
