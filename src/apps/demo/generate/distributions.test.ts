import { describe, expect, it } from 'vitest'
import type { SupplyTruth } from './bundles.ts'
import { dayOf, dayOfIso } from './days.ts'
import * as shares from './distributions.ts'
import type { MarketLocationRow, SiteRow } from './rows.ts'
import { generateCustomers } from './utility.ts'
import { createWorld } from './world.ts'
import { WEATHER_FIRST_DAY } from './weather.ts'

const TODAY = Temporal.PlainDate.from('2026-11-22')

interface Sample {
  readonly homes: SiteRow[]
  readonly locations: { readonly row: MarketLocationRow; readonly site: SiteRow; readonly place: SupplyTruth }[]
  readonly products: Map<string, number>
  readonly sources: Map<string, number>
}

/** 8,000 customers are enough for shares to stand within one or two points. */
function drawSample(): Sample {
  const sample: Sample = { homes: [], locations: [], products: new Map(), sources: new Map() }
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)
  for (const { rows, supplies } of generateCustomers({ customers: 8000, seed: 21, today: TODAY })) {
    sample.homes.push(...rows.sites.filter((site) => site.kind === 'house' || site.kind === 'flat'))
    for (const place of supplies) {
      sample.locations.push({ row: place.supply.marketLocation, site: place.supply.site, place })
    }
    for (const contract of rows.contracts) count(sample.products, contract.productCode)
    for (const reading of rows.readings) {
      if (reading.reason === 'regular' && reading.source !== 'remote') count(sample.sources, reading.source)
    }
  }
  return sample
}

const sample = drawSample()
const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
const shareOf = <Item>(list: readonly Item[], test: (item: Item) => boolean) => list.filter(test).length / list.length
const has = (place: SupplyTruth, trait: string) => place.supply.plan.traits.some((own) => own === trait)

