import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
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

class ClientConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase
  constructor(client: pg.ClientBase) {
    this.#client = client
  }
  async executeQuery<R>(statement: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#client.query(toWire(statement))
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) }
  }
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is done with COPY, not through Kysely.')
  }
}

/** A driver over one connection that somebody else checked out and whose transaction somebody else opened. */
class OneConnectionDriver implements Driver {
  readonly #connection: ClientConnection
  constructor(client: pg.ClientBase) {
    this.#connection = new ClientConnection(client)
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection
  }
  async beginTransaction(): Promise<void> {
    throw new Error('The transaction is open already; pass tx on instead.')
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

const perClient = new WeakMap<pg.ClientBase, Kysely<unknown>>()

/** Kysely bound to this connection; made once per connection, because building it costs more than a query. */
export function kyselyOn(client: pg.ClientBase): Kysely<unknown> {
  const known = perClient.get(client)
  if (known) return known
  const made = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new OneConnectionDriver(client),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  perClient.set(client, made)
  return made
}
