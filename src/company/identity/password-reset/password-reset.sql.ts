import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'
import { tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

/** What a link that somebody asked for may do: one thing. */
export type LinkPurpose = 'password' | 'sign-in'

export type PasswordRequest = {
  readonly id: string
  readonly email: string | null
  readonly origin: string
  readonly language: Locale
}

/** Writes down that somebody asked. The same work for every address. */
export async function insertPasswordRequest(
  tx: Tx,
  request: {
    readonly email: string
    readonly browserToken: string
    readonly origin: string
    readonly language: Locale
    readonly purpose?: LinkPurpose
  },
): Promise<string> {
  const made = await tables<AccountTables>(tx)
    .insertInto('password_request')
    .values({
      email: request.email,
      browser_hash: tokenHash(request.browserToken),
      origin: request.origin,
      language: request.language,
      purpose: request.purpose ?? 'password',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

export async function passwordRequest(tx: Tx, id: string): Promise<PasswordRequest | undefined> {
  return tables<AccountTables>(tx)
    .selectFrom('password_request')
    .select(['id', 'email', 'origin', 'language'])
    .where('id', '=', id)
    .where('token_hash', 'is', null)
    .executeTakeFirst()
}

/**
 * Gives the request of an account its link and ends all earlier ones for the same purpose; the e-mail address is forgotten either way.
 * @returns the account's e-mail address if there is such an account
 */
export async function linkPasswordRequest(
  tx: Tx,
  request: { readonly id: string; readonly email: string; readonly token: string; readonly minutes: number },
): Promise<string | undefined> {
  const on = tables<AccountTables>(tx)
  const account = await on
    .selectFrom('account')
    .select(['id', 'email'])
    .where('email', '=', request.email)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (account)
    await on
      .updateTable('password_request')
      .set({ used_at: now })
      .where('account_id', '=', account.id)
      .where('used_at', 'is', null)
      .where('purpose', '=', (eb) => eb.selectFrom('password_request').select('purpose').where('id', '=', request.id))
      .execute()
  await on
    .updateTable('password_request')
    .set({
      email: null,
      ...(account && {
        account_id: account.id,
        token_hash: tokenHash(request.token),
        ends_at: sql<Temporal.Instant>`now() + make_interval(mins => ${request.minutes})`,
      }),
    })
    .where('id', '=', request.id)
    .execute()
  return account?.email ?? undefined
}

/** Whether a link is good for this browser; one row if it is. */
export function goodLinkStatement(
  token: string,
  browserToken: string | undefined,
  purpose: LinkPurpose = 'password',
): Statement {
  return statements<AccountTables>()
    .selectFrom('password_request')
    .select('id')
    .where('token_hash', '=', tokenHash(token))
    .where('browser_hash', '=', tokenHash(browserToken ?? ''))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .compile()
}

/** Uses a link up. @returns whose it was, or undefined if it is not good (any more, or in this browser) */
export async function usePasswordLink(
  tx: Tx,
  token: string,
  browserToken: string | undefined,
  purpose: LinkPurpose = 'password',
): Promise<string | undefined> {
  const used = await tables<AccountTables>(tx)
    .updateTable('password_request')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('browser_hash', '=', tokenHash(browserToken ?? ''))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .returning('account_id as accountId')
    .executeTakeFirst()
  return used?.accountId ?? undefined
}

/** Sets a password as worker; the mail that brought the link has proved the e-mail address. */
export async function setPassword(tx: Tx, accountId: string, hash: string): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('account')
    .set({ password_hash: hash, email_confirmed_at: sql<Temporal.Instant>`coalesce(email_confirmed_at, now())` })
    .where('id', '=', accountId)
    .where('disabled_at', 'is', null)
    .execute()
}
