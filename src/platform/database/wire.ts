import type { CompiledQuery } from 'kysely'
import pg from 'pg'

const OID = { date: 1082, timestamptz: 1184 } as const

/** Days come again and again, and are never changed: reading one from text costs ten times as much as finding it. */
const DAYS_KEPT_MAX = 20_000
const days = new Map<string, Temporal.PlainDate>()

function dayOf(text: string): Temporal.PlainDate {
  const known = days.get(text)
  if (known) return known
  if (days.size >= DAYS_KEPT_MAX) days.clear()
  const day = Temporal.PlainDate.from(text)
  days.set(text, day)
  return day
}

/**
 * Days arrive as Temporal.PlainDate and points in time as Temporal.Instant; pg's own default would make local `Date`s,
 * which move a legal day over midnight. int8 and numeric stay strings: they do not fit a double.
 */
export const typeParsers = {
  getTypeParser(oid: number, format?: string): unknown {
    if (oid === OID.date && format !== 'binary') return dayOf
    if (oid === OID.timestamptz && format !== 'binary') return (text: string) => Temporal.Instant.from(text)
    return pg.types.getTypeParser(oid, format as 'text')
  },
} as pg.CustomTypesConfig

function toParameter(value: unknown): unknown {
  return value instanceof Temporal.Instant || value instanceof Temporal.PlainDate ? value.toString() : value
}

/** A cap, because lists of varying length would otherwise leave a plan each on every connection. */
const NAMED_STATEMENTS_MAX = 1_000
const names = new Map<string, string>()

/** The same text always gets the same name, so that the server parses and plans it once per connection. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known) return known
  if (names.size >= NAMED_STATEMENTS_MAX || sql.length > 4_000) return undefined
  const name = `s${names.size}`
  names.set(sql, name)
  return name
}

export type WireQuery = { name?: string; text: string; values: unknown[] }

/** What pg sends for a compiled statement. */
export function toWire(statement: CompiledQuery): WireQuery {
  const name = nameOf(statement.sql)
  const values = statement.parameters.map(toParameter)
  return name ? { name, text: statement.sql, values } : { text: statement.sql, values }
}
