import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

// Staff sees no row of these tables; each function of the database does one thing and answers how many it was.
const call = async (tx: Tx, query: ReturnType<typeof sql<{ n: number }>>): Promise<number> => {
  const { rows } = await query.execute(tables<Record<string, never>>(tx))
  return Number(rows[0]?.n ?? 0)
}

/** Ends all open sessions of an account. @returns how many */
export const endAllSessions = (tx: Tx, accountId: string): Promise<number> =>
  call(tx, sql`select account_end_sessions(${accountId}) as n`)

/** @returns false if there is no such account, or it is disabled already */
export const disableAccount = async (tx: Tx, accountId: string): Promise<boolean> =>
  (await call(tx, sql`select account_disable(${accountId}) as n`)) > 0

/** @returns false if there is no such account, or it is not disabled */
export const enableAccount = async (tx: Tx, accountId: string): Promise<boolean> =>
  (await call(tx, sql`select account_enable(${accountId}) as n`)) > 0

/** @returns false if there is no such person, or the person is disabled already */
export const disableStaff = async (tx: Tx, staffId: string): Promise<boolean> =>
  (await call(tx, sql`select staff_disable(${staffId}) as n`)) > 0
