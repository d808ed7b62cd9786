import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { type Call, newToken, ownOrigin } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { accountByEmail, grantAccount, insertAccount } from '../accounts/account.sql.ts'
import { endSessionOf, openSession } from '../sessions/session.sql.ts'
import { noteBrowser } from '../sign-in/known-browser.sql.ts'
import { takeLetter } from './activation-letter.sql.ts'
import { forgetActivation, insertActivation, takeActivation } from './activation.sql.ts'

/** A day: whoever begins in the evening may look into the mailbox the next morning. */
export const ACTIVATION_HOURS = 24

export type AskedFor = {
  readonly customerNumber: string
  readonly meterNumber: string
  readonly email: string
  readonly passwordHash: string
}

/**
 * Writes down that somebody wants an account with the two numbers of a bill. Whether they belong together is looked up by a
 * listener (apps/portal/activation), so that answer, time and cookie are the same for all numbers and addresses.
 * @returns the token that binds the link to this browser
 */
export async function askForActivation(
  tx: Tx,
  call: Pick<Call, 'now' | 'locale' | 'settings' | 'browser'>,
  asked: AskedFor,
): Promise<string> {
  const browserToken = newToken()
  const requestId = await insertActivation(tx, {
    ...asked,
    browserToken,
    origin: ownOrigin(call),
    language: call.locale,
  })
  await recordFact(
    tx,
    facts.activationAsked,
    { requestId },
    { channel: 'portal', actor: { kind: 'guest' }, occurredAt: call.now },
  )
  return browserToken
}

export type Activated = {
  /** Token of a session, for a new account only: who had one signs in with its own password. */
  readonly sessionToken: string | undefined
  /** What tells this browser from a new one. */
  readonly browserToken?: string
  readonly level: 'readings' | 'open'
}

/**
 * Makes the account, or adds the customer to the one that this e-mail address has. The link has proved the address; if it is
 * the one on file at the customer, or a posted code stands behind it, all is open at once.
 * @throws Refusal `identity.link-ended` if the link is not good any more, or was asked for in another browser
 */
export async function activate(
  tx: Tx,
  call: Pick<Call, 'now' | 'browser' | 'settings'>,
  token: string,
): Promise<Activated> {
  const used = await takeActivation(tx, token, call.browser.cookies.link)
  if (!used) throw new Refusal(422, 'identity.link-ended')
  if (used.letterId !== null && !(await takeLetter(tx, used.letterId))) throw new Refusal(422, 'identity.link-ended')
  const made = await insertAccount(tx, {
    email: used.email,
    name: used.shownAs,
    passwordHash: used.passwordHash,
    emailConfirmed: true,
    language: used.language,
  })
  const accountId = made ?? (await accountByEmail(tx, used.email))?.id
  if (!accountId) throw new Refusal(422, 'identity.link-ended')
  const { customerId } = used
  const level = used.emailOnFile || used.letterId !== null ? 'open' : 'readings'
  if (!(await grantAccount(tx, { accountId, customerId, level, shownAs: used.shownAs })))
    throw new Refusal(422, 'identity.link-ended')
  await forgetActivation(tx, used.id)
  const context = {
    customerId,
    channel: 'link',
    actor: { kind: 'customer', id: accountId },
    occurredAt: call.now,
  } as const
  await recordFact(tx, facts.accountActivated, { accountId }, context)
  if (level === 'open') await recordFact(tx, facts.accountOpened, { accountId }, context)
  if (!made) return { sessionToken: undefined, level }
  await endSessionOf(tx, call.browser.cookies.portal)
  const { userAgent } = call.browser
  const session = { accountId, customerId, userAgent, settings: call.settings, provedBy: 'activation' } as const
  const browserToken = await noteBrowser(tx, accountId, { token: call.browser.cookies.browser, userAgent })
  return { sessionToken: await openSession(tx, session), browserToken, level }
}
