import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

/** A customer that the signed-in person may act for. */
export type OwnGrant = {
  readonly customerId: string
  readonly customerNumber: string
  readonly shownAs: string
  readonly place: string
  readonly level: 'readings' | 'open'
  readonly kind: 'own' | 'person' | 'attorney'
  /** How many there are in all pages of the search. */
  readonly found: number
}

/** Shown at once: more than a screen of choices is looked for, not scrolled to. */
export const CUSTOMERS_PER_PAGE = 20

/** For whom the signed-in person may act now, by name; every typed word must occur in name, number or address. */
export function ownCustomersStatement(wanted: string, page: number): Statement<OwnGrant> {
  return sql<OwnGrant>`
    select customer_id as "customerId", customer_number as "customerNumber", shown_as as "shownAs", place, level, kind, found::integer
      from customers_of_account(${wanted}, ${(page - 1) * CUSTOMERS_PER_PAGE}, ${CUSTOMERS_PER_PAGE})`.compile(
    statements<Record<string, never>>(),
  )
}

export async function ownCustomers(tx: Tx, wanted: string, page: number): Promise<readonly OwnGrant[]> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<OwnGrant>(ownCustomersStatement(wanted, page) as never)
  return rows
}

/** The account's e-mail address and what it may do for the customer of the session. */
export type OwnAccount = {
  readonly email: string | null
  readonly shownAs: string | null
  readonly level: 'readings' | 'open'
  readonly kind: OwnGrant['kind']
}

export function ownAccountStatement(): Statement<OwnAccount> {
  return statements<AccountTables>()
    .selectFrom('account as a')
    .innerJoin('account_grant as g', (join) =>
      join.onRef('g.account_id', '=', 'a.id').on('g.customer_id', '=', sql<string>`app_customer_id()`),
    )
    .select(['a.email', 'g.shown_as as shownAs', 'g.level', 'g.kind'])
    .where('a.id', '=', sql<string>`app_account_id()`)
    .compile()
}

/**
 * Lets this session act for another customer from the next request on.
 * @returns false if there is no running grant for that customer
 */
export async function actFor(tx: Tx, sessionId: string, customerId: string): Promise<boolean> {
  // The policy of the table refuses a customer without a grant as well; the condition is only for the answer.
  const changed = await tables<AccountTables>(tx)
    .updateTable('session')
    .set({ customer_id: customerId })
    .where('id', '=', sessionId)
    .where('account_id', '=', sql<string>`app_account_id()`)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('account_grant as g')
          .select('g.id')
          .where('g.account_id', '=', sql<string>`app_account_id()`)
          .where('g.customer_id', '=', customerId)
          .where(sql<boolean>`g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())`),
      ),
    )
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
