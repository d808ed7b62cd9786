import { type Count, capacityOf, power10, type Register } from '../meters/register.ts'
import type { Commodity, Direction } from '../meters/obis.ts'
import type { Day } from '../profiles/day.ts'
import type { Profile } from '../profiles/profile.ts'
import { shareOfYear, type Weather, weatherCoverage } from '../profiles/share.ts'

/** A reading as rules see it. Its customer, source and status stay with the caller, who leaves out replaced and refused ones. */
export type PastReading = {
  readonly day: Day
  readonly count: Count
  /** The register that it was read on, where that is not the one in question: of the device before, with other digits. */
  readonly register?: Register
  /** Formed by rule (calculated, estimated), not read: it is no witness of what was used. */
  readonly isSubstitute?: boolean
  /** First value of a device: nothing was used between the reading before and this one. */
  readonly startsDevice?: boolean
  /** First value of another household or firm at this place: what was used before says nothing about it. */
  readonly startsStay?: boolean
}

/** What a register counts in a normal year, and how sure that is. */
export type Level = {
  /** Register's unit (kWh, m3, MWh) in a mean year of normal weather. */
  readonly perYear: number
  /** Standard deviation of the logarithm of one year's amount around the level: 0.12 is about 12 %. */
  readonly spread: number
  /** Standard deviation of the level itself (it is a mean of few years). */
  readonly doubt: number
  /** Years of own history that it was formed from; 0 where only a forecast or a typical value was known. */
  readonly years: number
  /** Amount of the last year of history, weather taken out; undefined without history. */
  readonly lastYear: number | undefined
  readonly basis: 'history' | 'forecast' | 'typical'
}

/** Where a level comes from when there is little or no history. */
export type LevelSource = {
  readonly profile: Profile
  readonly weather?: Weather | undefined
  /** Forecast consumption of a year of the market location in the register's unit; two rates share it. */
  readonly forecast?: number | undefined
}

/**
 * What is known before any history: spread of one customer's year around the own mean, and an amount below which years differ
 * by chance (an empty home's lamp), both rough and soon outweighed. Spread of households: 10 to 15 % from year to year
 * (co2online, "Stromspiegel" and "Heizspiegel", tables over years); solar yield: 5 to 9 % (DWD, global radiation).
 */
type Prior = { readonly spread: number; readonly smallUse: number; readonly typical: number }
const priors: Readonly<Record<Commodity | 'feed-in', Prior>> = {
  power: { spread: 0.125, smallUse: 60, typical: 2800 },
  gas: { spread: 0.115, smallUse: 20, typical: 1400 },
  water: { spread: 0.135, smallUse: 3, typical: 100 },
  heat: { spread: 0.115, smallUse: 0.25, typical: 11 },
  'feed-in': { spread: 0.12, smallUse: 60, typical: 5000 },
}

/** The prior of a register, in its own unit (heat is kept in MWh above). */
export function priorOf(register: {
  readonly commodity: Commodity
  readonly direction: Direction
  readonly unit: string
}): Prior {
  const prior = priors[register.direction === 'feed-in' ? 'feed-in' : register.commodity]
  if (register.commodity !== 'heat' || register.unit !== 'kWh') return prior
  return { ...prior, smallUse: prior.smallUse * 1000, typical: prior.typical * 1000 }
}

/** Weight of the prior spread, in years of history: few customers have more than five years. */
const priorYears = 5
/** Doubt of a forecast and of a typical value (logarithm): a forecast of a new customer is wrong by a third as a rule. */
const forecastDoubt = 0.33
const typicalDoubt = 0.9
/** A register of one rate of two is taken to have half of the forecast; between a fifth and four fifths is usual. */
const ratePart = 0.5
const ratePartDoubt = 0.6
/** Each year further back counts that much of the next: homes change slowly. */
const agingPerYear = 0.8
/** Windows of history: at least so long, longer while a further reading keeps them within the most, and at most so many. */
const windowDaysMin = 300
const windowDaysMax = 380
const windowsMax = 6
const restDaysMin = 60
/** A last year this far from the others (in standard deviations) is taken for a change in the home, not for chance. */
const changeDeviations = 2.6

// Scratch space: judging imports must not allocate for each row.
const logs = new Float64Array(windowsMax)
const weights = new Float64Array(windowsMax)

/** Steps of the last digit from one reading to the next: over zero where the drop is far more likely a rollover than an error. */
export function stepsBetween(before: Count, after: Count, register: Register): Count | undefined {
  if (after >= before) return after - before
  const wrapped = after + capacityOf(register) - before
  // The counter must have stood in its last tenth and stand in its first now; any other drop is an error of one of the two.
  return before >= capacityOf(register) * 0.9 && after <= capacityOf(register) * 0.1 ? wrapped : undefined
}

/** Amount in the register's unit of so many steps. */
export function amountOf(steps: Count, register: Register): number {
  return (steps * register.factor) / power10(register.digitsAfter)
}

