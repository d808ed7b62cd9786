import { amountOf, levelOf, type PastReading } from '../consumption/level.ts'
import { type Count, capacityOf, power10, type Register } from '../meters/register.ts'
import { densityOf, type Expectation, expectationOf } from './expectation.ts'
import type { Because, Cause, EnteredReading, JudgeContext, OtherRegister } from './reading.ts'

/**
 * How often people make each mistake, relative to each other, and how often a home really changes. Field figures are not
 * published; the order follows what desks of utilities name first (digits, meters mixed up, comma). Only the order of size matters:
 * the digits decide, as each mistake fits few values.
 */
const weightOf = {
  'swapped-digits': 1,
  'wrong-register': 1,
  'missing-digit': 0.8,
  'extra-digit': 0.5,
  'decimal-comma': 0.6,
  'energy-for-volume': 0.5,
  change: 0.6,
  other: 0.1,
} as const

/** kWh of a m3 of gas where the place's factors are unknown: 0.95 x 11.2 (H gas). */
const usualKwhPerM3 = 10.6
/** Factors taken from another bill differ by this part. */
const kwhPerM3Doubt = 0.03
/** Widest range of usage that a real change in the home is spread over (natural logarithm): from a hundredth to a hundredfold. */
const changeRange = 9.2
/** Causes that are less likely than this are not named. */
const namedMin = 0.05

/** What causes are searched with: the register, the reading before, and what was expected. */
export type Suspicion = {
  readonly entered: EnteredReading
  readonly register: Register
  readonly since: PastReading
  readonly expectation: Expectation
  readonly context: JudgeContext
}

type Slip = { cause: Cause; weight: number; corrected?: Count; otherKey?: string }

/** Weights (unnormalised probabilities) of the mistakes that turn an expected value into the entered one. */
export function slipsOf(suspicion: Suspicion): Slip[] {
  const slips: Slip[] = []
  const { register } = suspicion
  const width = register.digitsBefore + register.digitsAfter
  const add = (cause: keyof typeof weightOf & Cause, corrected: Count, ways: number) => {
    const weight = (weightOf[cause] * densityAt(corrected, suspicion)) / ways
    if (weight > 0) slips.push({ cause, weight, corrected })
  }
  addDigitSlips(suspicion.entered.count, width, add)
  addCommaSlips(suspicion.entered.count, register, add)
  addEnergyForVolume(suspicion, slips)
  for (const other of suspicion.context.others ?? []) addOther(other, suspicion, slips)
  return slips
}

function densityAt(count: Count, { register, since, expectation }: Suspicion): number {
  if (count < 0 || count >= capacityOf(register)) return 0
  let steps = count - since.count
  if (steps < 0) steps += capacityOf(register)
  return densityOf(amountOf(steps, register), expectation, amountOf(1, register))
}

type Add = (
  cause: 'swapped-digits' | 'missing-digit' | 'extra-digit' | 'decimal-comma',
  corrected: Count,
  ways: number,
) => void

function addDigitSlips(count: Count, width: number, add: Add): void {
  const digitAt = (place: number) => Math.floor(count / power10(place)) % 10
  for (let place = 0; place < width - 1; place++) {
    const low = digitAt(place)
    const high = digitAt(place + 1)
    if (low !== high) add('swapped-digits', count + (low - high) * 9 * power10(place), width - 1)
    // Digits further apart are swapped seldom: counted as if there were ten times as many ways.
    for (let far = place + 2; far < width; far++) {
      const other = digitAt(far)
      if (low !== other) add('swapped-digits', count + (low - other) * (power10(far) - power10(place)), width * 40)
    }
  }
  for (let place = 0; place <= width; place++) {
    const unit = power10(place)
    const above = Math.floor(count / unit)
    const below = count % unit
    for (let digit = 0; digit <= 9 && place < width; digit++) {
      // A digit equal to its right neighbour gives the same number one place lower: counted once.
      if (place === 0 || digit !== Math.floor(below / (unit / 10)))
        add('missing-digit', (above * 10 + digit) * unit + below, width)
    }
    if (above > 0) add('extra-digit', Math.floor(above / 10) * unit + below, isDoubled(above) ? width * 2 : width * 10)
  }
}

function isDoubled(above: number): boolean {
  return above >= 10 && above % 10 === Math.floor(above / 10) % 10
}

function addCommaSlips(count: Count, register: Register, add: Add): void {
  const hasDecimals = register.digitsAfter > 0
  const typedDecimals = hasDecimals && count % power10(register.digitsAfter) !== 0
  for (let places = 1; places <= 3; places++) {
    const shift = power10(places)
    // As far as its own decimals, seldom otherwise. A register without a comma is a mechanical one whose red digits were typed.
    const ways = places === register.digitsAfter ? 1 : 6
    // The comma was left out: then no decimals are left in what was typed.
    if (!typedDecimals) add('decimal-comma', Math.floor(count / shift), hasDecimals ? ways : ways * 4)
    // The comma was set too early: all values that differ only in the digits that were lost mean the same.
    else add('decimal-comma', count * shift, ways / shift)
  }
}

