import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'

export const locales = ['de', 'en'] as const
export type Locale = (typeof locales)[number]

export const isLocale = (value: unknown): value is Locale => value === 'de' || value === 'en'

export type TextValues = Readonly<Record<string, string | number>>

/** Says a text by key. */
export type Say<Key extends string> = (key: Key, values?: TextValues) => string

export type Texts<Key extends string> = ((locale: Locale) => Say<Key>) & { readonly keys: readonly Key[] }

/** Texts of which only the keys are known, for lists of many rooms' texts. */
export type AnyTexts = ((locale: Locale) => (key: never, values?: TextValues) => string) & {
  readonly keys: readonly string[]
}

/**
 * Texts of one slice. The German file is the measure: its keys are the type, and English must have each of them (a missing
 * one is a compile error). Messages are ICU: `{n, plural, one {# Zähler} other {# Zähler}}`.
 */
export function defineTexts<German extends Readonly<Record<string, string>>>(
  german: German,
  english: Readonly<Record<keyof German & string, string>>,
): Texts<keyof German & string> {
  type Key = keyof German & string
  const made = new Map<Locale, Say<Key>>()
  const instance = (locale: Locale): Say<Key> => {
    const known = made.get(locale)
    if (known) return known
    const messages = Object.entries<string>(locale === 'de' ? german : english)
    const catalog = Object.fromEntries(messages.map(([key, message]) => [key, compileMessage(message)]))
    const i18n = setupI18n({
      locale,
      locales: locale === 'de' ? ['de-DE'] : ['en-GB'],
      messages: { [locale]: catalog },
    })
    // Most texts are just text. A page says a hundred of them, and looking one up costs a tenth of building it.
    const plain = new Map(messages.filter(([, message]) => !/[{}'#\\]/.test(message)))
    const say: Say<Key> = (key, values) => plain.get(key) ?? i18n._(key, values as Record<string, unknown> | undefined)
    made.set(locale, say)
    return say
  }
  return Object.assign(instance, { keys: Object.keys(german) as Key[] })
}

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Made once for each language and number of digits: making one costs more than a hundred uses. */
function numberFormatOf(locale: Locale, digits: number): Intl.NumberFormat {
  const key = `${locale}${digits}`
  const known = numberFormats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale === 'de' ? 'de-DE' : 'en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  numberFormats.set(key, made)
  return made
}

/** `1.234,5` in German, `1,234.5` in English. */
export const formatNumber = (value: number, locale: Locale, digits = 0): string =>
  numberFormatOf(locale, digits).format(value)

/** What people type for a number: `1.234,5`, `1234.5`, `1 234`. Exact decimal text or undefined. */
export function parseDecimal(typed: string): string | undefined {
  const compact = typed.replaceAll(/[\s\u00a0\u202f']/g, '')
  if (!/^[-+]?[0-9.,]+$/.test(compact)) return undefined
  const lastComma = compact.lastIndexOf(',')
  const lastDot = compact.lastIndexOf('.')
  const mark = decimalMark(compact, lastComma, lastDot)
  const whole = (mark < 0 ? compact : compact.slice(0, mark)).replaceAll(/[.,+]/g, '')
  const fraction = mark < 0 ? '' : compact.slice(mark + 1)
  if (!/^-?[0-9]+$/.test(whole) || !/^[0-9]*$/.test(fraction)) return undefined
  const trimmed = whole.replace(/^(-?)0+(?=[0-9])/, '$1')
  return fraction === '' ? trimmed : `${trimmed}.${fraction}`
}

/**
 * Where the decimal mark stands: the later one if both occur; a single dot followed by exactly three digits groups
 * thousands as Germans write them, unless the number begins with 0.
 */
function decimalMark(text: string, lastComma: number, lastDot: number): number {
  if (lastComma >= 0 && lastDot >= 0) return Math.max(lastComma, lastDot)
  if (lastComma >= 0) return text.indexOf(',') === lastComma ? lastComma : -1
  if (lastDot < 0) return -1
  if (text.indexOf('.') !== lastDot) return -1
  return text.length - lastDot - 1 === 3 && !/^[-+]?0/.test(text) ? -1 : lastDot
}