/** Cuts history, from `end` backwards, into windows of about a year; fills logs and weights; returns their number. */
function fillWindows(
  history: readonly PastReading[],
  end: number,
  register: Register,
  source: LevelSource,
  small: number,
): number {
  let windows = 0
  let amount = 0
  let to = Number.NaN
  let later: PastReading | undefined
  for (let i = end - 1; i >= 0 && windows < windowsMax; i--) {
    const reading = history[i] as PastReading
    if (reading.isSubstitute && !reading.startsDevice) continue
    // The last value of a device that was exchanged has its successor's first value after it: nothing was used in between.
    const steps =
      later === undefined || later.startsDevice
        ? 0
        : stepsBetween(reading.count, later.count, later.register ?? register)
    if (later === undefined || steps === undefined) {
      to = reading.day
      amount = 0
    } else {
      amount += amountOf(steps, later?.register ?? register)
    }
    later = reading
    const days = to - reading.day
    const isLast = i === 0 || reading.startsStay
    const isFull = days >= windowDaysMin && to - (history[i - 1]?.day ?? 0) > windowDaysMax
    if (isFull || (isLast && days >= restDaysMin)) {
      const share = shareOfYear(source.profile, reading.day, to, source.weather)
      logs[windows] = Math.log(amount / share + small)
      weights[windows] = Math.min(1, share) * agingPerYear ** windows
      windows++
      amount = 0
      to = reading.day
    }
    if (reading.startsStay) break
  }
  return windows
}

function weightedMean(from: number, count: number): number {
  let sum = 0
  let total = 0
  for (let i = from; i < count; i++) {
    sum += (logs[i] as number) * (weights[i] as number)
    total += weights[i] as number
  }
  return sum / total
}

/**
 * Level from history (readings in order of days, the first `end` of them), forecast and what is typical. Each window of
 * about a year gives one amount with the season and the weather taken out; their mean, recent years first, is the level,
 * and how far they lie apart widens or narrows the spread. A forecast counts like one uncertain year more.
 */
export function levelOf(history: readonly PastReading[], end: number, register: Register, source: LevelSource): Level {
  const prior = priorOf(register)
  const small = prior.smallUse
  const windows = fillWindows(history, end, register, source, small)
  if (windows === 0) return levelWithoutHistory(prior, source.forecast, register.rate === 'total')
  const lastYear = Math.exp(logs[0] as number) - small
  let mean = weightedMean(0, windows)
  let spread = prior.spread
  let widen = 0
  if (windows > 1) {
    const earlier = weightedMean(1, windows)
    const jump = (logs[0] as number) - earlier
    const earlierDoubt = 1 / Math.min(windows - 1, 3)
    if (Math.abs(jump) > changeDeviations * prior.spread * Math.sqrt(1 + earlierDoubt)) {
      mean = earlier + jump * 0.75
      widen = Math.abs(jump) * 0.3
    } else {
      spread = learnedSpread(mean, windows, prior.spread)
    }
  }
  let total = 0
  let squares = 0
  for (let i = 0; i < windows; i++) {
    total += weights[i] as number
    squares += (weights[i] as number) ** 2
  }
  const years = total ** 2 / squares
  let variance = (spread * spread) / years / Math.min(1, total) + widen * widen
  const forecast = source.forecast
  if (forecast !== undefined && forecast > 0 && register.rate === 'total') {
    const distance = Math.log(forecast + small) - mean
    // A forecast that is far off is old or for another use: it must not pull the level away from what was read.
    if (Math.abs(distance) < 0.5) {
      const weight = variance / (variance + forecastDoubt * forecastDoubt)
      mean += distance * weight
      variance *= 1 - weight
    }
  }
  return {
    perYear: Math.max(0, Math.exp(mean) - small),
    spread,
    doubt: Math.sqrt(variance),
    years,
    lastYear,
    basis: 'history',
  }
}

function learnedSpread(mean: number, windows: number, prior: number): number {
  let squares = 0
  for (let i = 0; i < windows; i++) squares += ((logs[i] as number) - mean) ** 2
  return Math.sqrt((priorYears * prior * prior + squares) / (priorYears + windows - 1))
}

function levelWithoutHistory(prior: Prior, forecast: number | undefined, isTotal: boolean): Level {
  const isForecast = forecast !== undefined && forecast > 0
  const part = isTotal ? 1 : ratePart
  return {
    perYear: part * (isForecast ? forecast : prior.typical),
    spread: prior.spread,
    doubt: Math.hypot(isForecast ? forecastDoubt : typicalDoubt, isTotal ? 0 : ratePartDoubt),
    years: 0,
    lastYear: undefined,
    basis: isForecast ? 'forecast' : 'typical',
  }
}

/** Days by which a reading may stand beside the same day of an earlier year. */
const sameDayTolerance = 7

/**
 * What the customer used in the same days of an earlier year, for short periods: no profile knows a home's season better.
 * @returns amount a year (the usage divided by the profile's share of those days), undefined where no readings stand there
 */
export function sameSeasonPerYear(
  history: readonly PastReading[],
  at: number,
  to: Day,
  register: Register,
  source: LevelSource,
): number | undefined {
  const from = (history[at] as PastReading).day
  for (let start = at - 1; start >= 0; start--) {
    const first = history[start] as PastReading
    if (first.startsStay && start < at - 1) return undefined
    const shift = Math.round((from - first.day) / 365.25) * 365.25
    if (shift === 0 || Math.abs(from - first.day - shift) > sameDayTolerance || first.isSubstitute) continue
    for (let end = start + 1; end <= at; end++) {
      const last = history[end] as PastReading
      if (last.startsDevice || last.day > to - shift + sameDayTolerance) break
      if (last.isSubstitute || last.day < to - shift - sameDayTolerance) continue
      const own = last.register ?? register
      const steps = stepsBetween(first.count, last.count, own)
      const share = shareOfYear(source.profile, first.day, last.day, source.weather)
      if (steps !== undefined && share > 0) return amountOf(steps, own) / share
    }
  }
  return undefined
}

/** Part of a period's days whose weather is known; 1 where the profile does not depend on it. */
export function knownWeather(source: LevelSource, from: Day, to: Day): number {
  return source.profile.weatherDriven ? weatherCoverage(source.weather, from, to) : 1
}
