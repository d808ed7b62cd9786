import type pg from 'pg'
import { flight } from '#platform/database'
import { takeLimits } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { verifyPassword } from '../passwords/argon2.ts'
import { passwordHashStatement } from './own-sessions.sql.ts'

/**
 * Asks a signed-in person for the password once more before what a thief of the open browser must not do (ASVS 7.5.1).
 * Called before the transaction.
 * @throws Refusal 422 at the field, 429 after ten attempts in a quarter of an hour
 */
export async function confirmPassword(
  pool: pg.Pool,
  accountId: string,
  password: string,
  field = 'password',
): Promise<void> {
  await takeLimits(pool, [{ name: 'confirm-password', key: accountId, max: 10, seconds: 900 }])
  const [rows] = await flight(pool, [passwordHashStatement(accountId)])
  const { hash } = (rows?.[0] ?? { hash: null }) as { hash: string | null }
  if (!(await verifyPassword(hash, password)))
    throw new Refusal(422, 'platform.wrong-fields', { fields: [{ field, code: 'identity.wrong-password' }] })
}
