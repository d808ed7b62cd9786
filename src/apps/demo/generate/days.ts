import type { IsoDate } from './rows.ts'

/** Days are whole numbers since 1970-01-01 inside the generator: a million readings need no date objects. */
export type Day = number

const MS_PER_DAY = 86_400_000
const isoCache: IsoDate[] = []
const yearCache: number[] = []
const lastDayCache: Day[] = []

export function dayOf(year: number, month: number, day: number): Day {
  return Math.floor(Date.UTC(year, month - 1, day) / MS_PER_DAY)
}

export function dayOfDate(date: Temporal.PlainDate): Day {
  return dayOf(date.year, date.month, date.day)
}

export function dayOfIso(iso: IsoDate): Day {
  return dayOf(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10)))
}

export function isoOf(day: Day): IsoDate {
  let iso = isoCache[day]
  if (iso === undefined) {
    iso = new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
    isoCache[day] = iso
  }
  return iso
}

export function yearOf(day: Day): number {
  let year = yearCache[day]
  if (year === undefined) {
    year = Number(isoOf(day).slice(0, 4))
    yearCache[day] = year
  }
  return year
}

/** 31 December. */
export function lastDayOfYear(year: number): Day {
  let last = lastDayCache[year]
  if (last === undefined) {
    last = dayOf(year, 12, 31)
    lastDayCache[year] = last
  }
  return last
}

/** 1 to 12. */
export function monthOf(day: Day): number {
  return Number(isoOf(day).slice(5, 7))
}

/** Last day of a month; months below 1 or above 12 reach into the neighbouring years. */
export function lastDayOfMonth(year: number, month: number): Day {
  return dayOf(year, month + 1, 1) - 1
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7
}
