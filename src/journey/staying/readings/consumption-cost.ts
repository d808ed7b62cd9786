import { cents, type Cents } from '#platform/money'
import { type Day, partsOf } from '../profiles/day.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Weather } from '../profiles/share.ts'
import { portionOf, type Span } from './consumption-stretches.ts'

/** A price of a contract by validity; exact decimals as numbers, because what comes of it is rounded and never billed. */
export type Price = {
  readonly from: Day
  /** The last day. */
  readonly to: Day
  /** Cent per kWh (water: per m3), gross. */
  readonly unitPriceCt: number
  /** EUR per year, gross. */
  readonly basePriceEurYear: number
}

export type Cost = {
  readonly total: Cents
  readonly unit: Cents
  readonly base: Cents
  /** Every day has a price. */
  readonly complete: boolean
}

const daysOfYear = (year: number): number => (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365)

/**
 * What the days after `from` up to and including `to` cost at the contract's prices: consumption of each price's days times
 * its unit price, and the base price by days of their year. For orientation: the bill has its own rules and roundings.
 */
export function costOf(
  spans: readonly Span[],
  prices: readonly Price[],
  from: Day,
  to: Day,
  profile: Profile,
  weather: Weather | undefined,
): Cost {
  let unitCt = 0
  let baseCt = 0
  let days = 0
  for (const price of prices) {
    const a = Math.max(from, price.from - 1)
    const b = Math.min(to, price.to)
    if (b <= a) continue
    unitCt += portionOf(spans, a, b, profile, weather).amount * price.unitPriceCt
    for (let day = a + 1; day <= b; day++) baseCt += (price.basePriceEurYear * 100) / daysOfYear(partsOf(day).year)
    days += b - a
  }
  const unit = cents(Math.round(unitCt))
  const base = cents(Math.round(baseCt))
  return { total: cents(unit + base), unit, base, complete: days >= to - from }
}
