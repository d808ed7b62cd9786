import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { newToken, tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`

/** Browsers keep a cookie for 400 days at most (RFC 6265bis 5.5). */
export const BROWSER_KEPT_DAYS = 400

export type BrowserKnowledge = 'known' | 'new' | 'first'

/** Whether an account has signed in in this browser before; `first` if it has never been anywhere that we know of. */
export async function browserKnowledge(
  tx: Tx,
  accountId: string,
  browserToken: string | undefined,
): Promise<BrowserKnowledge> {
  const rows = await tables<AccountTables>(tx)
    .selectFrom('known_browser')
    .select((eb) => eb('token_hash', '=', tokenHash(browserToken ?? '')).as('same'))
    .where('account_id', '=', accountId)
    .execute()
  if (rows.length === 0) return 'first'
  return rows.some((row) => row.same) ? 'known' : 'new'
}

/**
 * Notes that an account has signed in in this browser.
 * @returns the token that the browser keeps: the one that it has, so that several people of a household may share it
 */
export async function noteBrowser(
  tx: Tx,
  accountId: string,
  browser: { readonly token: string | undefined; readonly userAgent: string },
): Promise<string> {
  const token = browser.token && /^[\w-]{43}$/.test(browser.token) ? browser.token : newToken()
  await tables<AccountTables>(tx)
    .insertInto('known_browser')
    .values({ account_id: accountId, token_hash: tokenHash(token), user_agent: browser.userAgent })
    .onConflict((conflict) => conflict.columns(['account_id', 'token_hash']).doUpdateSet({ last_seen_at: now }))
    .execute()
  return token
}
