import { parseDay } from '#platform/calendar'
import { type Fault, fault } from './fault.ts'
import { type NumberStyle, readNumber } from './number-style.ts'

/** One column of a file: how a cell becomes a value, and which type it has on the way into the database. */
export type Column = {
  readonly name: string
  readonly sqlType: 'text' | 'integer' | 'numeric' | 'date'
  /** Reads a cell that is not empty. */
  readonly read: (text: string, style: NumberStyle) => string | Fault
  /** True if every line must have a value. */
  readonly required: boolean
  /** Value of an empty cell or a missing column; null is "not known". */
  readonly whenEmpty: string | null
  /** `text` is guarded against formulas when it is written; phone numbers and figures are not text. */
  readonly writes: 'text' | 'phone' | 'number' | 'day'
}

type Options = { readonly required?: boolean; readonly whenEmpty?: string }

const column = (
  name: string,
  sqlType: Column['sqlType'],
  writes: Column['writes'],
  options: Options,
  read: Column['read'],
): Column => ({
  name,
  sqlType,
  writes,
  required: options.required ?? false,
  whenEmpty: options.whenEmpty ?? null,
  read,
})

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/**
 * Spreadsheets take a cell that begins so for a formula. Such text is written with an apostrophe before it, and text that
 * begins with apostrophes before such a sign with one more, so that what is read back is what was there.
 * Source: OWASP, CSV Injection.
 */
const GUARDED = /^'+[=+\-@\t\r]/

const unguard = (text: string): string => (text.charCodeAt(0) === 39 && GUARDED.test(text) ? text.slice(1) : text)

/** Most cells are plain ASCII and need no more than this one look. */
const PLAIN = /^[\u0020-\u007e]*$/

/** Text of one line, in composed form, without blanks at its ends. */
export function text(name: string, lengthMax: number, options: Options & { readonly form?: RegExp } = {}): Column {
  return column(name, 'text', 'text', options, (typed) => {
    const bare = unguard(typed).trim()
    const value = PLAIN.test(bare) ? bare : composed(bare)
    if (value.length > lengthMax) return fault('exchange.cell.too-long')
    if (CONTROL.test(value)) return fault('exchange.cell.control-character')
    if (options.form && value !== '' && !options.form.test(value)) return fault('exchange.cell.wrong-form')
    return value
  })
}

/** Line breaks inside a cell (a hint of two lines) become blanks: no field here has several lines. */
const composed = (bare: string): string => bare.normalize('NFC').replaceAll(/\s*[\r\n\t]+\s*/g, ' ')

/** One of a list of words. */
export function oneOf(name: string, words: readonly string[], options: Options = {}): Column {
  const known = new Set(words)
  return column(name, 'text', 'text', options, (typed) => {
    const word = typed.trim().toLowerCase()
    return known.has(word) ? word : fault('exchange.cell.not-in-list')
  })
}

/** Distinct days of a file are few; reading each once saves most of the work of a file of readings. */
const DAYS_KEPT_MAX = 20_000

/** A calendar day, `2026-11-22` or `22.11.2026`, of the years 1800 to 2200. */
export function day(name: string, options: Options = {}): Column {
  const seen = new Map<string, string | Fault>()
  return column(name, 'date', 'day', options, (typed) => {
    const known = seen.get(typed)
    if (known !== undefined) return known
    const value = readDay(typed)
    if (seen.size < DAYS_KEPT_MAX) seen.set(typed, value)
    return value
  })
}

function readDay(typed: string): string | Fault {
  const found = parseDay(typed)
  if (!found) return fault('exchange.cell.no-day')
  return found.year < 1800 || found.year > 2200 ? fault('exchange.cell.day-out-of-range') : found.toString()
}

/** An exact decimal with at most so many digits before and after the comma. */
export function decimal(
  name: string,
  digits: { readonly before: number; readonly after: number; readonly signed?: boolean },
  options: Options = {},
): Column {
  const form = new RegExp(`^${digits.signed ? '-?' : ''}[0-9]{1,${digits.before}}(\\.[0-9]{1,${digits.after}})?$`)
  return column(name, 'numeric', 'number', options, (typed, style) => {
    const value = readNumber(typed, style)
    if (typeof value !== 'string') return value
    if (form.test(value)) return value
    return refuseNumber(value, digits)
  })
}

function refuseNumber(value: string, digits: { readonly before: number; readonly after: number }): string | Fault {
  if (value.startsWith('-')) return fault('exchange.cell.negative')
  const [whole = '', fraction = ''] = value.split('.')
  if (whole.length > digits.before) return fault('exchange.cell.number-too-large')
  const cut = fraction.replace(/0+$/, '')
  if (cut.length <= digits.after) return cut === '' ? whole : `${whole}.${cut}`
  return fault('exchange.cell.too-many-decimals')
}

/** A whole number between two bounds. */
export function whole(name: string, least: number, most: number, options: Options = {}): Column {
  return column(name, 'integer', 'number', options, (typed, style) => {
    const value = readNumber(typed, style)
    if (typeof value !== 'string') return value
    const number = Number(value)
    if (!Number.isInteger(number)) return fault('exchange.cell.not-whole')
    return number < least || number > most ? fault('exchange.cell.out-of-range') : String(number)
  })
}

/** Text with a rule of its room: a check digit, a telephone number. */
export function ruled(
  name: string,
  rule: (text: string) => string | undefined,
  code: string,
  options: Options & { readonly writes?: 'text' | 'phone' } = {},
): Column {
  return column(name, 'text', options.writes ?? 'text', options, (typed) => {
    const value = unguard(typed).normalize('NFC').trim()
    if (CONTROL.test(value)) return fault('exchange.cell.control-character')
    return rule(value) ?? fault(code)
  })
}
