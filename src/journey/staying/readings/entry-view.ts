import { formatDay } from '#platform/calendar'
import { formatNumber, type Locale } from '#platform/i18n'
import { type Count, power10 } from '../meters/register.ts'
import { dateOf } from '../profiles/day.ts'
import type { Question } from './enter-readings.ts'
import { countOf, type HomeRegister } from './home.ts'
import type { Judgement } from './reading.ts'
import { readingTexts } from './texts.ts'

/** What a page shows of a register: plain words and figures, nothing to calculate. */
export type RegisterView = {
  readonly registerId: string
  readonly label: string
  readonly unit: string
  readonly digits: { readonly before: number; readonly after: number }
  readonly last: { readonly value: string; readonly day: string; readonly source: string } | undefined
  readonly place: string
}

/** What a page asks about a value that may be wrong. */
export type QuestionView = {
  readonly registerId: string
  readonly cause: string
  readonly usage:
    | { readonly amount: string; readonly low: string; readonly high: string; readonly days: number }
    | undefined
  readonly ratio: string | undefined
  readonly candidate: string | undefined
  readonly withoutWeather: boolean
}

export const unitOf = (unit: string): string => (unit === 'm3' ? 'm³' : unit)

/** A count as the meter shows it, in the language's writing. */
export const showCount = (count: Count, digitsAfter: number, locale: Locale): string =>
  formatNumber(count / power10(digitsAfter), locale, digitsAfter)

/** `Strom, Tag (HT): Zähler 1EMH…`. */
export function labelOf(row: HomeRegister['row'], locale: Locale): string {
  const t = readingTexts(locale)
  const commodity = t(`commodity.${row.commodity}`)
  if (row.direction === 'feed-in') return t('registerRate', { commodity, rate: t('feedIn'), meter: row.meter_number })
  if (row.rate === 'total') return t('register', { commodity, meter: row.meter_number })
  return t('registerRate', { commodity, rate: t(`rate.${row.rate}`), meter: row.meter_number })
}

export function registerViewOf(one: HomeRegister, locale: Locale): RegisterView {
  const t = readingTexts(locale)
  const last = one.readings.at(-1)
  const { row, register } = one
  return {
    registerId: row.register_id,
    label: labelOf(row, locale),
    unit: unitOf(row.unit),
    digits: { before: row.digits_before, after: row.digits_after },
    last: last && {
      value: showCount(countOf(last.value, register), row.digits_after, locale),
      day: formatDay(last.read_on, locale),
      source: t(`source.${last.source}`),
    },
    place: `${row.street} ${row.house_number}, ${row.city}`,
  }
}

/** Amounts are shown whole, small ones with one digit: nobody needs more to judge. */
export const showAmount = (amount: number, locale: Locale): string =>
  formatNumber(amount, locale, Math.abs(amount) < 10 ? 1 : 0)

export function questionViewOf(question: Question, digitsAfter: number, locale: Locale): QuestionView {
  const { judgement } = question
  const first = judgement.because[0]
  const { band, usage, ratio } = judgement
  return {
    registerId: question.registerId,
    cause: first?.cause ?? 'far-too-high',
    usage:
      // Below the last value there is no usage to speak of: the cause says it, and the last value stands above the field.
      band && usage !== undefined && usage >= 0
        ? {
            amount: showAmount(usage, locale),
            low: showAmount(band.low, locale),
            high: showAmount(band.high, locale),
            days: judgement.days,
          }
        : undefined,
    ratio: ratio !== undefined && ratio >= 1.8 ? formatNumber(ratio, locale, ratio < 10 ? 1 : 0) : undefined,
    candidate: first?.corrected === undefined ? undefined : showCount(first.corrected, digitsAfter, locale),
    withoutWeather: judgement.withoutWeather,
  }
}

/** The sentence that a person gets at once for a value that fits; nothing for one that came in unjudged from elsewhere. */
export function feedbackOf(judgement: Judgement | null, unit: string, locale: Locale): string {
  if (judgement === null) return ''
  const t = readingTexts(locale)
  const { usage, since, ratioToLastYear } = judgement
  if (usage === undefined || !since) return t('done.first')
  const figures = { usage: showAmount(usage, locale), unit: unitOf(unit), day: formatDay(dateOf(since.day), locale) }
  if (ratioToLastYear === undefined) return t('done.validUsage', figures)
  const percent = Math.round(Math.abs(ratioToLastYear - 1) * 100)
  if (percent < 3) return t('done.validUsage', figures)
  return t(ratioToLastYear < 1 ? 'done.less' : 'done.more', { ...figures, percent })
}
