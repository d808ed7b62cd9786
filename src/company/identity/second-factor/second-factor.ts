import { randomInt } from 'node:crypto'
import type pg from 'pg'
import { type Channel, facts, recordFact } from '#company/journal'
import type { Settings } from '#platform/config'
import { transaction, type Tx } from '#platform/database'
import { type Call, type CustomerWho, takeLimits } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { hashPassword, verifyPassword } from '../passwords/argon2.ts'
import { seal, unseal } from '#platform/sealing'
import {
  beginTotp,
  hasTotp,
  type HashedCode,
  recoveryHash,
  removeSecondFactor,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeStep,
  totpOf,
} from './second-factor.sql.ts'
import { newSecret, stepOfCode } from './totp.ts'

type Owned = Pick<Call, 'now' | 'settings'> & { readonly who: Pick<CustomerWho, 'accountId' | 'customerId'> }
type Keyed = { readonly settings: Settings; readonly now: Temporal.Instant }

const aboutTotp = (accountId: string): string => `account_totp:${accountId}`

/**
 * A secret for an app, kept until a code of it was shown.
 * @throws Refusal `identity.second-factor-on` if there is one already
 */
export async function beginApp(pool: pg.Pool, call: Owned): Promise<string> {
  const secret = newSecret()
  const { accountId } = call.who
  const sealed = await seal(call.settings, secret, aboutTotp(accountId))
  if (!(await transaction(pool, (tx) => beginTotp(tx, accountId, sealed))))
    throw new Refusal(422, 'identity.second-factor-on')
  return secret
}

/** The secret that waits for its first code, to show it again; undefined if none waits. */
export async function waitingSecret(pool: pg.Pool, call: Owned): Promise<string | undefined> {
  const totp = await transaction(pool, (tx) => totpOf(tx, call.who.accountId))
  return totp && !totp.confirmed ? unseal(call.settings, totp.sealed, aboutTotp(call.who.accountId)) : undefined
}

const wrongCode = () =>
  new Refusal(422, 'platform.wrong-fields', { fields: [{ field: 'code', code: 'identity.wrong-app-code' }] })

/** Whether a code of the app is right; it is used up then. */
async function takeAppCode(
  pool: pg.Pool,
  keyed: Keyed,
  accountId: string,
  typed: string,
  state: 'waiting' | 'on' = 'on',
): Promise<boolean> {
  const totp = await transaction(pool, (tx) => totpOf(tx, accountId))
  if (!totp || totp.confirmed !== (state === 'on')) return false
  const step = stepOfCode(await unseal(keyed.settings, totp.sealed, aboutTotp(accountId)), typed, keyed.now)
  return step !== undefined && (await transaction(pool, (tx) => takeStep(tx, accountId, step)))
}

/** A code on paper: four signs to find it by, eight that are hashed (39 bits; ASVS 6.5.2). */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const CODES = 10
const SELECTOR_LENGTH = 4
const CODE_LENGTH = 12
const sign = () => SIGNS[randomInt(SIGNS.length)] as string
const bare = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** Ten new codes, with what is kept of them. Hashing takes half a second, so before any transaction. */
async function newRecoveryCodes(): Promise<{
  readonly shown: readonly string[]
  readonly kept: readonly HashedCode[]
}> {
  const codes = new Map<string, string>()
  while (codes.size < CODES) {
    const code = Array.from({ length: CODE_LENGTH }, sign).join('')
    codes.set(code.slice(0, SELECTOR_LENGTH), code)
  }
  const kept: HashedCode[] = []
  for (const [selector, code] of codes) kept.push({ selector, hash: await hashPassword(code.slice(SELECTOR_LENGTH)) })
  return { shown: [...codes.values()].map((code) => (code.match(/.{4}/g) ?? []).join('-')), kept }
}

async function takePaperCode(pool: pg.Pool, accountId: string, typed: string): Promise<boolean> {
  const code = bare(typed)
  const selector = code.slice(0, SELECTOR_LENGTH)
  const hash = await transaction(pool, (tx) => recoveryHash(tx, accountId, selector))
  const right = await verifyPassword(hash, code.slice(SELECTOR_LENGTH))
  return right && (await transaction(pool, (tx) => takeRecoveryCode(tx, accountId, selector)))
}

/**
 * Takes a code of the app or one from paper, each once. Attempts are counted before they are compared.
 * @returns true if it was one from paper
 * @throws Refusal 422 at the field `code`; 429 after ten in a quarter of an hour
 */
export async function takeSecondFactor(
  pool: pg.Pool,
  keyed: Keyed,
  accountId: string,
  typed: string,
): Promise<{ readonly fromPaper: boolean }> {
  await takeLimits(pool, [{ name: 'second-factor', key: accountId, max: 10, seconds: 900 }])
  if (bare(typed).length === CODE_LENGTH) {
    if (await takePaperCode(pool, accountId, typed)) return { fromPaper: true }
  } else if (await takeAppCode(pool, keyed, accountId, typed)) return { fromPaper: false }
  throw wrongCode()
}

/**
 * Turns the second factor on with the first code of the app.
 * @returns ten codes on paper, shown once
 * @throws Refusal 422 at the field `code`
 */
export async function confirmApp(pool: pg.Pool, call: Owned, typed: string): Promise<readonly string[]> {
  const { accountId } = call.who
  await takeLimits(pool, [{ name: 'second-factor', key: accountId, max: 10, seconds: 900 }])
  const waiting = await transaction(pool, (tx) => totpOf(tx, accountId))
  if (!waiting || waiting.confirmed) throw new Refusal(422, 'identity.second-factor-on')
  if (!(await takeAppCode(pool, call, accountId, typed, 'waiting'))) throw wrongCode()
  const { shown, kept } = await newRecoveryCodes()
  await transaction(pool, async (tx) => {
    await replaceRecoveryCodes(tx, accountId, kept)
    await recordFact(tx, facts.secondFactorOn, { accountId }, contextOf(call))
  })
  return shown
}

/** Ten new codes on paper; all earlier ones end. */
export async function renewPaperCodes(pool: pg.Pool, call: Owned): Promise<readonly string[]> {
  const { accountId } = call.who
  if (!(await transaction(pool, (tx) => hasTotp(tx, accountId)))) throw new Refusal(422, 'identity.second-factor-off')
  const { shown, kept } = await newRecoveryCodes()
  await transaction(pool, (tx) => replaceRecoveryCodes(tx, accountId, kept))
  return shown
}

/** Turns the second factor off, with all codes. */
export async function turnOff(tx: Tx, call: Owned, channel: Channel = 'portal'): Promise<void> {
  const { accountId } = call.who
  if (!(await removeSecondFactor(tx, accountId))) throw new Refusal(422, 'identity.second-factor-off')
  await recordFact(tx, facts.secondFactorOff, { accountId }, { ...contextOf(call), channel })
}

const contextOf = (call: Owned) =>
  ({
    customerId: call.who.customerId,
    channel: 'portal',
    actor: { kind: 'customer', id: call.who.accountId },
    occurredAt: call.now,
  }) as const
