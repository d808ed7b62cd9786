import type { Mix } from './curves.ts'
import { type Day, isoOf } from './days.ts'
import { type DeviceLife, drawLives, type Family, faceOf, kindOf, makerOf } from './devices.ts'
import { YEAR_SPREAD } from './distributions.ts'
import { yearlyAmount } from './homes.ts'
import {
  connectionNumber,
  GRID_OPERATOR_CODE,
  marketLocationId,
  meteringLocationId,
  meterNumber,
} from './identifiers.ts'
import type { Random } from './random.ts'
import type { Commodity, Direction, MarketLocationRow, MeterRow, RegisterRow, SiteRow } from './rows.ts'
import type { Tariff } from './tariffs.ts'
import { Usage, YearFactors } from './usage.ts'
import type { World } from './world.ts'

/** Places of market locations at one site; eight numbers are kept for each site. */
export const SLOTS = { power: 0, heatPump: 1, feedIn: 2, gas: 3, water: 4, heat: 5 } as const
export type Slot = keyof typeof SLOTS

export type Trait =
  | 'solar'
  | 'heat-pump'
  | 'storage-heating'
  | 'empty-home'
  | 'electric-car'
  | 'two-rate'
  | 'changed-life'
  | 'moved'
  | 'business'
  | 'common-area'

/** From the day after `after` on, the register runs by this mix (in kWh or m3 of a normal year). */
export interface MixFrom {
  readonly after: Day
  readonly mix: Mix
}

export interface LanePlan {
  readonly obis: string
  readonly rate: 'total' | 'high' | 'low'
  readonly direction: Direction
  readonly mixes: readonly MixFrom[]
  /** Standard deviation from year to year; drawn from YEAR_SPREAD if not given (a roof varies less than a home). */
  readonly spread?: number
}

export interface SupplyPlan {
  readonly slot: Slot
  readonly siteOrdinal: number
  readonly commodity: Commodity
  readonly family: Family
  readonly loadProfile?: string
  readonly feedInProfile?: string
  readonly tariff: Tariff
  readonly lanes: readonly LanePlan[]
  readonly factor: number
  readonly traits: readonly Trait[]
  /** The first counter passes its last number after so many years of normal use from the start of the history. */
  readonly rollsOverAfterYears?: number
  /** Fixed devices (known customers); drawn if not given. */
  readonly fixed?: { readonly lives: readonly DeviceLife[]; readonly maker: readonly [code: string, name: string] }
  /** No regular reading after this day: one is due. */
  readonly unreadSince?: Day
}

/** One counter with its truth: what it shows at the end of any day of the three years. */
export interface Counter {
  readonly row: RegisterRow
  readonly usage: Usage
  /** kWh (water, gas: m3) of a step of 1 on the counter. */
  readonly amountPerStep: number
  readonly startDay: Day
  readonly startRaw: number
}

export interface Device {
  readonly row: MeterRow
  readonly life: DeviceLife
  readonly counters: readonly Counter[]
}

export interface Supply {
  readonly plan: SupplyPlan
  readonly site: SiteRow
  readonly marketLocation: MarketLocationRow
  readonly feedInLocation?: MarketLocationRow
  readonly devices: readonly Device[]
}

/** Steps run since the counter was new, with all decimals and without rollover. */
export function rawAt(counter: Counter, day: Day): number {
  return counter.startRaw + counter.usage.between(counter.startDay, day) / counter.amountPerStep
}

/** What the counter shows: digits after the comma are cut, and it starts over after its last number. */
export function shownAt(counter: Counter, day: Day): string {
  return shown(counter.row, rawAt(counter, day))
}

export function shown(register: RegisterRow, raw: number): string {
  const steps = 10 ** register.digitsAfter
  const modulus = 10 ** register.digitsBefore * steps
  return ((Math.floor(raw * steps + 1e-6) % modulus) / steps).toFixed(register.digitsAfter)
}

/** The device that counts on `day` (it is read at the end of its last day). */
export function deviceOn(supply: Supply, day: Day): Device {
  return supply.devices.find((device) => device.life.removed === undefined || day <= device.life.removed) as Device
}

function locationOf(
  plan: SupplyPlan,
  site: SiteRow,
  slot: Slot,
  direction: Direction,
  forecast: number,
): MarketLocationRow {
  const ordinal = plan.siteOrdinal * 8 + SLOTS[slot]
  const { commodity } = plan
  const isByLaw = commodity === 'power' || commodity === 'gas'
  return {
    marketLocationId: isByLaw ? marketLocationId(commodity, ordinal) : connectionNumber(commodity, ordinal),
    siteNumber: site.siteNumber,
    commodity,
    direction,
    gridOperatorCode: isByLaw ? GRID_OPERATOR_CODE[commodity] : undefined,
    loadProfile: direction === 'feed-in' ? plan.feedInProfile : plan.loadProfile,
    forecastKwh: Math.max(1, Math.round(forecast)),
  }
}

