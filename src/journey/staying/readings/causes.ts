import { amountOf, levelOf, type PastReading } from '../consumption/level.ts'
import { type Count, capacityOf, power10, type Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'
import { bandOf, densityOf, deviationsPossible, type Expectation, expectationOf } from './expectation.ts'
import type { Because, Cause, EnteredReading, JudgeContext, OtherRegister } from './reading.ts'

/**
 * How often people make each mistake, relative to each other, and how often a home really changes. Field figures are not
 * published; the order follows what desks of utilities name first (digits, meters mixed up, kWh for m3, comma). Only the order
 * of size matters: the digits decide, as each mistake fits few values.
 */
const weightOf = {
  'swapped-digits': 1,
  'wrong-register': 1,
  'missing-digit': 0.8,
  'misread-digit': 0.5,
  'extra-digit': 0.3,
  'decimal-comma': 0.5,
  'energy-for-volume': 1,
  change: 0.6,
  /** The value is right and the last one was not: few wrong values get so far. */
  'last-reading-wrong': 0.1,
  /** A meter that is not known here: the neighbour's, the landlord's. */
  stranger: 0.4,
} as const

/** How energy comes into the place of volume: the whole counter converted, the bill's kWh added to the last value, the kWh alone. */
const wholePart = 0.45
const addedPart = 0.45
const alonePart = 0.1

/** kWh of a m3 of gas where the place's factors are unknown: 0.95 x 11.2 (H gas). */
const usualKwhPerM3 = 10.6
/** People take the factors of their last bill: they differ by this part from the mean, and by more where none is known. */
const kwhPerM3Doubt = 0.015
const usualKwhPerM3Doubt = 0.05
/** How far homes change when they do (natural logarithm): half of the changes are less than by 40 %. */
const changeScale = 0.5
/** Widest range of usage that a real change in the home is spread over (natural logarithm): from a hundredth to a hundredfold. */
const changeRange = 9.2
/** Causes that are less likely than this are not named. */
const namedMin = 0.05

/** What causes are searched with: the register, the reading before, and what was expected. */
export type Suspicion = {
  readonly entered: EnteredReading
  readonly register: Register
  readonly since: PastReading
  /** The last value of the device that stands on a bill, read or formed by rule: what people see as their last one. */
  readonly billed: PastReading
  readonly expectation: Expectation
  readonly context: JudgeContext
  readonly history: readonly PastReading[]
  /** Index of `since` in the history. */
  readonly at: number
}

/** What was found for one cause: all its ways together, and the likeliest of them. */
type Finding = { total: number; best: number; corrected: Count | undefined; otherKey: string | undefined }

/** Weights (unnormalised probabilities) of the mistakes that turn an expected value into the entered one, by cause. */
export type Findings = {
  readonly byCause: Map<Cause, Finding>
  /** Weight of the mistakes that change usage by more than `matteringPart`. */
  mattering: number
}

/** A mistake that changes usage by less than this is not worth a question: the issue counts errors from 15 % of a bill. */
const matteringPart = 0.15

function add(findings: Findings, cause: Cause, weight: number, corrected?: Count, otherKey?: string): void {
  const finding = findings.byCause.get(cause)
  if (!finding) findings.byCause.set(cause, { total: weight, best: weight, corrected, otherKey })
  else {
    finding.total += weight
    if (weight > finding.best) {
      finding.best = weight
      finding.corrected = corrected
      finding.otherKey = otherKey
    }
  }
}

/** Searches for mistakes that make the entered value out of an expected one. */
export function findMistakes(suspicion: Suspicion): Findings {
  const findings: Findings = { byCause: new Map(), mattering: 0 }
  const { register, entered, context } = suspicion
  const meant = meantBy(suspicion, findings)
  // Most people leave the decimals out: then no slip can have happened behind the comma.
  const lowest = entered.count % power10(register.digitsAfter) === 0 ? register.digitsAfter : 0
  addDigitSlips(entered.count, lowest, register.digitsBefore + register.digitsAfter, meant)
  addCommaSlips(entered.count, register, meant)
  addEnergyForVolume(suspicion, meant)
  for (const other of context.others ?? []) addOther(other, suspicion, findings)
  addLastReadingWrong(suspicion, findings)
  const stranger = strangerWeight(entered.count, register)
  add(findings, 'wrong-register', stranger)
  findings.mattering += stranger
  return findings
}

/** Adds a mistake whose right value would be `corrected`; `ways` is among how many equal mistakes this one happened. */
type Meant = (cause: keyof typeof weightOf & Cause, corrected: Count, ways: number) => void

/**
 * The search over digits tries some 130 values and few of them can be: so first the steps are compared with what is possible at
 * all, and only then a density is computed.
 */
function meantBy({ entered, register, since, expectation }: Suspicion, findings: Findings): Meant {
  const capacity = capacityOf(register)
  const step = amountOf(1, register)
  const possible = bandOf(expectation, deviationsPossible)
  const fewest = possible.low / step
  const most = possible.high / step
  const usage = amountOf(entered.count - since.count, register)
  return (cause, corrected, ways) => {
    if (corrected < 0 || corrected >= capacity) return
    const difference = corrected - since.count
    const steps = difference < 0 ? difference + capacity : difference
    if (steps < fewest || steps > most) return
    const amount = steps * step
    const weight = (weightOf[cause] * densityOf(amount, expectation, step)) / ways
    if (weight <= 0) return
    add(findings, cause, weight, corrected)
    if (Math.abs(usage - amount) > matteringPart * amount) findings.mattering += weight
  }
}

/** Slips at the digits from place `lowest` (0 is the last digit) up to the width of the display. */
function addDigitSlips(count: Count, lowest: number, width: number, meant: Meant): void {
  const digitAt = (place: number) => Math.floor(count / power10(place)) % 10
  const length = String(count).length
  const typed = Math.max(2, length - lowest)
  // Zeros in front are typed by few: only the one that a swap brings to the front and nobody types is thought of.
  for (let place = lowest; place < Math.min(width - 1, length); place++) {
    const low = digitAt(place)
    const high = digitAt(place + 1)
    if (low !== high) meant('swapped-digits', count + (low - high) * 9 * power10(place), typed - 1)
    // Digits further apart are swapped seldom: counted as if there were many more ways.
    for (let far = place + 2; far < length; far++) {
      const other = digitAt(far)
      if (low !== other) meant('swapped-digits', count + (low - other) * (power10(far) - power10(place)), typed * 40)
    }
  }
  for (let place = lowest; place <= width; place++) {
    const unit = power10(place)
    const above = Math.floor(count / unit)
    const below = count % unit
    for (let digit = 0; digit <= 9 && place < width; digit++) {
      if (place < length && digit !== above % 10)
        meant('misread-digit', count + (digit - (above % 10)) * unit, typed * 9)
      // A digit equal to its right neighbour gives the same number one place lower: counted once.
      const isRepeat = place > lowest && digit === Math.floor(below / (unit / 10))
      if (!isRepeat) meant('missing-digit', (above * 10 + digit) * unit + below, typed + 1)
    }
    if (above > 0)
      meant('extra-digit', Math.floor(above / 10) * unit + below, isDoubled(above) ? typed * 2 : typed * 10)
  }
}

function isDoubled(above: number): boolean {
  return above >= 10 && above % 10 === Math.floor(above / 10) % 10
}

function addCommaSlips(count: Count, register: Register, meant: Meant): void {
  const hasDecimals = register.digitsAfter > 0
  const typedDecimals = hasDecimals && count % power10(register.digitsAfter) !== 0
  for (let places = 1; places <= 3; places++) {
    const shift = power10(places)
    // As far as its own decimals, seldom otherwise. A register without a comma is a mechanical one whose red digits were typed.
    const ways = places === register.digitsAfter ? 1 : 12
    // The comma was left out: then no decimals are left in what was typed.
    if (!typedDecimals) meant('decimal-comma', Math.floor(count / shift), hasDecimals ? ways : ways * 4)
    // The comma was set too early: all values that differ only in the digits that were lost mean the same.
    else meant('decimal-comma', count * shift, ways / shift)
  }
}

/** Gas: the kWh of the bill are added to the last value, or the whole value is converted. Heat: kWh where the meter shows MWh. */
function addEnergyForVolume(suspicion: Suspicion, meant: Meant): void {
  const { register, context, billed, entered } = suspicion
  const isGas = register.commodity === 'gas' && register.unit === 'm3'
  if (!isGas && !(register.commodity === 'heat' && register.unit === 'MWh')) return
  const factor = isGas ? (context.kwhPerM3 ?? usualKwhPerM3) : 1000
  const doubt = isGas ? (context.kwhPerM3 === undefined ? usualKwhPerM3Doubt : kwhPerM3Doubt) : 0.001
  // Each typed kWh stands for a range of values that is smaller by the factor: hence the ways.
  if (entered.count > billed.count) {
    meant('energy-for-volume', Math.round(billed.count + (entered.count - billed.count) / factor), factor / addedPart)
  }
  meant('energy-for-volume', Math.round(billed.count + entered.count / factor), factor / alonePart)
  const whole = nearestMeant(entered.count / factor, doubt, suspicion)
  meant('energy-for-volume', Math.round(whole), factor / wholePart)
}

/**
 * The whole value was converted: as the factor is not exact, each value of a small range may have been meant. The one nearest to
 * what is expected stands for it.
 */
function nearestMeant(centre: number, doubt: number, { since, expectation, register }: Suspicion): number {
  const wanted = since.count + (expectation.expected / register.factor) * power10(register.digitsAfter)
  return Math.min(Math.max(wanted, centre * (1 - doubt)), centre * (1 + doubt))
}

/** Index after the last value of another register that was read on the day or before it. */
function endOfPast(history: readonly PastReading[], day: Day): number {
  let end = history.length
  while (end > 0) {
    const reading = history[end - 1] as PastReading
    if (reading.day <= day && !reading.isSubstitute) break
    end--
  }
  return end
}

function addOther(other: OtherRegister, { entered, register }: Suspicion, findings: Findings): void {
  const end = endOfPast(other.history, entered.day)
  const last = other.history[end - 1]
  if (!last) return
  const level = levelOf(other.history, end, other.register, other)
  const expectation = expectationOf(level, other.register, other, other.history, end - 1, entered.day)
  // The same digits on the other display; decimals that it lacks are dropped.
  const count = Math.floor(entered.count * 10 ** (other.register.digitsAfter - register.digitsAfter))
  const usage = amountOf(count - last.count, other.register)
  const weight =
    weightOf['wrong-register'] * densityOf(usage, expectation, amountOf(1, register) * other.register.factor)
  if (weight <= 0) return
  add(findings, 'wrong-register', weight, undefined, other.key)
  findings.mattering += weight
}

/** The entered value fits the reading before the last: then the last one may be the mistaken one. */
function addLastReadingWrong({ history, at, entered, register, context }: Suspicion, findings: Findings): void {
  const former = history[at - 1]
  if (!former || former.isSubstitute || history[at]?.startsDevice || former.day >= entered.day) return
  const level = levelOf(history, at, register, context)
  const expectation = expectationOf(level, register, context, history, at - 1, entered.day)
  const usage = amountOf(entered.count - former.count, register)
  const weight = weightOf['last-reading-wrong'] * densityOf(usage, expectation, amountOf(1, register))
  // It speaks for the entered value, so it never adds to the mistakes that matter.
  if (weight > 0) add(findings, 'last-reading-wrong', weight)
}

/** Weight of a change in the home (the value is right and the use is another), and of any other mistake. */
export function changeWeight(usage: number, register: Register, { expected, smallUse }: Expectation): number {
  if (usage < 0) return 0
  const distance = Math.abs(Math.log((usage + smallUse) / (expected + smallUse)))
  const density = Math.exp(-distance / changeScale) / (2 * changeScale)
  const perStep = amountOf(1, register) / (usage + smallUse)
  return weightOf.change * (0.9 * density + 0.1 / changeRange) * perStep
}

/**
 * Weight of a value from a meter that is not known here. Counters stand anywhere, small values more often than large ones:
 * even over the orders of size.
 */
function strangerWeight(count: Count, register: Register): number {
  return weightOf.stranger / ((count + power10(register.digitsAfter)) * Math.log(capacityOf(register)))
}

/**
 * Causes by likelihood. `fact` is the plain finding (too high, too low, below the last value), which stands for a change in the
 * home; it is always named, last if it is unlikely.
 */
export function becauseOf(findings: Findings, fact: Cause, factWeight: number, suspicion: Suspicion): Because[] {
  let total = factWeight
  for (const { total: weight } of findings.byCause.values()) total += weight
  const because: Because[] = [{ cause: fact, likelihood: total > 0 ? factWeight / total : 1 }]
  for (const [cause, finding] of findings.byCause) {
    const likelihood = finding.total / total
    if (likelihood >= namedMin) because.push({ cause, likelihood, ...evidenceOf(finding, suspicion) })
  }
  return because.sort((a, b) => b.likelihood - a.likelihood)
}

function evidenceOf({ corrected, otherKey }: Finding, { since, register }: Suspicion): Partial<Because> {
  if (otherKey !== undefined) return { otherKey }
  if (corrected === undefined) return {}
  const steps = corrected - since.count
  return { corrected, correctedUsage: amountOf(steps < 0 ? steps + capacityOf(register) : steps, register) }
}
