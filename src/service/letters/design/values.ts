import { formatDay, formatDayShort } from '#platform/calendar'
import { day, decimal, line, z } from '#platform/contract'
import { formatNumber, type Locale } from '#platform/i18n'
import { cents, formatCents } from '#platform/money'
import type { ParameterDefinition } from './design.contract.ts'

export type Value = string | number | boolean | readonly Row[] | undefined
export type Row = Readonly<Record<string, Value>>
type Definition = Pick<ParameterDefinition, 'name' | 'type' | 'choices' | 'columns'>

/** A value as texts use it. */
export type Shown = {
  readonly text: string
  /** A day as 22.11.2026. */
  readonly short?: string
  /** What plural asks for: the number, or how many rows. */
  readonly count?: number
  /** What select asks for. */
  readonly code?: string
}

const yesNo = { de: { yes: 'ja', no: 'nein' }, en: { yes: 'yes', no: 'no' } } as const

function shownOf(definition: Definition, value: Value, language: Locale): Shown {
  if (value === undefined) return { text: '' }
  switch (definition.type) {
    case 'rows':
      return { text: '', count: (value as readonly Row[]).length }
    case 'number':
      return { text: formatNumber(value as number, language), count: value as number }
    case 'decimal':
      return { text: language === 'de' ? String(value).replace('.', ',') : String(value) }
    case 'money':
      return { text: formatCents(cents(value as number), language) }
    case 'day': {
      const on = Temporal.PlainDate.from(value as string)
      return { text: formatDay(on, language), short: formatDayShort(on, language) }
    }
    case 'choice': {
      const choice = definition.choices?.find((one) => one.code === value)
      return { text: choice?.[language] ?? String(value), code: String(value) }
    }
    case 'yes-no': {
      const code = value ? 'yes' : 'no'
      return { text: yesNo[language][code], code }
    }
    case 'text':
      return { text: String(value) }
  }
}

/** All values of a letter as its texts use them, in this language. */
export const shownValues = (
  definitions: readonly Definition[],
  values: Row,
  language: Locale,
): ReadonlyMap<string, Shown> =>
  new Map(definitions.map((one) => [one.name, shownOf(one, values[one.name], language)] as const))

const ROWS_MAX = 200
const AMOUNT_MAX = 100_000_000_000

function schemaOf(definition: Definition): z.ZodType {
  switch (definition.type) {
    case 'text':
      return line(300, 1)
    case 'number':
      return z.number().int().min(-AMOUNT_MAX).max(AMOUNT_MAX)
    case 'decimal':
      return decimal()
    case 'money':
      return z.number().int().min(-AMOUNT_MAX).max(AMOUNT_MAX)
    case 'day':
      return day()
    case 'choice':
      return z.enum((definition.choices ?? []).map((one) => one.code) as [string, ...string[]])
    case 'yes-no':
      return z.boolean()
    case 'rows':
      return z.array(valuesSchema((definition.columns ?? []).map((one) => ({ ...one, required: true })))).max(ROWS_MAX)
  }
}

/** The check of what somebody orders: nothing but what is declared, each in its type. */
export const valuesSchema = (definitions: readonly (Definition & { readonly required: boolean })[]) =>
  z.strictObject(
    Object.fromEntries(
      definitions.map((one) => [one.name, one.required ? schemaOf(one) : schemaOf(one).optional()] as const),
    ),
  )
