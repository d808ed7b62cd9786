import type { ServerResponse } from 'node:http'
import pg from 'pg'

/** One event for open pages: that something is there. They fetch it through the ordinary door. */
export type LiveEvent = { readonly position: string; readonly name: string; readonly customerId: string | null }

/** Reads what has come since a position; of one customer, or of all. */
export type FeedReader = (after: string, limit: number, customerId?: string) => Promise<readonly LiveEvent[]>

/** The oldest position that the feed still knows. */
export type OldestPosition = () => Promise<string>

/** Whose page it is. */
export type Hearer = {
  /** Names the session and what it may hear; a stream ends when its key is no longer among the open ones. */
  readonly key: string
  /** Only facts of this customer; undefined for staff, who hear all and are told whom a fact is about. */
  readonly customerId: string | undefined
}

/** Which of these keys still stand for an open session. */
export type OpenKeys = (keys: readonly string[]) => Promise<ReadonlySet<string>>

type Listener = Hearer & { readonly response: ServerResponse }

const BATCH_MAX = 1_000
/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 25_000
/** A page that reads too slowly is cut off; it resumes from its last id. */
const BUFFER_BYTES_MAX = 262_144
/** Tabs of one session; a browser over HTTP/1.1 opens six connections to a host at most. */
const STREAMS_PER_KEY_MAX = 12
/** Some 20 KiB each with its socket: 200 MiB of a process. */
const STREAMS_MAX = 10_000
/** Who was away for longer is told to load anew: that costs less than so many events. */
const MISSED_MAX = 10_000

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
  readonly #openKeys: OpenKeys
  readonly #oldest: OldestPosition
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
    openKeys: OpenKeys
    oldest: OldestPosition
    onError: (error: unknown) => void
  }) {
    this.#connection = options.connection
    this.#channel = options.channel
    this.#read = options.read
    this.#openKeys = options.openKeys
    this.#oldest = options.oldest
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
      if (wants(listener, event)) this.#write(listener, listener.customerId === undefined ? named : plain)
  }

  #write(listener: Listener, text: string): void {
    listener.response.write(text)
    if (listener.response.writableLength > BUFFER_BYTES_MAX) listener.response.destroy()
  }

  #beat(): void {
    for (const listener of this.#listeners) this.#write(listener, ': still here\n\n')
    void this.#forward()
    void this.endClosed()
  }

  /** A stream outlives the request that opened it, so it is asked again and again whether its session still stands. */
  async endClosed(): Promise<void> {
    const asked = [...this.#listeners]
    if (asked.length === 0) return
    try {
      const open = await this.#openKeys([...new Set(asked.map((listener) => listener.key))])
      for (const listener of asked) if (!open.has(listener.key)) listener.response.end()
    } catch (error) {
      this.#onError(error)
    }
  }

  /** Whether one more page of this session may listen: each holds a socket for hours. */
  hasRoom(key: string): boolean {
    if (this.#listeners.size >= STREAMS_MAX) return false
    let streams = 0
    for (const listener of this.#listeners) if (listener.key === key) streams += 1
    return streams < STREAMS_PER_KEY_MAX
  }

  /** Hands a response over to the hub; what was missed since `lastEventId` comes first. */
  async open(
    response: ServerResponse,
    hearer: Hearer,
    lastEventId: string | undefined,
    headers: Record<string, string>,
  ): Promise<void> {
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write('retry: 2000\n\n')
    const listener: Listener = { ...hearer, response }
    response.on('close', () => this.#listeners.delete(listener))
    if (lastEventId !== undefined) await this.#catchUp(listener, lastEventId)
    // Nothing is awaited from here on: who has left meanwhile must not stay in the list for ever, nor who comes after the stop.
    if (this.#ended) response.end()
    else if (!response.destroyed) this.#listeners.add(listener)
  }

  /** What was missed has left the feed, or is more than anybody wants to be sent. */
  async #isTooFarBack(lastEventId: string): Promise<boolean> {
    if (BigInt(this.#position) - BigInt(lastEventId) > MISSED_MAX) return true
    return BigInt(lastEventId) + 1n < BigInt(await this.#oldest())
  }

  async #catchUp(listener: Listener, lastEventId: string): Promise<void> {
    if (await this.#isTooFarBack(lastEventId)) return this.#write(listener, reload(this.#position))
    let after = lastEventId
    while (after !== this.#position && !listener.response.destroyed) {
      const events = await this.#read(after, BATCH_MAX, listener.customerId)
      const upToNow = events.filter((event) => BigInt(event.position) <= BigInt(this.#position))
      for (const event of upToNow) this.#write(listener, frame(event, listener.customerId === undefined))
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

const wants = (listener: Listener, event: LiveEvent): boolean =>
  listener.customerId === undefined || listener.customerId === event.customerId

const frame = ({ position, name, customerId }: LiveEvent, namesCustomer: boolean): string =>
  `id: ${position}\nevent: fact\ndata: ${JSON.stringify(namesCustomer ? { name, customerId } : { name })}\n\n`

/** Tells a page that was away for too long to fetch everything that it shows; it goes on hearing from here. */
const reload = (position: string): string => `id: ${position}\nevent: reload\ndata: {}\n\n`
