/**
 * A legal day as a whole number: days since 1 January 1970. Readings are judged by the hundred thousand a second, and a
 * number costs nothing where a Temporal.PlainDate costs an object. It has no time of day and no time zone.
 */
export type Day = number

/** Milliseconds of a day without a change of the clock; legal days are counted, not measured. */
const dayMs = 86_400_000

/** The day of a date. */
export function dayOf(date: Temporal.PlainDate): Day {
  return dayOfDate(date.year, date.month, date.day)
}

/** The day of year, month (1 to 12) and day of the month. */
export function dayOfDate(year: number, month: number, dayOfMonth: number): Day {
  return Math.round(Date.UTC(year, month - 1, dayOfMonth) / dayMs)
}

/** The date of a day. */
export function dateOf(day: Day): Temporal.PlainDate {
  const { year, month, dayOfMonth } = partsOf(day)
  return new Temporal.PlainDate(year, month, dayOfMonth)
}

/** Year, month, day of the month and day of the year (from 1) of a day. */
export function partsOf(day: Day): { year: number; month: number; dayOfMonth: number; dayOfYear: number } {
  const date = new Date(day * dayMs)
  const year = date.getUTCFullYear()
  return {
    year,
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
    dayOfYear: day - dayOfDate(year, 1, 1) + 1,
  }
}

/** Day of the week, Monday 0 to Sunday 6. 1 January 1970 was a Thursday (3). */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7
}
