import fc from 'fast-check'
import { z } from '#platform/contract'

type Shape = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly additionalProperties?: unknown
}

/** Values that have broken programs before. */
const nasty = fc.constantFrom<unknown>(
  '',
  ' ',
  '\u0000',
  '\ud800',
  "' or 1=1 --",
  '"; drop table customer; --',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00',
  '${7*7}',
  '=1+1',
  '{}',
  '[]',
  'a'.repeat(5_000),
  '9'.repeat(40),
  '-1',
  '0',
  '1e309',
  'NaN',
  '١٢٣',
  '2026-02-30',
  '99999999999999999999',
  '\u202e',
  'null',
  '__proto__',
  null,
  true,
  0,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [null],
  { a: { b: { c: 1 } } },
)

/** Values that a contract takes, made from the contract itself. */
export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fromShape(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape)
}

/** Mostly what the contract takes, and then something in it that it should not. */
export function brokenOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 3, arbitrary: arbitraryOf(schema) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(arbitraryOf(schema), nasty, fc.nat(20))
        .map(([value, bad, place]) => spoil(value, bad, place)),
    },
    { weight: 1, arbitrary: fc.object({ maxDepth: 3 }) },
    { weight: 1, arbitrary: nasty },
  )
}

function spoil(value: unknown, bad: unknown, place: number): unknown {
  if (typeof value !== 'object' || value === null) return bad
  const keys = Object.keys(value)
  if (keys.length === 0) return { unknown: bad }
  const key = keys[place % (keys.length + 1)] ?? 'unknown'
  const inside = (value as Record<string, unknown>)[key]
  const spoiled =
    typeof inside === 'object' && inside !== null && place % 2 === 0 ? spoil(inside, bad, place >> 1) : bad
  return Array.isArray(value)
    ? value.map((one, at) => (String(at) === key ? spoiled : one))
    : { ...value, [key]: spoiled }
}

function fromShape(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.const !== undefined) return fc.constant(shape.const)
  if (shape.enum) return fc.constantFrom(...shape.enum)
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map(fromShape))
  if (shape.allOf) return fromShape(Object.assign({}, ...shape.allOf) as Shape)
  switch (Array.isArray(shape.type) ? shape.type[0] : shape.type) {
    case 'object':
      return fromObject(shape)
    case 'array':
      return fc.array(fromShape(shape.items ?? {}), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 3, 3),
      })
    case 'integer':
      return fc.integer({
        min: Math.max(shape.minimum ?? -100, -2_147_483_648),
        max: Math.min(shape.maximum ?? 1_000, 2_147_483_647),
      })
    case 'number':
      return fc.double({ min: shape.minimum ?? -1_000, max: shape.maximum ?? 1_000, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return fromText(shape)
    default:
      return fc.oneof(fc.string(), fc.integer(), fc.constant(null))
  }
}

function fromObject(shape: Shape): fc.Arbitrary<unknown> {
  const properties = Object.fromEntries(
    Object.entries(shape.properties ?? {}).map(([key, one]) => [key, fromShape(one)]),
  )
  return fc.record(properties, { requiredKeys: [...(shape.required ?? [])] })
}

function fromText(shape: Shape): fc.Arbitrary<string> {
  if (shape.format === 'date')
    return fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  if (shape.format === 'date-time')
    return fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString())
  if (shape.format === 'id') return fc.integer({ min: 1, max: 10_000 }).map(String)
  if (shape.format === 'decimal') return fc.nat(1_000_000).map((n) => String(n / 10))
  if (shape.pattern)
    return fc.stringMatching(new RegExp(shape.pattern)).filter((text) => text.length <= (shape.maxLength ?? 10_000))
  return fc.string({ minLength: shape.minLength ?? 0, maxLength: Math.min(shape.maxLength ?? 40, 40) })
}
