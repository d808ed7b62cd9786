import { type Statement, statements, type Tx } from '#platform/database'
import { dayOf } from '../profiles/day.ts'
import { type Weather, weatherOf } from '../profiles/share.ts'
import { rowsOf } from './readings.sql.ts'

/** New days arrive once a day; a reading needs the weather a thousand times a second. */
const KEPT_MINUTES = 10

type TemperatureRow = { day: Temporal.PlainDate; mean_temperature_c: string }

let kept: { weather: Weather | undefined; until: Temporal.Instant } | undefined

const isKept = (now: Temporal.Instant): boolean => kept !== undefined && Temporal.Instant.compare(now, kept.until) < 0

const temperaturesStatement = (): Statement<TemperatureRow> =>
  statements<{ temperature: TemperatureRow }>()
    .selectFrom('temperature')
    .select(['day', 'mean_temperature_c'])
    .orderBy('day')
    .compile() as Statement<TemperatureRow>

/** What a flight has to ask for: nothing while the weather is kept. Put it last and give the rows to `weatherFrom`. */
export const weatherStatements = (now: Temporal.Instant): readonly Statement[] =>
  isKept(now) ? [] : [temperaturesStatement()]

/** The weather at the place of supply as far as it is known; undefined where none is. */
export function weatherFrom(rows: readonly unknown[] | undefined, now: Temporal.Instant): Weather | undefined {
  if (rows === undefined) return kept?.weather
  const days = (rows as TemperatureRow[]).map((row) => ({
    day: dayOf(row.day),
    meanTemperatureC: Number(row.mean_temperature_c),
  }))
  const weather = weatherOf(days)
  kept = { weather, until: now.add({ minutes: KEPT_MINUTES }) }
  return weather
}

/** The weather at the place of supply, for who judges; undefined where none is known, and then judge says so. */
export async function currentWeather(tx: Tx, now: Temporal.Instant): Promise<Weather | undefined> {
  return weatherFrom(isKept(now) ? undefined : await rowsOf(tx, temperaturesStatement()), now)
}

/** For tests that load other weather. */
export const forgetWeather = (): void => {
  kept = undefined
}
