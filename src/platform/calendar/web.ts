/** Where German law counts its days. */
export const LEGAL_ZONE = 'Europe/Berlin'

const HOUR_MS = 3_600_000

/** The hour that was asked for last, and its day: a request asks several times, and days change on the hour. */
let kept: { readonly hour: number; readonly day: Temporal.PlainDate } | undefined

/** The legal day of a point in time: the local date in Germany (BGB sections 187, 188). */
export function legalDay(instant: Temporal.Instant): Temporal.PlainDate {
  const hour = Math.floor(instant.epochMilliseconds / HOUR_MS)
  if (kept?.hour === hour) return kept.day
  const day = instant.toZonedDateTimeISO(LEGAL_ZONE).toPlainDate()
  kept = { hour, day }
  return day
}

/** The first moment of a legal day. */
export const startOfLegalDay = (day: Temporal.PlainDate): Temporal.Instant =>
  day.toZonedDateTime(LEGAL_ZONE).toInstant()

/** Quarter hours of a legal day: 92 when clocks go forward, 100 when they go back, else 96. */
export const quarterHoursOf = (day: Temporal.PlainDate): number =>
  startOfLegalDay(day)
    .until(startOfLegalDay(day.add({ days: 1 })))
    .total('minutes') / 15

const months = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const

export type CalendarLocale = keyof typeof months

/** `3. Dezember 2026`, `3 December 2026`. */
export function formatDay(day: Temporal.PlainDate, locale: CalendarLocale): string {
  const month = months[locale][day.month - 1]
  return locale === 'de' ? `${day.day}. ${month} ${day.year}` : `${day.day} ${month} ${day.year}`
}

/** `Dezember 2026`. */
export const formatMonth = (day: { readonly month: number; readonly year: number }, locale: CalendarLocale): string =>
  `${months[locale][day.month - 1]} ${day.year}`

/** `03.12.2026` in German, `03/12/2026` in English: for tables. */
export function formatDayShort(day: Temporal.PlainDate, locale: CalendarLocale): string {
  const parts = [String(day.day).padStart(2, '0'), String(day.month).padStart(2, '0'), String(day.year)]
  return parts.join(locale === 'de' ? '.' : '/')
}

/** `14:05 Uhr`, `14:05`. */
export function formatTime(instant: Temporal.Instant, locale: CalendarLocale): string {
  const local = instant.toZonedDateTimeISO(LEGAL_ZONE)
  const clock = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`
  return locale === 'de' ? `${clock} Uhr` : clock
}

/** What people type for a day: `2026-12-03`, `3.12.2026`, `03.12.26`, `3/12/2026`. Undefined if it is no day. */
export function parseDay(typed: string): Temporal.PlainDate | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed.trim())
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})$/.exec(typed.trim().replaceAll(' ', ''))
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : [local?.[3], local?.[2], local?.[1]]
  if (!year || !month || !day) return undefined
  try {
    const full = year.length === 2 ? 2000 + Number(year) : Number(year)
    return Temporal.PlainDate.from({ year: full, month: Number(month), day: Number(day) }, { overflow: 'reject' })
  } catch {
    return undefined
  }
}
