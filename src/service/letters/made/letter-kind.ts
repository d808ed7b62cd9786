import type { z } from '#platform/contract'
import type { Locale } from '#platform/i18n'
import type { Block, LabelledValue, Span } from '../blocks.ts'
import { type LetterKey, sayLetter } from './texts.ts'

/** Values of a text in a letter. */
type Values = Readonly<Record<string, string | number>>

/** What every module knows besides its parameters. */
export type Writing = {
  readonly language: Locale
  readonly form: 'sie' | 'du'
  /** Where the portal is, for links that are printed. */
  readonly portal: string
  readonly phone: string
  readonly say: (key: LetterKey, values?: Values) => string
  /** A paragraph; `**` around words of the text makes them strong, in values it stays what it is. */
  readonly paragraph: (key: LetterKey, values?: Values) => Block
  readonly spans: (key: LetterKey, values?: Values) => readonly Span[]
}

/**
 * A reusable piece of letters. Whoever changes what it says or takes raises the version: letters of before keep what they
 * said, because the text itself is kept with each.
 */
export type LetterModule<Parameters> = {
  readonly code: string
  readonly version: number
  readonly write: (parameters: Parameters, writing: Writing) => readonly Block[]
}

export const defineModule = <Parameters>(module: LetterModule<Parameters>): LetterModule<Parameters> => module

/** A module inside a kind: which parameters it gets, and when it stands there at all. */
type Use<Parameters> = {
  readonly code: string
  readonly version: number
  readonly write: (parameters: Parameters, writing: Writing) => readonly Block[]
}

/** Places a module: `take` gives its parameters, or undefined if it is left out of this letter. */
export const place = <Parameters, Own>(
  module: LetterModule<Own>,
  take: (parameters: Parameters) => Own | undefined,
): Use<Parameters> => ({
  code: module.code,
  version: module.version,
  write: (parameters, writing) => {
    const own = take(parameters)
    return own === undefined ? [] : module.write(own, writing)
  },
})

/** A kind of letter that is made here: which modules, in which order, under which conditions. */
export type LetterKind<Schema extends z.ZodType = z.ZodType> = {
  readonly code: string
  readonly version: number
  readonly parameters: Schema
  readonly title: (parameters: z.infer<Schema>, say: Writing['say'], language: Locale) => string
  /** Lines of the block beside the address, besides customer number and date. */
  readonly details?: (parameters: z.infer<Schema>, writing: Writing) => readonly LabelledValue[]
  /** Until when the customer has to act; kinds of the class "action" must say it. */
  readonly actionDueOn?: (parameters: z.infer<Schema>) => string | undefined
  readonly modules: readonly Use<z.infer<Schema>>[]
}

export const defineKind = <Schema extends z.ZodType>(kind: LetterKind<Schema>): LetterKind<Schema> => kind

/** Stands for `*` in values while the strong parts of a text are found; a private sign that no contract lets in. */
const STAR = '\ue000'

/** Splits a text at `**`; what came in with values never splits it. */
export function spansOf(say: Writing['say'], key: LetterKey, values: Values = {}): readonly Span[] {
  const guarded = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('*', STAR) : value,
    ]),
  )
  return say(key, guarded)
    .split('**')
    .map((text, at) => ({ text: text.replaceAll(STAR, '*'), strong: at % 2 === 1 }))
    .filter((span) => span.text !== '')
}

export function writingFor(options: Pick<Writing, 'language' | 'form' | 'portal' | 'phone'>): Writing {
  const say = sayLetter(options.language, options.form)
  const spans: Writing['spans'] = (key, values) => spansOf(say, key, values)
  return { ...options, say, spans, paragraph: (key, values) => ({ kind: 'paragraph', spans: spans(key, values) }) }
}
