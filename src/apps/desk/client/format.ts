import { formatNumber, type Locale } from '#platform/i18n/web'

/** Legal days come as `2026-11-22`; they have no time zone, so they are read and written as UTC. */
const asDate = (day: string): Date => new Date(`${day}T00:00:00Z`)
const tag = (locale: Locale): string => (locale === 'de' ? 'de-DE' : 'en-GB')

/** `22.11.2026`, `22/11/2026`: for tables. */
export const shortDay = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(tag(locale), { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' }).format(
    asDate(day),
  )

/** `22. November 2026`, `22 November 2026`. */
export const longDay = (day: string, locale: Locale): string =>
  new Intl.DateTimeFormat(tag(locale), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    asDate(day),
  )

/** `22. November 2026, 14:05`: a moment in Germany's time, wherever the browser is. */
export const moment = (instant: string, locale: Locale): string =>
  new Intl.DateTimeFormat(tag(locale), { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(
    new Date(instant),
  )

/** Today in Germany, `2026-11-22`. */
export const today = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date())

/** Exact decimals from the server (`17500.000000`) as people write them, without empty places. */
export function decimal(value: string | number, locale: Locale, digits?: number): string {
  const places = digits ?? String(value).replace(/0+$/, '').split('.')[1]?.length ?? 0
  return formatNumber(Number(value), locale, places)
}

/** Days from today; negative is past. */
export const daysUntil = (day: string): number =>
  Math.round((asDate(day).getTime() - asDate(today()).getTime()) / 86_400_000)
