import type { CustomerStay, SupplyTruth } from './bundles.ts'
import { type Day, dayOfIso, isoOf } from './days.ts'
import { gasFactorRows, kwhPerM3 } from './gas-factors.ts'
import { GAS_KWH_PER_M3 } from './homes.ts'
import { DEFAULT_SHARES, dropDigit, misreadDigit, swapDigits, type Truth } from './mistakes.ts'
import { Random } from './random.ts'
import type {
  GasFactorRow,
  IsoDate,
  MarketLocationRow,
  MeterRow,
  ReadingRow,
  RegisterRow,
  SiteRow,
  TemperatureRow,
} from './rows.ts'
import { type Counter, deviceOn, rawAt, type Supply, shown, shownAt, type Trait } from './supplies.ts'
import { TARIFFS } from './tariffs.ts'
import { customersOf } from './utility.ts'
import { temperatureRows } from './weather.ts'
import { createWorld, type World } from './world.ts'

/** A register with what was known of it before the case's day: valid readings in the order of their days. */
export interface KnownRegister {
  readonly meter: MeterRow
  readonly register: RegisterRow
  readonly readings: readonly ReadingRow[]
}

/** One handed-in reading, everything that was known before it, and what it truly is. */
export interface ReadingCase {
  readonly id: string
  readonly site: SiteRow
  /** Where the register is settled: that of the feed-in for a feed-in register. */
  readonly marketLocation: MarketLocationRow
  /** First day of the customer at this place. */
  readonly contractStartsOn: IsoDate
  readonly meter: MeterRow
  readonly register: RegisterRow
  /** This register first, then the other registers of the market location, among them those of replaced meters. */
  readonly history: readonly [KnownRegister, ...KnownRegister[]]
  /** Registers of the other meters of the home. */
  readonly others: readonly KnownRegister[]
  readonly readOn: IsoDate
  /** As typed: whole numbers mostly, a point before decimals. */
  readonly entered: string
  readonly truth: Truth
  /** What the meter showed, cut as the person would have cut it. */
  readonly rightValue: string
  /** How far the entered value moves the bill of the year before `readOn`, in percent of it, with sign; 0 if right. */
  readonly billEffectPercent: number
  readonly traits: readonly (Trait | 'changed-since-last-reading' | 'short-history' | 'estimated-before')[]
}

export interface PlantOptions {
  readonly seed: number
  readonly today: Temporal.PlainDate
  readonly cases: number
  /** Share of each truth; a truth that is not named does not occur. */
  readonly shares?: Readonly<Partial<Record<Truth, number>>>
}

export interface PlantedSet {
  readonly gasFactors: readonly GasFactorRow[]
  readonly temperatures: readonly TemperatureRow[]
  /** Can be run through once; the same options give the same cases. */
  readonly cases: Generator<ReadingCase, void, void>
}

/** Homes that judging finds hard come more often than in life: so many cases of each of their registers. */
const SPECIAL_CASES = 4
const SPECIAL: readonly Trait[] = ['solar', 'heat-pump', 'empty-home', 'storage-heating']
/** More customers than any wanted number of cases needs: they are drawn one after another until the set is full. */
const CUSTOMERS_MAX = 1_000_000

/** A register on a day with its past, before anything is planted. */
interface Setting {
  readonly world: World
  readonly random: Random
  readonly place: SupplyTruth
  readonly stay: CustomerStay
  readonly counter: Counter
  readonly meter: MeterRow
  readonly day: Day
  readonly history: readonly [KnownRegister, ...KnownRegister[]]
  /** A meter of the same commodity in another home. */
  readonly neighbour?: Counter
}

/** What was planted: the past may have moved, so that the counter rolls over. */
interface Planted {
  readonly entered: string
  readonly rightValue: string
  readonly history?: readonly [KnownRegister, ...KnownRegister[]]
}

function cut(random: Random, value: string): string {
  return random.chance(0.75) ? (value.split('.')[0] as string) : value
}

function knownBefore(supply: Supply, readings: readonly ReadingRow[], from: Day, before: Day): KnownRegister[] {
  const first = isoOf(from)
  const last = isoOf(before)
  const own = readings.filter((row) => row.status === 'valid' && row.readOn >= first && row.readOn < last)
  return supply.devices
    .filter((device) => device.life.installed < before)
    .flatMap((device) =>
      device.counters.map((counter) => ({
        meter: device.row,
        register: counter.row,
        readings: own.filter((row) => row.registerKey === counter.row.registerKey),
      })),
    )
}

