import type pg from 'pg'
import { recordFact, facts } from '#company/journal'
import { flight, type Tx } from '#platform/database'
import { addressKey, type Call, takeLimits } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { verifyPassword } from '../passwords/argon2.ts'
import { endSessionOf, openSession } from '../sessions/session.sql.ts'
import type { ProvedBy } from '../tables.ts'
import { type AccountForSignIn, accountByEmailStatement, grantToBeginWith } from './sign-in.sql.ts'

/** 15 minutes: long enough to make guessing useless (ASVS 6.3.1), short enough to wait for. */
const SECONDS = 900
const PER_ACCOUNT_MAX = 10
/** A family, an office or a village behind one address may sign in at once. */
const PER_ADDRESS_MAX = 60

/**
 * Finds out whether the password is right, before any transaction: hashing takes some 45 ms. Who is unknown or disabled
 * costs the same statements and the same hashing as who is known.
 * @returns the account, or undefined whatever was wrong
 * @throws Refusal 429 after too many attempts from this address or for this e-mail
 */
export async function checkPassword(
  pool: pg.Pool,
  typed: { readonly email: string; readonly password: string },
  address: string,
): Promise<string | undefined> {
  const email = typed.email.toLowerCase()
  await takeLimits(pool, [
    { name: 'sign-in-address', key: addressKey(address), max: PER_ADDRESS_MAX, seconds: SECONDS },
    { name: 'sign-in-account', key: email, max: PER_ACCOUNT_MAX, seconds: SECONDS },
  ])
  const [rows] = await flight(pool, [accountByEmailStatement(email)])
  const account = rows?.[0] as AccountForSignIn | undefined
  const right = await verifyPassword(account?.hash, typed.password)
  return right && account && !account.disabled ? account.id : undefined
}

/** By which way a person came in. */
export type SignedInBy = Exclude<ProvedBy, 'activation'>

/**
 * Begins a session for a person who has proved who it is. The session that the browser had before ends, so a token that
 * somebody planted there is worth nothing (ASVS 7.2.4).
 * @returns the new session's token
 * @throws Refusal `identity.wrong-credentials`; `identity.no-grant` if the account acts for nobody now
 */
export async function signIn(
  tx: Tx,
  call: Pick<Call, 'now' | 'browser' | 'settings'>,
  accountId: string | undefined,
  by: SignedInBy = 'password',
): Promise<string> {
  if (!accountId) throw new Refusal(422, 'identity.wrong-credentials')
  const grant = await grantToBeginWith(tx, accountId)
  if (!grant) throw new Refusal(422, 'identity.no-grant')
  await endSessionOf(tx, call.browser.cookies.portal)
  const token = await openSession(tx, {
    accountId,
    customerId: grant.customerId,
    userAgent: call.browser.userAgent,
    settings: call.settings,
    provedBy: by,
  })
  await recordFact(
    tx,
    facts.signedIn,
    { accountId, by },
    {
      customerId: grant.customerId,
      channel: 'portal',
      actor: { kind: 'customer', id: accountId },
      occurredAt: call.now,
    },
  )
  return token
}
