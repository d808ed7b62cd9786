import type { Commodity, Direction, Rate, RegisterUnit } from './obis.ts'

/**
 * A meter's value, exact: steps of the register's last digit, a whole number. A register with 5 digits before and 1 after
 * the comma that shows 12345,6 has the count 123456. So no value is ever a binary fraction, and 10^15 stays far below
 * Number.MAX_SAFE_INTEGER (9.007 x 10^15).
 */
export type Count = number

/** One counter of a meter (Zählwerk). */
export type Register = {
  readonly commodity: Commodity
  readonly direction: Direction
  readonly rate: Rate
  readonly unit: RegisterUnit
  readonly digitsBefore: number
  readonly digitsAfter: number
  /** Transformer factor (Wandlerfaktor): consumption = difference x factor. Mostly 1. */
  readonly factor: number
}

/** Digits that a register may have in all: 15 keep every count exact. Real ones have 4 to 12. */
export const registerDigitsMax = 15

/** Powers of ten as whole numbers, 10^0 to 10^15. */
export const tenTo: readonly number[] = Array.from({ length: registerDigitsMax + 1 }, (_, n) => 10 ** n)

/** 10^n for whole n from 0 to 15. */
export function power10(n: number): number {
  return tenTo[n] ?? 10 ** n
}

/** Number of counts after which the register begins again at zero: 10^(digits before + digits after). */
export function capacityOf(register: Pick<Register, 'digitsBefore' | 'digitsAfter'>): Count {
  return power10(register.digitsBefore + register.digitsAfter)
}

/** Why a typed value cannot be read. */
export type ValueRefusal = 'empty' | 'not-a-number' | 'negative' | 'too-long'

/** A typed value: its count, and what had to be done to read it. */
export type ParsedValue =
  | {
      readonly ok: true
      readonly count: Count
      /** More digits after the comma were typed than the register has; they are cut off, as a counter never shows a step it has not finished. */
      readonly cut: boolean
      /** More digits before the comma than the register has: the value cannot stand on it (judge says why). */
      readonly beyondCapacity: boolean
    }
  | { readonly ok: false; readonly refusal: ValueRefusal }

/**
 * Reads a typed meter value for a register. German and English writing: `12.345,6`, `12 345,6`, `12345.6`, `012345`.
 * One separator followed by exactly three digits (`12.345`) is a thousands point, unless it is a comma or the register has
 * three digits after the comma: gas and water meters show `12.345` m3, and then the point is the comma.
 */
export function parseValue(text: string, register: Pick<Register, 'digitsBefore' | 'digitsAfter'>): ParsedValue {
  const typed = text.normalize('NFKC').replaceAll(/[\s'_]/g, '')
  if (typed === '') return { ok: false, refusal: 'empty' }
  if (/^[-\u2212\u2013]/.test(typed)) return { ok: false, refusal: 'negative' }
  if (!/^[0-9.,]+$/.test(typed) || !/[0-9]/.test(typed)) return { ok: false, refusal: 'not-a-number' }
  const parts = splitDecimals(typed, register.digitsAfter)
  if (!parts) return { ok: false, refusal: 'not-a-number' }
  const before = parts.before.replace(/^0+(?=[0-9])/, '')
  if (before.length + register.digitsAfter > registerDigitsMax) return { ok: false, refusal: 'too-long' }
  const after = parts.after.slice(0, register.digitsAfter).padEnd(register.digitsAfter, '0')
  return {
    ok: true,
    count: Number(before + after),
    cut: /[1-9]/.test(parts.after.slice(register.digitsAfter)),
    beyondCapacity: before.length > register.digitsBefore,
  }
}

function splitDecimals(typed: string, digitsAfter: number): { before: string; after: string } | undefined {
  const comma = typed.lastIndexOf(',')
  const point = typed.lastIndexOf('.')
  const last = Math.max(comma, point)
  if (last < 0) return { before: typed, after: '' }
  const sign = typed[last] as string
  const before = typed.slice(0, last)
  const after = typed.slice(last + 1)
  const repeated = before.includes(sign)
  const isThousands = repeated || (sign === '.' && after.length === 3 && digitsAfter !== 3 && !before.includes(','))
  if (isThousands) {
    const groups = typed.split(sign)
    const wellGrouped =
      groups.slice(1).every((group) => /^[0-9]{3}$/.test(group)) && /^[0-9]{1,3}$/.test(groups[0] ?? '')
    return wellGrouped ? { before: groups.join(''), after: '' } : undefined
  }
  const other = sign === ',' ? '.' : ','
  const groups = before.split(other)
  if (groups.length > 1 && !groups.slice(1).every((group) => /^[0-9]{3}$/.test(group))) return undefined
  return { before: groups.join('') || '0', after }
}

/** The count as text with a point, exact: 123456 with 1 digit after the comma is `12345.6`. For files and figures; pages use the locale. */
export function formatCount(count: Count, digitsAfter: number): string {
  if (digitsAfter === 0) return String(count)
  const text = String(count).padStart(digitsAfter + 1, '0')
  return `${text.slice(0, -digitsAfter)}.${text.slice(-digitsAfter)}`
}
