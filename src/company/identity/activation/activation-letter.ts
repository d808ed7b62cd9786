import type pg from 'pg'
import { type Actor, type Channel, facts, recordFact } from '#company/journal'
import { transaction, type Tx } from '#platform/database'
import { type Call, newToken, ownOrigin } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { Refusal } from '#platform/refusal'
import { verifyPassword } from '../passwords/argon2.ts'
import {
  attemptLetter,
  type FreshCode,
  giveAttemptBack,
  insertActivationLetter,
  insertLetterActivation,
} from './activation-letter.sql.ts'
import { ACTIVATION_HOURS } from './activate.ts'
import { bare, CODE_DAYS, hashCode, newCode } from './open-account.ts'

/** A code for a letter, with the hash that is kept. */
export async function freshCode(): Promise<FreshCode> {
  const code = newCode()
  return { code, codeHash: await hashCode(code) }
}

type Ordering = Pick<Call, 'now' | 'settings' | 'browser'> & { readonly locale: Locale }

/**
 * Writes down that a letter with a code is wanted; a listener (apps/portal/activation) looks whether customer number and postal
 * code belong together, and writes it. So the answer is the same for all numbers.
 */
export async function orderActivationLetter(
  tx: Tx,
  call: Ordering,
  by: Parameters<typeof insertActivationLetter>[1]['by'],
  code: FreshCode,
): Promise<void> {
  const actor: Actor = by.kind === 'guest' ? { kind: 'guest' } : { kind: 'staff', id: by.staffId }
  const channel: Channel = by.kind === 'guest' ? 'portal' : 'desk'
  const letter = { ...code, origin: ownOrigin(call), language: call.locale, days: CODE_DAYS, by }
  const letterId = await insertActivationLetter(tx, letter)
  await recordFact(tx, facts.activationLetterAsked, { letterId }, { channel, actor, occurredAt: call.now })
}

/**
 * Compares a typed code with the newest letter of a customer; each attempt is counted before it is compared. For a customer who
 * is not known the work is the same.
 * @returns the letter's id
 * @throws Refusal 422 at the field `code`
 */
export async function checkLetterCode(pool: pg.Pool, customerId: string | undefined, typed: string): Promise<string> {
  const tried = await transaction(pool, (tx) => attemptLetter(tx, customerId ?? '0'))
  const right = await verifyPassword(tried?.hash, bare(typed))
  if (!right || !tried)
    throw new Refusal(422, 'platform.wrong-fields', { fields: [{ field: 'code', code: 'identity.wrong-code' }] })
  await transaction(pool, (tx) => giveAttemptBack(tx, tried.id))
  return tried.id
}

export type LetterHolder = {
  readonly letterId: string
  readonly customerId: string
  readonly shownAs: string
  readonly email: string
  readonly passwordHash: string
}

/**
 * Begins an account for who has the code; the link to the mailbox finishes it, because an account must never stand under an
 * e-mail address that its person does not read.
 * @returns the tokens of the link and of this browser
 */
export async function askByLetter(
  tx: Tx,
  call: Pick<Call, 'locale' | 'settings' | 'browser'>,
  holder: LetterHolder,
): Promise<{ readonly requestId: string; readonly token: string; readonly browserToken: string }> {
  const [token, browserToken] = [newToken(), newToken()]
  const requestId = await insertLetterActivation(tx, {
    ...holder,
    token,
    browserToken,
    origin: ownOrigin(call),
    language: call.locale,
    hours: ACTIVATION_HOURS,
  })
  return { requestId, token, browserToken }
}
