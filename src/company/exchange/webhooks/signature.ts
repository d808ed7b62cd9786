import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * Signatures as Standard Webhooks 1.0 has them (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`, a list of
 * `v1,BASE64` in one header, one per valid secret, so that a receiver can change over without losing anything.
 */
const PREFIX = 'whsec_'
/** 32 bytes: as long as the hash. The standard allows 24 to 64. */
const SECRET_BYTES = 32
/** A message that is older or newer than this is refused by a receiver, so that a recorded one cannot be sent again. */
export const TOLERANCE_SECONDS = 300

export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`

/** Whether a stored secret is not sealed. */
export const isPlainSecret = (stored: string): boolean => stored.startsWith(PREFIX)

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')

const sign = (secret: string, id: string, timestamp: number, body: string): string =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')

export type SignedHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/** Headers of one attempt. The id stays over all attempts, the time is that of this one. */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  body: string,
  now: Temporal.Instant,
): SignedHeaders {
  const timestamp = Math.floor(now.epochMilliseconds / 1000)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((secret) => `v1,${sign(secret, id, timestamp, body)}`).join(' '),
  }
}

/** What a receiver does: whether a message is from who knows the secret and was sent just now. */
export function isSigned(
  secret: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string,
  now: Temporal.Instant,
): boolean {
  const [id, sentAt, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  )
  if (!id || !/^\d{1,12}$/.test(sentAt ?? '')) return false
  const timestamp = Number(sentAt)
  if (Math.abs(now.epochMilliseconds / 1000 - timestamp) > TOLERANCE_SECONDS) return false
  const expected = Buffer.from(sign(secret, id, timestamp, body))
  return (signatures ?? '').split(' ').some((one) => {
    const [version, value = ''] = one.split(',')
    const given = Buffer.from(value)
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}
