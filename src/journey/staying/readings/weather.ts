import type { Tx } from '#platform/database'
import { dayOf } from '../profiles/day.ts'
import { type Weather, weatherOf } from '../profiles/share.ts'
import { loadTemperatures } from './readings.sql.ts'

/** New days arrive once a day; a reading needs the weather a thousand times a second. */
const KEPT_MINUTES = 10

let kept: { weather: Weather | undefined; until: Temporal.Instant } | undefined

/** The weather at the place of supply as far as it is known; undefined where none is, and then judge says so. */
export async function currentWeather(tx: Tx, now: Temporal.Instant): Promise<Weather | undefined> {
  if (kept && Temporal.Instant.compare(now, kept.until) < 0) return kept.weather
  const days = await loadTemperatures(tx)
  const weather = weatherOf(
    days.map((row) => ({ day: dayOf(row.day), meanTemperatureC: Number(row.mean_temperature_c) })),
  )
  kept = { weather, until: now.add({ minutes: KEPT_MINUTES }) }
  return weather
}

/** For tests that load other weather. */
export const forgetWeather = (): void => {
  kept = undefined
}
