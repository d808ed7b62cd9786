import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { AccountTables, ProvedBy } from '../tables.ts'

/** Writes down, as worker, that the person behind a session has proved who it is. */
export async function markProved(tx: Tx, sessionId: string, by: ProvedBy): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('session')
    .set({ proved_at: sql<Temporal.Instant>`now()`, proved_by: by })
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .execute()
}

/** Gives the session of a token a new one. @returns the new token, or undefined if the session has just ended */
export async function renewSession(tx: Tx, token: string | undefined): Promise<string | undefined> {
  const renewed = newToken()
  const { rows } = await sql<{ done: boolean }>`
    select session_renew(${tokenHash(token ?? '')}, ${tokenHash(renewed)}) as done`.execute(
    tables<Record<string, never>>(tx),
  )
  return rows[0]?.done ? renewed : undefined
}
