import * as oidc from 'openid-client'
import { facts, recordFact } from '#company/journal'
import { z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { type Call, ownOrigin } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { discoverIssuer, issuerOf } from './issuer.ts'
import { claimAt, roleMapOf, rolesOf } from './roles.ts'
import { endStaffSession, keepStaff, type KnownStaff, openStaffSession } from './staff.sql.ts'

/** What the browser keeps while it is at the issuer: nobody else can come back in its place. */
const attempt = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string().optional(),
})

export const ATTEMPT_SECONDS = 600
const REDIRECT_PATH = '/desk/anmelden/zurueck'

type Asking = Pick<Call, 'settings' | 'browser'>

export type BegunSignIn = { readonly location: string; readonly cookie: string }

/**
 * Sends the browser to the issuer: authorization code with PKCE (S256), state and nonce (OpenID Connect Core 3.1, RFC 9700).
 * @returns undefined if no issuer is set
 */
export async function beginStaffSignIn(call: Asking, next: string | undefined): Promise<BegunSignIn | undefined> {
  const origin = ownOrigin(call, 'staff')
  const issuer = issuerOf(call.settings, origin)
  if (!issuer) return undefined
  const configuration = await discoverIssuer(issuer)
  const kept = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    ...(next && { next }),
  }
  const location = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: `${origin}${REDIRECT_PATH}`,
    scope: call.settings.OIDC_SCOPES,
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
    ...(issuer.asksAlways && { prompt: 'login' }),
  })
  return { location: location.href, cookie: Buffer.from(JSON.stringify(kept)).toString('base64url') }
}

export type Returned = { readonly person: KnownStaff; readonly next: string | undefined }

/**
 * Takes up a browser that came back from the issuer: exchanges the code, checks signature, issuer, audience, nonce and
 * state, and reads who it is and which roles that gives.
 * @throws Refusal `identity.staff-sign-in-failed`; `identity.no-role` if the person has no role here
 */
export async function finishStaffSignIn(
  call: Asking & Pick<Call, 'url'>,
  onFailure: (error: unknown) => void,
): Promise<Returned> {
  const kept = readAttempt(call.browser.cookies.oidc)
  const origin = ownOrigin(call, 'staff')
  const issuer = issuerOf(call.settings, origin)
  if (!kept || !issuer) throw failed()
  try {
    const configuration = await discoverIssuer(issuer)
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(call.url, origin), {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw failed()
    return { person: personOf(call, claims), next: kept.next }
  } catch (error) {
    if (error instanceof Refusal) throw error
    onFailure(error)
    throw failed()
  }
}

const failed = () => new Refusal(422, 'identity.staff-sign-in-failed')

function readAttempt(cookie: string | undefined): z.infer<typeof attempt> | undefined {
  try {
    return attempt.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : null

function personOf(call: Asking, claims: oidc.IDToken): KnownStaff {
  const roles = rolesOf(claimAt(claims, call.settings.OIDC_ROLES_CLAIM), roleMapOf(call.settings.OIDC_ROLES))
  if (roles.length === 0) throw new Refusal(403, 'identity.no-role')
  return {
    issuer: claims.iss,
    subject: claims.sub,
    name: textOf(claims['name']) ?? textOf(claims['preferred_username']) ?? claims.sub,
    email: textOf(claims['email']),
    roles,
  }
}

/**
 * Begins a session of staff; the one that the browser had before ends.
 * @returns its token
 * @throws Refusal `identity.staff-disabled`
 */
export async function signInStaff(
  tx: Tx,
  call: Pick<Call, 'now' | 'browser' | 'settings'>,
  person: KnownStaff,
): Promise<string> {
  const staffId = await keepStaff(tx, person)
  if (!staffId) throw new Refusal(403, 'identity.staff-disabled')
  await endStaffSession(tx, call.browser.cookies.staff)
  const token = await openStaffSession(tx, staffId, call.browser.userAgent, call.settings)
  await recordFact(
    tx,
    facts.staffSignedIn,
    { staffId },
    { channel: 'desk', actor: { kind: 'staff', id: staffId }, occurredAt: call.now },
  )
  return token
}
