import { createHash } from 'node:crypto'
import { type S3Key, type S3Request, signed } from './s3-sign.ts'

export type S3Settings = {
  /** Address of the bucket: `https://s3.example/bucket`. It was made with object lock, so versions are kept. */
  readonly bucket: string
  readonly key: S3Key
  /** For so many days from its writing nobody can delete a file, the owner of the bucket included (COMPLIANCE). */
  readonly lockDays: number
  readonly now?: () => Temporal.Instant
}

/** The store refused or did not answer; `status` 0 is no answer at all. */
export class S3Failed extends Error {
  override name = 'S3Failed'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, what: string) {
    super(`${what}: ${status} ${code}`.trim())
    this.status = status
    this.code = code
  }
}

const ATTEMPTS_MAX = 4
const FIRST_WAIT_MS = 100
const ANSWER_MS_MAX = 20_000
const AT_ONCE = 8

/**
 * Files by content in a bucket with object lock. A lock cannot be shortened, and nobody knows when a contract will end: files are
 * locked for a year and `lockUntil` extends that as long as they are kept; so erasure is late by a year at most.
 */
export function s3Store(settings: S3Settings) {
  const now = settings.now ?? (() => Temporal.Now.instant())
  const root = settings.bucket.replace(/\/$/, '')
  const nameOf = (sha256: Uint8Array) => {
    const name = Buffer.from(sha256).toString('hex')
    return `${name.slice(0, 2)}/${name}`
  }
  const urlOf = (name: string, query: Readonly<Record<string, string>> = {}) => {
    const url = new URL(`${root}/${name}`)
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
    return url
  }
  const ask = (request: S3Request, fine: readonly number[]) => send(request, fine, settings.key, now)
  const putNamed = async (name: string, bytes: Uint8Array): Promise<void> => {
    const until = now().add({ hours: settings.lockDays * 24 })
    const headers = {
      'content-type': 'application/octet-stream',
      'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64'),
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-object-lock-retain-until-date': until.round('second').toString(),
      // What is there is the same content: a second version of it would only cost.
      'if-none-match': '*',
    }
    await ask({ method: 'PUT', url: urlOf(name), headers, body: bytes }, [200, 412])
  }
  const getNamed = async (name: string): Promise<Buffer | undefined> => {
    const answer = await ask({ method: 'GET', url: urlOf(name), headers: {} }, [200, 404])
    return answer.status === 404 ? undefined : answer.body
  }
  const putAll = async (list: readonly Uint8Array[]): Promise<Buffer[]> => {
    const hashes = list.map((bytes) => createHash('sha256').update(bytes).digest())
    for (let at = 0; at < list.length; at += AT_ONCE)
      await Promise.all(
        list.slice(at, at + AT_ONCE).map((bytes, more) => putNamed(nameOf(hashes[at + more] as Buffer), bytes)),
      )
    return hashes
  }
  return {
    put: async (bytes: Uint8Array) => (await putAll([bytes]))[0] as Buffer,
    putAll,
    putNamed,
    getNamed,
    get: async (sha256: Uint8Array) => {
      const bytes = await getNamed(nameOf(sha256))
      if (bytes && !createHash('sha256').update(bytes).digest().equals(sha256))
        throw new Error(`The file ${Buffer.from(sha256).toString('hex')} is damaged.`)
      return bytes
    },
    ...lockedFiles(ask, (sha256, query) => urlOf(nameOf(sha256), query)),
  }
}

type Ask = (request: S3Request, fine: readonly number[]) => Promise<Answer>

/** What object lock decides: deletion for good, and until when it is refused. */
function lockedFiles(ask: Ask, urlOf: (sha256: Uint8Array, query?: Readonly<Record<string, string>>) => URL) {
  const versionOf = async (sha256: Uint8Array): Promise<string | undefined> => {
    const answer = await ask({ method: 'HEAD', url: urlOf(sha256), headers: {} }, [200, 404])
    return answer.status === 404 ? undefined : (answer.headers.get('x-amz-version-id') ?? 'null')
  }
  return {
    remove: async (sha256: Uint8Array): Promise<'gone' | 'locked'> => {
      const versionId = await versionOf(sha256)
      if (versionId === undefined) return 'gone'
      // Without a version the service would only hide it behind a marker.
      const answer = await ask({ method: 'DELETE', url: urlOf(sha256, { versionId }), headers: {} }, [204, 403])
      return answer.status === 403 ? 'locked' : 'gone'
    },
    lockUntil: async (sha256: Uint8Array, until: Temporal.PlainDate): Promise<void> => {
      const versionId = await versionOf(sha256)
      if (versionId === undefined) throw new S3Failed(404, 'NoSuchKey', 'lock a file')
      const body = Buffer.from(
        `<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Mode>COMPLIANCE</Mode><RetainUntilDate>${until}T00:00:00Z</RetainUntilDate></Retention>`,
      )
      const headers = { 'content-md5': createHash('md5').update(body).digest('base64') }
      await ask({ method: 'PUT', url: urlOf(sha256, { retention: '', versionId }), headers, body }, [200])
    },
  }
}

type Answer = { readonly status: number; readonly headers: Headers; readonly body: Buffer }

/** Sends, and again after a failure that passes: no answer, 429 and 5xx (`SlowDown`, `InternalError`). */
async function send(
  request: S3Request,
  fine: readonly number[],
  key: S3Key,
  now: () => Temporal.Instant,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(request, key, now()).catch((error: unknown) => error)
    if (!(answer instanceof Error)) {
      const { status, body } = answer as Answer
      if (fine.includes(status)) return answer as Answer
      const code = /<Code>(\w+)<\/Code>/.exec(body.toString())?.[1] ?? ''
      const passes = status === 429 || status >= 500
      if (!passes || attempt === ATTEMPTS_MAX)
        throw new S3Failed(status, code, `${request.method} ${request.url.pathname}`)
    } else if (attempt === ATTEMPTS_MAX) {
      throw new S3Failed(0, answer.message, `${request.method} ${request.url.pathname}`)
    }
    await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (attempt - 1)))
  }
}

async function once(request: S3Request, key: S3Key, now: Temporal.Instant): Promise<Answer> {
  const answer = await fetch(request.url, {
    method: request.method,
    headers: signed(request, key, now),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
    ...(request.body && { body: Buffer.from(request.body) }),
  })
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) }
}
