import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

export type OwnSession = {
  readonly id: string
  readonly createdAt: Temporal.Instant
  readonly lastSeenAt: Temporal.Instant
  readonly userAgent: string | null
}

const SHOWN_MAX = 50

/** Sessions of the signed-in person that are still open, the newest first. The policy leaves only the own ones. */
export function ownSessionsStatement(): Statement {
  return statements<AccountTables>()
    .selectFrom('session')
    .select(['id', 'created_at as createdAt', 'last_seen_at as lastSeenAt', 'user_agent as userAgent'])
    .where('account_id', '=', sql<string>`app_account_id()`)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Temporal.Instant>`now()`)
    .where(sql<boolean>`last_seen_at > now() - make_interval(secs => idle_seconds)`)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN_MAX)
    .compile()
}

export async function ownSessions(tx: Tx): Promise<readonly OwnSession[]> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<OwnSession>(ownSessionsStatement() as never)
  return rows
}

/** Ends own sessions; a stranger's id does nothing. @returns how many ended */
export async function endOwnSessions(tx: Tx, ids: readonly string[]): Promise<number> {
  const ended = await tables<AccountTables>(tx)
    .updateTable('session')
    .set({ ended_at: sql<Temporal.Instant>`now()` })
    .where('account_id', '=', sql<string>`app_account_id()`)
    .where('id', 'in', [...ids])
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return Number(ended.numUpdatedRows)
}

/** Hash of the own password; read as worker, because no other role may see it. */
export function passwordHashStatement(accountId: string): Statement {
  return statements<AccountTables>()
    .selectFrom('account')
    .select('password_hash as hash')
    .where('id', '=', accountId)
    .compile()
}

export async function setOwnPassword(tx: Tx, hash: string): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('account')
    .set({ password_hash: hash })
    .where('id', '=', sql<string>`app_account_id()`)
    .execute()
}
