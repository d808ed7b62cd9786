import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

export type OwnGrant = {
  readonly customerId: string
  readonly shownAs: string | null
  readonly level: 'readings' | 'open'
}

/** For whom the signed-in person may act now. The policy leaves only the own grants that run. */
export function ownGrantsStatement(): Statement {
  return statements<AccountTables>()
    .selectFrom('account_grant')
    .select(['customer_id as customerId', 'shown_as as shownAs', 'level'])
    .where('account_id', '=', sql<string>`app_account_id()`)
    .orderBy('shown_as')
    .orderBy('id')
    .limit(200)
    .compile()
}

export function ownAccountStatement(): Statement {
  return statements<AccountTables>()
    .selectFrom('account')
    .select('email')
    .where('id', '=', sql<string>`app_account_id()`)
    .compile()
}

export async function ownGrants(tx: Tx): Promise<readonly OwnGrant[]> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<OwnGrant>(ownGrantsStatement() as never)
  return rows
}

/**
 * Lets this session act for another customer from the next request on. The policy of the table refuses a customer for whom
 * there is no running grant, so the check before it is only for the answer.
 */
export async function actFor(tx: Tx, sessionId: string, customerId: string): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('session')
    .set({ customer_id: customerId })
    .where('id', '=', sessionId)
    .where('account_id', '=', sql<string>`app_account_id()`)
    .execute()
}
