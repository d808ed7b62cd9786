import { csvRow } from '#company/exchange'
import { legalDay } from '#platform/calendar'
import { apiRead, raw, staffMay } from '#platform/http'
import { staffReads } from '../staff-reads.ts'
import { calibrationAnswer, calibrationCsvQuery, calibrationQuery } from './meter-selection.contract.ts'
import {
  type DueRow,
  dueMetersStatement,
  type DueYearRow,
  dueYearsStatement,
  placeOfMeter,
} from './meter-selection.sql.ts'

const readers = staffMay('campaigns.see')
const PAGE = 100
/** Meters of one file; a utility with more takes a commodity or a year at a time. */
const CSV_LINES_MAX = 100_000

const list = apiRead({
  path: '/desk/api/calibration',
  who: readers,
  contract: { query: calibrationQuery },
  answer: calibrationAnswer,
  says: 'Meters whose calibration term ends until a day, the first to end first, and how many by year.',
  reads: ({ input, now }) => {
    const { afterDay: day, afterId: id, ...selection } = input.query
    const today = legalDay(now)
    return [
      dueMetersStatement(selection, { today, after: { day, id }, limit: PAGE + 1 }),
      dueYearsStatement(selection, today),
    ]
  },
  give: ([rows, years]) => {
    const found = rows as DueRow[]
    const byYear = years as DueYearRow[]
    const shown = found.slice(0, PAGE)
    const last = shown.at(-1)
    return {
      total: byYear.reduce((sum, row) => sum + row.meters, 0),
      ended: byYear.reduce((sum, row) => sum + row.ended, 0),
      years: byYear.map(({ year, commodity, meters }) => ({ year, commodity, meters })),
      meters: shown.map((row) => ({
        meterId: row.meter_id,
        meterNumber: row.meter_number,
        commodity: row.commodity,
        kind: row.kind,
        installedOn: row.installed_on.toString(),
        dueOn: row.due_on.toString(),
        byRule: row.by_rule,
        place: placeOfMeter(row),
        customerId: row.customer_id,
      })),
      next: found.length > PAGE && last ? { afterDay: last.due_on.toString(), afterId: last.meter_id } : null,
    }
  },
})

const csv = raw({
  method: 'GET',
  path: '/desk/api/calibration.csv',
  who: readers,
  contract: { query: calibrationCsvQuery },
  says: 'The same list as a CSV file.',
  handler: async (call, pools, _request, reply) => {
    const today = legalDay(call.now)
    const statement = dueMetersStatement(call.input.query, { today, after: {}, limit: CSV_LINES_MAX })
    const [rows = []] = await staffReads(pools, call.browser, [statement])
    const head = csvRow([
      'meter_number',
      'commodity',
      'kind',
      'installed_on',
      'calibrated_until',
      'by_rule',
      'street',
      'house_number',
      'postal_code',
      'city',
    ])
    const lines = (rows as DueRow[]).map((row) =>
      csvRow([
        row.meter_number,
        row.commodity,
        row.kind,
        row.installed_on.toString(),
        row.due_on.toString(),
        row.by_rule ? 'yes' : 'no',
        row.street ?? '',
        row.house_number ?? '',
        row.postal_code ?? '',
        row.city ?? '',
      ]),
    )
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="eichfristen-${call.input.query.calibrationUntil}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(`\ufeff${head}${lines.join('')}`)
  },
})

export const calibrationRoutes = [list, csv]
