import { quarterHoursOf } from '#platform/calendar'
import { type Day, isoOf } from './days.ts'
import type { Random } from './random.ts'
import type { IntervalSeriesRow } from './rows.ts'
import { type Counter, rawAt, type Supply } from './supplies.ts'
import type { World } from './world.ts'

/** Two whole months and the one that runs: enough for both views. */
const DAYS = 80

/** How a home uses power over a day: little at night, a hill in the morning, a higher one in the evening. */
const homeAt = (hour: number): number =>
  0.35 + 0.5 * Math.exp(-((hour - 7.5) ** 2) / 3) + 1.1 * Math.exp(-((hour - 19) ** 2) / 7)

/** What a roof gives: nothing in the dark. */
const roofAt = (hour: number): number => Math.max(0, Math.cos(((hour - 12.5) / 9) * Math.PI)) ** 1.5

/**
 * Quarter hours of the smart meters of a supply. The values of a day add up to what the counter moved on that day, to the
 * watt-hour, so that day, month and reading say the same.
 */
export function* intervalRows(world: World, random: Random, supply: Supply): Generator<IntervalSeriesRow> {
  const device = supply.devices.at(-1)
  if (device?.row.kind !== 'smart') return
  for (const counter of device.counters)
    for (let day = Math.max(world.today - DAYS, device.life.installed + 1); day < world.today; day += 1)
      yield dayOf(counter, day, random)
}

function dayOf(counter: Counter, day: Day, random: Random): IntervalSeriesRow {
  const iso = isoOf(day)
  const count = quarterHoursOf(Temporal.PlainDate.from(iso))
  const wattHours = Math.round((rawAt(counter, day) - rawAt(counter, day - 1)) * counter.amountPerStep * 1_000)
  const shape = counter.row.direction === 'feed-in' ? roofAt : homeAt
  const weights = Array.from({ length: count }, (_, at) => shape((at / count) * 24) * random.between(0.6, 1.4))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  let reached = 0
  const values = weights.map((weight) => {
    reached += weight
    const until = Math.round((reached / all) * wattHours)
    const value = until - before
    before = until
    return value
  })
  const { registerKey } = counter.row
  return {
    seriesKey: `${registerKey}/${iso}`,
    registerKey,
    day: iso,
    unit: 'wh',
    status: 'measured',
    quarterHours: values.join(' '),
  }
}
