import { amountOf } from '../consumption/level.ts'
import { type Count, capacityOf } from '../meters/register.ts'
import { type Day, dayOf } from '../profiles/day.ts'
import type { Weather } from '../profiles/share.ts'
import { noCalendar } from './calendar-rules.sql.ts'
import { contextOf, type HomeRegister } from './home.ts'
import { judge } from './judge.ts'

/** What a register probably shows on a day, and between which counts a right reading would lie. */
export type ExpectedCount = { readonly expected: Count; readonly low: Count; readonly high: Count }

/**
 * The count that the band of `judge` expects on a day: the hint for an estimate where nobody read. Undefined for a register without
 * a reading before. A counter that passes zero meanwhile is taken into account.
 */
export function expectedCount(
  home: readonly HomeRegister[],
  at: HomeRegister,
  day: Temporal.PlainDate,
  weather: Weather | undefined,
): ExpectedCount | undefined {
  const history = at.history.filter((_, place) => at.rows[place]?.status === 'valid')
  const since = history.findLast((one) => one.day < dayOf(day))
  if (!since) return undefined
  // The entered value plays no part in the band: the last one stands for "nothing used".
  const entered = { day: dayOf(day) as Day, count: since.count }
  const { band } = judge(history, entered, at.register, contextOf(home, at, weather, noCalendar), entered.day)
  if (!band) return undefined
  const step = amountOf(1, at.register)
  const countAfter = (amount: number) => (since.count + Math.round(amount / step)) % capacityOf(at.register)
  return { expected: countAfter(band.expected), low: countAfter(Math.max(0, band.low)), high: countAfter(band.high) }
}
