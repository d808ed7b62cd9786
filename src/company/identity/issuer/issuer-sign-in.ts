import * as oidc from 'openid-client'
import type { Settings } from '#platform/config'
import { z } from '#platform/contract'
import { type Call, ownOrigin } from '#platform/http'
import { Refusal } from '#platform/refusal'
import { discoverIssuer, type Issuer } from '../staff/issuer.ts'
import type { Arrival } from './issuer.sql.ts'

export const AWAY_PATH = '/anmelden/extern/weiter'
export const BACK_PATH = '/anmelden/extern/zurueck'
export const ATTEMPT_SECONDS = 600

/** What the browser keeps while it is at the issuer: nobody else can come back in its place. */
const attempt = z.strictObject({
  customer: z.literal(true),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string().optional(),
})

type Asking = Pick<Call, 'settings' | 'browser'>

/** Where customers may sign in elsewhere, if the utility has set it. */
export function customerIssuer(settings: Settings): (Issuer & { readonly name: string }) | undefined {
  if (!settings.CUSTOMER_OIDC_ISSUER) return undefined
  return {
    url: new URL(settings.CUSTOMER_OIDC_ISSUER),
    clientId: settings.CUSTOMER_OIDC_CLIENT_ID,
    clientSecret: settings.CUSTOMER_OIDC_CLIENT_SECRET,
    asksAlways: false,
    name: settings.CUSTOMER_OIDC_NAME,
  }
}

/**
 * Sends the browser to the issuer: authorization code with PKCE (S256), state and nonce (OpenID Connect Core 3.1, RFC 9700).
 * @throws Refusal `identity.no-customer-issuer` if none is set
 */
export async function leaveForIssuer(
  call: Asking,
  next: string | undefined,
): Promise<{ readonly location: string; readonly cookie: string }> {
  const issuer = customerIssuer(call.settings)
  if (!issuer) throw new Refusal(404, 'identity.no-customer-issuer')
  const configuration = await discoverIssuer(issuer)
  const kept = {
    customer: true,
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    ...(next && { next }),
  }
  const location = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: `${ownOrigin(call)}${BACK_PATH}`,
    scope: 'openid profile',
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: 'S256',
  })
  return { location: location.href, cookie: Buffer.from(JSON.stringify(kept)).toString('base64url') }
}

const failed = () => new Refusal(422, 'identity.issuer-sign-in-failed')

function readAttempt(cookie: string | undefined): z.infer<typeof attempt> | undefined {
  try {
    return attempt.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()))
  } catch {
    return undefined
  }
}

const SHOWN_LENGTH_MAX = 100

/**
 * Takes up a browser that came back: exchanges the code, checks signature, issuer, audience, nonce and state.
 * @throws Refusal `identity.issuer-sign-in-failed`, whatever was wrong
 */
export async function backFromIssuer(
  call: Asking & Pick<Call, 'url'>,
  onFailure: (error: unknown) => void,
): Promise<{ readonly arrival: Arrival; readonly next: string | undefined }> {
  const kept = readAttempt(call.browser.cookies.oidc)
  const issuer = customerIssuer(call.settings)
  if (!kept || !issuer) throw failed()
  try {
    const configuration = await discoverIssuer(issuer)
    const tokens = await oidc.authorizationCodeGrant(configuration, new URL(call.url, ownOrigin(call)), {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw failed()
    const name = claims['name'] ?? claims['preferred_username']
    const shownAs = typeof name === 'string' ? name.slice(0, SHOWN_LENGTH_MAX) : null
    return { arrival: { issuer: claims.iss, subject: claims.sub, shownAs }, next: kept.next }
  } catch (error) {
    if (error instanceof Refusal) throw error
    onFailure(error)
    throw failed()
  }
}
