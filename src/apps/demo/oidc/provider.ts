import { generateKeyPairSync, randomBytes } from 'node:crypto'
import Provider, { type Configuration } from 'oidc-provider'
import { demoClient, DEMO_ISSUER_PATH } from '#company/identity'
import { demoStaff } from './people.ts'

const HOUR_SECONDS = 3_600
const MINUTES_10_SECONDS = 600

/** The signing key of this process; who was signed in before a restart signs in again. */
function signingKeys(): NonNullable<Configuration['jwks']> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = privateKey.export({ format: 'jwk' })
  return { keys: [{ ...key, kty: 'EC', alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') }] } as never
}

const configuration = (origin: string): Configuration => ({
  clients: [
    {
      client_id: demoClient.id,
      client_secret: demoClient.secret,
      redirect_uris: [`${origin}/desk/anmelden/zurueck`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: signingKeys(),
  cookies: {
    keys: [randomBytes(32).toString('hex')],
    // Ours begin with kw-, so that they are told apart from those of the house.
    names: { session: 'kw-oidc-session', interaction: 'kw-oidc-interaction', resume: 'kw-oidc-resume' },
    short: { httpOnly: true, sameSite: 'lax' },
    long: { httpOnly: true, sameSite: 'lax' },
  },
  claims: { openid: ['sub', 'name', 'roles'] },
  scopes: ['openid', 'profile', 'email'],
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false }, userinfo: { enabled: false } },
  pkce: { required: () => true },
  interactions: { url: (_ctx, interaction) => `${DEMO_ISSUER_PATH}/waehlen/${interaction.uid}` },
  findAccount: (_ctx, subject) => {
    const person = demoStaff.find((one) => one.subject === subject)
    if (!person) return undefined
    return { accountId: subject, claims: () => ({ sub: subject, name: person.name, roles: [...person.roles] }) }
  },
  // Nobody is asked whether the demo may know what the demo knows.
  loadExistingGrant: async (ctx) => {
    const { client, session, provider } = ctx.oidc
    if (!client || !session?.accountId) return undefined
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid profile email')
    await grant.save()
    return grant
  },
  ttl: {
    Session: 8 * HOUR_SECONDS,
    Grant: 8 * HOUR_SECONDS,
    Interaction: MINUTES_10_SECONDS,
    AuthorizationCode: 60,
    AccessToken: MINUTES_10_SECONDS,
    IdToken: MINUTES_10_SECONDS,
  },
  renderError: (ctx, out) => {
    ctx.type = 'text'
    ctx.body = `${out.error}: ${out.error_description ?? ''}`
  },
})

const providers = new Map<string, Provider>()
/** One per address that the browser uses; only this machine's are served, so there are few. */
const PROVIDERS_MAX = 10

/** The demo's small OpenID Connect issuer for an origin. It lives in memory, so a demo has one web process. */
export function demoProvider(origin: string): Provider {
  const known = providers.get(origin)
  if (known) return known
  if (providers.size >= PROVIDERS_MAX) throw new Error('Too many addresses for the demo issuer.')
  const made = new Provider(`${origin}${DEMO_ISSUER_PATH}`, configuration(origin))
  providers.set(origin, made)
  return made
}
