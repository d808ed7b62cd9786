import type pg from 'pg'
import { kyselyOn, toWire } from './connection.ts'
import { clientOf, closeTx, openTx, type Statement, type Tx } from './tx.ts'

/**
 * Runs `work` in one transaction and commits, or rolls back whatever happened if it throws. `opening` are statements that
 * leave together with `begin` (a session, usually); their rows are passed to `work`.
 *
 * Await nothing but the transaction inside: no HTTP, no PDF, no file. A connection that waits for the world starves others.
 */
export async function transaction<Result>(
  pool: pg.Pool,
  work: (tx: Tx, opened: readonly (readonly unknown[])[]) => Promise<Result>,
  opening: readonly Statement[] = [],
): Promise<Result> {
  const client = await pool.connect()
  let tx: Tx | undefined
  let broken: Error | undefined
  try {
    const opened = await together(client, [BEGIN, ...opening.map(toWire)])
    tx = openTx(kyselyOn(client), client)
    const result = await work(tx, opened.slice(1))
    await client.query(COMMIT)
    return result
  } catch (error) {
    broken = await rollBack(client)
    throw error
  } finally {
    if (tx) closeTx(tx)
    client.release(broken)
  }
}

/** Rolls back; a connection that cannot even do that is dropped from the pool. */
async function rollBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const BEGIN = { name: 'begin', text: 'begin', values: [] }
const COMMIT = { name: 'commit', text: 'commit', values: [] }

type Corkable = { readonly connection?: { readonly stream?: { cork?: () => void; uncork?: () => void } } }

/**
 * Holds the socket's bytes back until all queries are written, so that a flight is one system call and one packet: five of them
 * cost a fifth of the CPU of a small read. pg has no call for it; where its socket is not found, nothing is held back.
 */
function corked<Result>(client: pg.ClientBase, send: () => Result): Result {
  const stream = (client as Corkable).connection?.stream
  stream?.cork?.()
  try {
    return send()
  } finally {
    stream?.uncork?.()
  }
}

/** Sends all at once and waits for all, so that no answer of a failed flight meets the next borrower of the connection. */
async function together(client: pg.ClientBase, queries: readonly pg.QueryConfig[]): Promise<unknown[][]> {
  const settled = await Promise.allSettled(corked(client, () => queries.map((query) => client.query(query))))
  const failed = settled.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((result) => (result as PromiseFulfilledResult<pg.QueryResult>).value.rows)
}

/**
 * One flight: begin, the statements, commit, sent together. Returns the rows of each statement in order. For reads: a
 * statement cannot depend on the answer of one before it.
 */
export async function flight(pool: pg.Pool, sent: readonly Statement[]): Promise<unknown[][]> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const rows = await together(client, [BEGIN, ...sent.map(toWire), COMMIT])
    return rows.slice(1, -1)
  } catch (error) {
    // A failed statement turns `commit` into a rollback on the server; a lost connection must not go back to the pool.
    broken = await rollBack(client)
    throw error
  } finally {
    client.release(broken)
  }
}

/**
 * Sends statements together in their order, in the caller's transaction, and answers the rows of each: one packet instead of a
 * round trip each. A lock that stands first is held before the others look, because each statement takes its own snapshot.
 */
export async function sendTogether(tx: Tx, sent: readonly Statement[]): Promise<unknown[][]> {
  return together(clientOf(tx), sent.map(toWire))
}
