import { randomUUID } from 'node:crypto'
import { formatDay, legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { sendTogether, type Statement } from '#platform/database'
import {
  apiAct,
  type Again,
  type Call,
  customer,
  fieldErrors,
  form,
  machine,
  page,
  type PageContent,
  staffMay,
  typedText,
} from '#platform/http'
import { notFound } from '#platform/refusal'
import { labelOf, unitOf } from '../readings/entry-view.ts'
import { homeOf } from '../readings/home.ts'
import { submissionOf } from '../readings/new-readings.ts'
import { type RegisterRow, registersStatement } from '../readings/readings.sql.ts'
import { loadRegisters } from '../readings/readings.sql.ts'
import { stayingRefusals } from '../refusals.ts'
import { meterNumberKey } from '../meters/meter-number.ts'
import { decideAboutReport } from './decide-report.ts'
import {
  exchangeDecisionAnswer,
  exchangeDecisionBody,
  exchangeReportAnswer,
  machineExchangeAnswer,
  machineExchangeBody,
  reportExchangeBody,
} from './exchange-reports.contract.ts'
import {
  customerOfMeter,
  loadReport,
  ownReportsStatement,
  reportOfKey,
  type ReportRow,
} from './exchange-reports.sql.ts'
import { ReportExchangePage } from './pages/report-exchange.page.tsx'
import { reportExchange } from './report-exchange.ts'
import { exchangeReportTexts } from './texts.ts'

const readers = customer('readings', 'readings', 'part')
const query = z.strictObject({ zaehler: id().optional(), gemeldet: z.literal('ja').optional() })

type Shown = {
  readonly chosen?: string | undefined
  readonly sent: boolean
  readonly submission: string
  readonly again?: Again
}

/** The page from the registers and reports of the customer. */
function exchangePage(
  registers: readonly RegisterRow[],
  reports: readonly ReportRow[],
  shown: Shown,
  call: Pick<Call, 'locale' | 'now'>,
): PageContent {
  const { locale } = call
  const t = exchangeReportTexts(locale)
  const today = legalDay(call.now)
  const open = new Set(reports.filter((one) => one.state === 'reported').map((one) => one.meter_id))
  const rows = homeOf(registers, [], today).map((one) => one.row)
  const hanging = rows.filter((row) => row.removed_on === null && !open.has(row.meter_id))
  const meters = [...Map.groupBy(hanging, (row) => row.meter_id)].map(([meterId, own]) => ({ meterId, own }))
  const only = meters.length === 1 ? meters[0]?.meterId : undefined
  const chosen = meters.find((meter) => meter.meterId === (shown.chosen ?? (shown.sent ? undefined : only)))
  const typed = (name: string) => typedText(shown.again?.typed, name)
  const errors = shown.again ? fieldErrors(shown.again.refusal, locale, stayingRefusals) : []
  const first = (own: readonly RegisterRow[]) => own[0] as RegisterRow
  return {
    title: t('title'),
    section: 'readings',
    hasErrors: errors.length > 0,
    body: (
      <ReportExchangePage
        locale={locale}
        meters={meters.map(({ meterId, own }) => ({
          meterId,
          label: labelOf({ ...first(own), rate: 'total', direction: 'consumption' }, locale),
          place: `${first(own).street} ${first(own).house_number}, ${first(own).city}`,
        }))}
        chosen={
          chosen && {
            meterId: chosen.meterId,
            label: first(chosen.own).meter_number,
            registers: chosen.own.map((row) => ({
              registerId: row.register_id,
              label: labelOf(row, locale).split(':')[0] ?? row.obis,
              unit: unitOf(row.unit),
            })),
          }
        }
        day={{
          day: typed('day.day') || String(today.day),
          month: typed('day.month') || String(today.month),
          year: typed('day.year') || String(today.year),
        }}
        submission={shown.submission}
        typed={typed}
        errors={errors}
        sent={shown.sent}
        reports={reports.map((one) => reportText(one, locale))}
      />
    ),
  }
}

function reportText(report: ReportRow, locale: Call['locale']): string {
  const t = exchangeReportTexts(locale)
  const words = { meter: report.meter_number, newMeter: report.new_meter_number }
  const said = t('report', { ...words, day: formatDay(report.exchanged_on, locale) })
  return `${said}: ${t(`state.${report.state}`, { because: report.because ?? '' })}`
}

const statements = (now: Temporal.Instant): readonly Statement[] => [
  registersStatement('session', legalDay(now)),
  ownReportsStatement(),
]

const show = page({
  path: '/zaehlerwechsel',
  who: readers,
  contract: { query },
  says: 'Page on which a customer reports that a meter was exchanged, and sees how former reports stand.',
  reads: ({ now }) => statements(now),
  show: ([registers, reports], call) =>
    exchangePage(
      registers as RegisterRow[],
      reports as ReportRow[],
      {
        chosen: call.input.query.zaehler,
        sent: call.input.query.gemeldet === 'ja',
        submission: randomUUID(),
      },
      call,
    ),
})

const send = form({
  path: '/zaehlerwechsel',
  who: readers,
  contract: { body: reportExchangeBody },
  says: 'Reports a meter exchange; staff checks it before anything changes.',
  limit: { name: 'exchange-reports', max: 30, seconds: 60, by: 'address' },
  act: (tx, call) => {
    const { submission, day, ...sent } = call.input.body
    return reportExchange(tx, {
      ...sent,
      day: Temporal.PlainDate.from(day),
      customerId: call.who.customerId,
      source: 'customer',
      sourceId: call.who.accountId,
      sourceKey: `form:${call.who.customerId}:${submission}`,
      channel: 'portal',
      actor: { kind: 'customer', id: call.who.accountId },
      now: call.now,
    })
  },
  done: () => ({ to: '/zaehlerwechsel?gemeldet=ja' }),
  again: async (tx, again, call) => {
    const [registers, reports] = await sendTogether(tx, statements(call.now))
    const chosen = typedText(again.typed, 'meterId') || undefined
    return exchangePage(
      registers as RegisterRow[],
      reports as ReportRow[],
      { chosen, sent: false, submission: submissionOf(again.typed), again },
      call,
    )
  },
})

const byMachine = apiAct({
  method: 'POST',
  path: '/api/machine/meter-exchanges',
  who: machine('exchanges:report'),
  sandbox: false,
  contract: { body: machineExchangeBody },
  answer: machineExchangeAnswer,
  says: 'A partner reports a meter exchange with old and new values; staff accepts or refuses it, and the same key asks how it stands.',
  act: async (tx, { input: { body }, who, now }) => {
    const sourceKey = `machine:${who.clientId}:${body.sourceKey}`
    const before = await reportOfKey(tx, sourceKey)
    if (before) return { reportId: before.id, state: before.state, because: before.because }
    const today = legalDay(now)
    const meter = await customerOfMeter(tx, meterNumberKey(body.meterNumber), today)
    if (!meter) throw notFound()
    const known = await loadRegisters(tx, { id: meter.customerId }, today)
    const idOf = (key: string) => known.find((row) => row.register_key === key)?.register_id ?? '0'
    const reportId = await reportExchange(tx, {
      customerId: meter.customerId,
      meterId: meter.meterId,
      day: Temporal.PlainDate.from(body.day),
      newMeterNumber: body.newMeterNumber,
      registers: body.registers.map(({ registerKey, ...values }) => ({ registerId: idOf(registerKey), ...values })),
      note: body.note,
      source: 'machine',
      sourceId: who.machineId,
      sourceKey,
      channel: 'api',
      actor: { kind: 'machine', id: who.machineId },
      now,
    })
    return { reportId, state: 'reported' as const, because: null }
  },
})

const workers = staffMay('readings.work')
const params = z.strictObject({ id: id() })

const one = apiAct({
  method: 'GET',
  path: '/desk/api/exchange-reports/:id',
  who: workers,
  contract: { params },
  answer: exchangeReportAnswer,
  says: 'A reported meter exchange, as it was reported.',
  act: async (tx, { input }) => {
    const row = await loadReport(tx, input.params.id, false)
    if (!row) throw notFound()
    return {
      reportId: row.id,
      customerId: row.customer_id,
      meterId: row.meter_id,
      meterNumber: row.meter_number,
      day: row.exchanged_on.toString(),
      newMeterNumber: row.new_meter_number,
      registers: row.registers,
      note: row.note,
      source: row.source,
      reportedAt: row.reported_at.toString(),
      state: row.state,
      because: row.because,
      rowVersion: row.row_version,
    }
  },
})

const decide = apiAct({
  method: 'POST',
  path: '/desk/api/exchange-reports/:id/decision',
  who: workers,
  contract: { params, body: exchangeDecisionBody },
  answer: exchangeDecisionAnswer,
  says: 'Accepts a reported exchange, corrected where need be, or refuses it with the reason; 409 if somebody was faster.',
  act: async (tx, { input, who, now }) => ({
    state: await decideAboutReport(tx, input.params.id, input.body, { staffId: who.staffId, now }),
  }),
})

export const exchangeReportRoutes = [show, send, byMachine, one, decide]
