import { timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import { z } from '#platform/contract'
import { flight, transaction } from '#platform/database'
import { addressKey, takeLimits, tokenHash } from '#platform/http'
import { type FoundKey, insertMachineToken, keysByClientIdStatement } from './machines.sql.ts'
import { scopesOf } from './scopes.ts'

/** An hour: a stolen token is soon worthless, and a machine asks 24 times a day. */
export const TOKEN_SECONDS = 3_600
const PER_CLIENT_MAX = 60
const PER_ADDRESS_MAX = 300
const LIMIT_SECONDS = 600

/** RFC 6749 5.2. */
export type TokenFault = {
  readonly status: 400 | 401
  readonly error: 'invalid_request' | 'invalid_client' | 'invalid_scope' | 'unsupported_grant_type'
}
export type TokenAnswer = {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
}

const fault = (error: TokenFault['error'], status: TokenFault['status'] = 400): TokenFault => ({ status, error })
const isFault = (value: object): value is TokenFault => 'error' in value

/** Fields of RFC 6749 4.4.2 and 2.3.1; others must be ignored (3.2). A field twice is an error (3.2). */
const body = z.object({
  grant_type: z.string(),
  scope: z.string().max(2_000).optional(),
  client_id: z.string().max(200).optional(),
  client_secret: z.string().max(200).optional(),
})

type Credentials = { readonly id: string; readonly secret: string }

/** Basic first; both ways at once are an error (RFC 6749 2.3). Id and secret are form-encoded inside (2.3.1). */
function credentialsOf(authorization: string | undefined, sent: z.infer<typeof body>): Credentials | TokenFault {
  const basic = /^Basic ([A-Za-z0-9+/=]{1,800})$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) {
    if (authorization !== undefined || !sent.client_id || !sent.client_secret) return fault('invalid_client', 401)
    return { id: sent.client_id, secret: sent.client_secret }
  }
  if (sent.client_secret !== undefined) return fault('invalid_request')
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(/:(.*)/s)
  try {
    const decoded = {
      id: decodeURIComponent(id.replaceAll('+', ' ')),
      secret: decodeURIComponent(secret.replaceAll('+', ' ')),
    }
    return sent.client_id === undefined || sent.client_id === decoded.id ? decoded : fault('invalid_request')
  } catch {
    return fault('invalid_client', 401)
  }
}

/** Hash that no secret has: who is unknown costs the same comparison. */
const noHash = Buffer.alloc(32)

/** The key whose secret this is, if it has not ended. All are compared, whichever it is. */
function keyOf(keys: readonly FoundKey[], secret: string, now: Temporal.Instant): FoundKey | undefined {
  const hash = tokenHash(secret)
  if (keys.length === 0) timingSafeEqual(noHash, hash)
  const found = keys.filter((key) => timingSafeEqual(key.secretHash, hash))
  return found.find((key) => key.endsAt === null || Temporal.Instant.compare(key.endsAt, now) > 0)
}

export type TokenRequest = {
  readonly now: Temporal.Instant
  readonly authorization: string | undefined
  readonly body: unknown
  readonly address: string
}

/**
 * The token endpoint for machines (RFC 6749 4.4): an opaque token with the asked scopes, or all of the client's.
 * @throws Refusal 429 after 60 requests of a client in ten minutes, whoever sends them
 */
export async function giveToken(pool: pg.Pool, request: TokenRequest): Promise<TokenAnswer | TokenFault> {
  const sent = body.safeParse(request.body)
  if (!sent.success) return fault('invalid_request')
  if (sent.data.grant_type !== 'client_credentials') return fault('unsupported_grant_type')
  const credentials = credentialsOf(request.authorization, sent.data)
  if (isFault(credentials)) return credentials
  await takeLimits(pool, [
    { name: 'token-address', key: addressKey(request.address), max: PER_ADDRESS_MAX, seconds: LIMIT_SECONDS },
    { name: 'token-client', key: credentials.id, max: PER_CLIENT_MAX, seconds: LIMIT_SECONDS },
  ])
  const [rows] = await flight(pool, [keysByClientIdStatement(credentials.id)])
  const machine = keyOf((rows ?? []) as readonly FoundKey[], credentials.secret, request.now)
  if (!machine) return fault('invalid_client', 401)
  const scopes = sent.data.scope === undefined ? machine.scopes : scopesOf(sent.data.scope)
  if (!scopes || !scopes.every((scope) => machine.scopes.includes(scope))) return fault('invalid_scope')
  const token = await transaction(pool, (tx) => insertMachineToken(tx, machine, scopes, TOKEN_SECONDS))
  return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') }
}
