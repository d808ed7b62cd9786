import { formatDay, formatDayShort, formatMonth } from '#platform/calendar'
import { formatNumber, type Locale } from '#platform/i18n'
import { labelOf } from '../readings/entry-view.ts'
import type { RegisterRow } from '../readings/readings.sql.ts'
import { readingTexts } from '../readings/texts.ts'
import { hoursOf } from './hours.ts'
import type { SeriesDay, SeriesRow, SeriesSpan } from './series.sql.ts'

export type Step = { readonly href: string; readonly label: string }
export type SeriesSlot = { readonly short: string; readonly long: string; readonly value: number | null }

/** A day by hours or a month by days: words, bars, and the ways to the ones before and after. */
export type SeriesView = {
  readonly id: string
  readonly title: string
  /** The register, in words. */
  readonly register: string
  readonly unit: string
  readonly slotName: string
  readonly sum: string
  readonly highest: string | undefined
  readonly slots: readonly SeriesSlot[]
  readonly notes: readonly string[]
  readonly steps: readonly Step[]
  readonly days: readonly Step[]
  readonly digits: number
  /** True if the register has no values at all. */
  readonly isEmpty: boolean
}

type Shared = { readonly register: RegisterRow; readonly span: SeriesSpan; readonly locale: Locale }

/** Names on the axis: at 320 pixels a day's bar is 8 pixels wide, a number 14. */
const EVERY_HOUR = 3
const EVERY_DAY = 5

/** Wh are shown as kWh, litres as m3: both are a thousandth. */
const shown = (amount: number): number => amount / 1_000
const unitOf = (unit: SeriesDay['unit'] | undefined): string => (unit === 'l' ? 'm³' : 'kWh')
const monthText = (day: Temporal.PlainDate): string => day.toString().slice(0, 7)
const dayHref = (register: RegisterRow, day: Temporal.PlainDate): string =>
  `/verbrauch/tag?zaehlwerk=${register.register_id}&tag=${day}`
const monthHref = (register: RegisterRow, day: Temporal.PlainDate): string =>
  `/verbrauch/monat?zaehlwerk=${register.register_id}&monat=${monthText(day)}`

const within = (day: Temporal.PlainDate, { first, last }: SeriesSpan): boolean =>
  first !== null &&
  last !== null &&
  Temporal.PlainDate.compare(day, first) >= 0 &&
  Temporal.PlainDate.compare(day, last) <= 0

export function dayView(
  of: Shared & { readonly values: SeriesRow | undefined; readonly asked: Temporal.PlainDate | undefined },
) {
  const { register, span, values, locale } = of
  const t = readingTexts(locale)
  const day = values?.day ?? of.asked ?? span.last
  const unit = unitOf(values?.unit)
  const hours = values && day ? hoursOf(day, values.quarter_hours) : []
  const slots = hours.map(({ label, value }) => ({
    short: Number(label.slice(0, 2)) % EVERY_HOUR === 0 && !label.endsWith('B') ? label.slice(0, 2) : '',
    long: hourText(label, locale),
    value: value === null ? null : shown(value),
  }))
  const title = day
    ? t(register.direction === 'feed-in' ? 'series.feedInDay' : 'series.dayTitle', { day: formatDay(day, locale) })
    : t('series.none')
  const steps = day
    ? [
        { day: day.subtract({ days: 1 }), label: t('series.before') },
        { day: day.add({ days: 1 }), label: t('series.after') },
      ]
        .filter((step) => within(step.day, span))
        .map((step) => ({ href: dayHref(register, step.day), label: step.label }))
    : []
  if (day) steps.push({ href: monthHref(register, day), label: t('series.toMonth') })
  return viewOf(of, {
    title,
    unit,
    slots,
    slotName: t('series.hour'),
    sum: t('series.sumDay', { amount: amountText(Number(values?.total ?? 0), locale), unit }),
    days: values ? [values] : [],
    steps,
    links: [],
    digits: 2,
  })
}

