import { formatDayShort, formatMonth } from '#platform/calendar'
import { formatNumber, type Locale } from '#platform/i18n'
import { forecastOf } from '../consumption/forecast.ts'
import { type Day, dateOf, dayOf } from '../profiles/day.ts'
import { profileOf, type Profile } from '../profiles/profile.ts'
import type { Weather } from '../profiles/share.ts'
import { costOf, type Price } from './consumption-cost.ts'
import { portionOf, type Span, type Stretch, stretchesOf } from './consumption-stretches.ts'
import { gasLinesOf } from './gas-view.ts'
import { historyOf } from './history.ts'
import { deviceReadingsOf, forecastIn, placeOf, registerOf } from './home.ts'
import type { ChartView, ConsumptionFigures, CostView, GroupView } from './pages/consumption.page.tsx'
import { type ListRules, registerListOf } from './reading-list.ts'
import type { HistoryRow, RegisterRow } from './readings.sql.ts'
import { readingTexts } from './texts.ts'

type GasSpan = Parameters<typeof stretchesOf>[0]['gasFactors'][number] & { readonly postalCode: string | null }

export type FiguresOf = {
  readonly registers: readonly RegisterRow[]
  readonly history: readonly HistoryRow[]
  readonly gasFactors: readonly GasSpan[]
  readonly prices: readonly (Price & { readonly contractId: string })[]
  readonly weather: Weather | undefined
  readonly today: Temporal.PlainDate
  readonly locale: Locale
}
export type ConsumptionOf = FiguresOf & { readonly rules: ListRules }

const MONTHS = 12

/** One section per place and direction: two rates of one meter are one consumption. */
const groupsAt = (registers: readonly RegisterRow[]): RegisterRow[][] => [
  ...Map.groupBy(registers, (row) => `${row.market_location_id}/${row.direction}`).values(),
]

/** What was used and what it cost, with the readings behind it. */
export const groupsOf = (of: ConsumptionOf): GroupView[] =>
  groupsAt(of.registers).map((rows) => ({ ...figuresAt(rows, of), registers: listsOf(rows, of) }))

/** The same without the readings behind it. */
export const figuresOf = (of: FiguresOf): ConsumptionFigures[] =>
  groupsAt(of.registers).map((rows) => figuresAt(rows, of))

const listsOf = (rows: readonly RegisterRow[], of: ConsumptionOf) =>
  onceEach(rows)
    .toSorted((a, b) => Temporal.PlainDate.compare(b.installed_on, a.installed_on))
    .map((device) => registerListOf(device, of.history, of.rules, of.today, of.locale))

function figuresAt(rows: readonly RegisterRow[], of: FiguresOf): ConsumptionFigures {
  const row = rows.at(-1) as RegisterRow
  const { commodity, direction } = row
  const profile = profileOf(commodity, direction, row.load_profile ?? undefined)
  const places = [...Map.groupBy(rows, placeOf).values()].map((devices) => onceEach(devices))
  const spans = places.map((devices) => spansOf(devices, profile, of))
  const measured = spans.flatMap((one) => one.stretches)
  const t = readingTexts(of.locale)
  const name = t(`commodity.${commodity}`)
  const chart = chartOf(
    spans.flatMap((one) => one.spans),
    row,
    profile,
    of,
  )
  return {
    id: `${row.market_location_id}-${direction}`,
    title: direction === 'feed-in' ? `${name}, ${t('feedIn')}` : name,
    unit: unitShown(row),
    chart: measured.length > 0 ? chart?.view : undefined,
    cost:
      measured.length > 0 && direction === 'consumption' && chart
        ? costView(row, chart.months, profile, of, spans)
        : undefined,
    gas: gasLinesOf(measured, of.locale),
  }
}

const onceEach = (rows: readonly RegisterRow[]): RegisterRow[] => [
  ...new Map(rows.map((row) => [row.register_id, row])).values(),
]