describe('the distributions of the demo utility', () => {
  it('give the household sizes of the Mikrozensus within 1.5 points', () => {
    shares.HOUSEHOLD_SIZE_SHARES.forEach((share, at) => {
      const drawn = shareOf(sample.homes, (home) => home.persons === at + 1)
      expect(Math.abs(drawn - share), `${at + 1} persons: ${drawn}`).toBeLessThan(0.015)
    })
  })

  it('put 43 % of the homes in houses, within 3 points, with the living areas of the Zensus within 4 %', () => {
    expect(shareOf(sample.homes, (home) => home.kind === 'house')).toBeCloseTo(shares.HOUSE_SHARE, 1.2)
    const area = (kind: string) =>
      mean(sample.homes.filter((home) => home.kind === kind).map((home) => home.livingAreaM2 ?? 0))
    expect(Math.abs(area('house') / shares.AREA_M2_HOUSE[0] - 1)).toBeLessThan(0.04)
    expect(Math.abs(area('flat') / shares.AREA_M2_FLAT[0] - 1)).toBeLessThan(0.04)
  })

  it.each([1, 2, 3])('give a home of %i in a flat the power of the Stromspiegel within 6 %', (persons) => {
    const plain = sample.locations.filter(
      ({ row, site, place }) =>
        row.loadProfile === 'H25' &&
        site.kind === 'flat' &&
        site.persons === persons &&
        !has(place, 'empty-home') &&
        !has(place, 'two-rate') &&
        !has(place, 'moved'),
    )
    // A quarter of them heats water by electricity: 1 + 0.25 x 0.27 = 1.0675.
    const expected = (shares.POWER_KWH_FLAT[persons - 1] as number) * 1.0675
    expect(Math.abs(mean(plain.map(({ row }) => row.forecastKwh)) / expected - 1)).toBeLessThan(0.06)
  })

  it('give houses the gas of the Heizspiegel and everyone 128 litres of water a day, within 5 %', () => {
    const houses = sample.locations.filter(({ site, place }) => site.kind === 'house' && !has(place, 'empty-home'))
    const gas = houses.filter(({ row }) => row.commodity === 'gas')
    const perM2 = mean(gas.map(({ row, site }) => row.forecastKwh / (site.livingAreaM2 ?? 1)))
    expect(Math.abs(perM2 / shares.GAS_KWH_PER_M2_HOUSE - 1)).toBeLessThan(0.05)
    const water = houses.filter(({ row }) => row.commodity === 'water')
    const perPerson =
      water.reduce((sum, { row }) => sum + row.forecastKwh, 0) /
      water.reduce((sum, { site }) => sum + (site.persons ?? 0), 0)
    expect(Math.abs(perPerson / shares.WATER_M3_PER_PERSON - 1)).toBeLessThan(0.05)
  })

  it('give houses the heating, roofs and cars of the stated shares within 2 points', () => {
    const power = sample.locations.filter(
      ({ row, site, place }) =>
        row.commodity === 'power' && site.kind === 'house' && place.supply.plan.slot === 'power',
    )
    const share = (trait: string) => shareOf(power, ({ place }) => has(place, trait))
    expect(Math.abs(share('heat-pump') - shares.HOUSE_HEATING.heatPump)).toBeLessThan(0.02)
    expect(Math.abs(share('solar') - shares.SOLAR_SHARE)).toBeLessThan(0.02)
    expect(Math.abs(share('empty-home') - shares.EMPTY_HOME_SHARE)).toBeLessThan(0.02)
    // A few more cars than at the start: they are one of the ways in which life changes.
    expect(share('electric-car') - shares.ELECTRIC_CAR_SHARE).toBeGreaterThan(-0.015)
    expect(share('electric-car') - shares.ELECTRIC_CAR_SHARE).toBeLessThan(0.035)
  })

  it('put 39 % of the plain household contracts into basic supply, within 2 points', () => {
    const of = (code: string) => sample.products.get(code) ?? 0
    const basic = of('STROM-GV')
    const others = of('STROM-NATUR') + of('STROM-FIX')
    // Common meters of apartment houses have the fixed product, too.
    const common = sample.locations.filter(
      ({ row, place }) => row.commodity === 'power' && has(place, 'common-area'),
    ).length
    expect(Math.abs(basic / (basic + others - common) - shares.BASIC_SUPPLY_SHARE)).toBeLessThan(0.02)
  })

  it('spread the years of one home by 8 to 18 %', () => {
    const changes: number[] = []
    const lives: number[][] = []
    for (const { row, place } of sample.locations) {
      const { plan, devices } = place.supply
      // Flats' power follows no weather, so two years differ by the people only.
      if (row.loadProfile !== 'H25' || plan.lanes[0]?.mixes.length !== 1 || has(place, 'storage-heating')) continue
      const { usage } = devices[0]?.counters[0] ?? {}
      if (usage === undefined) continue
      const years = [2023, 2024, 2025].map((year) =>
        Math.log(usage.between(dayOf(year - 1, 12, 31), dayOf(year, 12, 31))),
      )
      lives.push(years)
      changes.push((years[2] as number) - (years[1] as number))
    }
    const deviation = (list: readonly number[]) => Math.sqrt(mean(list.map((value) => (value - mean(list)) ** 2)))
    // Root of the mean square of 0.08 to 0.18: sqrt((0.18^3 - 0.08^3) / (3 x 0.1)) = 0.133.
    expect(changes.length).toBeGreaterThan(2000)
    expect(Math.abs(deviation(changes) - 0.133)).toBeLessThan(0.012)
    expect(shareOf(changes, (change) => Math.abs(change) > 0.4)).toBeLessThan(0.01)
  })

  it('have 8 % estimated and 72 % read by customers among regular readings, within 1.5 points', () => {
    const total = [...sample.sources.values()].reduce((sum, value) => sum + value, 0)
    const share = (source: string) => (sample.sources.get(source) ?? 0) / total
    // The first reading of a register is never an estimate, so a little less than the drawn 8 %.
    expect(Math.abs(share('estimated') - 0.06)).toBeLessThan(0.02)
    expect(Math.abs(share('customer') - shares.READING_SHARES.byCustomer)).toBeLessThan(0.015)
  })

  it('have a few meters beyond their calibration term', () => {
    const current = sample.locations.map(({ place }) => place.supply.devices.at(-1)?.row)
    const expired = shareOf(current, (meter) => (meter?.calibratedUntil ?? '') < '2026-11-22')
    expect(expired).toBeGreaterThan(0.005)
    expect(expired).toBeLessThan(0.035)
  })
})

describe('the weather of the demo', () => {
  const { temperatureC, sunKwhM2 } = createWorld(21, TODAY).weather
  const from = dayOfIso('2006-01-01') - WEATHER_FIRST_DAY
  const years = 20
  const days = Math.round(years * 365.25)
  const window = (list: Float64Array) => Array.from(list.subarray(from, from + days))

  it('has the mean, the span and the sun of central Germany', () => {
    expect(mean(window(temperatureC))).toBeGreaterThan(9)
    expect(mean(window(temperatureC))).toBeLessThan(10.6)
    expect(Math.min(...window(temperatureC))).toBeLessThan(-8)
    expect(Math.max(...window(temperatureC))).toBeGreaterThan(26)
    expect(mean(window(sunKwhM2)) * 365).toBeGreaterThan(980)
    expect(mean(window(sunKwhM2)) * 365).toBeLessThan(1180)
  })

  it('is alike from one day to the next, after the season is taken out', () => {
    const seasonal = Array.from({ length: 366 }, () => [] as number[])
    const values = window(temperatureC)
    values.forEach((value, at) => seasonal[Math.floor(at % 365.25)]?.push(value))
    const rest = values.map((value, at) => value - mean(seasonal[Math.floor(at % 365.25)] as number[]))
    const lagged = mean(rest.slice(1).map((value, at) => value * (rest[at] as number)))
    expect(lagged / mean(rest.map((value) => value ** 2))).toBeGreaterThan(0.7)
  })
})
