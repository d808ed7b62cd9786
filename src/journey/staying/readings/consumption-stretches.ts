import { gasEnergyOf, type GasEnergy, type GasFactors, gasFactorsOf } from '../consumption/gas.ts'
import { stepsBetween } from '../consumption/level.ts'
import { type Quantity, usageOf } from '../consumption/usage.ts'
import type { Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'
import type { Profile } from '../profiles/profile.ts'
import { shareOfYear, type Weather } from '../profiles/share.ts'
import type { DeviceReadings } from './history.ts'

/** What was used between two readings of one device. */
export type Stretch = {
  readonly register: Register
  readonly from: Day
  readonly to: Day
  /** Exact, in the register's unit. */
  readonly quantity: Quantity
  /** In the unit of the chart: kWh, for water m3. */
  readonly amount: number
  /** A value at one of its ends was not read, or its gas factors are not published yet. */
  readonly estimated: boolean
  readonly gas?: GasEnergy
  readonly rolledOver: boolean
}

type Place = {
  /** The devices that hung there, the oldest first, with readings that count, in order of days. */
  readonly devices: readonly DeviceReadings[]
  readonly profile: Profile
  readonly weather: Weather | undefined
  readonly gasFactors: readonly GasFactors[]
}

/**
 * Stretches between the readings of one place. An exchange begins a new device: nothing is counted from the last value of the
 * old one to the first of the new one. A value that went down without passing zero makes no stretch: nobody knows what was used.
 */
export function stretchesOf(place: Place): Stretch[] {
  return place.devices.flatMap(({ register, readings }) =>
    readings.slice(1).flatMap((after, index) => {
      const before = readings[index] as (typeof readings)[number]
      const steps = stepsBetween(before.count, after.count, register)
      if (steps === undefined || after.day <= before.day) return []
      const rolledOver = after.count < before.count
      const quantity = usageOf([{ register, before: before.count, after: after.count, rolledOver }])
      const substitute = Boolean(before.isSubstitute ?? false) || Boolean(after.isSubstitute ?? false)
      const counted = energyOf(register, quantity, before.day, after.day, place)
      const estimated = substitute || counted.estimated
      return [{ register, from: before.day, to: after.day, quantity, rolledOver, ...counted, estimated }]
    }),
  )
}

const numberOf = (quantity: Quantity): number => Number(quantity.units) / 10 ** quantity.digits

/** Brennwert x Zustandszahl of natural gas H in Germany, mean; where no factors are known at all. Never for a bill. */
const typicalGas: GasFactors = { validFrom: 0, validTo: 0, volumeConversionE4: 9_650, calorificE3: 11_000 }

function energyOf(register: Register, quantity: Quantity, from: Day, to: Day, place: Place) {
  if (register.commodity !== 'gas' || register.unit !== 'm3')
    return { amount: numberOf(quantity) * (register.unit === 'MWh' ? 1_000 : 1), estimated: false }
  const { gasFactors, profile, weather } = place
  const published = gasFactorsOf(gasFactors, from, to, profile, weather)
  if (published) {
    const gas = gasEnergyOf(quantity, published)
    return { amount: gas.kwh, gas, estimated: false }
  }
  // The grid operator publishes a month's calorific value after its end: until then the last known one stands in.
  const last = gasFactors.findLast((span) => span.validFrom <= to) ?? typicalGas
  const gas = gasEnergyOf(quantity, { ...last, parts: [] })
  return { amount: gas.kwh, gas, estimated: true }
}

/** One part of consumption spread over days: between readings, or expected since the last one. */
export type Span = Pick<Stretch, 'from' | 'to' | 'amount' | 'estimated'>

/** What fell into the days after `from` up to and including `to`, spread as the profile (and the weather) says. */
export type Portion = {
  readonly amount: number
  readonly estimated: boolean
  /** All days are covered by spans. */
  readonly complete: boolean
}

export function portionOf(
  spans: readonly Span[],
  from: Day,
  to: Day,
  profile: Profile,
  weather: Weather | undefined,
): Portion {
  let amount = 0
  let days = 0
  let estimated = false
  for (const span of spans) {
    const a = Math.max(from, span.from)
    const b = Math.min(to, span.to)
    if (b <= a) continue
    const whole = shareOfYear(profile, span.from, span.to, weather)
    // A profile without any use in the span (solar in the dark) spreads by days.
    const share = whole > 0 ? shareOfYear(profile, a, b, weather) / whole : (b - a) / (span.to - span.from)
    amount += span.amount * share
    days += b - a
    estimated ||= span.estimated
  }
  return { amount, estimated, complete: days >= to - from }
}
