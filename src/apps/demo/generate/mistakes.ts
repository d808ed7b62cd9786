import type { Random } from './random.ts'

/**
 * What a handed-in reading truly is.
 *
 * - right: the meter shows it (in some cases after life has changed: a car, a child, an empty room)
 * - rollover: right, and lower than the last one, because the counter has started over
 * - swapped-digits: two neighbouring digits changed places
 * - missing-digit: one digit left out
 * - wrong-meter: the value of another meter of the home, or of a neighbour's meter
 * - m3-as-kwh: gas in kWh instead of m3, either the whole counter times the factor, or the last value plus the kWh of the
 *   bill's period
 *
 * and, only if asked for, three more that people make:
 *
 * - wrong-digit: one digit misread
 * - comma-ignored: the digits behind the comma typed as if there were none
 * - registers-swapped: day and night, or use and feed-in, the wrong way round
 */
export const TRUTHS = [
  'right',
  'rollover',
  'swapped-digits',
  'missing-digit',
  'wrong-meter',
  'm3-as-kwh',
  'wrong-digit',
  'comma-ignored',
  'registers-swapped',
] as const
export type Truth = (typeof TRUTHS)[number]

/** Shares of the labelled set. Errors are far more frequent than in life (a few in a hundred), to count them well. */
export const DEFAULT_SHARES: Readonly<Partial<Record<Truth, number>>> = {
  right: 0.6,
  rollover: 0.04,
  'swapped-digits': 0.11,
  'missing-digit': 0.09,
  'wrong-meter': 0.09,
  'm3-as-kwh': 0.07,
}

/** Two neighbouring digits of the whole number swapped; undefined if all neighbours are equal. */
export function swapDigits(random: Random, whole: string): string | undefined {
  const places = [...whole].flatMap((digit, at) => (at + 1 < whole.length && digit !== whole[at + 1] ? [at] : []))
  if (places.length === 0) return undefined
  const at = random.pick(places)
  return whole.slice(0, at) + whole[at + 1] + whole[at] + whole.slice(at + 2)
}

/** One digit of the whole number left out; undefined if nothing would be left. */
export function dropDigit(random: Random, whole: string): string | undefined {
  if (whole.length < 2) return undefined
  const at = random.whole(0, whole.length - 1)
  return whole.slice(0, at) + whole.slice(at + 1)
}

/** One digit of the whole number misread as a neighbour on the drum or as a digit that looks like it. */
export function misreadDigit(random: Random, whole: string): string {
  const likeness: Readonly<Record<string, string>> = {
    '0': '8',
    '1': '7',
    '2': '7',
    '3': '8',
    '5': '6',
    '6': '8',
    '7': '1',
    '8': '0',
    '9': '4',
  }
  const at = random.whole(0, whole.length - 1)
  const digit = whole[at] as string
  const next = String((Number(digit) + (random.chance(0.5) ? 1 : 9)) % 10)
  const wrong = random.chance(0.5) ? (likeness[digit] ?? next) : next
  return whole.slice(0, at) + wrong + whole.slice(at + 1)
}
