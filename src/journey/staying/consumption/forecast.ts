import type { Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'
import { shareOfYear } from '../profiles/share.ts'
import { type Level, type LevelSource, levelOf, type PastReading } from './level.ts'

/** Forecast consumption (Jahresverbrauchsprognose) in the register's unit, with the level that it was made from. */
export type Forecast = { readonly amount: number; readonly low: number; readonly high: number; readonly level: Level }

/** Half width of the forecast's range in standard deviations: nine of ten years lie within. */
const rangeDeviations = 1.645

/**
 * What a register will count in the days after `from` up to and including `to`: the customer's level times the period's
 * share of a normal year. The future has no weather, so the climate's mean is taken.
 * @param history readings in order of days
 */
export function forecastOf(
  history: readonly PastReading[],
  register: Register,
  source: LevelSource,
  from: Day,
  to: Day,
): Forecast {
  const level = levelOf(history, history.length, register, source)
  const amount = level.perYear * shareOfYear(source.profile, from, to)
  const reach = Math.exp(rangeDeviations * Math.hypot(level.spread, level.doubt))
  return { amount, low: amount / reach, high: amount * reach, level }
}
