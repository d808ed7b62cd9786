import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** An existing portal that customers sign in at: a real OpenID Connect issuer that knows whoever the test says. */
export type TestIssuer = {
  readonly url: string
  /** Who is at the keyboard there. */
  person: string
  readonly end: () => Promise<void>
}

const CLIENT = { id: 'kundenwerk-portal', secret: 'of-the-test-issuer-and-no-other' } as const

export const issuerSettings = (issuer: TestIssuer): Record<string, string> => ({
  CUSTOMER_OIDC_ISSUER: issuer.url,
  CUSTOMER_OIDC_CLIENT_ID: CLIENT.id,
  CUSTOMER_OIDC_CLIENT_SECRET: CLIENT.secret,
  CUSTOMER_OIDC_NAME: 'Bürgerkonto',
})

export async function testIssuer(redirectUri: string): Promise<TestIssuer> {
  let handle: ReturnType<Provider['callback']> | undefined
  const server = createServer((request, response) => void handle?.(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const issuer = { url, person: 'anna', end: () => new Promise<void>((done) => server.close(() => done())) }
  const provider = new Provider(url, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...key, kty: 'EC', alg: 'ES256', use: 'sig', kid: 'test' }] } as never,
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub', 'name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_ctx, interaction) => `/person/${interaction.uid}` },
    findAccount: (_ctx, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, name: `Person ${subject}` }),
    }),
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc
      if (!client || !session?.accountId) return undefined
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
    ttl: { Session: 600, Grant: 600, Interaction: 600, AuthorizationCode: 60, AccessToken: 600, IdToken: 600 },
  })
  const own = provider.callback()
  handle = (request, response) => {
    if (!request.url?.startsWith('/person/')) return own(request, response)
    return provider.interactionFinished(request, response, { login: { accountId: issuer.person } })
  }
  return issuer
}

/**
 * Goes through the issuer's pages as a browser does, from the address that we sent it to.
 * @returns the address that the issuer sends it back to
 */
export async function throughIssuer(location: string, issuer: TestIssuer): Promise<string> {
  const cookies = new Map<string, string>()
  let at = location
  for (let hop = 0; hop < 8; hop += 1) {
    if (!at.startsWith(issuer.url)) return at
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const to = answer.headers.get('location')
    if (!to) throw new Error(`${answer.status} at ${at}: ${await answer.text()}`)
    at = new URL(to, at).href
  }
  throw new Error(`Still at ${at}.`)
}
