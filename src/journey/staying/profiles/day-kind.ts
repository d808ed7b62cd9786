import { type Day, dayOfDate, partsOf, weekdayOf } from './day.ts'

/** Easter Sunday of a year (Gregorian; algorithm of Meeus, Jones and Butcher). */
export function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const monthAndDay = h + l - 7 * m + 114
  return dayOfDate(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1)
}

/** The nine holidays of all German states: profiles treat them as Sundays. A state's own ones move a year's share by less than 0.1 %. */
export function nationwideHolidays(year: number): ReadonlySet<Day> {
  const easter = easterSunday(year)
  return new Set([
    dayOfDate(year, 1, 1),
    easter - 2,
    easter + 1,
    dayOfDate(year, 5, 1),
    easter + 39,
    easter + 50,
    dayOfDate(year, 10, 3),
    dayOfDate(year, 12, 25),
    dayOfDate(year, 12, 26),
  ])
}

/** Weekday as profiles see it, Monday 0 to Sunday 6: holidays are Sundays, 24 and 31 December Saturdays (VDEW 1999, page 30). */
export function profileWeekday(day: Day, holidays: ReadonlySet<Day>): number {
  const weekday = weekdayOf(day)
  if (weekday === 6 || holidays.has(day)) return 6
  const { month, dayOfMonth } = partsOf(day)
  return month === 12 && (dayOfMonth === 24 || dayOfMonth === 31) ? 5 : weekday
}
