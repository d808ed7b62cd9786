import {
  knownWeather,
  type Level,
  type LevelSource,
  levelOf,
  type PastReading,
  priorOf,
  sameSeasonPerYear,
} from '../consumption/level.ts'
import type { Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'
import { otherShapesOf } from '../profiles/profile.ts'
import { daysPerYear, shareOfYear } from '../profiles/share.ts'
import type { Band } from './reading.ts'

/** What usage is expected in a period, and how far right values scatter around it. */
export type Expectation = {
  /** In the register's unit. */
  readonly expected: number
  /** Least and most that other shapes of the year make of the same history (heat pump or solar panels behind the meter). */
  readonly least: number
  readonly most: number
  /** Standard deviation of the logarithm of (usage + smallUse). */
  readonly deviation: number
  /** Usage below which differences are chance; keeps the logarithm of an empty home finite. */
  readonly smallUse: number
  readonly withoutWeather: boolean
}

/** Short periods scatter more: a fortnight's holiday is 4 % of a year and half of a month. Exponent and limit of that. */
const shortPeriodExponent = 0.7
const shortPeriodMax = 8
/** Periods shorter than this look for the same season of an earlier year. */
const shortPeriodYears = 0.9
/** How far the range reaches towards what another shape expects: homes are a mixture of both. */
const otherShapePart = 0.75
/** Deviation that unknown weather adds to a year: degree days of a place differ by 6 to 9 % from year to year (DWD). */
const weatherDeviation = 0.08
/** Deviation that remains with known weather: wind, sun, and a station some kilometres away. */
const weatherRest = 0.03
/** From here on the weather of a period counts as known. */
const weatherCoverageMin = 0.8

/**
 * Expectation of usage since `history[at]` until the end of the day `to`, from the customer's level and the profile; widened to
 * what other shapes expect from the same history. Where history has the same season, all shapes agree and nothing is widened.
 */
export function expectationOf(
  level: Level,
  register: Register,
  source: LevelSource,
  history: readonly PastReading[],
  at: number,
  to: Day,
): Expectation {
  const from = (history[at] as PastReading).day
  const share = shareOfYear(source.profile, from, to, source.weather)
  const expected = level.perYear * share
  const smallUse = priorOf(register).smallUse * Math.max(share, 0.05)
  const years = (to - from) / daysPerYear
  const noise = years >= 1 ? 1 : Math.min(shortPeriodMax, Math.max(years, 0.003) ** -shortPeriodExponent)
  const withoutWeather = source.profile.weatherDriven && knownWeather(source, from, to) < weatherCoverageMin
  const weather = source.profile.weatherDriven ? (withoutWeather ? weatherDeviation : weatherRest) : 0
  const variance = (level.spread * level.spread + weather * weather) * noise + level.doubt * level.doubt
  let least = expected
  let most = expected
  for (const profile of otherShapesOf(register.commodity, register.direction, level.perYear)) {
    const other = { profile, weather: source.weather, forecast: source.forecast }
    const otherLevel = level.years === 0 ? level : levelOf(history, at + 1, register, other)
    const otherExpected = otherLevel.perYear * shareOfYear(profile, from, to, source.weather)
    const pulled =
      (expected + smallUse) * ((otherExpected + smallUse) / (expected + smallUse)) ** otherShapePart - smallUse
    least = Math.min(least, pulled)
    most = Math.max(most, pulled)
  }
  if (years < shortPeriodYears) {
    const own = sameSeasonPerYear(history, at, to, register, source)
    if (own !== undefined) {
      least = Math.min(least, own * share)
      most = Math.max(most, own * share)
    }
  }
  return { expected, least, most, deviation: Math.sqrt(variance), smallUse, withoutWeather }
}

/** How many standard deviations a usage lies from the expected one; below zero for too little, and far below for less than none. */
export function deviationsOf(usage: number, { least, most, deviation, smallUse }: Expectation): number {
  const shifted = usage + smallUse
  if (shifted <= 0) return Number.NEGATIVE_INFINITY
  if (usage >= least && usage <= most) return 0
  return Math.log(shifted / ((usage < least ? least : most) + smallUse)) / deviation
}

/** Beyond 7 standard deviations the density is below 10^-10 of the peak: taken for impossible in the search over digits. */
export const deviationsPossible = 7

/** Probability density of one step of the counter at this usage, if the reading is right. */
export function densityOf(usage: number, expectation: Expectation, amountPerStep: number): number {
  if (usage < 0) return 0
  const z = deviationsOf(usage, expectation)
  if (z > deviationsPossible || z < -deviationsPossible) return 0
  const normal = Math.exp((-z * z) / 2) / 2.5066
  return (normal * amountPerStep) / (expectation.deviation * (usage + expectation.smallUse))
}

/** Band of so many standard deviations to either side. */
export function bandOf({ expected, least, most, deviation, smallUse }: Expectation, deviations: number): Band {
  const reach = Math.exp(deviation * deviations)
  return {
    low: Math.max(0, (least + smallUse) / reach - smallUse),
    expected,
    high: (most + smallUse) * reach - smallUse,
  }
}