/** What the chart counts in: energy in kWh, water in m3. */
const unitShown = (row: RegisterRow): string => (row.commodity === 'water' ? 'm³' : 'kWh')

/** Stretches of one counter over all its devices, and what is expected since its last reading. */
function spansOf(rows: readonly RegisterRow[], profile: Profile, of: FiguresOf) {
  const sorted = rows.toSorted((a, b) => Temporal.PlainDate.compare(a.installed_on, b.installed_on))
  const valid = (row: RegisterRow) =>
    of.history.filter((reading) => reading.register_id === row.register_id && reading.status === 'valid')
  const devices = sorted.map((row) => deviceReadingsOf(row, valid(row)))
  const row = sorted.at(-1) as RegisterRow
  const { weather } = of
  const gasFactors = of.gasFactors.filter((one) => one.postalCode === null || one.postalCode === row.postal_code)
  const stretches = stretchesOf({ devices, profile, weather, gasFactors })
  const history = historyOf(devices)
  const last = history.at(-1)
  const end = endOf(row, of.today)
  const spans: Span[] = [...stretches]
  if (last && stretches.length > 0 && last.day < end) {
    const register = registerOf(row)
    const source = { profile, weather, forecast: forecastIn(register, row) }
    const { amount } = forecastOf(history, register, source, last.day, end)
    spans.push({ from: last.day, to: end, amount: inShown(amount, row, stretches), estimated: true })
  }
  return { stretches, spans }
}

/** Last day that something is used on: the contract's, the meter's, or today. */
function endOf(row: RegisterRow, today: Temporal.PlainDate): Day {
  const ends = [row.ends_on, row.removed_on].flatMap((day) => (day ? [dayOf(day)] : []))
  return Math.min(dayOf(today), ...ends)
}

/** An amount of the register in the chart's unit; gas by the factors of the last stretch. */
function inShown(amount: number, row: RegisterRow, stretches: readonly Stretch[]): number {
  if (row.unit === 'MWh') return amount * 1_000
  const gas = stretches.findLast((one) => one.gas)?.gas
  return gas ? (amount * gas.volumeConversionE4 * gas.calorificE3) / 1e7 : amount
}

type MonthSlot = { readonly first: Temporal.PlainDate; readonly from: Day; readonly to: Day }

/** The months of the day that was asked for last: every home of that day shows the same. */
let keptMonths: { readonly today: Day; readonly months: readonly MonthSlot[] } | undefined

/** The months that a chart compares, the last one before today's. */
function comparedMonths(date: Temporal.PlainDate): readonly MonthSlot[] {
  const today = dayOf(date)
  if (keptMonths?.today === today) return keptMonths.months
  const count = 2 * MONTHS
  const months = Array.from({ length: count }, (_, index) => {
    const first = date.with({ day: 1 }).subtract({ months: count - index })
    return { first, from: dayOf(first) - 1, to: dayOf(first.add({ months: 1 })) - 1 }
  })
  keptMonths = { today, months }
  return months
}

