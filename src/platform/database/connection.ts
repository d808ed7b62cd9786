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
import type pg from 'pg'
import { sendPacket } from './packet.ts'
import { toWire } from './wire.ts'

class ClientConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase
  constructor(client: pg.ClientBase) {
    this.#client = client
  }
  async executeQuery<R>(statement: CompiledQuery): Promise<QueryResult<R>> {
    const [answer] = await sendPacket(this.#client, [toWire(statement)])
    return { rows: (answer?.rows ?? []) as R[], numAffectedRows: BigInt(answer?.affected ?? 0) }
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