export function monthView(
  of: Shared & { readonly days: readonly SeriesDay[]; readonly asked: Temporal.PlainDate | undefined },
) {
  const { register, span, days, locale } = of
  const t = readingTexts(locale)
  const month = (days[0]?.day ?? of.asked ?? span.last)?.with({ day: 1 })
  const unit = unitOf(days[0]?.unit)
  const byDay = new Map(days.map((one) => [one.day.toString(), one]))
  const all = month ? Array.from({ length: month.daysInMonth }, (_, at) => month.add({ days: at })) : []
  const slots = days.length === 0 ? [] : all.map((day) => slotOf(day, byDay.get(day.toString()), locale))
  const total = days.reduce((sum, one) => sum + Number(one.total), 0)
  const title = month
    ? t(register.direction === 'feed-in' ? 'series.feedInMonth' : 'series.monthTitle', {
        month: formatMonth(month, locale),
      })
    : t('series.none')
  const steps = month
    ? [
        { day: month.subtract({ months: 1 }), label: t('series.monthBefore') },
        { day: month.add({ months: 1 }), label: t('series.monthAfter') },
      ]
        .filter(({ day }) => touches(day, span))
        .map((step) => ({ href: monthHref(register, step.day), label: step.label }))
    : []
  return viewOf(of, {
    title,
    unit,
    slots,
    slotName: t('series.day'),
    sum: t('series.sumMonth', { amount: amountText(total, locale), unit, days: days.length }),
    days,
    steps,
    links: days.map(({ day }) => ({ href: dayHref(register, day), label: formatDay(day, locale) })),
    digits: 1,
  })
}

const touches = (month: Temporal.PlainDate, { first, last }: SeriesSpan): boolean =>
  first !== null && last !== null && monthText(month) >= monthText(first) && monthText(month) <= monthText(last)

const slotOf = (day: Temporal.PlainDate, one: SeriesDay | undefined, locale: Locale): SeriesSlot => ({
  short: day.day === 1 || day.day % EVERY_DAY === 0 ? String(day.day) : '',
  long: formatDayShort(day, locale),
  value: one ? shown(Number(one.total)) : null,
})

const amountText = (amount: number, locale: Locale): string => formatNumber(shown(amount), locale, 1)

/** `02A` is the first of two hours at two o'clock. */
function hourText(label: string, locale: Locale): string {
  const hour = Number(label.slice(0, 2))
  const clock = (value: number) => `${String(value).padStart(2, '0')}:00`
  const mark = label.slice(2)
  const text = readingTexts(locale)('series.hourLong', { from: clock(hour), to: clock((hour + 1) % 24) })
  return mark === '' ? text : `${text} (${mark})`
}

type Made = Pick<SeriesView, 'title' | 'unit' | 'slots' | 'slotName' | 'sum' | 'steps' | 'digits'> & {
  readonly days: readonly SeriesDay[]
  readonly links: readonly Step[]
}

function viewOf({ register, span, locale }: Shared, made: Made): SeriesView {
  const t = readingTexts(locale)
  const missing = made.days.reduce((sum, one) => sum + one.missing, 0)
  const has = (status: SeriesDay['status']) => made.days.some((one) => one.status === status)
  const highest = made.slots.reduce<SeriesSlot | undefined>(
    (most, slot) => ((slot.value ?? 0) > (most?.value ?? 0) ? slot : most),
    undefined,
  )
  return {
    ...made,
    id: `series-${register.register_id}`,
    register: labelOf(register, locale),
    highest:
      highest &&
      t('series.highest', {
        when: highest.long,
        amount: formatNumber(highest.value ?? 0, locale, made.digits),
        unit: made.unit,
      }),
    notes: [
      ...(missing > 0 ? [t('series.missing', { count: missing })] : []),
      ...(has('substituted') ? [t('series.substituted')] : []),
      ...(has('provisional') ? [t('series.provisional')] : []),
    ],
    days: made.links,
    isEmpty: span.first === null,
  }
}
