import { formatDayShort } from '#platform/calendar'
import { formatNumber, type Locale } from '#platform/i18n'
import { amountOf, stepsBetween } from '../consumption/level.ts'
import { labelOf, showAmount, showCount, unitOf } from './entry-view.ts'
import { countOf, registerOf } from './home.ts'
import type { ListedReading, RegisterList } from './pages/consumption.page.tsx'
import { customerReasons } from './readings.contract.ts'
import type { HistoryRow, RegisterRow } from './readings.sql.ts'
import { readingTexts } from './texts.ts'

export type ListRules = { readonly ageDaysMax: number }

/** All readings of one device, newest first: what was read by whom, what was used since, and what stood there before. */
export function registerListOf(
  row: RegisterRow,
  history: readonly HistoryRow[],
  rules: ListRules,
  today: Temporal.PlainDate,
  locale: Locale,
): RegisterList {
  const own = history.filter((reading) => reading.register_id === row.register_id)
  const replaced = new Map(own.filter((one) => one.status === 'replaced').map((one) => [one.id, one]))
  const shown = own.filter((one) => one.status !== 'replaced')
  const hangs = row.removed_on === null && (row.ends_on === null || Temporal.PlainDate.compare(today, row.ends_on) <= 0)
  let before: HistoryRow | undefined
  const readings = shown.map((reading): ListedReading => {
    const usage = reading.status === 'refused' ? undefined : usageSince(before, reading, row)
    if (reading.status === 'valid') before = reading
    return {
      ...listedOf(reading, row, locale),
      usage: usage === undefined ? undefined : showAmount(usage, locale),
      formerly: formerlyOf(reading, replaced).map((one) => valueIn(one, row, locale)),
      correctHref: hangs ? correctHref(reading, rules, today) : undefined,
    }
  })
  return {
    registerId: row.register_id,
    label: labelOf(row, locale),
    unit: unitOf(row.unit),
    seriesHref: row.meter_kind === 'smart' ? `/verbrauch/monat?zaehlwerk=${row.register_id}` : undefined,
    factor: Number(row.factor) === 1 ? undefined : formatNumber(Number(row.factor), locale, digitsOf(row.factor)),
    removedOn: row.removed_on ? formatDayShort(row.removed_on, locale) : undefined,
    readings: readings.toReversed(),
  }
}

/** Digits that a stored decimal needs behind the comma. */
const digitsOf = (value: string): number => value.replace(/\.?0+$/, '').split('.')[1]?.length ?? 0

const valueIn = (reading: HistoryRow, row: RegisterRow, locale: Locale): string =>
  showCount(countOf(reading.value, registerOf(row)), row.digits_after, locale)

function listedOf(reading: HistoryRow, row: RegisterRow, locale: Locale) {
  const t = readingTexts(locale)
  const estimate = [reading.estimate_reason, reading.estimate_factors].filter(Boolean).join(': ')
  return {
    readingId: reading.id,
    day: formatDayShort(reading.read_on, locale),
    value: valueIn(reading, row, locale),
    source: t(`source.${reading.source}`),
    reason: reading.reason === 'regular' ? undefined : t(`reason.${reading.reason}`),
    substitute: reading.source === 'estimated' || reading.source === 'calculated',
    estimate: estimate || undefined,
    state: reading.status === 'in-check' || reading.status === 'refused' ? reading.status : undefined,
  } as const
}

function usageSince(before: HistoryRow | undefined, reading: HistoryRow, row: RegisterRow): number | undefined {
  if (!before) return undefined
  const register = registerOf(row)
  const steps = stepsBetween(countOf(before.value, register), countOf(reading.value, register), register)
  return steps === undefined ? undefined : amountOf(steps, register)
}

/** What stood there before, newest first; a value may have been corrected more than once. */
function formerlyOf(reading: HistoryRow, replaced: ReadonlyMap<string, HistoryRow>): HistoryRow[] {
  const former: HistoryRow[] = []
  let next = reading.replaces_reading_id
  while (next !== null) {
    const one = replaced.get(next)
    if (!one || former.includes(one)) break
    former.push(one)
    next = one.replaces_reading_id
  }
  return former
}

const reasonsToCorrect: ReadonlySet<string> = new Set(customerReasons)

/** What customers have read themselves they may correct as long as they may enter it. */
function correctHref(reading: HistoryRow, rules: ListRules, today: Temporal.PlainDate): string | undefined {
  const own = reading.source === 'customer' || reading.source === 'agent'
  const recent = reading.read_on.until(today).days <= rules.ageDaysMax
  if (!own || !recent || reading.status === 'refused' || !reasonsToCorrect.has(reading.reason)) return undefined
  return `/zaehlerstand?tag=${reading.read_on}&grund=${reading.reason}`
}
