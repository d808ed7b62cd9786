import type { CustomerBundle } from './bundles.ts'
import { dayOf, isoOf, lastDayOfMonth, monthOf, yearOf } from './days.ts'
import { knownCustomers } from './known-customers.ts'
import { buildQuarter, QUARTER_CUSTOMERS } from './quarter.ts'
import type { FileRows, GasFactorRow } from './rows.ts'
import { DISTRICTS, volumeConversionFactor } from './town.ts'
import { temperatureRows } from './weather.ts'
import { createWorld, type UtilityOptions, type World } from './world.ts'
import { Random } from './random.ts'

/**
 * The customers of `Stadtwerke Musterstadt`, one after another, each with all its rows: the known ones first. Memory holds
 * one quarter of 100 customers at a time. The same seed and the same today give the same rows, and customer i is the same
 * whatever the size.
 */
export function* generateCustomers(options: UtilityOptions): Generator<CustomerBundle, void, void> {
  const world = createWorld(options.seed, options.today)
  yield* customersOf(world, options.customers)
}

export function* customersOf(world: World, customers: number): Generator<CustomerBundle, void, void> {
  const known = knownCustomers(world)
  let given = 0
  for (const bundle of known) {
    if (given === customers) return
    given += 1
    yield bundle
  }
  for (let number = 0; given < customers; number += 1) {
    const bundles = buildQuarter(world, number, known.length + number * QUARTER_CUSTOMERS)
    for (const bundle of bundles) {
      if (given === customers) return
      given += 1
      yield bundle
    }
  }
}

/** Rows that belong to nobody: calorific values by month and district, temperatures by day. */
export function* sharedRows(world: World): Generator<Partial<FileRows>, void, void> {
  yield { gasFactors: gasFactorRows(world) }
  yield { temperatures: [...temperatureRows(world.weather, world.historyStart - 365, world.today)] }
}

/**
 * One row per month and postal code: the calorific value is that of the gas of the month (11.05 to 11.4 kWh/m3, H-gas), the
 * volume conversion factor that of the district's height.
 */
function gasFactorRows(world: World): GasFactorRow[] {
  const rows: GasFactorRow[] = []
  const first = world.historyStart - 365
  let month = monthOf(first)
  let year = yearOf(first)
  while (dayOf(year, month, 1) <= world.today) {
    const random = new Random(world.seed, 'gas', year, month)
    const calorificValue = (11.22 + 0.06 * random.normal()).toFixed(3)
    const from = dayOf(year, month, 1)
    for (const { postalCode, heightM } of DISTRICTS) {
      rows.push({
        gasFactorKey: `${isoOf(from).slice(0, 7)}/${postalCode}`,
        postalCode,
        validFrom: isoOf(from),
        validTo: isoOf(lastDayOfMonth(year, month)),
        volumeConversionFactor: volumeConversionFactor(heightM).toFixed(4),
        calorificValue,
      })
    }
    month += 1
    if (month > 12) {
      month = 1
      year += 1
    }
  }
  return rows
}
