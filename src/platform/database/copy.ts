import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from, to } from 'pg-copy-streams'
import { sendHeldBack } from './transaction.ts'
import { clientOf, type Tx } from './tx.ts'

/**
 * COPY ... FROM STDIN inside the caller's transaction. The rows are in memory already, so the connection waits for nothing
 * but the server. The transaction must come from `pools.bulk`: COPY takes over the connection, a pipeline would mix with it.
 * @param statement `copy TABLE (COLUMNS) from stdin`, made by the program and never from input
 * @returns the number of rows
 */
export async function copyIn(tx: Tx, statement: string, rows: Buffer): Promise<number> {
  await sendHeldBack(tx)
  const stream = clientOf(tx).query(from(statement))
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject)
    stream.once('finish', resolve)
    stream.end(rows)
  })
  return stream.rowCount
}

/**
 * COPY ... TO STDOUT into a stream, with its back pressure. For a read-only transaction: it is as long as the reader is
 * slow, holds no lock that a writer waits for, and its memory does not grow.
 * @returns the number of rows
 */
export async function copyOut(tx: Tx, statement: string, into: Writable): Promise<number> {
  await sendHeldBack(tx)
  const stream = clientOf(tx).query(to(statement))
  await pipeline(stream, into)
  return stream.rowCount
}
