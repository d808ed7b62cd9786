import type { ServerResponse } from 'node:http'
import pg from 'pg'

/** One event for open pages: that something is there. They fetch it through the ordinary door. */
export type LiveEvent = { readonly position: string; readonly name: string; readonly customerId: string | null }

/** Reads what has come since a position. */
export type FeedReader = (after: string, limit: number) => Promise<readonly LiveEvent[]>

type Listener = {
  readonly wants: (event: LiveEvent) => boolean
  readonly response: ServerResponse
  /** True for staff, who may know whom a fact is about; to a customer it is always the same one. */
  readonly namesCustomer: boolean
}

const BATCH_MAX = 1_000
/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 25_000
/** A page that reads too slowly is cut off; it resumes from its last id. */
const BUFFER_BYTES_MAX = 262_144

/**
 * Server-sent events for the pages of this process. It listens for the feed's notification on a connection of its own and
 * also looks by itself, so a lost notification delays an event and never loses it.
 */
export class LiveHub {
  readonly #listeners = new Set<Listener>()
  readonly #connection: pg.ClientConfig
  readonly #read: FeedReader
  readonly #onError: (error: unknown) => void
  readonly #channel: string
  #client: pg.Client | undefined
  #position = '0'
  #busy = false
  #again = false
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(options: {
    connection: pg.ClientConfig
    channel: string
    read: FeedReader
    onError: (error: unknown) => void
  }) {
    this.#connection = options.connection
    this.#channel = options.channel
    this.#read = options.read
    this.#onError = options.onError
  }

  async start(position: string): Promise<void> {
    this.#position = position
    await this.#listen()
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_MS)
    this.#timer.unref()
  }

  async #listen(): Promise<void> {
    if (this.#ended) return
    try {
      const client = new pg.Client(this.#connection)
      client.on('error', () => this.#lost(client))
      client.on('end', () => this.#lost(client))
      client.on('notification', () => void this.#forward())
      await client.connect()
      await client.query(`listen ${pg.escapeIdentifier(this.#channel)}`)
      this.#client = client
      void this.#forward()
    } catch (error) {
      this.#onError(error)
      this.#retry()
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.#retry()
  }

  #retry(): void {
    if (!this.#ended) setTimeout(() => void this.#listen(), 1_000).unref()
  }

  async #forward(): Promise<void> {
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    try {
      do {
        this.#again = false
        const events = await this.#read(this.#position, BATCH_MAX)
        for (const event of events) this.#send(event)
        this.#position = events.at(-1)?.position ?? this.#position
        if (events.length === BATCH_MAX) this.#again = true
      } while (this.#again)
    } catch (error) {
      this.#onError(error)
    } finally {
      this.#busy = false
    }
  }

  #send(event: LiveEvent): void {
    const [plain, named] = [frame(event, false), frame(event, true)]
    for (const listener of this.#listeners)
      if (listener.wants(event)) this.#write(listener, listener.namesCustomer ? named : plain)
  }

  #write(listener: Listener, text: string): void {
    listener.response.write(text)
    if (listener.response.writableLength > BUFFER_BYTES_MAX) listener.response.destroy()
  }

  #beat(): void {
    for (const listener of this.#listeners) this.#write(listener, ': still here\n\n')
    void this.#forward()
  }

  /** Hands a response over to the hub; what was missed since `lastEventId` comes first. */
  async open(
    response: ServerResponse,
    wants: (event: LiveEvent) => boolean,
    lastEventId: string | undefined,
    headers: Record<string, string>,
    namesCustomer = false,
  ): Promise<void> {
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write('retry: 2000\n\n')
    const listener = { wants, response, namesCustomer }
    response.on('close', () => this.#listeners.delete(listener))
    if (lastEventId !== undefined) await this.#catchUp(listener, lastEventId)
    this.#listeners.add(listener)
  }

  async #catchUp(listener: Listener, lastEventId: string): Promise<void> {
    let after = lastEventId
    while (after !== this.#position && !listener.response.destroyed) {
      const events = await this.#read(after, BATCH_MAX)
      const upToNow = events.filter((event) => BigInt(event.position) <= BigInt(this.#position))
      for (const event of upToNow)
        if (listener.wants(event)) this.#write(listener, frame(event, listener.namesCustomer))
      const last = upToNow.at(-1)
      if (!last) return
      after = last.position
    }
  }

  async stop(): Promise<void> {
    this.#ended = true
    clearInterval(this.#timer)
    for (const listener of this.#listeners) listener.response.end()
    this.#listeners.clear()
    await this.#client?.end().catch(() => undefined)
  }
}

const frame = ({ position, name, customerId }: LiveEvent, namesCustomer: boolean): string =>
  `id: ${position}\nevent: fact\ndata: ${JSON.stringify(namesCustomer ? { name, customerId } : { name })}\n\n`
