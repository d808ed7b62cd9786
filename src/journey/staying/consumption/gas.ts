import type { Day } from '../profiles/day.ts'
import type { Profile } from '../profiles/profile.ts'
import { shareOfYear, type Weather } from '../profiles/share.ts'
import { divideRounded, type Quantity, roundQuantity } from './usage.ts'

/** Factors of one span of days, mostly a month, as the grid operator publishes them. Whole numbers, so nothing is lost. */
export type GasFactors = {
  readonly validFrom: Day
  /** The last day. */
  readonly validTo: Day
  /** Volume conversion factor (Zustandszahl, z) in ten-thousandths: 0.9674 is 9674. */
  readonly volumeConversionE4: number
  /** Gross calorific value (Brennwert) in thousandths of a kWh per m3: 11.234 is 11234. */
  readonly calorificE3: number
}

/** One span's part in a period: how much of the volume is taken to have flowed in it, in millionths. */
export type GasFactorPart = GasFactors & { readonly weightE6: number }

/** The factors that a period is billed with, and how they came about. */
export type PeriodGasFactors = {
  readonly volumeConversionE4: number
  readonly calorificE3: number
  readonly parts: readonly GasFactorPart[]
}

/** Gas of a period with every factor kept, so that the bill can print the whole calculation (EnWG 40(4)). */
export type GasEnergy = PeriodGasFactors & {
  readonly volume: Quantity
  /** kWh before rounding: volume x z x calorific value, exact. */
  readonly exactKwh: Quantity
  readonly kwh: number
}

/** Weights are counted in millionths, so that a sum of whole numbers gives the same factor on every machine. */
const weightWhole = 1_000_000

/**
 * Factors of the days after `from` up to and including `to`: mean of the spans' factors, weighted by the volume that the
 * profile (and the weather, where known) puts into each. z has 4 decimals and the calorific value 3 (DVGW G 685), each rounded
 * once, after weighting; half away from zero.
 * @returns undefined where a day has no factors: then nothing can be billed yet
 */
export function gasFactorsOf(
  spans: readonly GasFactors[],
  from: Day,
  to: Day,
  profile: Profile,
  weather?: Weather,
): PeriodGasFactors | undefined {
  const within: GasFactors[] = []
  let next = from + 1
  for (const span of [...spans].sort((a, b) => a.validFrom - b.validFrom)) {
    if (span.validTo < next || span.validFrom > to) continue
    if (span.validFrom > next) return undefined
    within.push({ ...span, validFrom: next, validTo: Math.min(span.validTo, to) })
    next = Math.min(span.validTo, to) + 1
  }
  if (next <= to || within.length === 0) return undefined
  const parts = weigh(within, from, to, profile, weather)
  return {
    volumeConversionE4: weightedMean(parts, (part) => part.volumeConversionE4),
    calorificE3: weightedMean(parts, (part) => part.calorificE3),
    parts,
  }
}

function weigh(spans: readonly GasFactors[], from: Day, to: Day, profile: Profile, weather?: Weather): GasFactorPart[] {
  const whole = shareOfYear(profile, from, to, weather)
  let left = weightWhole
  return spans.map((span, index) => {
    const share = shareOfYear(profile, span.validFrom - 1, span.validTo, weather) / whole
    const weightE6 = index === spans.length - 1 ? left : Math.min(left, Math.round(share * weightWhole))
    left -= weightE6
    return { ...span, weightE6 }
  })
}

function weightedMean(parts: readonly GasFactorPart[], value: (part: GasFactorPart) => number): number {
  let sum = 0n
  for (const part of parts) sum += BigInt(part.weightE6) * BigInt(value(part))
  return Number(divideRounded(sum, BigInt(weightWhole)))
}

/**
 * Energy of a volume: m3 x z x calorific value, rounded once, at the end, to whole kWh (half away from zero).
 * The product of both factors is not rounded in between: 10.0995 against 10.100 is a kWh in ten thousand, and was a dispute.
 */
export function gasEnergyOf(volume: Quantity, factors: PeriodGasFactors): GasEnergy {
  const exactKwh = {
    units: volume.units * BigInt(factors.volumeConversionE4) * BigInt(factors.calorificE3),
    digits: volume.digits + 7,
  }
  return { ...factors, volume, exactKwh, kwh: Number(roundQuantity(exactKwh, 0).units) }
}

/**
 * Volume conversion factor of a place in ten-thousandths: z = 273.15 / 288.15 x (air pressure + 22 mbar) / 1013.25, with
 * 1016 - 0.12 mbar for each metre above the sea, gas at 15 C and 22 mbar. Source: MessEV section 25 no. 4, DVGW G 685.
 */
export function volumeConversionE4Of(heightM: number): number {
  return Math.round((273.15 / 288.15) * ((1016 - 0.12 * heightM + 22) / 1013.25) * 10_000)
}
