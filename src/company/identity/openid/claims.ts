import type pg from 'pg'
import { transaction } from '#platform/database'
import type { OpenidScope } from './authorize-request.ts'
import { personOf } from './openid.sql.ts'

/**
 * What a portal is told about a person, by what was asked for and agreed to (OpenID Connect Core 5.4). `customer_numbers` is ours: for
 * whom the person acts. An address is confirmed by its mailbox before it is one of an account.
 */
export async function claimsOf(
  pool: pg.Pool,
  accountId: string,
  scopes: readonly OpenidScope[],
): Promise<Readonly<Record<string, unknown>>> {
  const person = await transaction(pool, (tx) => personOf(tx, accountId))
  if (!person) return {}
  return {
    ...(scopes.includes('profile') && person.name !== null && { name: person.name }),
    ...(scopes.includes('email') && person.email !== null && { email: person.email, email_verified: true }),
    ...(scopes.includes('customers') && { customer_numbers: person.customerNumbers }),
  }
}
