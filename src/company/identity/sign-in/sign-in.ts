import { randomInt } from 'node:crypto'
import type pg from 'pg'
import { recordFact, facts } from '#company/journal'
import { flight, type Tx } from '#platform/database'
import { addressKey, type Call, type FormDone, type SetCookie, takeLimits } from '#platform/http'
import { putIntoOutbox } from '#platform/mail'
import { Refusal } from '#platform/refusal'
import { accountAddress } from '../accounts/account.sql.ts'
import { verifyPassword } from '../passwords/argon2.ts'
import { hasTotp } from '../second-factor/second-factor.sql.ts'
import { endSessionOf, openSession } from '../sessions/session.sql.ts'
import type { ProvedBy } from '../tables.ts'
import { BROWSER_KEPT_DAYS, browserKnowledge, noteBrowser } from './known-browser.sql.ts'
import { safeNext } from './sign-in.contract.ts'
import { insertStep, STEP_MINUTES } from './sign-in-step.sql.ts'
import { stepTexts } from './step.texts.ts'
import { type AccountForSignIn, accountByEmailStatement, grantToBeginWith } from './sign-in.sql.ts'

/** 15 minutes: long enough to make guessing useless (ASVS 6.3.1), short enough to wait for. */
const SECONDS = 900
const PER_ACCOUNT_MAX = 10
/** A family, an office or a village behind one address may sign in at once. */
const PER_ADDRESS_MAX = 60
const DAY_SECONDS = 86_400

export const STEP_PATH = '/anmelden/zweiter-schritt'

/** By which way a person came in. */
export type SignedInBy = Exclude<ProvedBy, 'activation'>
type SigningIn = Pick<Call, 'now' | 'browser' | 'settings'>

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

export type SignedIn = { readonly token: string; readonly browserToken: string }

/**
 * Begins a session for a person who has proved who it is. The session that the browser had before ends, so a token that
 * somebody planted there is worth nothing (ASVS 7.2.4). A browser that the account has never used is told by mail.
 * @returns the tokens of the session and of the browser
 * @throws Refusal `identity.no-grant` if the account acts for nobody now
 */
export async function signIn(tx: Tx, call: SigningIn, accountId: string, by: SignedInBy): Promise<SignedIn> {
  const grant = await grantToBeginWith(tx, accountId)
  if (!grant) throw new Refusal(422, 'identity.no-grant')
  const { userAgent, cookies } = call.browser
  const knowledge = await browserKnowledge(tx, accountId, cookies.browser)
  const browserToken = await noteBrowser(tx, accountId, { token: cookies.browser, userAgent })
  await endSessionOf(tx, cookies.portal)
  const { customerId } = grant
  const token = await openSession(tx, { accountId, customerId, userAgent, settings: call.settings, provedBy: by })
  const context = {
    customerId,
    channel: 'portal',
    actor: { kind: 'customer', id: accountId },
    occurredAt: call.now,
  } as const
  await recordFact(tx, facts.signedIn, { accountId, by }, context)
  if (knowledge === 'new') await recordFact(tx, facts.newBrowserSeen, { accountId }, context)
  return { token, browserToken }
}

/** A first factor was right: either the person is in, or something more is wanted. */
export type Entered = { readonly in: SignedIn } | { readonly step: string }

/**
 * Goes on after a first factor. An account with an app owes its code; a password in a browser that the account has never used
 * owes a code that goes to the mailbox (a link has proved the mailbox already; the setting NEW_BROWSER can leave it at telling).
 * @throws Refusal `identity.wrong-credentials` without an account; `identity.no-grant`
 */
export async function enter(
  tx: Tx,
  call: SigningIn,
  accountId: string | undefined,
  by: 'password' | 'link' | 'issuer',
  next?: string,
): Promise<Entered> {
  if (!accountId) throw new Refusal(422, 'identity.wrong-credentials')
  if (await hasTotp(tx, accountId)) {
    const { token } = await insertStep(tx, { accountId, provedBy: by, next, wants: 'totp' })
    return { step: token }
  }
  if (by === 'password' && (await asksMailbox(tx, call, accountId))) {
    const token = await mailCode(tx, call, accountId, next)
    if (token) return { step: token }
  }
  return { in: await signIn(tx, call, accountId, by) }
}

/** In the demo one person plays many from any browser. */
async function asksMailbox(tx: Tx, call: SigningIn, accountId: string): Promise<boolean> {
  if (call.settings.NEW_BROWSER === 'tell' || call.settings.KW_DEMO) return false
  return (await browserKnowledge(tx, accountId, call.browser.cookies.browser)) === 'new'
}

const MAIL_CODE_BELOW = 100_000_000

/** Sends a code of eight digits. @returns undefined if the account has no mailbox to send it to */
async function mailCode(tx: Tx, call: SigningIn, accountId: string, next?: string): Promise<string | undefined> {
  const account = await accountAddress(tx, accountId)
  if (!account?.email) return undefined
  const code = String(randomInt(MAIL_CODE_BELOW)).padStart(8, '0')
  const { id, token } = await insertStep(tx, { accountId, provedBy: 'password', next, wants: 'mail-code', code })
  const say = stepTexts(account.language)
  await putIntoOutbox(
    tx,
    {
      key: `identity.sign-in-code:${id}`,
      channel: 'e-mail',
      kind: 'identity.sign-in-code',
      recipient: account.email,
      subject: say('codeSubject'),
      text: say('codeText', { code: `${code.slice(0, 4)} ${code.slice(4)}`, minutes: STEP_MINUTES }),
      holdsSecret: true,
    },
    call.now,
  )
  return token
}

/** What the browser is told when somebody is in. */
export const signedInCookies = ({ token, browserToken }: SignedIn): readonly SetCookie[] => [
  { name: 'portal', value: token },
  { name: 'browser', value: browserToken, maxAgeSeconds: BROWSER_KEPT_DAYS * DAY_SECONDS },
]

/** Where the browser goes after a first factor, and with which cookies. */
export function afterEntering(entered: Entered, next: string | undefined, more: readonly SetCookie[] = []): FormDone {
  if ('in' in entered) return { to: safeNext(next, '/'), cookies: [...signedInCookies(entered.in), ...more] }
  const step: SetCookie = { name: 'step', value: entered.step, maxAgeSeconds: STEP_MINUTES * 60 }
  return { to: STEP_PATH, cookies: [step, ...more] }
}
