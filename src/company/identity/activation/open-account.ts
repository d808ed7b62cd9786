import { randomInt } from 'node:crypto'
import type pg from 'pg'
import { facts, recordFact } from '#company/journal'
import { transaction, type Tx } from '#platform/database'
import { type Call, type CustomerWho, newToken, takeLimits } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { openGrant } from '../accounts/account.sql.ts'
import { hashPassword, verifyPassword } from '../passwords/argon2.ts'
import { attemptCode, insertOpening, takeCode, takeOpeningLink } from './opening.sql.ts'

/** Long enough for holidays; the letter names the day. */
export const CODE_DAYS = 30
export const OPENING_LINK_DAYS = 7

/** Without signs that look alike on paper (0 O, 1 I L). */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** 31^8 = 8.5 * 10^11, 39 bits; ASVS 6.5.4 asks for 20. */
const CODE_LENGTH = 8

/** `ABCD-EFGH`, in two groups that can be read out. */
export function newCode(): string {
  const signs = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)])
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`
}

/** As people type it: small letters, blanks, without the dash. */
export const bare = (code: string): string => code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

export const hashCode = (code: string): Promise<string> => hashPassword(bare(code))

type Who = Pick<CustomerWho, 'accountId' | 'customerId'>

/** A link that opens all of the account, for the e-mail on file. Works only for who is signed in to this account. */
export async function orderOpeningLink(tx: Tx, call: Pick<Call, 'now'> & { who: Who }): Promise<string> {
  const token = newToken()
  await insertOpening(tx, { ...whoseOf(call.who), token, days: OPENING_LINK_DAYS })
  await recordFact(tx, facts.openingLinkOrdered, { accountId: call.who.accountId }, contextOf(call))
  return token
}

/** Keeps the hash of a code that goes out by post. */
export async function orderOpeningCode(
  tx: Tx,
  call: Pick<Call, 'now'> & { who: Who },
  codeHash: string,
): Promise<void> {
  await insertOpening(tx, { ...whoseOf(call.who), codeHash, days: CODE_DAYS })
  await recordFact(tx, facts.activationCodeOrdered, { accountId: call.who.accountId }, contextOf(call))
}

/**
 * Opens all of the account by the link. As worker, because no customer's session may raise its own level.
 * @throws Refusal `identity.link-ended`
 */
export async function openByLink(pool: pg.Pool, call: Pick<Call, 'now'> & { who: Who }, token: string): Promise<void> {
  await transaction(pool, async (tx) => {
    if (!(await takeOpeningLink(tx, call.who, token))) throw new Refusal(422, 'identity.link-ended')
    await open(tx, call)
  })
}

/**
 * Opens all of the account by the posted code. Each attempt is counted before it is compared.
 * @throws Refusal 422 at the field `code`; 429 after ten attempts in an hour
 */
export async function openByCode(pool: pg.Pool, call: Pick<Call, 'now'> & { who: Who }, typed: string): Promise<void> {
  await takeLimits(pool, [{ name: 'opening-code', key: call.who.accountId, max: 10, seconds: 3_600 }])
  const tried = await transaction(pool, (tx) => attemptCode(tx, call.who))
  const right = await verifyPassword(tried?.hash, bare(typed))
  if (!right || !tried) throw wrongCode()
  await transaction(pool, async (tx) => {
    if (!(await takeCode(tx, tried.id))) throw wrongCode()
    await open(tx, call)
  })
}

const wrongCode = () =>
  new Refusal(422, 'platform.wrong-fields', { fields: [{ field: 'code', code: 'identity.wrong-code' }] })

async function open(tx: Tx, call: Pick<Call, 'now'> & { who: Who }): Promise<void> {
  await openGrant(tx, call.who.accountId, call.who.customerId)
  await recordFact(tx, facts.accountOpened, { accountId: call.who.accountId }, contextOf(call))
}

const whoseOf = ({ accountId, customerId }: Who): Who => ({ accountId, customerId })

const contextOf = (call: Pick<Call, 'now'> & { who: Who }) =>
  ({
    customerId: call.who.customerId,
    channel: 'portal',
    actor: { kind: 'customer', id: call.who.accountId },
    occurredAt: call.now,
  }) as const
