import type { CustomerBundle } from './bundles.ts'
import { addContacts } from './contacts.ts'
import { gasFactorRows } from './gas-factors.ts'
import { knownCustomers } from './known-customers.ts'
import { buildQuarter, QUARTER_CUSTOMERS } from './quarter.ts'
import type { FileRows } from './rows.ts'
import { temperatureRows } from './weather.ts'
import { createWorld, type UtilityOptions, type World } from './world.ts'

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
    addContacts(world, bundle)
    yield bundle
  }
  for (let number = 0; given < customers; number += 1) {
    const bundles = buildQuarter(world, number, known.length + number * QUARTER_CUSTOMERS)
    for (const bundle of bundles) {
      if (given === customers) return
      given += 1
      addContacts(world, bundle)
      yield bundle
    }
  }
}

/** Rows that belong to nobody: calorific values by month and district, temperatures by day. */
export function* sharedRows(world: World): Generator<Partial<FileRows>, void, void> {
  yield { gasFactors: gasFactorRows(world) }
  yield { temperatures: [...temperatureRows(world.weather, world.historyStart - 365, world.today)] }
}
