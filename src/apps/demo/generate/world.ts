import { type Curves, drawCurves } from './curves.ts'
import { type Day, dayOfDate } from './days.ts'
import { synthesiseWeather, type Weather } from './weather.ts'

export interface UtilityOptions {
  /** How many customers; the first are the demo's known ones (personas.ts). */
  readonly customers: number
  readonly seed: number
  /** Readings reach up to this day (Europe/Berlin). */
  readonly today: Temporal.PlainDate
}

/** What all parts of the utility share. */
export interface World {
  readonly seed: number
  readonly today: Day
  /** Readings begin after this day: eleven months before the three years, so that they hold three full billing periods. */
  readonly historyStart: Day
  readonly weather: Weather
  readonly curves: Curves
}

const HISTORY_DAYS = 3 * 365 + 335
/** Curves reach a little past today: an estimate is held below what the meter will show soon. */
const LOOK_AHEAD_DAYS = 60

export function createWorld(seed: number, today: Temporal.PlainDate): World {
  const day = dayOfDate(today)
  const weather = synthesiseWeather(seed, day + LOOK_AHEAD_DAYS)
  return { seed, today: day, historyStart: day - HISTORY_DAYS, weather, curves: drawCurves(weather) }
}
