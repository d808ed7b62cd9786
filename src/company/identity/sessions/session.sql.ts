import { sql } from 'kysely'
import type { Settings } from '#platform/config'
import { tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { AccountTables, ProvedBy } from '../tables.ts'

/**
 * Times of sessions are the database's, because `session_open` judges them there and all processes share that one clock.
 */
export type NewSession = {
  readonly accountId: string
  readonly customerId: string
  readonly userAgent: string
  readonly provedBy: ProvedBy
  readonly settings: Pick<Settings, 'SESSION_IDLE_MINUTES' | 'SESSION_MAX_HOURS'>
}

/** Opens a session under a token that has never been used before. @returns the token, which stands nowhere else */
export async function openSession(tx: Tx, session: NewSession): Promise<string> {
  const token = newToken()
  await tables<AccountTables>(tx)
    .insertInto('session')
    .values({
      token_hash: tokenHash(token),
      account_id: session.accountId,
      customer_id: session.customerId,
      expires_at: sql<Temporal.Instant>`now() + make_interval(hours => ${session.settings.SESSION_MAX_HOURS})`,
      idle_seconds: session.settings.SESSION_IDLE_MINUTES * 60,
      user_agent: session.userAgent,
      proved_by: session.provedBy,
    })
    .execute()
  return token
}

/** Ends the session behind a token, if there is one. @returns whose it was */
export async function endSessionOf(tx: Tx, token: string | undefined): Promise<{ accountId: string } | undefined> {
  if (!token) return undefined
  const ended = await tables<AccountTables>(tx)
    .updateTable('session')
    .set({ ended_at: sql<Temporal.Instant>`now()` })
    .where('token_hash', '=', tokenHash(token))
    .where('ended_at', 'is', null)
    .returning('account_id as accountId')
    .executeTakeFirst()
  return ended
}

/** Ends all sessions of an account but the named one. @returns how many */
export async function endSessionsOf(tx: Tx, accountId: string, exceptSessionId?: string): Promise<number> {
  const ended = await tables<AccountTables>(tx)
    .updateTable('session')
    .set({ ended_at: sql<Temporal.Instant>`now()` })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .$if(exceptSessionId !== undefined, (query) => query.where('id', '!=', exceptSessionId as string))
    .executeTakeFirst()
  return Number(ended.numUpdatedRows)
}