/** Moves the counter's whole past so that it starts over between the last known reading and this one. */
function rollOver(setting: Setting): Planted | undefined {
  const { random, counter, day, history } = setting
  const [own, ...rest] = history
  const last = own.readings.at(-1)
  const { digitsBefore, digitsAfter } = counter.row
  const full = 10 ** digitsBefore
  const raw = rawAt(counter, day) % full
  const run = raw - Number(last?.value)
  if (last === undefined || run < 3 || run > full / 2) return undefined
  const shift = Math.round(full - Number(last.value) - Math.max(1, run * random.between(0.05, 0.95)))
  const moved = (value: string) => {
    const decimals = value.split('.')[1]?.length ?? 0
    return ((((Number(value) + shift) % full) + full) % full).toFixed(decimals)
  }
  const rightValue = cut(random, moved(shown(counter.row, raw)))
  if (digitsAfter > 3 || Number(rightValue) >= Number(moved(last.value))) return undefined
  const readings = own.readings.map((row) => ({ ...row, value: moved(row.value) }))
  return { entered: rightValue, rightValue, history: [{ ...own, readings }, ...rest] }
}

function wrongMeter(setting: Setting): string | undefined {
  const { random, place, day, neighbour } = setting
  const others = place.neighbours.flatMap((supply) => deviceOn(supply, day).counters)
  const counter = others.length > 0 && random.chance(0.8) ? random.pick(others) : neighbour
  return counter && cut(random, shownAt(counter, day))
}

function gasInKwh(setting: Setting): string | undefined {
  const { random, world, place, counter, day, history } = setting
  const last = Number(history[0].readings.at(-1)?.value)
  if (place.supply.plan.commodity !== 'gas') return undefined
  const factor = kwhPerM3(world, place.supply.site.postalCode, day)
  const right = Number(shownAt(counter, day))
  const value = random.chance(0.5) ? right * factor : last + (right - last) * factor
  return String(Math.round(value))
}

function otherRegister(setting: Setting): string | undefined {
  const others = deviceOn(setting.place.supply, setting.day).counters.filter((counter) => counter !== setting.counter)
  return others.length > 0 ? cut(setting.random, shownAt(setting.random.pick(others), setting.day)) : undefined
}

/** Plants one truth; undefined where it cannot happen (no gas, one digit, the value would be the right one). */
function plant(setting: Setting, truth: Truth): Planted | undefined {
  if (truth === 'rollover') return rollOver(setting)
  const { random, counter, day } = setting
  const exact = shownAt(counter, day)
  const rightValue = cut(random, exact)
  const [whole, decimals] = rightValue.split('.') as [string, string | undefined]
  const withDecimals = (changed: string | undefined) => (changed && decimals ? `${changed}.${decimals}` : changed)
  const entered: Readonly<Record<Exclude<Truth, 'rollover'>, () => string | undefined>> = {
    right: () => rightValue,
    'swapped-digits': () => withDecimals(swapDigits(random, whole)),
    'missing-digit': () => withDecimals(dropDigit(random, whole)),
    'wrong-meter': () => wrongMeter(setting),
    'm3-as-kwh': () => gasInKwh(setting),
    'wrong-digit': () => withDecimals(misreadDigit(random, whole)),
    'comma-ignored': () => (exact.includes('.') ? exact.replace('.', '') : undefined),
    'registers-swapped': () => otherRegister(setting),
  }
  const typed = entered[truth]()
  if (typed === undefined || typed === '') return undefined
  if (truth !== 'right' && Math.abs(Number(typed) - Number(rightValue)) < 1) return undefined
  return { entered: typed, rightValue }
}

function billEffectPercent(setting: Setting, planted: Planted): number {
  const { place, counter, day } = setting
  const { plan } = place.supply
  const feedsIn = counter.row.direction === 'feed-in'
  const tariff = feedsIn ? TARIFFS.feedIn : plan.tariff
  const kwhPerAmount = plan.commodity === 'gas' ? GAS_KWH_PER_M3 : 1
  const euroPerAmount = (kwhPerAmount * tariff.unitPriceCt) / 100
  const yearly = deviceOn(place.supply, day)
    .counters.filter((other) => other.row.direction === counter.row.direction)
    .reduce((sum, other) => sum + other.usage.between(day - 365, day), 0)
  const steps = Number(planted.entered) - Number(planted.rightValue)
  const euro = steps * counter.amountPerStep * euroPerAmount
  return (100 * euro) / Math.max(1, yearly * euroPerAmount + tariff.basePriceEurYear)
}

function traitsOf(setting: Setting): ReadingCase['traits'] {
  const { place, history, day } = setting
  const last = history[0].readings.at(-1)
  const traits: ReadingCase['traits'][number][] = [...place.supply.plan.traits]
  const changes = place.supply.plan.lanes[0]?.mixes.slice(1) ?? []
  const lastDay = last ? dayOfIso(last.readOn) : day
  if (changes.some((change) => change.after > lastDay && change.after < day)) traits.push('changed-since-last-reading')
  if (history.reduce((sum, known) => sum + known.readings.length, 0) < 2) traits.push('short-history')
  if (last?.source === 'estimated') traits.push('estimated-before')
  return traits
}

