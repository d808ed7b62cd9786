import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

export type PrintedItem = {
  readonly id: string
  readonly key: string
  readonly address: readonly string[]
  readonly product: string
  readonly files: number
  state: 'queued' | 'printed' | 'posted' | 'returned' | 'refused'
  reason?: string
  at: string
}

/** How the print house behaves, by the number of the request: answers late, not at all, with an error, or refuses. */
export type Mood = {
  readonly lateMs?: number
  /** Takes the letter and cuts the line before it answers. */
  readonly cutEvery?: number
  /** Answers 503 without having taken anything. */
  readonly brokenEvery?: number
  readonly refuses?: (item: { readonly address: readonly string[]; readonly product: string }) => string | undefined
}

/** A print house over HTTP that behaves like one, failures included; it counts what it was given twice. */
export class FakePrintHouse {
  readonly items = new Map<string, PrintedItem>()
  /** Keys that were handed over although they were known: nobody asked first. */
  readonly givenTwice: string[] = []
  mood: Mood = {}
  private asked = 0
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy())
  })

  static async start(): Promise<FakePrintHouse> {
    const house = new FakePrintHouse()
    await new Promise<void>((resolve) => house.server.listen(0, '127.0.0.1', resolve))
    return house
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    this.server.closeAllConnections()
    return new Promise((resolve) => this.server.close(() => resolve()))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://printer')
    const body = request.method === 'POST' ? await text(request) : ''
    if (this.mood.lateMs) await pause(Math.random() * this.mood.lateMs)
    const reply = (status: number, answer: object = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    const id = url.pathname.split('/')[2]
    if (request.method === 'POST') return this.take(body, request, response, reply)
    const item = id === undefined ? this.items.get(url.searchParams.get('key') ?? '') : this.byId(id)
    if (!item) return void reply(404)
    if (request.method === 'DELETE') {
      if (item.state !== 'queued') return void reply(409)
      this.items.delete(item.key)
      return void reply(200)
    }
    reply(200, item)
  }

  private take(
    body: string,
    request: IncomingMessage,
    response: ServerResponse,
    reply: (status: number, answer?: object) => unknown,
  ): void {
    this.asked += 1
    const { brokenEvery, cutEvery, refuses } = this.mood
    if (brokenEvery && this.asked % brokenEvery === 0) return void reply(503)
    const sent = JSON.parse(body) as { key: string; address: string[]; product: string; files: string[] }
    if (request.headers['idempotency-key'] !== sent.key) return void reply(400)
    if (this.items.has(sent.key)) {
      this.givenTwice.push(sent.key)
      return void reply(409)
    }
    const reason = refuses?.(sent)
    if (reason) return void reply(422, { reason })
    const item: PrintedItem = {
      id: `P${this.items.size + 1}`,
      key: sent.key,
      address: sent.address,
      product: sent.product,
      files: sent.files.length,
      state: 'queued',
      at: Temporal.Now.instant().toString(),
    }
    this.items.set(sent.key, item)
    if (cutEvery && this.asked % cutEvery === 0) return void response.destroy()
    reply(201, { id: item.id })
  }

  private byId(id: string): PrintedItem | undefined {
    return [...this.items.values()].find((one) => one.id === id)
  }
}
