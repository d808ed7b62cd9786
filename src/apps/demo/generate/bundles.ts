import { dayOfIso, type Day, isoOf, yearOf } from './days.ts'
import { GAS_KWH_PER_M3 } from './homes.ts'
import { intervalRows } from './intervals.ts'
import { customerNumberOf } from './people.ts'
import { Random } from './random.ts'
import { addReadings, type Stay } from './readings.ts'
import {
  type ContractAccountRow,
  type CustomerRow,
  emptyRows,
  type FileRows,
  type MarketLocationRow,
  type ReadingRow,
  type SiteRow,
} from './rows.ts'
import { buildSupply, type Counter, type Supply, type SupplyPlan } from './supplies.ts'
import { pricesIn, TARIFFS, type Tariff } from './tariffs.ts'
import type { World } from './world.ts'

/** One customer with all rows that come into the files with it, and the truth behind its readings. */
export interface CustomerBundle {
  readonly index: number
  readonly customer: CustomerRow
  readonly rows: FileRows
  /** Places where this customer is the last one known; each place stands in exactly one bundle. */
  readonly supplies: SupplyTruth[]
}

/** A supply with its readings in the files and who was there: what error planting starts from. */
export interface SupplyTruth {
  readonly supply: Supply
  readonly stays: readonly CustomerStay[]
  readonly readings: readonly ReadingRow[]
  /** Other supplies at the same site. */
  readonly neighbours: readonly Supply[]
  /** Readings of all supplies at the site. */
  readonly siteReadings: ReadonlyMap<Supply, readonly ReadingRow[]>
}

export interface CustomerStay extends Stay {
  readonly bundle: CustomerBundle
  readonly account: ContractAccountRow
}

export function createBundle(index: number, customer: CustomerRow): CustomerBundle {
  const rows = emptyRows()
  rows.customers.push(customer)
  return { index, customer, rows, supplies: [] }
}

/** Contract accounts and contracts are numbered within their customer: 32 accounts, 128 contracts at most. */
export function addAccount(
  bundle: CustomerBundle,
  billingMonth: number,
  more: Partial<ContractAccountRow> = {},
): ContractAccountRow {
  const account: ContractAccountRow = {
    contractAccountNumber: String(300_000_000 + bundle.index * 32 + bundle.rows.contractAccounts.length),
    customerNumber: customerNumberOf(bundle.index),
    billingMonth,
    ...more,
  }
  bundle.rows.contractAccounts.push(account)
  return account
}

function addContract(world: World, stay: CustomerStay, location: MarketLocationRow, tariff: Tariff): void {
  const { bundle, account } = stay
  const sheetYear = Math.min(yearOf(stay.to ?? world.today), yearOf(world.today))
  bundle.rows.contracts.push({
    contractNumber: String(500_000_000 + bundle.index * 128 + bundle.rows.contracts.length),
    contractAccountNumber: account.contractAccountNumber,
    marketLocationId: location.marketLocationId,
    productCode: tariff.code,
    productName: tariff.name,
    ...pricesIn(tariff, sheetYear),
    basePriceEurYear: tariff.basePriceEurYear,
    startsOn: isoOf(stay.from),
    endsOn: stay.to === undefined ? undefined : isoOf(stay.to),
  })
}

function addDevices(rows: FileRows, supply: Supply): void {
  rows.marketLocations.push(supply.marketLocation)
  if (supply.feedInLocation) rows.marketLocations.push(supply.feedInLocation)
  for (const device of supply.devices) {
    rows.meters.push(device.row)
    for (const counter of device.counters) rows.registers.push(counter.row)
  }
}

/** The customer who is there at the end of `day`; before the first one comes, the first. */
function stayAt(stays: readonly CustomerStay[], day: Day): CustomerStay {
  return stays.find((stay) => stay.to === undefined || day <= stay.to) ?? (stays.at(-1) as CustomerStay)
}

/**
 * Builds one site with its supplies for the customers that stay there one after another. Site, devices and the readings of
 * the first stay go to the first customer's rows, later contracts and readings to the later customer's.
 */
export function addSite(
  world: World,
  site: SiteRow,
  stays: readonly CustomerStay[],
  plans: readonly SupplyPlan[],
): void {
  const first = (stays[0] as CustomerStay).bundle
  first.rows.sites.push(site)
  const supplies = plans.map((plan) => {
    const random = new Random(plan.fixed ? 'known' : world.seed, 'supply', plan.siteOrdinal, plan.slot)
    const supply = buildSupply(world, random, site, plan, plan.commodity === 'gas' ? GAS_KWH_PER_M3 : 1)
    addDevices(first.rows, supply)
    for (const stay of stays) {
      addContract(world, stay, supply.marketLocation, plan.tariff)
      if (supply.feedInLocation) addContract(world, stay, supply.feedInLocation, TARIFFS.feedIn)
    }
    return supply
  })
  const siteReadings = new Map<Supply, readonly ReadingRow[]>()
  supplies.forEach((supply, at) => {
    const { siteOrdinal, slot } = supply.plan
    const random = new Random(world.seed, 'readings', siteOrdinal, slot)
    const readings: ReadingRow[] = []
    siteReadings.set(supply, readings)
    let number = 0
    const add = (row: Omit<ReadingRow, 'readingKey'>) => {
      number += 1
      const reading: ReadingRow = { readingKey: `${supply.marketLocation.marketLocationId}-${number}`, ...row }
      readings.push(reading)
      stayAt(stays, dayOfIso(row.readOn)).bundle.rows.readings.push(reading)
    }
    const neighbours = supplies.filter((other) => other !== supply)
    const other = supplies[(at + 1) % supplies.length]?.devices.at(-1)?.counters[0]
    const draw = { world, random, sink: { add }, other: neighbours.length > 0 ? (other as Counter) : undefined }
    addReadings(draw, supply, stays, (stays.at(-1) as CustomerStay).account.billingMonth)
    // The known customers are looked at one by one; a load of 100,000 needs no gigabyte of quarter hours.
    if (supply.plan.fixed)
      (stays.at(-1) as CustomerStay).bundle.rows.intervalSeries.push(...intervalRows(world, random, supply))
    ;(stays.at(-1) as CustomerStay).bundle.supplies.push({ supply, stays, readings, neighbours, siteReadings })
  })
}
