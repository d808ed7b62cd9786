import { createHash, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import type { Settings } from '#platform/config'
import { transaction } from '#platform/database'
import { takeLimits, tokenHash } from '#platform/http'
import { isClientId, type OpenidClient } from './authorize-request.ts'
import { leftHalf, signClaims } from './keys.ts'
import {
  type CodeRow,
  clientWithSecret,
  insertToken,
  provedAt,
  revokeTokensOf,
  subjectOf,
  takeCode,
  TOKEN_SECONDS,
} from './openid.sql.ts'
import { claimsOf } from './claims.ts'

export type TokenAnswer =
  | {
      readonly access_token: string
      readonly token_type: 'Bearer'
      readonly expires_in: number
      readonly id_token: string
      readonly scope: string
    }
  | { readonly error: string; readonly status: 400 | 401 }

type Asked = {
  readonly authorization: string | undefined
  readonly body: unknown
  readonly issuer: string
  readonly address: string
  readonly now: Temporal.Instant
}

const refused = (error: string, status: 400 | 401 = 400): TokenAnswer => ({ error, status })

/** Fields that were sent once, as text; anything else is not read. */
function fieldsOf(body: unknown): Readonly<Record<string, string>> {
  if (typeof body !== 'object' || body === null) return {}
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

type Credentials = { readonly id: string; readonly secret: string | undefined }

/** Id and secret by Basic (form-encoded, RFC 6749 2.3.1) or in the body; a client without secret says its id only. */
function credentialsOf(
  authorization: string | undefined,
  fields: Readonly<Record<string, string>>,
): Credentials | undefined {
  const basic = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(authorization ?? '')?.[1]
  if (basic === undefined) {
    const { client_id: id, client_secret: secret } = fields
    return authorization === undefined && id ? { id, secret } : undefined
  }
  // Both ways at once is refused, too.
  if ('client_secret' in fields) return undefined
  const [id = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  try {
    const plain = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
    return { id: plain(id), secret: plain(rest.join(':')) }
  } catch {
    return undefined
  }
}

async function knownClient(pool: pg.Pool, { id, secret }: Credentials): Promise<OpenidClient | undefined> {
  const client = await transaction(pool, (tx) => clientWithSecret(tx, id))
  if (!client) return undefined
  if (client.secretHash === null) return secret === undefined ? client : undefined
  return secret !== undefined && timingSafeEqual(tokenHash(secret), client.secretHash) ? client : undefined
}

/** RFC 7636 4.6 */
const fitsChallenge = (verifier: string, challenge: string): boolean =>
  /^[\w.~-]{43,128}$/.test(verifier) &&
  timingSafeEqual(createHash('sha256').update(verifier, 'ascii').digest(), Buffer.from(challenge, 'base64url'))

/**
 * The token endpoint: RFC 6749 4.1.3, RFC 7636 4.5, OpenID Connect Core 3.1.3. A code is good for one attempt, by the portal that it
 * was made for, with the address and the verifier of the request, while the session of the person lasts.
 */
export async function giveTokens(
  pool: pg.Pool,
  settings: Pick<Settings, 'SECRETS_KEY' | 'KW_FILES'>,
  asked: Asked,
): Promise<TokenAnswer> {
  const fields = fieldsOf(asked.body)
  const credentials = credentialsOf(asked.authorization, fields)
  if (!credentials) return refused('invalid_client', 401)
  await takeLimits(pool, [
    { name: 'openid-token-client', key: credentials.id, max: 3_000, seconds: 600 },
    { name: 'openid-token-address', key: asked.address, max: 3_000, seconds: 600 },
  ])
  const client = isClientId(credentials.id) ? await knownClient(pool, credentials) : undefined
  if (!client) return refused('invalid_client', 401)
  if (fields['grant_type'] !== 'authorization_code')
    return refused(fields['grant_type'] ? 'unsupported_grant_type' : 'invalid_request')
  const { code, redirect_uri: redirectUri, code_verifier: verifier } = fields
  if (!code || !redirectUri || !verifier) return refused('invalid_request')
  const taken = await transaction(pool, async (tx) => {
    const row = await takeCode(tx, code)
    if (!row || row.clientId !== client.id) return undefined
    if (row.wasUsed) await revokeTokensOf(tx, code)
    if (row.wasUsed || row.isOver || row.redirectUri !== redirectUri) return undefined
    if (!fitsChallenge(verifier, row.challenge)) return undefined
    const signedInAt = await provedAt(tx, row.sessionId)
    if (!signedInAt) return undefined
    return { row, signedInAt, subject: await subjectOf(tx, row.accountId), token: await insertToken(tx, code, row) }
  })
  if (!taken) return refused('invalid_grant')
  const idToken = await idTokenOf(pool, settings, { ...taken, client, issuer: asked.issuer, now: asked.now })
  return {
    access_token: taken.token,
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
    id_token: idToken,
    scope: taken.row.scopes.join(' '),
  }
}

type Signed = {
  readonly row: CodeRow
  readonly subject: string
  readonly signedInAt: Temporal.Instant
  readonly token: string
  readonly client: OpenidClient
  readonly issuer: string
  readonly now: Temporal.Instant
}

const seconds = (at: Temporal.Instant): number => Math.floor(at.epochMilliseconds / 1_000)

async function idTokenOf(
  pool: pg.Pool,
  settings: Pick<Settings, 'SECRETS_KEY' | 'KW_FILES'>,
  { row, subject, signedInAt, token, client, issuer, now }: Signed,
): Promise<string> {
  const person = await claimsOf(pool, row.accountId, row.scopes)
  const claims = {
    ...person,
    iss: issuer,
    sub: subject,
    aud: client.clientId,
    iat: seconds(now),
    exp: seconds(now) + TOKEN_SECONDS,
    auth_time: seconds(signedInAt),
    at_hash: leftHalf(token),
    ...(row.nonce !== null && { nonce: row.nonce }),
  }
  return signClaims(pool, settings, claims, now)
}