function chartOf(spans: readonly Span[], row: RegisterRow, profile: Profile, of: FiguresOf) {
  const months = comparedMonths(of.today)
  const portions = months.map((month) => portionOf(spans, month.from, month.to, profile, of.weather))
  const rates = new Set(
    of.registers
      .filter((one) => one.market_location_id === row.market_location_id && one.direction === row.direction)
      .map((one) => one.rate),
  ).size
  const known = portions.map((portion, index) => {
    const { from, to } = months[index] as MonthSlot
    return isCovered(spans, from, to, rates) ? portion : undefined
  })
  const values = known.slice(MONTHS)
  const before = known.slice(0, MONTHS)
  if (values.every((portion) => portion === undefined)) return undefined
  const both = values.flatMap((value, index) => {
    const former = before[index]
    return value && former ? [{ value: value.amount, former: former.amount, estimated: value.estimated }] : []
  })
  const sum = both.reduce((total, one) => total + one.value, 0)
  const formerSum = both.reduce((total, one) => total + one.former, 0)
  const guessed = both.reduce((total, one) => total + (one.estimated ? one.value : 0), 0)
  const shown = months.slice(MONTHS)
  const view: ChartView = {
    ...titleOf({ months: both.length, sum, former: formerSum, guessed }, of.locale),
    span: `${formatMonth(shown[0]?.first as Temporal.PlainDate, of.locale)} – ${formatMonth(shown.at(-1)?.first as Temporal.PlainDate, of.locale)}`,
    total: values.reduce((total, portion) => total + (portion?.amount ?? 0), 0),
    monthsKnown: values.filter(Boolean).length,
    estimated: values.some((portion) => portion?.estimated),
    slots: shown.map(({ first }, index) => ({
      short: shortMonth(first, of.locale),
      long: formatMonth(first, of.locale),
      value: values[index] ? Math.round(values[index].amount) : null,
      before: before[index] ? Math.round(before[index].amount) : null,
      estimated: values[index]?.estimated ?? false,
    })),
  }
  return { view, months: shown }
}

/** Each of the rates of a meter must cover the days: half of the rates is not half of the truth. */
function isCovered(spans: readonly Span[], from: Day, to: Day, rates: number): boolean {
  let days = 0
  for (const span of spans) days += Math.max(0, Math.min(to, span.to) - Math.max(from, span.from))
  return days >= (to - from) * rates
}

const COMPARED_MONTHS_MIN = 3
const SAME_PERCENT = 3

type Compared = { readonly months: number; readonly sum: number; readonly former: number; readonly guessed: number }

/** The message of the chart. What is mostly estimated is no news: it would only say what was assumed. */
function titleOf({ months, sum, former, guessed }: Compared, locale: Locale): Pick<ChartView, 'title' | 'percent'> {
  const t = readingTexts(locale)
  if (guessed > sum / 2) return { title: t('chart.title.estimated'), percent: undefined }
  if (months < COMPARED_MONTHS_MIN || former <= 0) return { title: t('chart.title.first'), percent: undefined }
  const percent = Math.round((sum / former - 1) * 100)
  if (Math.abs(percent) < SAME_PERCENT) return { title: t('chart.title.same'), percent }
  return { title: t(percent < 0 ? 'chart.title.less' : 'chart.title.more', { percent: Math.abs(percent) }), percent }
}

const monthNames = (locale: string): readonly string[] => {
  const format = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2026, month, 15))).replace('.', ''))
}
const shortMonths = { de: monthNames('de-DE'), en: monthNames('en-GB') }

const shortMonth = (day: Temporal.PlainDate, locale: Locale): string => shortMonths[locale][day.month - 1] as string

function costView(
  row: RegisterRow,
  months: readonly MonthSlot[],
  profile: Profile,
  of: FiguresOf,
  spans: readonly { readonly spans: readonly Span[] }[],
): CostView | undefined {
  const contracts = new Set(
    of.registers.filter((one) => one.market_location_id === row.market_location_id).map((one) => one.contract_id),
  )
  const prices = of.prices.filter((price) => contracts.has(price.contractId))
  const from = months[0]?.from
  const to = months.at(-1)?.to
  if (from === undefined || to === undefined || prices.length === 0) return undefined
  const all = spans.flatMap((one) => one.spans)
  const cost = costOf(all, prices, from, to, profile, of.weather)
  const today = dayOf(of.today)
  const now = prices.find((price) => price.from <= today && today <= price.to)
  if (!cost.complete || cost.total <= 0) return undefined
  return {
    total: formatNumber(Math.round(cost.total / 100), of.locale),
    base: formatNumber(Math.round(cost.base / 100), of.locale),
    unitPrice: now && formatNumber(now.unitPriceCt, of.locale, 2),
    basePrice: now && formatNumber(now.basePriceEurYear, of.locale, 2),
    since: now && formatDayShort(dateOf(now.from), of.locale),
  }
}
