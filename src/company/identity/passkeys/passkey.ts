import { randomBytes } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type pg from 'pg'
import { facts, recordFact } from '#company/journal'
import { transaction } from '#platform/database'
import { type Call, type CustomerWho, ownOrigin } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { accountAddress } from '../accounts/account.sql.ts'
import { authenticationResponse, registrationResponse } from './passkey.contract.ts'
import {
  CHALLENGE_SECONDS,
  insertChallenge,
  insertPasskey,
  notePasskeyUse,
  passkeyByCredential,
  passkeyHandle,
  passkeysOf,
  takeChallenge,
} from './passkey.sql.ts'

type Asking = Pick<Call, 'settings' | 'browser'>
type Owned = Asking & Pick<Call, 'now'> & { readonly who: Pick<CustomerWho, 'accountId' | 'customerId' | 'sessionId'> }

/** Passkeys belong to the host of the portal: on any other page the browser does not offer them (WebAuthn 5.1.4.1). */
const hostOf = (call: Asking): string => new URL(ownOrigin(call)).hostname

/** EdDSA, ES256, RS256: what WebAuthn recommends and authenticators of today have. */
const ALGORITHMS = [-8, -7, -257]
/** One person has a few devices; more are a mistake or a nuisance. */
export const PASSKEYS_MAX = 10
const HANDLE_BYTES = 32

/**
 * What the browser needs to make a passkey for the signed-in person.
 * @throws Refusal `identity.passkeys-enough`
 */
export async function registrationOptions(pool: pg.Pool, call: Owned) {
  const [account, known] = await transaction(pool, async (tx) => [
    await accountAddress(tx, call.who.accountId),
    await passkeysOf(tx, call.who.accountId),
  ])
  if (known.length >= PASSKEYS_MAX)
    throw new Refusal(422, 'identity.passkeys-enough', { figures: { maximum: PASSKEYS_MAX } })
  const handle = await transaction(pool, (tx) =>
    passkeyHandle(tx, call.who.accountId, randomBytes(HANDLE_BYTES).toString('base64url')),
  )
  const options = await generateRegistrationOptions({
    rpName: call.settings.UTILITY_NAME,
    rpID: hostOf(call),
    userName: account?.email ?? call.settings.UTILITY_NAME,
    userID: new Uint8Array(Buffer.from(handle, 'base64url')),
    attestationType: 'none',
    excludeCredentials: known.map((one) => ({ id: one.credentialId, transports: [...one.transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: CHALLENGE_SECONDS * 1_000,
  })
  const { sessionId } = call.who
  await transaction(pool, (tx) => insertChallenge(tx, { ...options, purpose: 'register', sessionId }))
  return options
}

/**
 * Keeps a passkey that the browser has made. As worker, because no customer's session may write down a proof.
 * @throws Refusal `identity.passkey-refused` if anything is not as it must be; `identity.passkeys-enough`
 */
export async function addPasskey(pool: pg.Pool, call: Owned, sent: string, name: string): Promise<void> {
  const response = parsed(registrationResponse, sent) as RegistrationResponseJSON
  const { accountId, customerId, sessionId } = call.who
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => transaction(pool, (tx) => takeChallenge(tx, challenge, 'register', sessionId)),
    expectedOrigin: ownOrigin(call),
    expectedRPID: hostOf(call),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(refuse)
  if (!checked.verified) throw refused()
  const { credential, credentialBackedUp } = checked.registrationInfo
  await transaction(pool, async (tx) => {
    const passkeyId = await insertPasskey(tx, {
      accountId,
      credentialId: credential.id,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: credential.transports ?? [],
      synced: credentialBackedUp,
      name,
    })
    if (!passkeyId) throw refused()
    const context = {
      customerId,
      channel: 'portal',
      actor: { kind: 'customer', id: accountId },
      occurredAt: call.now,
    } as const
    await recordFact(tx, facts.passkeyAdded, { accountId, passkeyId }, context)
  })
}

/**
 * What the browser needs to sign in with any passkey of this host, or, in a session, to confirm with one of its account.
 */
export async function authenticationOptions(
  pool: pg.Pool,
  call: Asking,
  who?: Pick<CustomerWho, 'accountId' | 'sessionId'>,
) {
  const known = who ? await transaction(pool, (tx) => passkeysOf(tx, who.accountId)) : []
  const sessionId = who?.sessionId ?? null
  const options = await generateAuthenticationOptions({
    rpID: hostOf(call),
    userVerification: 'required',
    allowCredentials: known.map((one) => ({ id: one.credentialId, transports: [...one.transports] })),
    timeout: CHALLENGE_SECONDS * 1_000,
  })
  const purpose = sessionId === null ? 'sign-in' : 'confirm'
  await transaction(pool, (tx) => insertChallenge(tx, { ...options, purpose, sessionId }))
  return options
}

/**
 * Whose passkey has signed the challenge. Signature, origin, host, verification of the person and counter must all be right.
 * @throws Refusal `identity.passkey-refused`, whatever was wrong
 */
export async function checkPasskey(
  pool: pg.Pool,
  call: Asking,
  sent: string,
  sessionId: string | null = null,
): Promise<{ readonly accountId: string }> {
  const response = parsed(authenticationResponse, sent) as AuthenticationResponseJSON
  const stored = await transaction(pool, (tx) => passkeyByCredential(tx, response.id))
  const { userHandle } = response.response
  if (!stored || (userHandle !== undefined && userHandle !== stored.handle)) throw refused()
  const purpose = sessionId === null ? 'sign-in' : 'confirm'
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => transaction(pool, (tx) => takeChallenge(tx, challenge, purpose, sessionId)),
    expectedOrigin: ownOrigin(call),
    expectedRPID: hostOf(call),
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(stored.publicKey),
      counter: Number(stored.counter),
      transports: [...stored.transports] as never,
    },
  }).catch(refuse)
  if (!checked.verified) throw refused()
  const { newCounter, credentialBackedUp } = checked.authenticationInfo
  const noted = await transaction(pool, (tx) => notePasskeyUse(tx, stored.id, newCounter, credentialBackedUp))
  if (!noted) throw refused()
  return { accountId: stored.accountId }
}

const refused = () => new Refusal(422, 'identity.passkey-refused')
/** The library throws for what is wrong with an answer; what is wrong with the database is thrown on. */
const refuse = (error: unknown): never => {
  if (error instanceof Error && 'severity' in error) throw error
  throw refused()
}

function parsed(
  schema: { readonly safeParse: (value: unknown) => { success: boolean; data?: unknown } },
  sent: string,
) {
  try {
    const checked = schema.safeParse(JSON.parse(sent))
    if (checked.success) return checked.data
  } catch {
    // Not even JSON: refused like everything else that is not an answer of an authenticator.
  }
  throw refused()
}
