import { legalDay } from '#platform/calendar'
import { flight, sendTogether } from '#platform/database'
import { apiAct, type Call, raw, type Route, staffMay } from '#platform/http'
import { wrongFields } from '#platform/refusal'
import { beforeOf, cursorOf } from '../contacts.routes.ts'
import { type TopicRow, topicsStatement } from '../contacts.sql.ts'
import {
  contactRate,
  type Counted,
  DEFINITION_VERSION,
  firstContactResolution,
  repeatContactRate,
  type WindowDays,
} from './definitions.ts'
import { behindAnswer, behindQuery, type FiguresAnswer, figuresAnswer, figuresQuery } from './figures.contract.ts'
import { figuresCsv } from './figures-csv.ts'
import {
  contactsBehind,
  type CountedRow,
  countedStatement,
  type Period,
  type RateRow,
  ratesStatement,
  unknownStatement,
} from './figures.sql.ts'

/** By team and topic, never by person of the staff (BetrVG section 87 (1) no. 6). */
const readers = staffMay('figures.see')
const BEHIND_PAGE = 50
/** Longest period: two years and a month, so that a year can be laid beside the one before. */
const DAYS_MAX = 762

type Asked = { readonly from: string; readonly to: string; readonly days: string }

function periodOf(query: Asked, now: Temporal.Instant): Period {
  const from = Temporal.PlainDate.from(query.from)
  const to = Temporal.PlainDate.from(query.to)
  const days = from.until(to).days
  if (days < 0 || days > DAYS_MAX) throw wrongFields([{ field: 'to', code: 'customers.figures-from-to' }])
  return { from, to, days: Number(query.days) as WindowDays, now }
}

const figuresOf = (counted: Counted) => ({
  ...counted,
  resolution: firstContactResolution(counted),
  repeatRate: repeatContactRate(counted),
})

const statementsOf = (period: Period, by: 'topic' | 'channel' | 'phase' | 'week') => [
  countedStatement(period, by),
  unknownStatement(period),
  ratesStatement(period),
  topicsStatement(),
]

function answerOf(rows: readonly (readonly unknown[])[], now: Temporal.Instant): FiguresAnswer {
  const [counted, unknown, rates, topics] = rows as [CountedRow[], { n: number }[], RateRow[], TopicRow[]]
  const sum = (key: keyof Counted) => counted.reduce((total, row) => total + row[key], 0)
  const total = { contacts: sum('contacts'), open: sum('open'), followed: sum('followed'), repeats: sum('repeats') }
  const thisMonth = legalDay(now).toPlainYearMonth().toString()
  return {
    version: DEFINITION_VERSION,
    rows: counted.map(({ bucket, ...row }) => {
      const topic = topics.find((one) => one.code === bucket)
      return { key: bucket, nameDe: topic?.nameDe ?? bucket, nameEn: topic?.nameEn ?? bucket, ...figuresOf(row) }
    }),
    total: figuresOf(total),
    unknown: unknown[0]?.n ?? 0,
    rates: rates.map((row) => ({
      month: row.month,
      contacts: row.contacts,
      averageContracts: Number(row.contract_days) / row.days,
      value: contactRate(row.contacts, Number(row.contract_days), row.days),
      provisional: row.month === thisMonth,
    })),
  }
}

const figures = apiAct({
  method: 'GET',
  path: '/desk/api/contact-figures',
  who: readers,
  contract: { query: figuresQuery },
  answer: figuresAnswer,
  says: 'First contact resolution, repeat contacts and contact rate, with numerator and denominator.',
  act: async (tx, { input: { query }, now }) =>
    answerOf(await sendTogether(tx, statementsOf(periodOf(query, now), query.by)), now),
})

const behind = apiAct({
  method: 'GET',
  path: '/desk/api/contact-figures/contacts',
  who: readers,
  contract: { query: behindQuery },
  answer: behindAnswer,
  says: 'The contacts behind a figure.',
  act: async (tx, { input: { query }, now }) => {
    const { by, key, only } = query
    const of = { by, key, only, before: beforeOf(query.before), limit: BEHIND_PAGE + 1 }
    const all = await contactsBehind(tx, periodOf(query, now), of)
    const shown = all.slice(0, BEHIND_PAGE)
    const last = shown.at(-1)
    return {
      contacts: shown.map((row) => ({ ...row, beganAt: row.beganAt.toString() })),
      next: all.length > BEHIND_PAGE && last ? cursorOf(last) : null,
    }
  },
})

const csv = raw({
  method: 'GET',
  path: '/desk/api/contact-figures.csv',
  who: readers,
  contract: { query: figuresQuery },
  says: 'The figures of contacts as CSV; no cell begins a formula.',
  handler: async (call: Call<typeof readers, { query: typeof figuresQuery }>, pools, _request, reply) => {
    const { query } = call.input
    const rows = await flight(pools.staff, statementsOf(periodOf(query, call.now), query.by))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="kontakte-${query.by}-${query.from}-${query.to}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(figuresCsv(answerOf(rows, call.now), call.locale))
  },
})

export const contactFigureRoutes: readonly Route[] = [figures, behind, csv]
