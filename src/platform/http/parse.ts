import { z } from '#platform/contract'
import { parseDay } from '#platform/calendar'
import { parseDecimal } from '#platform/i18n'
import { type FieldFault, wrongFields } from '#platform/refusal'
import type { Contract } from './route.ts'

/**
 * Checks one part of a request against its contract.
 * @throws Refusal 422 with a fault per field; the code says what is wrong in the words of `platform.field.*`
 */
export function parsePart(schema: z.ZodType | undefined, value: unknown, part: keyof Contract): unknown {
  if (!schema) return undefined
  refuseUnstorable(value, part)
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  throw wrongFields(parsed.error.issues.flatMap((issue) => faultsOf(issue, part)))
}

const DEPTH_SEARCHED_MAX = 20

/**
 * NUL and half surrogate pairs cannot be stored as text by any database; they come from broken or hostile programs.
 * @throws Refusal 422
 */
function refuseUnstorable(value: unknown, field: string, depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed())
      throw wrongFields([{ field, code: 'platform.field.wrong-form' }])
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth > DEPTH_SEARCHED_MAX) throw wrongFields([{ field, code: 'platform.field.wrong-kind' }])
  // Lists by index: making pairs of half a million numbers takes half a second of everybody's time.
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1)
      if (typeof value[at] === 'string' || typeof value[at] === 'object')
        refuseUnstorable(value[at], `${field}.${at}`, depth + 1)
    return
  }
  for (const [key, part] of Object.entries(value)) {
    refuseUnstorable(key, field, depth)
    refuseUnstorable(part, depth === 0 ? key : `${field}.${key}`, depth + 1)
  }
}

function faultsOf(issue: z.core.$ZodIssue, part: keyof Contract): FieldFault[] {
  const path = issue.path.map(String).join('.')
  const field = path === '' ? part : path
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .slice(0, 20)
        .map((key) => ({ field: path === '' ? key : `${path}.${key}`, code: 'platform.field.unknown' }))
    case 'too_big':
      return [
        {
          field,
          code: issue.origin === 'string' ? 'platform.field.too-long' : 'platform.field.too-large',
          figures: { maximum: Number(issue.maximum) },
        },
      ]
    case 'too_small':
      if (issue.origin === 'string' && Number(issue.minimum) <= 1) return [{ field, code: 'platform.field.missing' }]
      return [
        {
          field,
          code: issue.origin === 'string' ? 'platform.field.too-short' : 'platform.field.too-small',
          figures: { minimum: Number(issue.minimum) },
        },
      ]
    case 'invalid_type':
      return [{ field, code: issue.input === undefined ? 'platform.field.missing' : 'platform.field.wrong-kind' }]
    case 'invalid_format':
      return [{ field, code: issue.format === 'date' ? 'platform.field.no-day' : 'platform.field.wrong-form' }]
    case 'custom':
      return [
        {
          field,
          code: typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'platform.field.wrong-form',
          ...(typeof issue.params?.['figures'] === 'object' && {
            figures: issue.params['figures'] as NonNullable<FieldFault['figures']>,
          }),
        },
      ]
    default:
      return [{ field, code: 'platform.field.wrong-form' }]
  }
}

type FormShape = {
  readonly type?: unknown
  readonly format?: unknown
  readonly properties?: Record<string, FormShape>
  readonly items?: FormShape
  readonly anyOf?: readonly FormShape[]
}

const shapes = new WeakMap<z.ZodType, FormShape>()

function shapeOf(schema: z.ZodType): FormShape {
  const known = shapes.get(schema)
  if (known) return known
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as FormShape
  shapes.set(schema, made)
  return made
}

/**
 * The codec of HTML forms: turns what a form sends (`readings[0].value=1.234,5`, `day=3.12.2026`, repeated fields) into
 * what the contract takes. What it cannot read it leaves as typed, so that the contract refuses it with a message.
 */
export function decodeForm(schema: z.ZodType, typed: Readonly<Record<string, unknown>>): unknown {
  const tree: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(typed)) place(tree, name.split(/[.[\]]+/).filter(Boolean), value)
  return decode(shapeOf(schema), tree)
}

/** Depth and index limits keep a hostile field name from building a huge object. */
const DEPTH_MAX = 5
const INDEX_MAX = 200
const forbidden = new Set(['__proto__', 'prototype', 'constructor'])

function place(tree: Record<string, unknown>, path: readonly string[], value: unknown): void {
  if (path.length === 0 || path.length > DEPTH_MAX || path.some((step) => forbidden.has(step))) return
  let at = tree
  for (const step of path.slice(0, -1)) {
    if (/^\d+$/.test(step) && Number(step) > INDEX_MAX) return
    const next = at[step]
    if (typeof next === 'object' && next !== null) at = next as Record<string, unknown>
    else at = (at[step] = Object.create(null)) as Record<string, unknown>
  }
  at[path.at(-1) as string] = value
}

function decode(shape: FormShape | undefined, value: unknown): unknown {
  if (shape?.anyOf)
    return decode(
      shape.anyOf.find((option) => option.type !== 'null'),
      value,
    )
  if (shape?.type === 'array') return decodeList(shape, value)
  if (shape?.type === 'object' && typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]) => [key, decode(shape.properties?.[key], part)] as const)
    return Object.fromEntries(entries.filter(([, part]) => part !== undefined))
  }
  if (shape?.format === 'date' && typeof value === 'object' && value !== null && !Array.isArray(value))
    return decodeDateParts(value)
  if (typeof value !== 'string') return Array.isArray(value) ? decode(shape, value.at(-1)) : value
  return decodeText(shape, value)
}

/** Three fields of one day; what makes no day is given on as typed, so that the contract refuses it with a message. */
function decodeDateParts(parts: object): string | undefined {
  const { day, month, year } = parts as Record<string, unknown>
  const typed = [day, month, year].map((part) => String(part ?? '').trim())
  if (typed.every((part) => part === '')) return undefined
  return parseDay(typed.join('.'))?.toString() ?? typed.join('.')
}

function decodeList(shape: FormShape, value: unknown): unknown {
  if (value === undefined) return undefined
  if (Array.isArray(value)) return value.map((part) => decode(shape.items, part))
  if (typeof value === 'object' && value !== null) {
    const order = Object.keys(value)
      .filter((key) => /^\d+$/.test(key))
      .sort((a, b) => Number(a) - Number(b))
    return order.map((key) => decode(shape.items, (value as Record<string, unknown>)[key]))
  }
  return [decode(shape.items, value)]
}

function decodeText(shape: FormShape | undefined, typed: string): unknown {
  if (typed.trim() === '') return undefined
  if (shape?.type === 'boolean')
    return typed === 'on' || typed === 'true' || typed === 'yes'
      ? true
      : typed === 'false' || typed === 'no'
        ? false
        : typed
  if (shape?.type === 'integer' || shape?.type === 'number') {
    const decimal = parseDecimal(typed)
    return decimal === undefined ? typed : Number(decimal)
  }
  if (shape?.format === 'decimal') return parseDecimal(typed) ?? typed
  if (shape?.format === 'date') return parseDay(typed)?.toString() ?? typed
  return typed
}
