import { Refusal } from '#platform/refusal'
import { commonWords, leakedPasswords } from './common-passwords.ts'

/** ASVS 6.2.1, NIST SP 800-63B 3.1.1.2: length counts, composition rules do not help. */
export const PASSWORD_LENGTH_MIN = 8

export type Weakness = 'identity.password-too-short' | 'identity.password-common' | 'identity.password-pattern'

/** Swaps that everybody makes, undone: `P@ssw0rt` is `passwort`. */
const swapped: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

const plain = (text: string): string => text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '')

/** The word that is left when digits and signs around it are taken away (`Sommer2026!`, `!123Stadtwerke`). */
const core = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
const unswap = (text: string): string => [...text].map((letter) => swapped[letter] ?? letter).join('')

const PLACE_WORD_LENGTH_MIN = 4

/**
 * Says what is wrong with a password, if it is among those that are tried first: the list of leaked ones, such a word with
 * digits and signs around it, one sign repeated, rows of the keyboard or the alphabet, or a word of this very place.
 */
export async function weaknessOf(password: string, placeWords: readonly string[] = []): Promise<Weakness | undefined> {
  if ([...password.normalize('NFC')].length < PASSWORD_LENGTH_MIN) return 'identity.password-too-short'
  const text = plain(password)
  if (isPattern(text)) return 'identity.password-pattern'
  const leaked = await leakedPasswords()
  const places = new Set(placeWords.flatMap(wordsOf))
  for (const form of [text, unswap(text), core(text), unswap(core(text)), core(unswap(text))]) {
    const tight = form.replaceAll(/[\s._-]/g, '')
    if (leaked.has(form) || leaked.has(tight) || commonWords.has(tight) || places.has(tight))
      return 'identity.password-common'
  }
  return undefined
}

/** `Stadtwerke Musterstadt`: both words and what they are together. */
function wordsOf(place: string): string[] {
  const words = plain(place).split(/[^\p{L}\d]+/u)
  return [words.join(''), ...words].filter((word) => word.length >= PLACE_WORD_LENGTH_MIN)
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertzuiopasdfghjklyxcvbnm',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qay2wsx3edc4rfv5tgb',
  '1qaz2wsx3edc4rfv5tgb',
]
const bothWays = rows.flatMap((row) => [row, [...row].reverse().join('')])

/** Signs of a row that count as one idea; shorter pieces occur in every word. */
const PIECE_MIN = 3
const SIGNS_MIN = 4
const REPEATED_MAX = 4

/** Hardly any different signs, the same few twice or more, or nothing but rows of keyboard, alphabet and digits. */
function isPattern(text: string): boolean {
  if (new Set(text).size < SIGNS_MIN) return true
  if (new RegExp(`^(.{1,${REPEATED_MAX}})\\1+$`, 'su').test(text)) return true
  for (let at = 0; at < text.length; ) {
    const length = longestPiece(text.slice(at))
    if (length < PIECE_MIN) return false
    at += length
  }
  return true
}

function longestPiece(text: string): number {
  let length = 0
  while (length < text.length && bothWays.some((row) => row.includes(text.slice(0, length + 1)))) length += 1
  return length
}

/** @throws Refusal 422 at the field with what is wrong and what to do */
export async function refuseWeakPassword(
  password: string,
  field: string,
  placeWords: readonly string[] = [],
): Promise<void> {
  const code = await weaknessOf(password, placeWords)
  if (code) throw new Refusal(422, 'platform.wrong-fields', { fields: [{ field, code }] })
}
