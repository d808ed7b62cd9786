import { formatDay } from '#platform/calendar'
import type { Call } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { feedbackOf, labelOf, showCount, unitOf } from '../readings/entry-view.ts'
import type { EachOutcome } from '../readings/enter-each.ts'
import { countOf, type HomeRegister } from '../readings/home.ts'
import { showAmount } from '../readings/entry-view.ts'
import { readingTexts } from '../readings/texts.ts'
import type { ListRow } from './pages/meter-list.page.tsx'
import { meterListTexts } from './texts.ts'

/** What was typed for one register, and what became of it. */
export type Typed = {
  readonly value: string
  readonly day?: Temporal.PlainDate | undefined
  readonly confirmed: boolean
  readonly outcome?: EachOutcome | undefined
}

export const placeText = ({ row }: Pick<HomeRegister, 'row'>): string =>
  [`${row.street} ${row.house_number}`, row.location_hint, row.city].filter(Boolean).join(', ')

/** A register of the list in words. */
export function listRowOf(one: HomeRegister, typed: Typed | undefined, call: Pick<Call, 'locale' | 'reason'>): ListRow {
  const { row, register } = one
  const { locale } = call
  const say = readingTexts(locale)
  const last = one.readings.at(-1)
  const unit = unitOf(row.unit)
  return {
    registerId: row.register_id,
    label: labelOf(row, locale),
    meterNumber: row.meter_number,
    place: placeText(one),
    unit,
    hint: last
      ? say('last', {
          value: showCount(countOf(last.value, register), row.digits_after, locale),
          unit,
          day: formatDay(last.read_on, locale),
          source: say(`source.${last.source}`),
        })
      : say('lastNone'),
    value: typed?.value ?? '',
    day: typed?.day?.toString(),
    confirmed: typed?.confirmed ?? false,
    verdict: typed?.outcome && { kind: typed.outcome.outcome, text: verdictText(one, typed.outcome, call) },
  }
}

function verdictText(
  one: HomeRegister,
  outcome: EachOutcome,
  { locale, reason }: Pick<Call, 'locale' | 'reason'>,
): string {
  const t = meterListTexts(locale)
  const unit = unitOf(one.row.unit)
  switch (outcome.outcome) {
    case 'valid':
    case 'in-check': {
      const value = showCount(countOf(outcome.value, one.register), one.row.digits_after, locale)
      if (outcome.outcome === 'in-check') return t('inCheck', { value, unit })
      return t('saved', { value, unit, feedback: feedbackOf(outcome.judgement, one.row.unit, locale) })
    }
    case 'asked': {
      const fault = outcome.refusal.fields[0]
      return [t('asked', { cause: fault ? reason(fault.code, fault.figures) : '' }), usualOf(one, outcome, locale)]
        .filter(Boolean)
        .join(' ')
    }
    default:
      return refusalText(outcome.refusal, reason)
  }
}

function usualOf(one: HomeRegister, { judgement }: Extract<EachOutcome, { outcome: 'asked' }>, locale: Locale): string {
  const { band, usage } = judgement
  if (!band || usage === undefined || usage < 0) return ''
  return meterListTexts(locale)('askedUsual', {
    usage: showAmount(usage, locale),
    unit: unitOf(one.row.unit),
    low: showAmount(band.low, locale),
    high: showAmount(band.high, locale),
  })
}

/** A refusal in one sentence: that of its first field, or its own. */
export function refusalText(
  refusal: Extract<EachOutcome, { outcome: 'refused' }>['refusal'],
  reason: Call['reason'],
): string {
  const fault = refusal.fields[0]
  return fault ? reason(fault.code, fault.figures) : reason(refusal.code, refusal.figures)
}
