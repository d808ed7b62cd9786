import { parsePhoneNumber } from '../people/phone-number.ts'
import { wordsOf } from './fold.ts'

/** What somebody typed into the search field, taken apart. */
export type TypedQuery = {
  /** Words of names and addresses, also those that could be numbers. */
  readonly words: readonly string[]
  /** Keys of numbers (customer, contract account, contract, market location), without blanks and zeros at the front. */
  readonly numbers: readonly string[]
  /** The same as typed, for rooms whose numbers have keys of their own (meters). */
  readonly numbersTyped: readonly string[]
  /** Beginning of an E.164 number. */
  readonly phone: string | undefined
  /** Beginning of a mail address. */
  readonly email: string | undefined
}

/** Longer input is cut: nobody types that, and hostile input costs nothing. */
const QUERY_CHARS_MAX = 120
const WORDS_MAX = 6
const NUMBERS_MAX = 4
/** Fewer digits say too little to look a number up. */
const NUMBER_DIGITS_MIN = 4

export function parseQuery(typed: string): TypedQuery {
  const text = typed.slice(0, QUERY_CHARS_MAX).trim()
  const email = text
    .split(/\s+/)
    .find((piece) => piece.includes('@'))
    ?.toLowerCase()
  const numbersTyped = email ? [] : numbersOf(text)
  return {
    words: email ? [] : wordsOf(text).slice(0, WORDS_MAX),
    numbers: [...new Set(numbersTyped.map(numberKey))].filter((key) => key !== ''),
    numbersTyped,
    phone: phoneOf(text),
    email,
  }
}

/** As customer_number_key of the database. */
export const numberKey = (typed: string): string =>
  typed
    .replaceAll(/[^0-9A-Za-z]/g, '')
    .toUpperCase()
    .replace(/^0+/, '')

/** The whole text if it can be one number with blanks in it, and each part with enough digits. */
function numbersOf(text: string): string[] {
  const digits = (piece: string) => piece.replaceAll(/\D/g, '').length
  const bare = text.replaceAll(/[\s.\-/]/g, '')
  const isOneNumber =
    /^[0-9A-Za-z]{1,33}$/.test(bare) && digits(bare) >= NUMBER_DIGITS_MIN && digits(bare) * 2 >= bare.length
  const parts = text.split(/\s+/).filter((part) => digits(part) >= NUMBER_DIGITS_MIN)
  return [...new Set([...(isOneNumber ? [text] : []), ...parts])].slice(0, NUMBERS_MAX)
}

/** While it is being typed a telephone number may end anywhere, so it is searched as a beginning. */
function phoneOf(text: string): string | undefined {
  if (!/^\+?[0-9][0-9\s()/.-]{3,}$/.test(text) || text.replaceAll(/\D/g, '').length < 5) return undefined
  const bare = text.replaceAll(/\D/g, '')
  const known = parsePhoneNumber(text)
  if (known) return known
  if (text.startsWith('+')) return `+${bare}`
  return bare.startsWith('00') ? `+${bare.slice(2)}` : bare.startsWith('0') ? `+49${bare.slice(1)}` : undefined
}
