import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

export type AccountForSignIn = { readonly id: string; readonly hash: string | null; readonly disabled: boolean }

/** The account of an e-mail address as people write it. */
export function accountByEmailStatement(email: string): Statement {
  return statements<AccountTables>()
    .selectFrom('account')
    .select(['id', 'password_hash as hash', sql<boolean>`disabled_at is not null`.as('disabled')])
    .where('email', '=', email)
    .compile()
}

/** The grant that a new session begins with: the customer that the account acted for last, or its first. */
export async function grantToBeginWith(tx: Tx, accountId: string): Promise<{ customerId: string } | undefined> {
  return tables<AccountTables>(tx)
    .selectFrom('account_grant as g')
    .select('g.customer_id as customerId')
    .where('g.account_id', '=', accountId)
    .where('g.valid_from', '<=', sql<Temporal.Instant>`now()`)
    .where((eb) => eb.or([eb('g.valid_to', 'is', null), eb('g.valid_to', '>', sql<Temporal.Instant>`now()`)]))
    .orderBy(
      (eb) =>
        eb
          .selectFrom('session as s')
          .select((most) => most.fn.max('s.last_seen_at').as('last'))
          .whereRef('s.account_id', '=', 'g.account_id')
          .whereRef('s.customer_id', '=', 'g.customer_id'),
      (order) => order.desc().nullsLast(),
    )
    .orderBy('g.id')
    .limit(1)
    .executeTakeFirst()
}