/** Forecasts lag behind life: they are off by some percent (own assumption: 6 %). */
function forecastOf(random: Random, plan: SupplyPlan, direction: Direction, kwhPerAmount: number): number {
  let amount = 0
  for (const lane of plan.lanes) {
    const last = lane.mixes.at(-1)
    if (lane.direction === direction && last) amount += yearlyAmount(last.mix)
  }
  return amount * kwhPerAmount * random.spreadAround(1, 0.06)
}

const MEDIUM_OBIS: Readonly<Record<Commodity, string>> = { power: '', gas: '7-0:', water: '8-0:', heat: '6-0:' }

interface Locations {
  readonly own: string
  readonly feedIn?: string
}

function buildCounter(
  world: World,
  random: Random,
  plan: SupplyPlan,
  at: number,
  life: DeviceLife,
  usage: Usage,
): Omit<Counter, 'row'> & { readonly face: ReturnType<typeof faceOf> } {
  const lane = plan.lanes[at] as LanePlan
  const yearly = yearlyAmount((lane.mixes[0] as MixFrom).mix)
  const face = faceOf(life.family, plan.commodity, yearly)
  const amountPerStep = (face.unit === 'MWh' ? 1000 : 1) * plan.factor
  const yearlySteps = yearly / amountPerStep
  const startDay = Math.max(life.installed, world.historyStart - 1)
  const yearsRun = (startDay - life.installed) / 365
  const full = 10 ** face.digitsBefore
  const rollsAfterYears = at === 0 ? plan.rollsOverAfterYears : undefined
  const startRaw =
    rollsAfterYears === undefined
      ? (random.between(0, 2) + yearlySteps * yearsRun * random.between(0.85, 1.15)) % (full * 0.9)
      : full - yearlySteps * rollsAfterYears
  return { face, usage, amountPerStep, startDay, startRaw: Math.max(0, startRaw) }
}

function buildDevice(
  world: World,
  random: Random,
  plan: SupplyPlan,
  site: SiteRow,
  locations: Locations,
  life: DeviceLife,
  usages: readonly Usage[],
): Device {
  const ordinal = plan.siteOrdinal * 8 + SLOTS[plan.slot]
  const wasReplaced = life.removed !== undefined
  const [code, maker] = plan.fixed?.maker ?? makerOf(random, plan.commodity)
  const number = meterNumber(plan.commodity, code, ordinal * 2 + (wasReplaced ? 0 : 1))
  const isByLaw = plan.commodity === 'power' || plan.commodity === 'gas'
  const row: MeterRow = {
    meterNumber: number,
    commodity: plan.commodity,
    kind: kindOf(life.family),
    meteringLocationId: isByLaw ? meteringLocationId(site.postalCode, ordinal) : undefined,
    marketLocationId: locations.own,
    manufacturer: maker,
    installedOn: isoOf(life.installed),
    removedOn: life.removed === undefined ? undefined : isoOf(life.removed),
    calibratedUntil: isoOf(life.calibratedUntil),
  }
  const counters = plan.lanes.map((lane, at): Counter => {
    const { face, ...counter } = buildCounter(world, random, plan, at, life, usages[at] as Usage)
    const obis = MEDIUM_OBIS[plan.commodity] + lane.obis
    const register: RegisterRow = {
      registerKey: `${number}/${obis}`,
      meterNumber: number,
      obis,
      rate: lane.rate,
      direction: lane.direction,
      marketLocationId: lane.direction === 'feed-in' ? locations.feedIn : undefined,
      ...face,
      factor: plan.factor,
    }
    return { row: register, ...counter }
  })
  return { row, life, counters }
}

export function buildSupply(world: World, random: Random, site: SiteRow, plan: SupplyPlan, kwhPerAmount = 1): Supply {
  const firstYear = Number(isoOf(world.historyStart).slice(0, 4)) - 1
  const lastYear = Number(isoOf(world.today).slice(0, 4)) + 1
  const spread = random.between(...YEAR_SPREAD)
  const shared = new YearFactors(random, firstYear, lastYear, spread)
  const usages = plan.lanes.map((lane) => {
    const factors = lane.spread === undefined ? shared : new YearFactors(random, firstYear, lastYear, lane.spread)
    const [first, ...later] = lane.mixes as readonly [MixFrom, ...MixFrom[]]
    const usage = new Usage(world.curves, factors, first.mix, first.after)
    for (const { after, mix } of later) usage.changeOn(after, mix)
    return usage
  })
  const marketLocation = locationOf(
    plan,
    site,
    plan.slot,
    'consumption',
    forecastOf(random, plan, 'consumption', kwhPerAmount),
  )
  const feedsIn = plan.lanes.some((lane) => lane.direction === 'feed-in')
  const feedInLocation = feedsIn
    ? locationOf(plan, site, 'feedIn', 'feed-in', forecastOf(random, plan, 'feed-in', 1))
    : undefined
  const locations = { own: marketLocation.marketLocationId, feedIn: feedInLocation?.marketLocationId }
  const lives = plan.fixed?.lives ?? drawLives(world, random, plan.family)
  const devices = lives.map((life) => buildDevice(world, random, plan, site, locations, life, usages))
  const [first, second] = devices
  if (first && second) second.row.replacesMeterNumber = first.row.meterNumber
  return { plan, site, marketLocation, feedInLocation, devices }
}
