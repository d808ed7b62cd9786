import { createHash, createHmac } from 'node:crypto'

/** Who signs, and for which region. */
export type S3Key = { readonly id: string; readonly secret: string; readonly region: string }

export type S3Request = {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

const sha256 = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex')
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** `20261122T090000Z` */
const stampOf = (now: Temporal.Instant): string =>
  now.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString().replaceAll(/[-:]/g, '')

/** As signatures encode: all but the unreserved characters of RFC 3986. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/**
 * Headers of a request with its signature (AWS Signature Version 4, in the header, payload signed), as every service that speaks S3
 * checks it.
 */
export function signed(request: S3Request, key: S3Key, now: Temporal.Instant): Record<string, string> {
  const stamp = stampOf(now)
  const payload = sha256(request.body ?? '')
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    'x-amz-content-sha256': payload,
    'x-amz-date': stamp,
  }
  const names = Object.keys(headers)
    .map((name) => name.toLowerCase())
    .toSorted()
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]))
  const query = [...request.url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')
  const canonical = [
    request.method,
    request.url.pathname,
    query,
    ...names.map((name) => `${name}:${lower[name]}`),
    '',
    names.join(';'),
    payload,
  ].join('\n')
  const scope = `${stamp.slice(0, 8)}/${key.region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')
  const dayKey = hmac(`AWS4${key.secret}`, stamp.slice(0, 8))
  const signature = hmac(hmac(hmac(hmac(dayKey, key.region), 's3'), 'aws4_request'), toSign).toString('hex')
  const { host: _host, ...sent } = headers
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}
