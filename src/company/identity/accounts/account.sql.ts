import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'

export type NewAccount = {
  /** As `email()` of the contract gives it: lower case. */
  readonly email: string
  readonly name: string | null
  readonly passwordHash: string
  /** True if the person has proved that mails to this address arrive. */
  readonly emailConfirmed: boolean
  readonly language?: 'de' | 'en'
}

/** Makes a login. @returns its id, or undefined if the e-mail address has one already */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<string | undefined> {
  const made = await tables<AccountTables>(tx)
    .insertInto('account')
    .values({
      email: account.email,
      name: account.name,
      password_hash: account.passwordHash,
      language: account.language ?? 'de',
      email_confirmed_at: account.emailConfirmed ? sql<Temporal.Instant>`now()` : null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made?.id
}

export type NewGrant = {
  readonly accountId: string
  readonly customerId: string
  readonly level: 'readings' | 'open'
  readonly rights?: readonly string[]
  /** What the customer is called in the person's list of customers. */
  readonly shownAs?: string | undefined
}

const runs = sql`(account_grant.valid_to is null or account_grant.valid_to > now())`

/**
 * Lets an account act for a customer. A grant that runs keeps its rights and the higher level. One that has ended begins anew;
 * but what a manager of the customer or staff has ended is not taken up again with two numbers of an old bill: only with
 * proof that opens all (the address on file).
 * @returns false if it was not given for that reason
 */
export async function grantAccount(tx: Tx, grant: NewGrant): Promise<boolean> {
  const kept = <T>(column: string, anew: T) =>
    sql<T>`case when ${runs} then account_grant.${sql.ref(column)} else ${anew} end`
  const given = await tables<AccountTables>(tx)
    .insertInto('account_grant')
    .values({
      account_id: grant.accountId,
      customer_id: grant.customerId,
      level: grant.level,
      rights: [...(grant.rights ?? ['all'])],
      shown_as: grant.shownAs ?? null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'customer_id'])
        .doUpdateSet({
          level: sql<
            'readings' | 'open'
          >`case when account_grant.level = 'open' and ${runs} then 'open' else excluded.level end`,
          rights: kept('rights', sql<string[]>`excluded.rights`) as never,
          kind: kept('kind', sql<'own'>`'own'`) as never,
          site_ids: kept('site_ids', sql<null>`null`) as never,
          contract_ids: kept('contract_ids', sql<null>`null`) as never,
          valid_from: kept('valid_from', sql<Temporal.Instant>`now()`) as never,
          ended_by: null,
          valid_to: kept('valid_to', sql<null>`null`) as never,
          row_version: sql<number>`account_grant.row_version + 1`,
        })
        .where(
          sql<boolean>`${runs} or excluded.level = 'open' or coalesce(account_grant.ended_by, '') not in ('people', 'staff')`,
        ),
    )
    .returning('id')
    .executeTakeFirst()
  return given !== undefined
}

/** Where and in which language to write to the person of an account. */
export async function accountAddress(
  tx: Tx,
  accountId: string,
): Promise<{ readonly email: string | null; readonly language: 'de' | 'en' } | undefined> {
  return tables<AccountTables>(tx)
    .selectFrom('account')
    .select(['email', 'language'])
    .where('id', '=', accountId)
    .executeTakeFirst()
}

/** The account of an e-mail address, if it may be used. */
export async function accountByEmail(tx: Tx, email: string): Promise<{ readonly id: string } | undefined> {
  return tables<AccountTables>(tx)
    .selectFrom('account')
    .select('id')
    .where('email', '=', email)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
}

/** Opens all of a grant. @returns false if there is no such grant */
export async function openGrant(tx: Tx, accountId: string, customerId: string): Promise<boolean> {
  const changed = await tables<AccountTables>(tx)
    .updateTable('account_grant')
    .set({ level: 'open' })
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

/** Whether somebody can sign in for this customer: what stands in the portal is seen then. */
export async function hasLogin(tx: Tx, customerId: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from account_grant g join account a on a.id = g.account_id
                    where g.customer_id = ${customerId} and g.valid_from <= ${now}::timestamptz
                      and (g.valid_to is null or g.valid_to > ${now}::timestamptz) and a.disabled_at is null) as has`.execute(
    tables<AccountTables>(tx),
  )
  return rows[0]?.has ?? false
}
