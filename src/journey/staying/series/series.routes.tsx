import { legalDay } from '#platform/calendar'
import { day, id, z } from '#platform/contract'
import { type Call, customer, page } from '#platform/http'
import { notFound } from '#platform/refusal'
import { YEARS_OF_HISTORY } from '../readings/enter-readings.ts'
import { type RegisterRow, registersStatement } from '../readings/readings.sql.ts'
import { SeriesPage } from './series.page.tsx'
import {
  type SeriesDay,
  seriesOfDayStatement,
  seriesOfMonthStatement,
  type SeriesRow,
  type SeriesSpan,
  seriesSpanStatement,
} from './series.sql.ts'
import { dayView, monthView } from './series-view.ts'

const viewers = customer('see', 'readings', 'part')

/** Registers of the own home; one that is not among them is not there for anybody. */
const homeStatement = (now: Temporal.Instant) => {
  const today = legalDay(now)
  return registersStatement('session', today.subtract({ years: YEARS_OF_HISTORY }), today)
}
const registerIn = (rows: readonly unknown[] | undefined, registerId: string): RegisterRow => {
  const found = (rows as RegisterRow[]).find((row) => row.register_id === registerId)
  if (!found) throw notFound()
  return found
}

const dayQuery = z.strictObject({ zaehlwerk: id(), tag: day().optional() })

const showDay = page({
  path: '/verbrauch/tag',
  who: viewers,
  contract: { query: dayQuery },
  says: 'What a smart meter counted by hour of one day, the last one if none is named.',
  reads: ({ input, now }) => {
    const { zaehlwerk, tag } = input.query
    const asked = tag === undefined ? undefined : Temporal.PlainDate.from(tag)
    return [homeStatement(now), seriesSpanStatement(zaehlwerk), seriesOfDayStatement(zaehlwerk, asked)]
  },
  show: ([registers, span, values], call) => {
    const { zaehlwerk, tag } = call.input.query
    const view = dayView({
      register: registerIn(registers, zaehlwerk),
      span: span?.[0] as SeriesSpan,
      values: values?.[0] as SeriesRow | undefined,
      asked: tag === undefined ? undefined : Temporal.PlainDate.from(tag),
      locale: call.locale,
    })
    return contentOf(view, call)
  },
})

/** `2026-11`. */
const monthQuery = z.strictObject({
  zaehlwerk: id(),
  monat: z
    .string()
    .regex(/^(19|2\d)\d{2}-(0[1-9]|1[0-2])$/)
    .optional(),
})

const showMonth = page({
  path: '/verbrauch/monat',
  who: viewers,
  contract: { query: monthQuery },
  says: 'What a smart meter counted by day of one month, the last one with values if none is named.',
  reads: ({ input, now }) => {
    const { zaehlwerk, monat } = input.query
    const asked = monat === undefined ? undefined : Temporal.PlainDate.from(`${monat}-01`)
    return [homeStatement(now), seriesSpanStatement(zaehlwerk), seriesOfMonthStatement(zaehlwerk, asked)]
  },
  show: ([registers, span, days], call) => {
    const { zaehlwerk, monat } = call.input.query
    const view = monthView({
      register: registerIn(registers, zaehlwerk),
      span: span?.[0] as SeriesSpan,
      days: (days ?? []) as SeriesDay[],
      asked: monat === undefined ? undefined : Temporal.PlainDate.from(`${monat}-01`),
      locale: call.locale,
    })
    return contentOf(view, call)
  },
})

const contentOf = (view: ReturnType<typeof dayView>, { locale }: Pick<Call, 'locale'>) => ({
  title: view.title,
  section: 'consumption',
  body: <SeriesPage view={view} locale={locale} />,
})

export const seriesRoutes = [showDay, showMonth]
