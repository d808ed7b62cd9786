import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type S3Key, signed } from './s3-sign.ts'

type Kept = { readonly version: string; readonly bytes: Buffer; lockedUntil: number }

/**
 * A small S3 for tests: a bucket with versions and object lock. It checks each signature and checksum, keeps what is locked, and fails
 * as it is told.
 */
export class FakeS3 {
  readonly key: S3Key = { id: 'TESTKEY', secret: 'test-secret', region: 'eu-central-1' }
  readonly objects = new Map<string, Kept[]>()
  /** Answers of the next requests instead of the right ones; `reset` cuts the connection. */
  failures: (number | 'reset')[] = []
  /** The service's own clock, for locks. */
  now: () => number = () => Date.now()
  requests = 0
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }
  static async start(): Promise<FakeS3> {
    const fake = new FakeS3()
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve))
    return fake
  }
  get bucket(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/letters`
  }
  stop(): Promise<void> {
    return new Promise((resolve) => void this.#server.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts)
    this.requests += 1
    const failure = this.failures.shift()
    if (failure === 'reset') return void request.socket.destroy()
    if (failure) return refuse(response, failure, failure === 503 ? 'SlowDown' : 'InternalError')
    const url = new URL(request.url ?? '/', this.bucket)
    if (!this.#isSigned(request, url, body)) return refuse(response, 403, 'SignatureDoesNotMatch')
    const name = url.pathname.replace(/^\/letters\//, '')
    if (request.method === 'PUT' && url.searchParams.has('retention')) return this.#retain(url, name, body, response)
    if (request.method === 'PUT') return this.#put(request, name, body, response)
    const kept = this.objects.get(name)?.at(-1)
    if (!kept) return refuse(response, 404, 'NoSuchKey')
    if (request.method === 'DELETE') return this.#remove(url, name, response)
    response
      .writeHead(200, { 'x-amz-version-id': kept.version })
      .end(request.method === 'HEAD' ? undefined : kept.bytes)
  }

  #isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
    const said = String(request.headers.authorization)
    const names = /SignedHeaders=([^,]+)/.exec(said)?.[1]?.split(';') ?? []
    const stamp = String(request.headers['x-amz-date'])
    const own = ['host', 'x-amz-content-sha256', 'x-amz-date']
    const headers = Object.fromEntries(
      names.filter((name) => !own.includes(name)).map((name) => [name, String(request.headers[name])]),
    )
    const at = Temporal.Instant.from(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    const method = request.method as 'GET'
    const right = signed({ method, url, headers, body }, this.key, at)['authorization'] as string
    return right.length === said.length && timingSafeEqual(Buffer.from(right), Buffer.from(said))
  }

  #put(request: IncomingMessage, name: string, bytes: Buffer, response: ServerResponse): void {
    const checksum = createHash('sha256').update(bytes).digest('base64')
    if (request.headers['x-amz-checksum-sha256'] !== checksum) return refuse(response, 400, 'BadDigest')
    const versions = this.objects.get(name) ?? []
    if (request.headers['if-none-match'] === '*' && versions.length > 0)
      return refuse(response, 412, 'PreconditionFailed')
    if (request.headers['x-amz-object-lock-mode'] !== 'COMPLIANCE') return refuse(response, 400, 'InvalidRequest')
    const lockedUntil = Date.parse(String(request.headers['x-amz-object-lock-retain-until-date']))
    const version = `v${this.requests}`
    this.objects.set(name, [...versions, { version, bytes, lockedUntil }])
    response.writeHead(200, { 'x-amz-version-id': version }).end()
  }

  #retain(url: URL, name: string, body: Buffer, response: ServerResponse): void {
    const kept = this.objects.get(name)?.find((one) => one.version === url.searchParams.get('versionId'))
    const until = Date.parse(/<RetainUntilDate>([^<]+)</.exec(body.toString())?.[1] ?? '')
    if (!kept || Number.isNaN(until)) return refuse(response, 404, 'NoSuchVersion')
    // COMPLIANCE is extended, never shortened.
    if (until < kept.lockedUntil) return refuse(response, 403, 'AccessDenied')
    kept.lockedUntil = until
    response.writeHead(200).end()
  }

  #remove(url: URL, name: string, response: ServerResponse): void {
    const versions = this.objects.get(name) ?? []
    const kept = versions.find((one) => one.version === url.searchParams.get('versionId'))
    if (!kept) return refuse(response, 400, 'InvalidArgument')
    if (kept.lockedUntil > this.now()) return refuse(response, 403, 'AccessDenied')
    const left = versions.filter((one) => one !== kept)
    if (left.length > 0) this.objects.set(name, left)
    else this.objects.delete(name)
    response.writeHead(204).end()
  }
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)
}
