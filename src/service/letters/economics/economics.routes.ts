import { legalDay } from '#platform/calendar'
import { type Pools, type Tx, flight, sendTogether } from '#platform/database'
import { apiAct, type Call, raw, staffMay } from '#platform/http'
import { wrongFields } from '#platform/refusal'
import { economicsAnswer, economicsQuery, factorBody, factorDone } from './economics.contract.ts'
import { economicsCsv } from './economics-csv.ts'
import {
  countedStatement,
  type FactorRow,
  factorsStatement,
  type FigureRow,
  figuresStatement,
  type KindRow,
  kindsStatement,
  storeFactor,
  type UsageRow,
  usageStatement,
} from './economics.sql.ts'
import { summarize } from './summary.ts'

const readers = staffMay('letters.economics')
/** Longest period: two years and a month, so that a year can be laid beside the one before. */
const DAYS_MAX = 762

type Asked = { readonly from: string; readonly to: string }

function periodOf({ from, to }: Asked): { readonly from: Temporal.PlainDate; readonly until: Temporal.PlainDate } {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
  const days = first.until(last).days
  if (days < 0 || days > DAYS_MAX) throw wrongFields([{ field: 'to', code: 'letters.economics-from-to' }])
  return { from: first, until: last }
}

const statementsOf = (asked: Asked, now: Temporal.Instant) => {
  const { from, until } = periodOf(asked)
  return [
    figuresStatement(from, until),
    kindsStatement(legalDay(now)),
    factorsStatement(),
    usageStatement(from, until),
    countedStatement(),
  ]
}

function answerOf(found: readonly (readonly unknown[])[], asked: Asked, now: Temporal.Instant) {
  const [rows, kinds, factors, usage, counted] = found as [
    FigureRow[],
    KindRow[],
    FactorRow[],
    UsageRow[],
    { countedAt: Temporal.Instant | null }[],
  ]
  const { until } = periodOf(asked)
  return summarize({
    rows,
    kinds,
    factors,
    usage,
    countedAt: counted[0]?.countedAt ?? null,
    until,
    today: legalDay(now),
  })
}

const show = apiAct({
  method: 'GET',
  path: '/desk/api/letter-economics',
  who: readers,
  contract: { query: economicsQuery },
  answer: economicsAnswer,
  says: 'What letters cost and cause by kind and version and along the journey, what is measured and what assumed, and use of the letter centre.',
  act: async (tx: Tx, { input: { query }, now }) =>
    answerOf(await sendTogether(tx, statementsOf(query, now)), query, now),
})

const csv = raw({
  method: 'GET',
  path: '/desk/api/letter-economics.csv',
  who: readers,
  contract: { query: economicsQuery },
  says: 'The table of all kinds as CSV; no cell begins a formula.',
  handler: async (call: Call<typeof readers, { query: typeof economicsQuery }>, pools: Pools, _request, reply) => {
    const { query } = call.input
    const found = await flight(pools.staff, statementsOf(query, call.now))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="briefe-${query.from}-${query.to}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(economicsCsv(answerOf(found, query, call.now), call.locale))
  },
})

const price = apiAct({
  method: 'PUT',
  path: '/desk/api/letter-economics/factors',
  who: staffMay('letters.prices'),
  contract: { body: factorBody },
  answer: factorDone,
  says: 'Sets a price or quantity from a day on, with its source, as measured or as an assumption with its bounds.',
  act: async (tx, { input: { body }, who }) => {
    const ordered = body.low <= body.value && body.value <= body.high
    if (!ordered || (body.measured && body.low !== body.high))
      throw wrongFields([{ field: 'value', code: 'letters.factor-order' }])
    // Days before the letter and after it: a window of none would divide by nothing.
    if (body.item.endsWith('-days') && (body.low < 1 || body.high > 90))
      throw wrongFields([{ field: 'value', code: 'letters.factor-order' }])
    if (['postage-discount', 'adoption', 'reprint'].includes(body.item) && body.high > 100)
      throw wrongFields([{ field: 'value', code: 'letters.factor-order' }])
    const { validFrom, ...rest } = body
    await storeFactor(tx, { ...rest, validFrom: Temporal.PlainDate.from(validFrom), staffId: who.staffId })
    return { done: true as const }
  },
})

export const economicsRoutes = [show, csv, price]
