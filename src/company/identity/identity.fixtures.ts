import { sql } from 'kysely'
import { type Pools, tables, transaction } from '#platform/database'
import { grantAccount, insertAccount } from './accounts/account.sql.ts'
import { hashPassword } from './passwords/argon2.ts'

/** What a browser sends with a form of ours. */
export const formHeaders = {
  'content-type': 'application/x-www-form-urlencoded',
  'sec-fetch-site': 'same-origin',
  accept: 'text/html',
}

export const formBody = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString()

let numbers = 90_000_000

/** A customer to act for; only the row that accounts refer to. */
export async function aCustomer(pools: Pools, email: string | null = null): Promise<{ id: string; number: string }> {
  numbers += 1
  const number = String(numbers)
  const { rows } = await transaction(pools.worker, (tx) =>
    sql<{ id: string }>`insert into customer (customer_number, kind, last_name, email)
      values (${number}, 'person', 'Test', ${email}) returning id`.execute(tables<Record<string, never>>(tx)),
  )
  return { id: rows[0]?.id as string, number }
}

export type TestAccount = { readonly id: string; readonly email: string; readonly password: string }

/** An account with a password that may act for the customers. */
export async function anAccount(pools: Pools, customerIds: readonly string[], email?: string): Promise<TestAccount> {
  numbers += 1
  const name = numbers
  const password = `Zählwerk ${name} dreht`
  const passwordHash = await hashPassword(password)
  const address = email ?? `person-${name}@post.example`
  const id = await transaction(pools.worker, async (tx) => {
    const made = await insertAccount(tx, { email: address, name: 'Test', passwordHash, emailConfirmed: true })
    if (!made) throw new Error(`${address} has an account.`)
    for (const customerId of customerIds) await grantAccount(tx, { accountId: made, customerId, level: 'open' })
    return made
  })
  return { id, email: address, password }
}
