import { type Day, dayOfDate, partsOf } from './day.ts'
import { nationwideHolidays, profileWeekday } from './day-kind.ts'
import { degreeDaysOf, overClimate, type Profile, type ProfileDay } from './profile.ts'
import { betweenMonths, climateMeanC } from './season-tables.ts'

/** Days for which shares are known. Earlier and later days are moved to the ends: judge refuses such dates before. */
const firstDay = dayOfDate(1995, 1, 1)
const endDay = dayOfDate(2056, 1, 1)
const dayCount = endDay - firstDay

/** Mean days of a year, so that a share of 1 is a mean year. */
export const daysPerYear = 365.25

/** The weather of one place: means of days, and running sums made from them when they are first asked for. */
export type Weather = {
  readonly from: Day
  /** The day after the last. */
  readonly end: Day
  readonly celsius: Float64Array
  /** Running number of days that were really given; gaps hold the climate's mean. */
  readonly known: Float64Array
  readonly sums: Map<string, Float64Array>
}

/** Makes the weather of a place from its days (in any order, gaps allowed); undefined where there is no day. */
export function weatherOf(
  days: Iterable<{ readonly day: Day; readonly meanTemperatureC: number }>,
): Weather | undefined {
  const given = new Map<Day, number>()
  let from = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  for (const { day, meanTemperatureC } of days) {
    if (day < firstDay || day >= endDay || !Number.isFinite(meanTemperatureC)) continue
    given.set(day, meanTemperatureC)
    from = Math.min(from, day)
    end = Math.max(end, day + 1)
  }
  if (given.size === 0) return undefined
  const celsius = new Float64Array(end - from)
  const known = new Float64Array(end - from + 1)
  for (let i = 0; i < celsius.length; i++) {
    const measured = given.get(from + i)
    celsius[i] = measured ?? climateCelsius(from + i)
    known[i + 1] = (known[i] as number) + (measured === undefined ? 0 : 1)
  }
  return { from, end, celsius, known, sums: new Map() }
}

function climateCelsius(day: Day): number {
  const { month, dayOfMonth } = partsOf(day)
  return betweenMonths(climateMeanC, month, dayOfMonth)
}

/** Part of the days after `from` up to and including `to` whose temperature is known, 0 to 1. */
export function weatherCoverage(weather: Weather | undefined, from: Day, to: Day): number {
  if (!weather || to <= from) return 0
  const a = Math.min(Math.max(from + 1, weather.from), weather.end)
  const b = Math.min(Math.max(to + 1, weather.from), weather.end)
  return ((weather.known[b - weather.from] as number) - (weather.known[a - weather.from] as number)) / (to - from)
}

const normalSums = new Map<string, Float64Array>()

function profileDays(from: Day, count: number, visit: (index: number, day: ProfileDay) => void): void {
  let year = 0
  let holidays: ReadonlySet<Day> = new Set()
  for (let i = 0; i < count; i++) {
    const parts = partsOf(from + i)
    if (parts.year !== year) {
      year = parts.year
      holidays = nationwideHolidays(year)
    }
    visit(i, { ...parts, weekday: profileWeekday(from + i, holidays) })
  }
}

/** Running sums in a normal climate, scaled so that a mean year is 1. */
function normalSumsOf(profile: Profile): Float64Array {
  const existing = normalSums.get(profile.code)
  if (existing) return existing
  const sums = new Float64Array(dayCount + 1)
  profileDays(firstDay, dayCount, (i, day) => {
    const energy = profile.weatherDriven
      ? overClimate((celsius) => profile.dayEnergy(day, celsius), day.month, day.dayOfMonth)
      : profile.dayEnergy(day, 0)
    sums[i + 1] = (sums[i] as number) + energy
  })
  const perYear = ((sums[dayCount] as number) / dayCount) * daysPerYear
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) / perYear
  scales.set(profile.code, perYear)
  normalSums.set(profile.code, sums)
  return sums
}

const scales = new Map<string, number>()

function weatherSumsOf(profile: Profile, weather: Weather): Float64Array {
  const existing = weather.sums.get(profile.code)
  if (existing) return existing
  normalSumsOf(profile)
  const perYear = scales.get(profile.code) as number
  const sums = new Float64Array(weather.celsius.length + 1)
  profileDays(weather.from, weather.celsius.length, (i, day) => {
    sums[i + 1] = (sums[i] as number) + profile.dayEnergy(day, weather.celsius[i] as number) / perYear
  })
  weather.sums.set(profile.code, sums)
  return sums
}

/**
 * Share of a normal year's consumption that falls into the days after `from` up to and including `to` (a reading is the
 * value at the end of its day). Two years give about 2. With weather, cold days weigh more: the share of a cold year is above 1.
 * @returns 0 where `to` is not after `from`
 */
export function shareOfYear(profile: Profile, from: Day, to: Day, weather?: Weather): number {
  if (to <= from) return 0
  const a = clampDay(from + 1)
  const b = clampDay(to + 1)
  const normal = normalSumsOf(profile)
  const normalSum = (normal[b - firstDay] as number) - (normal[a - firstDay] as number)
  if (!weather || !profile.weatherDriven) return normalSum
  const wa = Math.min(Math.max(a, weather.from), weather.end)
  const wb = Math.min(Math.max(b, weather.from), weather.end)
  if (wb <= wa) return normalSum
  const sums = weatherSumsOf(profile, weather)
  const known = (sums[wb - weather.from] as number) - (sums[wa - weather.from] as number)
  return normalSum - ((normal[wb - firstDay] as number) - (normal[wa - firstDay] as number)) + known
}

function clampDay(day: Day): Day {
  return Math.min(Math.max(day, firstDay), endDay)
}

/** Degree days G20/15 (VDI 3807) of the days after `from` up to and including `to`; climate where no weather is known. */
export function degreeDays(from: Day, to: Day, weather?: Weather): number {
  let sum = 0
  for (let day = Math.max(from + 1, firstDay); day <= Math.min(to, endDay); day++) {
    if (weather && day >= weather.from && day < weather.end) {
      sum += degreeDaysOf(weather.celsius[day - weather.from] as number)
      continue
    }
    const { month, dayOfMonth } = partsOf(day)
    sum += overClimate(degreeDaysOf, month, dayOfMonth)
  }
  return sum
}
