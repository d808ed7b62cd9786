import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type pg from 'pg'

declare const txBrand: unique symbol

/**
 * An open transaction. Opaque on purpose: whoever holds it can pass it on, but only `tables<OwnTables>(tx)` in a `*.sql.ts`
 * file turns it into something that can be queried, and only for the tables named there. So another module's table is a
 * compile error while the caller's transaction still passes through.
 */
export type Tx = { readonly [txBrand]: true }

const handles = new WeakMap<Tx, Kysely<unknown>>()
const clients = new WeakMap<Tx, pg.ClientBase>()

/** The one cast: the tables that a slice's `*.sql.ts` owns, on the caller's transaction. */
export function tables<OwnTables>(tx: Tx): Kysely<OwnTables> {
  const handle = handles.get(tx)
  if (!handle) throw new Error('This transaction has ended.')
  return handle as Kysely<OwnTables>
}

/** Makes the opaque value for an open transaction. Only platform/database calls this. */
export function openTx(handle: Kysely<unknown>, client: pg.ClientBase): Tx {
  const tx = Object.freeze({}) as Tx
  handles.set(tx, handle)
  clients.set(tx, client)
  return tx
}

/** After commit or rollback the value is worthless: a use after the end is a clear error and never a stray query. */
export function closeTx(tx: Tx): void {
  handles.delete(tx)
  clients.delete(tx)
}

/** The connection itself, for COPY. Only platform/database calls this. */
export function clientOf(tx: Tx): pg.ClientBase {
  const client = clients.get(tx)
  if (!client) throw new Error('This transaction has ended.')
  return client
}

const compiler = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Builds statements without a connection, to be compiled and sent together in one flight. */
export function statements<OwnTables>(): Kysely<OwnTables> {
  return compiler as Kysely<OwnTables>
}

/** A compiled statement; `Row` is the type of its rows. */
export type Statement<Row = unknown> = CompiledQuery<Row>

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A statement that is built and compiled once and afterwards only filled with values: building costs more than sending. The
 * builder must use each value as a parameter and decide nothing by it.
 */
export function prepared<Values extends object, Row>(
  build: (values: Values) => Statement<Row>,
): (values: Values) => Statement<Row> {
  let made: Statement<Row> | undefined
  return (values) => {
    made ??= build(new Proxy({}, { get: (_, name) => new Placeholder(String(name)) }) as Values)
    const parameters = made.parameters.map((value) =>
      value instanceof Placeholder ? (values as Readonly<Record<string, unknown>>)[value.name] : value,
    )
    return { ...made, parameters }
  }
}
