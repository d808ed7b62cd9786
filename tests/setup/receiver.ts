import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isSigned } from '#company/exchange'

/** What a receiver was sent. */
export type Received = {
  readonly id: string
  readonly type: string
  readonly timestamp: string
  readonly change: {
    readonly id: string
    readonly object: string
    readonly objectId: string
    readonly customerId: string | null
    readonly fields: readonly string[]
    readonly state: Readonly<Record<string, unknown>>
  }
  readonly body: string
  readonly headers: IncomingMessage['headers']
  readonly signed: boolean
}

/** How it answers; the default is 204. May wait. */
export type Answering = (received: Received, response: ServerResponse) => void | Promise<void>

/** A receiver of webhooks on this machine, as another system would have one: it checks signatures and keeps what came. */
export class TestReceiver {
  readonly all: Received[] = []
  secret = ''
  answer: Answering = (_received, response) => void response.writeHead(204).end()
  /** The time by which signatures are checked. */
  now: () => Temporal.Instant = () => Temporal.Now.instant()
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response))
  }

  static async start(): Promise<TestReceiver> {
    const receiver = new TestReceiver()
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  /** Ids in the order in which they came first: a receiver that keeps each once. */
  get once(): string[] {
    return [...new Set(this.all.map((one) => one.id))]
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const body = Buffer.concat(pieces).toString()
    const { type, timestamp, data } = JSON.parse(body) as { type: string; timestamp: string; data: Received['change'] }
    const received: Received = {
      id: String(request.headers['webhook-id']),
      type,
      timestamp,
      change: data,
      body,
      headers: request.headers,
      signed: this.secret !== '' && isSigned(this.secret, request.headers, body, this.now()),
    }
    this.all.push(received)
    await this.answer(received, response)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
