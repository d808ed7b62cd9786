import { amountOf, type Level, levelOf, type PastReading } from '../consumption/level.ts'
import { capacityOf, power10, type Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'
import { shareOfYear } from '../profiles/share.ts'
import { becauseOf, changeWeight, findMistakes, type Suspicion } from './causes.ts'
import { bandOf, densityOf, deviationsOf, expectationOf } from './expectation.ts'
import type { Because, CalendarRules, EnteredReading, JudgeContext, Judgement, JudgementFigures } from './reading.ts'

/**
 * Width of the band in standard deviations: outside it a reading is questioned whatever its digits say. 98.8 % of right
 * readings lie within 2.5 if homes scatter as assumed; the rest of the 3 % allowed is for homes that change.
 */
export const bandDeviations = 2.5
/** From here on the digits are looked at: a value that one slip turns into a better one is questioned inside the band, too. */
const suspiciousDeviations = 1
/**
 * Inside the band a value is questioned when mistakes weigh more than so many right readings. It is a price, not a frequency: a
 * missed error of 15 % of a bill costs far more than one question. Measured: 95.0 % caught and 0.8 % of right ones questioned
 * without this rule, 96.5 % and 1.1 % with it; widening the band instead costs twice as many questions.
 */
const rightWeight = 2

const noFigures = {
  usage: undefined,
  band: undefined,
  ratio: undefined,
  ratioToLastYear: undefined,
  rolledOver: false,
} as const

/**
 * Says whether an entered value can be right, and if not, why.
 *
 * The band comes from the customer's own history (years with season and weather taken out), the profile's share of the period,
 * the forecast where history is short, and the spread of the own years. A value below the last one is right where the register
 * has passed zero and the usage over zero lies in the band. Pure: no clock, no I/O; `today` comes in.
 *
 * @param history valid readings of the register in order of days; of the entered day and later ones only if they are known
 * @param entered day and count (see `Count`); a count beyond the register's digits is allowed and questioned
 */
export function judge(
  history: readonly PastReading[],
  entered: EnteredReading,
  register: Register,
  context: JudgeContext,
  today: Day,
): Judgement {
  const at = indexBefore(history, entered.day)
  const since = history[at]
  const days = since ? entered.day - since.day : 0
  const calendar = calendarCause(entered, since, context.calendar, today)
  if (calendar) {
    const figures = { ...noFigures, since, days, basis: 'none', withoutWeather: false } as const
    return { ...figures, verdict: 'questionable', because: [{ cause: calendar, likelihood: 1 }] }
  }
  if (!since) return judgeFirst(entered, register)
  const level = levelOf(history, at + 1, register, context)
  const expectation = expectationOf(level, register, context, history, at, entered.day)
  const billed = lastBilled(history, at, entered.day)
  return judgeUsage({ entered, register, since, billed, expectation, context, history, at }, level, history[at + 1])
}

/** Index of the last reading before or on the day that was really read; the last of any kind where none was. */
function indexBefore(history: readonly PastReading[], day: Day): number {
  let anyKind = -1
  for (let i = history.length - 1; i >= 0; i--) {
    const reading = history[i] as PastReading
    if (reading.day > day) continue
    if (!reading.isSubstitute || reading.startsDevice) return i
    if (anyKind < 0) anyKind = i
  }
  return anyKind
}

/** The last reading of the same device before the day, read or formed by rule. */
function lastBilled(history: readonly PastReading[], at: number, day: Day): PastReading {
  let last = history[at] as PastReading
  for (let i = at + 1; i < history.length; i++) {
    const reading = history[i] as PastReading
    if (reading.day >= day || reading.startsDevice) break
    last = reading
  }
  return last
}

function calendarCause(entered: EnteredReading, since: PastReading | undefined, rules: CalendarRules, today: Day) {
  if (entered.day > today + rules.futureDaysMax) return 'date-in-future'
  if (entered.day < today - rules.ageDaysMax) return 'date-too-old'
  const isTooSoon = since && entered.day > since.day && entered.day - since.day < rules.distanceDaysMin
  return isTooSoon ? 'too-soon' : undefined
}

/** The first value of a register has nothing before it: it can only be too long. */
function judgeFirst(entered: EnteredReading, register: Register): Judgement {
  const figures = { ...noFigures, since: undefined, days: 0, basis: 'none', withoutWeather: false } as const
  if (entered.count < capacityOf(register)) return { ...figures, verdict: 'plausible' }
  const because: Because[] = [{ cause: 'extra-digit', likelihood: 1 }]
  return { ...figures, verdict: 'questionable', because }
}

function judgeUsage(suspicion: Suspicion, level: Level, next: PastReading | undefined): Judgement {
  const { entered, register, since, expectation } = suspicion
  const steps = entered.count - since.count
  const wrapped = amountOf(steps + capacityOf(register), register)
  const fits = entered.count < capacityOf(register)
  const rolledOver = fits && steps < 0 && Math.abs(deviationsOf(wrapped, expectation)) <= bandDeviations
  const usage = rolledOver ? wrapped : amountOf(steps, register)
  const figures = figuresOf(suspicion, level, usage, rolledOver)
  const isAboveNext = isWitness(next) && next.count < entered.count && next.count >= since.count
  const z = deviationsOf(usage, expectation)
  if (fits && isSameValue(entered.count, since.count, register)) return { ...figures, verdict: 'plausible' }
  if (fits && usage >= 0 && !isAboveNext && Math.abs(z) <= suspiciousDeviations)
    return { ...figures, verdict: 'plausible' }
  const findings = findMistakes(suspicion)
  const isOutside = !fits || usage < 0 || isAboveNext || Math.abs(z) > bandDeviations
  const right = densityOf(usage, expectation, amountOf(1, register))
  // After a rollover the value has few digits, and each slip at them would pass for likely: the band alone decides.
  const isMistaken = !rolledOver && findings.mattering > rightWeight * right
  if (!isOutside && !isMistaken) return { ...figures, verdict: 'plausible' }
  const fact = isAboveNext ? 'higher-than-next' : usage < 0 ? 'lower-than-last' : z > 0 ? 'far-too-high' : 'far-too-low'
  const factWeight = fits ? changeWeight(usage, register, expectation) : 0
  return { ...figures, verdict: 'questionable', because: becauseOf(findings, fact, factWeight, suspicion) }
}

/** Below the last value only because the decimals were left out now, or because a last digit that stood between two was read up then. */
function isSameValue(count: number, last: number, register: Register): boolean {
  const unit = power10(register.digitsAfter)
  return count === last - 1 || (count < last && count % unit === 0 && last - count < unit)
}

/** Whether a later reading of the same device was read and not formed by rule: then no earlier value may lie above it. */
function isWitness(next: PastReading | undefined): next is PastReading {
  return next !== undefined && !next.startsDevice && !next.isSubstitute
}

function figuresOf(suspicion: Suspicion, level: Level, usage: number, rolledOver: boolean): JudgementFigures {
  const { since, entered, expectation, context } = suspicion
  return {
    since,
    days: entered.day - since.day,
    usage,
    band: bandOf(expectation, bandDeviations),
    ratio: expectation.expected > 0 ? usage / expectation.expected : undefined,
    ratioToLastYear: ratioToLastYear(level, usage, since.day, entered.day, context),
    basis: level.basis,
    rolledOver,
    withoutWeather: expectation.withoutWeather,
  }
}

function ratioToLastYear(level: Level, usage: number, from: Day, to: Day, context: JudgeContext): number | undefined {
  if (level.lastYear === undefined || level.lastYear <= 0) return undefined
  const share = shareOfYear(context.profile, from, to, context.weather)
  return share > 0 ? usage / share / level.lastYear : undefined
}
