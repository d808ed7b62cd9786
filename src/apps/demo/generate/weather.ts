import type { Day } from './days.ts'
import { dayOf, isoOf } from './days.ts'
import { Random } from './random.ts'

/** First day of the synthesised weather. Always the same, so the weather of a day never depends on the passed today. */
export const WEATHER_FIRST_DAY: Day = dayOf(2005, 1, 1)

export interface Weather {
  /** Mean temperature in degrees Celsius by day after WEATHER_FIRST_DAY. */
  readonly temperatureC: Float64Array
  /** Global radiation in kWh/m2 by day after WEATHER_FIRST_DAY. */
  readonly sunKwhM2: Float64Array
}

/**
 * Daily weather of the invented town: a yearly curve (mean 9.8 degrees, coldest in mid January, 9.3 to each side, the
 * lowlands of central Germany 1991-2020 by eye), slow anomalies of about a month, and weather fronts with a day-to-day
 * correlation of 0.75, wider in winter than in summer. Sun: the yearly curve of a clear sky times a cloudiness that is
 * correlated from day to day; about 1,080 kWh/m2 in a year.
 */
export function synthesiseWeather(seed: number, lastDay: Day): Weather {
  const length = lastDay - WEATHER_FIRST_DAY + 1
  const temperatureC = new Float64Array(length)
  const sunKwhM2 = new Float64Array(length)
  const random = new Random(seed, 'weather')
  let front = 0
  let anomaly = 0
  let clouds = 0
  for (let index = 0; index < length; index += 1) {
    const angle = (2 * Math.PI * (index - 14)) / 365.2425
    const winter = Math.cos(angle)
    front = 0.75 * front + Math.sqrt(1 - 0.75 ** 2) * random.normal()
    anomaly = 0.97 * anomaly + Math.sqrt(1 - 0.97 ** 2) * random.normal()
    clouds = 0.55 * clouds + Math.sqrt(1 - 0.55 ** 2) * random.normal()
    temperatureC[index] = 9.8 - 9.3 * winter + (2.9 + 0.6 * winter) * front + 1.3 * anomaly
    const clearSky = 4.75 - 3.75 * Math.cos((2 * Math.PI * (index + 10)) / 365.2425)
    sunKwhM2[index] = clearSky * (0.12 + 0.88 / (1 + Math.exp(-0.15 - 1.3 * clouds - 0.2 * anomaly * (1 - winter))))
  }
  return { temperatureC, sunKwhM2 }
}

/** Rows of temperatures.csv from one day to another. */
export function* temperatureRows(weather: Weather, from: Day, to: Day) {
  for (let day = from; day <= to; day += 1) {
    const value = weather.temperatureC[day - WEATHER_FIRST_DAY] as number
    yield { day: isoOf(day), meanTemperatureC: value.toFixed(1) }
  }
}
