/** What a portal may ask to know. `openid` is the sign-in itself; a scope that is not here is left out (RFC 6749 3.3). */
export const openidScopes = ['openid', 'profile', 'email', 'customers'] as const
export type OpenidScope = (typeof openidScopes)[number]

export type OpenidClient = {
  readonly id: string
  readonly clientId: string
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly postLogoutUris: readonly string[]
  readonly isFirstParty: boolean
}

/** A request that may be answered, once the person is known and has agreed. */
export type AuthorizeRequest = {
  readonly client: OpenidClient
  readonly redirectUri: string
  readonly scopes: readonly OpenidScope[]
  readonly state: string | undefined
  readonly nonce: string | undefined
  readonly challenge: string
  /** `none`: nobody may be asked anything. `login`, `consent`: ask although it is known. */
  readonly prompt: ReadonlySet<string>
  /** The sign-in may be so many seconds old. */
  readonly maxAgeSeconds: number | undefined
}

/** An answer that goes back to the portal through the browser. */
export type Fault = {
  readonly redirectUri: string
  readonly state: string | undefined
  readonly error: string
  readonly because: string
}

export type Judged =
  | { readonly kind: 'asked'; readonly request: AuthorizeRequest }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** Nothing is known to be the portal's: the browser stays here (RFC 6749 4.1.2.1). */
  | { readonly kind: 'refused'; readonly because: 'client' | 'redirect' }

/** Names of ours; whatever else comes is nobody's. */
export const isClientId = (text: string): boolean => /^[\w-]{1,100}$/.test(text)

const STATE_LENGTH_MAX = 1_000
const NONCE_LENGTH_MAX = 500

/**
 * Judges a request at the authorization endpoint: RFC 6749 4.1.1, RFC 7636 4.3 (S256 only), OpenID Connect Core 3.1.2.1,
 * RFC 9700 2.1.1. Pure: the client that the request names comes in, or undefined if there is none.
 */
export function judgeRequest(asked: URLSearchParams, client: OpenidClient | undefined): Judged {
  const one = (name: string) => (asked.getAll(name).length === 1 ? (asked.get(name) ?? undefined) : undefined)
  if (!client || one('client_id') !== client.clientId) return { kind: 'refused', because: 'client' }
  const redirectUri = one('redirect_uri')
  if (redirectUri === undefined || !client.redirectUris.includes(redirectUri))
    return { kind: 'refused', because: 'redirect' }
  const state = one('state')
  const fault = faultOf(asked, one)
  if (fault) return { kind: 'fault', fault: { redirectUri, state: state?.slice(0, STATE_LENGTH_MAX), ...fault } }
  const maxAge = one('max_age')
  return {
    kind: 'asked',
    request: {
      client,
      redirectUri,
      scopes: openidScopes.filter((scope) => wordsOf(one('scope')).has(scope)),
      state,
      nonce: one('nonce'),
      challenge: one('code_challenge') as string,
      prompt: wordsOf(one('prompt')),
      maxAgeSeconds: maxAge === undefined ? undefined : Number(maxAge),
    },
  }
}

const wordsOf = (text: string | undefined): ReadonlySet<string> => new Set((text ?? '').split(' ').filter(Boolean))

type Found = Pick<Fault, 'error' | 'because'>

function faultOf(asked: URLSearchParams, one: (name: string) => string | undefined): Found | undefined {
  const invalid = (because: string): Found => ({ error: 'invalid_request', because })
  const repeated = [...new Set(asked.keys())].find((name) => asked.getAll(name).length > 1)
  if (repeated !== undefined) return invalid('a parameter is sent twice')
  if (asked.has('request')) return { error: 'request_not_supported', because: 'request objects are not read' }
  if (asked.has('request_uri')) return { error: 'request_uri_not_supported', because: 'request objects are not read' }
  if (!asked.has('response_type')) return invalid('response_type is missing')
  if (one('response_type') !== 'code')
    return { error: 'unsupported_response_type', because: 'only response_type=code is answered' }
  if ((one('response_mode') ?? 'query') !== 'query') return invalid('only response_mode=query is answered')
  if (!wordsOf(one('scope')).has('openid')) return { error: 'invalid_scope', because: 'scope must hold openid' }
  if (one('code_challenge_method') !== 'S256') return invalid('code_challenge_method must be S256')
  if (!/^[\w-]{43}$/.test(one('code_challenge') ?? '')) return invalid('code_challenge must be 43 signs of base64url')
  const prompt = wordsOf(one('prompt'))
  if (prompt.has('none') && prompt.size > 1) return invalid('prompt=none stands alone')
  if (!/^\d{0,7}$/.test(one('max_age') ?? '')) return invalid('max_age must be seconds')
  if ((one('state') ?? '').length > STATE_LENGTH_MAX) return invalid('state is too long')
  if ((one('nonce') ?? '').length > NONCE_LENGTH_MAX) return invalid('nonce is too long')
  // RFC 6749 appendix A: visible signs of ASCII.
  if (!/^[\x20-\x7e]*$/.test(`${one('state') ?? ''}${one('nonce') ?? ''}`))
    return invalid('state and nonce are visible ASCII')
  return undefined
}

/** The address that takes an answer back to the portal. `iss` says whose answer it is (RFC 9207). */
export function answerUri(
  redirectUri: string,
  answer: Readonly<Record<string, string | undefined>>,
  issuer: string,
): string {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...answer, iss: issuer }))
    if (value !== undefined) url.searchParams.set(name, value)
  return url.href
}

export const faultUri = ({ redirectUri, state, error, because }: Fault, issuer: string): string =>
  answerUri(redirectUri, { error, error_description: because, state }, issuer)

/**
 * Whether an address may be registered: a whole one without a fragment, over TLS; without it only on the very machine of who
 * develops (RFC 8252 7.3). `javascript:` and the like are no addresses of a portal.
 */
export function isClientUri(uri: string): boolean {
  if (!URL.canParse(uri) || uri.includes('#') || uri.includes('*')) return false
  const { protocol, hostname, username, password } = new URL(uri)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}
