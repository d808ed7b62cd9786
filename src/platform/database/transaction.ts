import type pg from 'pg'
import { kyselyOn } from './connection.ts'
import { forgetHeldBack, holdBack, holdsBack, sendPacket } from './packet.ts'
import { clientOf, closeTx, openTx, type Statement, type Tx } from './tx.ts'
import { toWire } from './wire.ts'

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
    const opened = await sendPacket(client, [BEGIN, ...opening.map(toWire)])
    tx = openTx(kyselyOn(client), client)
    const rows = opened.slice(1).map((answer) => answer.rows)
    const result = await work(tx, rows)
    const [committed] = await sendPacket(client, [COMMIT])
    // A server that has refused a statement answers `commit` by rolling back, and calls that no error.
    if (committed?.tag !== 'COMMIT') throw new Error('The work went on after a statement had failed: nothing was kept.')
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
  forgetHeldBack(client)
  try {
    await client.query('rollback')
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const BEGIN = { name: 'begin', text: 'begin', values: [] }
const COMMIT = { name: 'commit', text: 'commit', values: [] }

/**
 * One flight: the statements leave in one packet and run in one transaction. Returns the rows of each statement in order. For
 * reads: a statement cannot depend on the answer of one before it.
 */
export async function flight(pool: pg.Pool, sent: readonly Statement[]): Promise<unknown[][]> {
  const client = await pool.connect()
  try {
    // A lost connection is not put back: the pool itself sees that it cannot be asked any more.
    return (await sendPacket(client, sent.map(toWire))).map((answer) => answer.rows)
  } finally {
    client.release()
  }
}

/**
 * Sends statements together in their order, in the caller's transaction, and answers the rows of each: one packet instead of a
 * round trip each. A lock that stands first is held before the others look, because each statement takes its own snapshot.
 */
export async function sendTogether(tx: Tx, sent: readonly Statement[]): Promise<unknown[][]> {
  return (await sendPacket(clientOf(tx), sent.map(toWire))).map((answer) => answer.rows)
}

/**
 * Lets statements that only write wait for the next packet of the transaction, at the latest that of its commit: one round trip
 * less. They run in their order before whatever comes after them, and if one fails, that one or the commit does.
 */
export function sendWithNext(tx: Tx, sent: readonly Statement[]): void {
  holdBack(clientOf(tx), sent.map(toWire))
}

/** For who takes the connection over: what waits is sent now. */
export async function sendHeldBack(tx: Tx): Promise<void> {
  if (holdsBack(clientOf(tx))) await sendPacket(clientOf(tx), [])
}