/** Days on which somebody could hand in a reading: those on which it truly happened, and today. */
function daysOf(world: World, place: SupplyTruth, stay: CustomerStay): Day[] {
  const days = place.readings
    .filter((row) => row.reason === 'regular' && row.status === 'valid' && row.source !== 'remote')
    .map((row) => dayOfIso(row.readOn))
    .filter((day) => day > stay.from + 20)
  if (stay.to === undefined) days.push(world.today)
  return [...new Set(days)]
}

function settingOf(
  world: World,
  random: Random,
  place: SupplyTruth,
  neighbours: Map<string, Counter>,
): Setting | undefined {
  const stay = place.stays.at(-1) as CustomerStay
  const days = daysOf(world, place, stay)
  if (days.length === 0) return undefined
  const day = random.pick(days)
  const device = deviceOn(place.supply, day)
  const counter = random.pick(device.counters)
  if (device.row.kind === 'smart') return undefined
  const known = knownBefore(place.supply, place.readings, stay.from - 1, day)
  const own = known.find((entry) => entry.register === counter.row)
  const last = own?.readings.at(-1)
  if (own === undefined || last === undefined || day - dayOfIso(last.readOn) < 20) return undefined
  const history: [KnownRegister, ...KnownRegister[]] = [own, ...known.filter((entry) => entry !== own)]
  const neighbour = neighbours.get(place.supply.plan.commodity)
  neighbours.set(place.supply.plan.commodity, counter)
  return { world, random, place, stay, counter, meter: device.row, day, history, neighbour }
}

function caseOf(setting: Setting, id: string, truth: Truth, planted: Planted): ReadingCase {
  const { place, counter, meter, stay, day } = setting
  const { supply } = place
  const others = place.neighbours.flatMap((other) => {
    const readings = place.siteReadings.get(other) ?? []
    return knownBefore(other, readings, stay.from - 1, day)
  })
  return {
    id,
    site: supply.site,
    marketLocation:
      counter.row.direction === 'feed-in' ? (supply.feedInLocation as MarketLocationRow) : supply.marketLocation,
    contractStartsOn: isoOf(stay.from),
    meter,
    register: counter.row,
    history: planted.history ?? setting.history,
    others,
    readOn: isoOf(day),
    entered: planted.entered,
    truth,
    rightValue: planted.rightValue,
    billEffectPercent: truth === 'right' || truth === 'rollover' ? 0 : billEffectPercent(setting, planted),
    traits: traitsOf(setting),
  }
}

function* casesOf(world: World, options: PlantOptions): Generator<ReadingCase, void, void> {
  const shares = Object.entries(options.shares ?? DEFAULT_SHARES) as [Truth, number][]
  const neighbours = new Map<string, Counter>()
  let given = 0
  // Truths that a register cannot have are made up for by the next one that can, so the shares come out as asked.
  const owed = new Map<Truth, number>(shares.map(([truth]) => [truth, 0]))
  for (const bundle of customersOf(world, CUSTOMERS_MAX)) {
    for (const place of bundle.supplies) {
      const isSpecial = place.supply.plan.traits.some((trait) => SPECIAL.includes(trait))
      for (let round = 0; round < (isSpecial ? SPECIAL_CASES : 1); round += 1) {
        const id = `${place.supply.marketLocation.marketLocationId}-${round}`
        const random = new Random(options.seed, 'case', id)
        const setting = settingOf(world, random, place, neighbours)
        if (setting === undefined) continue
        for (const [truth, share] of shares) owed.set(truth, (owed.get(truth) ?? 0) + share)
        const wanted = drawOwed(random, owed)
        for (const truth of wanted) {
          const planted = plant(setting, truth)
          if (planted === undefined) continue
          owed.set(truth, (owed.get(truth) ?? 0) - 1)
          yield caseOf(setting, id, truth, planted)
          given += 1
          if (given === options.cases) return
          break
        }
      }
    }
  }
}

/** Truths in the order in which they are tried: drawn by what is owed, the rest behind it. */
function drawOwed(random: Random, owed: ReadonlyMap<Truth, number>): Truth[] {
  const left = [...owed.entries()]
  const order: Truth[] = []
  while (left.length > 0) {
    const at = random.weighted(left.map(([, amount]) => Math.max(0.001, amount)))
    order.push((left.splice(at, 1)[0] as [Truth, number])[0])
  }
  return order
}

/**
 * A labelled set for measuring who judges readings: thousands of handed-in readings from generated homes, with the history
 * that was known before, and the truth. Homes with a roof, a heat pump, storage heating or nobody in them come more often
 * than in life. Remotely read meters are left out: nobody types their values.
 */
export function plantErrors(options: PlantOptions): PlantedSet {
  const world = createWorld(options.seed, options.today)
  return {
    gasFactors: gasFactorRows(world),
    temperatures: [...temperatureRows(world.weather, world.historyStart - 365, world.today)],
    cases: casesOf(world, options),
  }
}