/** Gas: somebody adds the kWh of the bill to the last value, or multiplies the whole value. Heat: kWh where the meter shows MWh. */
function addEnergyForVolume(suspicion: Suspicion, slips: Slip[]): void {
  const { register, context, since, entered, expectation } = suspicion
  const isGas = register.commodity === 'gas' && register.unit === 'm3'
  if (!isGas && !(register.commodity === 'heat' && register.unit === 'MWh')) return
  const factor = isGas ? (context.kwhPerM3 ?? usualKwhPerM3) : 1000
  const doubt = isGas ? kwhPerM3Doubt : 0.001
  const step = amountOf(1, register)
  const usage = amountOf(entered.count - since.count, register)
  const share = weightOf['energy-for-volume'] / 4
  const push = (corrected: number, weight: number) => {
    if (weight > 0) slips.push({ cause: 'energy-for-volume', weight: weight * share, corrected: Math.round(corrected) })
  }
  if (usage > 0) {
    // Energy added to the last value; and (power of ten apart) volume where energy is counted.
    push(since.count + (entered.count - since.count) / factor, densityOf(usage / factor, expectation, step) / factor)
    push(since.count + (entered.count - since.count) * factor, densityOf(usage * factor, expectation, step) * factor)
  }
  // Only the usage was typed, as kWh or as m3, and not the value of the meter.
  const typed = amountOf(entered.count, register)
  push(since.count + entered.count / factor, densityOf(typed / factor, expectation, step) / factor)
  pushWhole(entered.count / factor, doubt, factor, suspicion, push)
  pushWhole(entered.count * factor, doubt, 1 / factor, suspicion, push)
}

/** The whole value was converted: as the factor is not exact, each value of a small range may have been meant. */
function pushWhole(
  meant: number,
  doubt: number,
  factor: number,
  { since, expectation, register }: Suspicion,
  push: (corrected: number, weight: number) => void,
): void {
  const wanted = since.count + (expectation.expected / register.factor) * power10(register.digitsAfter)
  const nearest = Math.min(Math.max(wanted, meant * (1 - doubt)), meant * (1 + doubt))
  const usage = amountOf(nearest - since.count, register)
  const z =
    usage < 0
      ? Number.POSITIVE_INFINITY
      : densityOf(usage, expectation, 1) / densityOf(expectation.expected, expectation, 1)
  if (Number.isFinite(z)) push(nearest, z / (meant * 2 * doubt) / factor)
}

function addOther(other: OtherRegister, { entered, register }: Suspicion, slips: Slip[]): void {
  let end = other.history.length
  while (
    end > 0 &&
    ((other.history[end - 1] as PastReading).day > entered.day || (other.history[end - 1] as PastReading).isSubstitute)
  )
    end--
  const last = other.history[end - 1]
  if (!last) return
  const level = levelOf(other.history, end, other.register, other)
  const expectation = expectationOf(level, other.register, other, other.history, end - 1, entered.day)
  // The same digits on the other display; decimals that it lacks are dropped.
  const count = Math.floor(entered.count * 10 ** (other.register.digitsAfter - register.digitsAfter))
  const usage = amountOf(count - last.count, other.register)
  const weight = densityOf(usage, expectation, amountOf(1, register) * other.register.factor)
  if (weight > 0)
    slips.push({ cause: 'wrong-register', weight: weight * weightOf['wrong-register'], otherKey: other.key })
}

/** Weight of a change in the home (the value is right and the use is another), and of any other mistake. */
export function changeWeight(usage: number, register: Register, { expected, smallUse }: Expectation): number {
  if (usage < 0) return 0
  const distance = Math.abs(Math.log((usage + smallUse) / (expected + smallUse)))
  const density = Math.exp(-distance / 0.9) / 1.8
  const perStep = amountOf(1, register) / (usage + smallUse)
  return weightOf.change * (0.9 * density + 0.1 / changeRange) * perStep
}

/** Any other mistake can give any value of the counter. */
export function otherWeight(register: Register): number {
  return weightOf.other / capacityOf(register)
}

/**
 * Causes by likelihood. `fallback` is the plain finding (too high, too low, below the last value), which stands for a change in
 * the home or an unknown mistake.
 */
export function becauseOf(
  slips: readonly Slip[],
  fallback: Cause,
  fallbackWeight: number,
  suspicion: Suspicion,
): Because[] {
  const best = new Map<Cause, { total: number; slip: Slip | undefined }>([
    [fallback, { total: fallbackWeight, slip: undefined }],
  ])
  let total = fallbackWeight
  for (const slip of slips) {
    total += slip.weight
    const entry = best.get(slip.cause)
    if (!entry) best.set(slip.cause, { total: slip.weight, slip })
    else {
      entry.total += slip.weight
      if (slip.weight > (entry.slip?.weight ?? 0)) entry.slip = slip
    }
  }
  const sorted = [...best].sort((a, b) => b[1].total - a[1].total)
  return sorted
    .filter(([, entry], index) => index === 0 || entry.total / total >= namedMin)
    .map(([cause, entry]) => {
      const likelihood = total > 0 ? entry.total / total : 1
      const { corrected, otherKey } = entry.slip ?? {}
      if (otherKey !== undefined) return { cause, likelihood, otherKey }
      if (corrected === undefined) return { cause, likelihood }
      const steps = corrected - suspicion.since.count
      const { register } = suspicion
      return {
        cause,
        likelihood,
        corrected,
        correctedUsage: amountOf(steps < 0 ? steps + capacityOf(register) : steps, register),
      }
    })
}
