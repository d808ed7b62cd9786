import { parse, type Select, type Token } from '@messageformat/parser'
import type { Locale } from '#platform/i18n'
import type { Span } from '../blocks.ts'
import type { Shown } from './values.ts'

/** A fault in a text; `offset` is the sign at which it is, counted from 0. */
export type MessageFault = {
  readonly code: string
  readonly offset: number | null
  readonly figures?: Readonly<Record<string, string>>
}

const known = new Map<string, readonly Token[]>()
const KNOWN_MAX = 5_000

/** @throws Error with the line and column if the text is no ICU message */
function tokensOf(text: string): readonly Token[] {
  const found = known.get(text)
  if (found) return found
  const tokens = parse(text, { cardinal: [], strictPluralKeys: false })
  if (known.size >= KNOWN_MAX) known.clear()
  known.set(text, tokens)
  return tokens
}

/** What a parameter may be used as inside a text. */
export type Usable = {
  readonly type: string
  readonly codes: readonly string[]
  /** False if the rule above lets it be missing. */
  readonly isSure: boolean
}

const pluralTypes = new Set(['number', 'rows'])
const selectTypes = new Set(['choice', 'yes-no'])

/** All faults of one text, in their order. */
export function faultsOf(text: string, usable: ReadonlyMap<string, Usable>, language: Locale): MessageFault[] {
  let tokens: readonly Token[]
  try {
    tokens = tokensOf(text)
  } catch (error) {
    return [{ code: 'not-icu', offset: offsetIn(text, error) }]
  }
  const faults = tokens.flatMap((token) => tokenFaults(token, usable, language))
  if (!isEven(tokens)) faults.push({ code: 'stars-open', offset: text.lastIndexOf('**') })
  return faults
}

/** "… at line 1 col 7:" as a place in the text. */
function offsetIn(text: string, error: unknown): number {
  const place = /at line (\d+) col (\d+)/.exec(error instanceof Error ? error.message : '')
  return place ? Math.min(text.length, Math.max(0, Number(place[2]) - 1)) : text.length
}

function tokenFaults(token: Token, usable: ReadonlyMap<string, Usable>, language: Locale): MessageFault[] {
  if (token.type === 'content' || token.type === 'octothorpe') return []
  const { offset } = token.ctx
  const figures = { name: token.arg }
  const own = usable.get(token.arg)
  if (!own) return [{ code: 'unknown-parameter', offset, figures }]
  const here: MessageFault[] = own.isSure ? [] : [{ code: 'may-be-missing', offset, figures }]
  if (token.type === 'function') {
    const isShortDay = token.key === 'date' && own.type === 'day'
    return isShortDay ? here : [...here, { code: 'unknown-format', offset, figures: { ...figures, format: token.key } }]
  }
  if (token.type === 'argument')
    return own.type === 'rows' ? [...here, { code: 'rows-in-text', offset, figures }] : here
  const inside = token.cases.flatMap((one) => [
    ...one.tokens.flatMap((part) => tokenFaults(part, usable, language)),
    ...(isEven(one.tokens) ? [] : [{ code: 'stars-open', offset: one.ctx.offset }]),
  ])
  return [...here, ...caseFaults(token, own, language), ...inside]
}

function caseFaults(token: Select, own: Usable, language: Locale): MessageFault[] {
  const { offset } = token.ctx
  const figures = { name: token.arg }
  const isPlural = token.type !== 'select'
  if (!(isPlural ? pluralTypes : selectTypes).has(own.type))
    return [{ code: isPlural ? 'plural-of-what' : 'select-of-what', offset, figures }]
  const other = token.cases.some((one) => one.key === 'other') ? [] : [{ code: 'no-other', offset, figures }]
  const categories = new Intl.PluralRules(language, {
    type: token.type === 'selectordinal' ? 'ordinal' : 'cardinal',
  }).resolvedOptions().pluralCategories
  const allowed = (key: string): boolean =>
    key === 'other' ||
    (isPlural ? /^=\d+$/.test(key) || (categories as readonly string[]).includes(key) : own.codes.includes(key))
  return [
    ...other,
    ...token.cases
      .filter((one) => !allowed(one.key))
      .map((one) => ({ code: 'unknown-case', offset: one.ctx.offset, figures: { ...figures, case: one.key } })),
  ]
}

/** Whether the stars of a text, without those of its branches, come in pairs. */
const isEven = (tokens: readonly Token[]): boolean =>
  tokens.reduce((sum, token) => sum + (token.type === 'content' ? token.value.split('**').length - 1 : 0), 0) % 2 === 0

/** Says a text. Stars of the text make words strong; in values they stay what they are. */
export function spansOf(text: string, values: ReadonlyMap<string, Shown>, language: Locale): readonly Span[] {
  const spans: { text: string; strong: boolean }[] = []
  let strong = false
  const put = (said: string): void => {
    const last = spans.at(-1)
    if (said === '') return
    if (last && last.strong === strong) last.text += said
    else spans.push({ text: said, strong })
  }
  const say = (tokens: readonly Token[], count: number): void => {
    for (const token of tokens) {
      if (token.type === 'content')
        token.value.split('**').forEach((part, at) => {
          if (at > 0) strong = !strong
          put(part)
        })
      else if (token.type === 'octothorpe') put(new Intl.NumberFormat(localeOf(language)).format(count))
      else sayValue(token)
    }
  }
  const sayValue = (token: Exclude<Token, { readonly type: 'content' | 'octothorpe' }>): void => {
    const value = values.get(token.arg)
    if (token.type === 'argument') put(value?.text ?? '')
    else if (token.type === 'function') put(value?.short ?? value?.text ?? '')
    else {
      const count = (value?.count ?? 0) - (token.type === 'select' ? 0 : (token.pluralOffset ?? 0))
      say(caseOf(token, value, count, language), count)
    }
  }
  say(tokensOf(text), 0)
  return spans
}

export const textOf = (text: string, values: ReadonlyMap<string, Shown>, language: Locale): string =>
  spansOf(text, values, language)
    .map((span) => span.text)
    .join('')

const localeOf = (language: Locale): string => (language === 'de' ? 'de-DE' : 'en-GB')

function caseOf(token: Select, value: Shown | undefined, count: number, language: Locale): readonly Token[] {
  const named = (key: string) => token.cases.find((one) => one.key === key)?.tokens
  if (token.type === 'select') return named(value?.code ?? '') ?? named('other') ?? []
  const type = token.type === 'plural' ? 'cardinal' : 'ordinal'
  const category = new Intl.PluralRules(language, { type }).select(count)
  return named(`=${value?.count ?? 0}`) ?? named(category) ?? named('other') ?? []
}
