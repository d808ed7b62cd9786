import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import { notFound } from '#platform/refusal'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

const FOREIGN_KEY_VIOLATION = '23503'

/** Writes down that somebody of the staff wants to look, and why. @throws Refusal 404 if there is no such customer */
export async function insertViewing(
  tx: Tx,
  viewing: {
    readonly staffId: string
    readonly customerId: string
    readonly reason: string
    readonly linkToken: string
    readonly linkSeconds: number
    readonly minutes: number
  },
): Promise<{ readonly id: string; readonly endsAt: Temporal.Instant }> {
  const made = tables<AccountTables>(tx)
    .insertInto('viewing')
    .values({
      staff_id: viewing.staffId,
      customer_id: viewing.customerId,
      reason: viewing.reason,
      link_hash: tokenHash(viewing.linkToken),
      link_ends_at: sql<Temporal.Instant>`now() + make_interval(secs => ${viewing.linkSeconds})`,
      ends_at: sql<Temporal.Instant>`now() + make_interval(mins => ${viewing.minutes})`,
    })
    .returning(['id', 'ends_at as endsAt'])
    .executeTakeFirstOrThrow()
  try {
    return await made
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === FOREIGN_KEY_VIOLATION) throw notFound()
    throw error
  }
}

/** One row if the link from the desk is good. */
export const goodViewingStatement = (linkToken: string): Statement =>
  statements<AccountTables>()
    .selectFrom('viewing')
    .select('id')
    .where('link_hash', '=', tokenHash(linkToken))
    .where('token_hash', 'is', null)
    .where('link_ends_at', '>', now)
    .where('ended_at', 'is', null)
    .compile()

/** Uses the link up. @returns the token of the viewing session, or undefined if the link is not good */
export async function takeViewingLink(tx: Tx, linkToken: string): Promise<string | undefined> {
  const token = newToken()
  const taken = await tables<AccountTables>(tx)
    .updateTable('viewing')
    .set({ token_hash: tokenHash(token) })
    .where('link_hash', '=', tokenHash(linkToken))
    .where('token_hash', 'is', null)
    .where('link_ends_at', '>', now)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n ? token : undefined
}

/** Ends the viewing behind a token, if it is one. */
export async function endViewing(tx: Tx, token: string | undefined): Promise<void> {
  if (!token) return
  await tables<AccountTables>(tx)
    .updateTable('viewing')
    .set({ ended_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('ended_at', 'is', null)
    .execute()
}
