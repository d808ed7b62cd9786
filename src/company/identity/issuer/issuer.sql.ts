import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

/** Long enough to sign in here, or to find the password again. */
export const ARRIVAL_MINUTES = 30

/** Who somebody is at an issuer. */
export type Arrival = { readonly issuer: string; readonly subject: string; readonly shownAs: string | null }

/** The account that is linked with somebody at an issuer, noting the use. */
export async function accountOfIdentity(tx: Tx, { issuer, subject }: Arrival): Promise<string | undefined> {
  const row = await tables<AccountTables>(tx)
    .updateTable('account_identity')
    .set({ last_used_at: now })
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .where('account_id', 'in', (eb) => eb.selectFrom('account').select('id').where('disabled_at', 'is', null))
    .returning('account_id as accountId')
    .executeTakeFirst()
  return row?.accountId
}

/** Keeps an arrival of somebody who is not known. @returns the token for this browser */
export async function keepArrival(tx: Tx, arrival: Arrival): Promise<string> {
  const token = newToken()
  await tables<AccountTables>(tx)
    .insertInto('issuer_arrival')
    .values({
      token_hash: tokenHash(token),
      issuer: arrival.issuer,
      subject: arrival.subject,
      shown_as: arrival.shownAs,
      ends_at: sql<Temporal.Instant>`now() + make_interval(mins => ${ARRIVAL_MINUTES})`,
    })
    .execute()
  return token
}

/** The arrival of this browser, as worker; undefined if it is used or too old. */
export async function arrivalOf(tx: Tx, token: string | undefined): Promise<Arrival | undefined> {
  return tables<AccountTables>(tx)
    .selectFrom('issuer_arrival')
    .select(['issuer', 'subject', 'shown_as as shownAs'])
    .where('token_hash', '=', tokenHash(token ?? ''))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()
}

/** Uses the arrival up and links it, as worker. @returns false if somebody was quicker, or the two are linked elsewhere */
export async function linkArrival(tx: Tx, token: string | undefined, accountId: string): Promise<boolean> {
  const on = tables<AccountTables>(tx)
  const arrival = await on
    .updateTable('issuer_arrival')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token ?? ''))
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .returning(['issuer', 'subject', 'shown_as as shownAs'])
    .executeTakeFirst()
  if (!arrival) return false
  const made = await on
    .insertInto('account_identity')
    .values({
      account_id: accountId,
      issuer: arrival.issuer,
      subject: arrival.subject,
      shown_as: arrival.shownAs,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
    .executeTakeFirst()
  return (made.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type OwnIdentity = { readonly id: string; readonly shownAs: string | null; readonly linkedAt: Temporal.Instant }

/** With which accounts elsewhere the own one is linked; the policy leaves only the own ones. */
export const ownIdentitiesStatement = (): Statement =>
  statements<AccountTables>()
    .selectFrom('account_identity')
    .select(['id', 'shown_as as shownAs', 'linked_at as linkedAt'])
    .where('account_id', '=', sql<string>`app_account_id()`)
    .orderBy('id')
    .compile()

export async function ownIdentities(tx: Tx): Promise<readonly OwnIdentity[]> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<OwnIdentity>(ownIdentitiesStatement() as never)
  return rows
}

export async function unlinkOwn(tx: Tx, id: string): Promise<boolean> {
  const gone = await tables<AccountTables>(tx)
    .deleteFrom('account_identity')
    .where('account_id', '=', sql<string>`app_account_id()`)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}
