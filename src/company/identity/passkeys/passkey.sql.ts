import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

export type Purpose = 'register' | 'sign-in' | 'confirm'

/** Keeps the hash of a challenge for five minutes: a person may have to look for a phone. */
export const CHALLENGE_SECONDS = 300

export async function insertChallenge(
  tx: Tx,
  challenge: { readonly challenge: string; readonly purpose: Purpose; readonly sessionId: string | null },
): Promise<void> {
  await tables<AccountTables>(tx)
    .insertInto('passkey_challenge')
    .values({
      challenge_hash: tokenHash(challenge.challenge),
      purpose: challenge.purpose,
      session_id: challenge.sessionId,
      ends_at: sql<Temporal.Instant>`now() + make_interval(secs => ${CHALLENGE_SECONDS})`,
    })
    .execute()
}

/** Uses a challenge up. @returns false if it is unknown, used, too old, or was made for something else */
export async function takeChallenge(
  tx: Tx,
  challenge: string,
  purpose: Purpose,
  sessionId: string | null,
): Promise<boolean> {
  const used = await tables<AccountTables>(tx)
    .updateTable('passkey_challenge')
    .set({ used_at: now })
    .where('challenge_hash', '=', tokenHash(challenge))
    .where('purpose', '=', purpose)
    .where('session_id', sessionId === null ? 'is' : '=', sessionId)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

export type OwnPasskey = {
  readonly id: string
  readonly credentialId: string
  readonly transports: readonly string[]
  readonly synced: boolean
  readonly name: string
  readonly madeAt: Temporal.Instant
  readonly lastUsedAt: Temporal.Instant | null
}

const shown = [
  'id',
  'credential_id as credentialId',
  'transports',
  'synced',
  'name',
  'made_at as madeAt',
  'last_used_at as lastUsedAt',
] as const

/** The passkeys of the signed-in person; the policy leaves only the own ones. */
export function ownPasskeysStatement(): Statement {
  return statements<AccountTables>()
    .selectFrom('passkey')
    .select(shown)
    .where('account_id', '=', sql<string>`app_account_id()`)
    .orderBy('id')
    .compile()
}

/** The passkeys of an account, as worker. */
export async function passkeysOf(tx: Tx, accountId: string): Promise<readonly OwnPasskey[]> {
  return tables<AccountTables>(tx).selectFrom('passkey').select(shown).where('account_id', '=', accountId).execute()
}

export async function ownPasskeys(tx: Tx): Promise<readonly OwnPasskey[]> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<OwnPasskey>(ownPasskeysStatement() as never)
  return rows
}

export async function renameOwnPasskey(tx: Tx, id: string, name: string): Promise<boolean> {
  const changed = await tables<AccountTables>(tx)
    .updateTable('passkey')
    .set({ name })
    .where('account_id', '=', sql<string>`app_account_id()`)
    .where('id', '=', id)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

export async function deleteOwnPasskey(tx: Tx, id: string): Promise<boolean> {
  const gone = await tables<AccountTables>(tx)
    .deleteFrom('passkey')
    .where('account_id', '=', sql<string>`app_account_id()`)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** What authenticators know the account by; made the first time. As worker. */
export async function passkeyHandle(tx: Tx, accountId: string, fresh: string): Promise<string> {
  const row = await tables<AccountTables>(tx)
    .updateTable('account')
    .set({ passkey_handle: sql<string>`coalesce(passkey_handle, ${fresh})` })
    .where('id', '=', accountId)
    .returning('passkey_handle as handle')
    .executeTakeFirstOrThrow()
  return row.handle as string
}

export type NewPasskey = {
  readonly accountId: string
  readonly credentialId: string
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly transports: readonly string[]
  readonly synced: boolean
  readonly name: string
}

/** Keeps a passkey, as worker. @returns its id, or undefined if it is known already */
export async function insertPasskey(tx: Tx, passkey: NewPasskey): Promise<string | undefined> {
  const made = await tables<AccountTables>(tx)
    .insertInto('passkey')
    .values({
      account_id: passkey.accountId,
      credential_id: passkey.credentialId,
      public_key: Buffer.from(passkey.publicKey),
      counter: String(passkey.counter),
      transports: [...passkey.transports],
      synced: passkey.synced,
      name: passkey.name,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

export type StoredPasskey = {
  readonly id: string
  readonly accountId: string
  readonly publicKey: Buffer
  readonly counter: string
  readonly transports: readonly string[]
  readonly handle: string | null
}

/** A passkey of an account that may be used, by the id that the authenticator gives. As worker. */
export async function passkeyByCredential(tx: Tx, credentialId: string): Promise<StoredPasskey | undefined> {
  return tables<AccountTables>(tx)
    .selectFrom('passkey as p')
    .innerJoin('account as a', 'a.id', 'p.account_id')
    .select([
      'p.id',
      'p.account_id as accountId',
      'p.public_key as publicKey',
      'p.counter',
      'p.transports',
      'a.passkey_handle as handle',
    ])
    .where('p.credential_id', '=', credentialId)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst()
}

/**
 * Notes a use. The counter only goes up (0 is what authenticators without one say), also when two uses come at once.
 * @returns false if somebody was quicker with a higher counter
 */
export async function notePasskeyUse(tx: Tx, id: string, counter: number, synced: boolean): Promise<boolean> {
  const used = await tables<AccountTables>(tx)
    .updateTable('passkey')
    .set({ counter: String(counter), synced, last_used_at: now })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([eb('counter', '<', String(counter)), eb.and([eb('counter', '=', '0'), sql<boolean>`${counter} = 0`])]),
    )
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}
