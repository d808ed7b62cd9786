import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { tokenHash } from '#platform/http'
import type { AccountTables } from '../tables.ts'

const now = sql<Temporal.Instant>`now()`
type Whose = { readonly accountId: string; readonly customerId: string }

/** Wrong codes per letter: with 39 bits a guess hits once in 10^11. */
const ATTEMPTS_MAX = 5

export async function insertOpening(
  tx: Tx,
  opening: Whose & ({ readonly token: string } | { readonly codeHash: string }) & { readonly days: number },
): Promise<void> {
  await tables<AccountTables>(tx)
    .insertInto('account_opening')
    .values({
      account_id: opening.accountId,
      customer_id: opening.customerId,
      ...('token' in opening
        ? { way: 'e-mail' as const, token_hash: tokenHash(opening.token) }
        : { way: 'post' as const, code_hash: opening.codeHash }),
      ends_at: sql<Temporal.Instant>`now() + make_interval(days => ${opening.days})`,
    })
    .execute()
}

/** Uses up a link that was sent to the e-mail on file, for the account and customer it was ordered for. */
export async function takeOpeningLink(tx: Tx, whose: Whose, token: string): Promise<boolean> {
  const used = await tables<AccountTables>(tx)
    .updateTable('account_opening')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('account_id', '=', whose.accountId)
    .where('customer_id', '=', whose.customerId)
    .where('used_at', 'is', null)
    .where('ends_at', '>', now)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

/** Counts an attempt at the newest posted code and gives its hash; undefined if there is none that may be tried. */
export async function attemptCode(tx: Tx, whose: Whose): Promise<{ id: string; hash: string } | undefined> {
  const row = await tables<AccountTables>(tx)
    .updateTable('account_opening')
    .set({ attempts: sql<number>`attempts + 1` })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('account_opening')
        .select('id')
        .where('account_id', '=', whose.accountId)
        .where('customer_id', '=', whose.customerId)
        .where('way', '=', 'post')
        .where('used_at', 'is', null)
        .where('ends_at', '>', now)
        .orderBy('id', 'desc')
        .limit(1),
    )
    .where('attempts', '<', ATTEMPTS_MAX)
    .returning(['id', 'code_hash as hash'])
    .executeTakeFirst()
  return row as { id: string; hash: string } | undefined
}

/** Uses up a posted code that was right. @returns false if somebody was quicker */
export async function takeCode(tx: Tx, id: string): Promise<boolean> {
  const used = await tables<AccountTables>(tx)
    .updateTable('account_opening')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}
