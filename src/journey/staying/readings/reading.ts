import type { LevelSource, PastReading } from '../consumption/level.ts'
import type { Count, Register } from '../meters/register.ts'
import type { Day } from '../profiles/day.ts'

export type { PastReading } from '../consumption/level.ts'

/** Why a reading is asked for or given (Ablesegrund). */
export const readingReasons = [
  'regular',
  'move-in',
  'move-out',
  'price-change',
  'exchange',
  'check',
  'interim',
] as const
export type ReadingReason = (typeof readingReasons)[number]

/** Who obtained a value: the bill must say so (EnWG 40(2) no. 6). */
export const readingSources = [
  'customer',
  'grid-operator',
  'metering-operator',
  'remote',
  'calculated',
  'estimated',
  'agent',
] as const
export type ReadingSource = (typeof readingSources)[number]

/** Sources that form a value by rule and read none. */
export function isSubstitute(source: ReadingSource): boolean {
  return source === 'calculated' || source === 'estimated'
}

/** State of a stored reading. */
export const readingStatuses = ['valid', 'in-check', 'replaced'] as const
export type ReadingStatus = (typeof readingStatuses)[number]

/** A value as it was handed in. */
export type EnteredReading = { readonly day: Day; readonly count: Count }

/** Calendar rules; all of them are settings, and the page states them before the entry. */
export type CalendarRules = {
  /** How far in the future a day may lie: 0 is today. */
  readonly futureDaysMax: number
  /** How old a reading may be. */
  readonly ageDaysMax: number
  /** Days that must lie between a reading and the one before it (one a month: 28); 0 where there is no such rule. */
  readonly distanceDaysMin: number
}

/** A register of the same home, to see whether a value was read from it. */
export type OtherRegister = LevelSource & {
  /** The caller's key of the register; given back in `because`. */
  readonly key: string
  readonly register: Register
  readonly history: readonly PastReading[]
}

/** All that judge may know besides the register itself. Nothing of it is required but the profile and the calendar. */
export type JudgeContext = LevelSource & {
  readonly calendar: CalendarRules
  /** kWh of a m3 of gas here (z x calorific value); 10.6 where it is not known. */
  readonly kwhPerM3?: number | undefined
  readonly others?: readonly OtherRegister[] | undefined
}

/**
 * What may be wrong; a cause that is no fault (a new car) is for the customer to say. The pages have words for each of them.
 * `wrong-register` without `otherKey` is a meter that is not known here; `last-reading-wrong` means that the entered value is right.
 */
export const causes = [
  'date-in-future',
  'date-too-old',
  'too-soon',
  'swapped-digits',
  'wrong-register',
  'missing-digit',
  'misread-digit',
  'extra-digit',
  'decimal-comma',
  'energy-for-volume',
  'last-reading-wrong',
  'lower-than-last',
  'higher-than-next',
  'far-too-high',
  'far-too-low',
] as const
export type Cause = (typeof causes)[number]

/** One possible cause with its evidence. */
export type Because = {
  readonly cause: Cause
  /** How likely this cause is among those named, 0 to 1. */
  readonly likelihood: number
  /** The value that would be right if this cause holds: `12345` where `12354` was typed. */
  readonly corrected?: Count
  /** Amount in the register's unit with the corrected value. */
  readonly correctedUsage?: number
  /** Key of the other register that the value fits. */
  readonly otherKey?: string
}

/** Amounts in the register's unit between which a right reading is expected. */
export type Band = { readonly low: number; readonly expected: number; readonly high: number }

/** The figures of a judgement: the page shows them, whatever the verdict. */
export type JudgementFigures = {
  /** Day and count of the reading that usage is counted from; undefined where it is the first. */
  readonly since: PastReading | undefined
  /** Days between both. */
  readonly days: number
  /** Amount used in the register's unit; negative where the value is below the last and no rollover explains it. */
  readonly usage: number | undefined
  readonly band: Band | undefined
  /** Usage as a multiple of what is expected: 3 is three times. */
  readonly ratio: number | undefined
  /** Usage as a multiple of last year's, with season and weather taken out of both. */
  readonly ratioToLastYear: number | undefined
  readonly basis: 'history' | 'forecast' | 'typical' | 'none'
  /** The register passed zero since the last reading, and that is plausible. */
  readonly rolledOver: boolean
  /** The register's consumption follows the weather, and the weather was not known. */
  readonly withoutWeather: boolean
}

/** What judge says of a reading. */
export type Judgement =
  | (JudgementFigures & { readonly verdict: 'plausible' })
  | (JudgementFigures & { readonly verdict: 'questionable'; readonly because: readonly Because[] })
