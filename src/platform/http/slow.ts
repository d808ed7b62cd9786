import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** How long somebody may take to say what they want. */
export type Patience = {
  /** Until the last header. A phone in a lift needs some seconds, never a minute. */
  readonly headersMs: number
  /** A body may begin slowly; from then on it has to come as fast as `bytesPerSecondMin` on average. */
  readonly bodyMs: number
  readonly bytesPerSecondMin: number
  /** The longest request of all: an import of ten million lines at 40,000 a second takes four minutes. */
  readonly requestMs: number
  /** How often is looked. */
  readonly lookMs: number
}

/**
 * A photo of 5 MB over 1 Mbit/s takes 40 seconds, so no fixed time fits all bodies; half a kilobyte a second is less than the worst
 * mobile network gives and more than somebody sends who only wants to hold a connection open.
 */
export const usualPatience: Patience = {
  headersMs: 15_000,
  bodyMs: 20_000,
  bytesPerSecondMin: 500,
  requestMs: 3_600_000,
  lookMs: 5_000,
}

/** What Node itself watches; Fastify sets `requestTimeout` by its own option. */
export const serverTimeouts = ({ headersMs, requestMs, lookMs }: Patience) => ({
  headersTimeout: headersMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: lookMs,
})

type Incoming = { readonly request: FastifyRequest['raw']; readonly socket: Socket; since: number; bytes: number }

const ANSWER = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/**
 * Ends requests whose body trickles in to hold a connection. Not counted is the time in which we do not read: while a session is
 * being checked, or while the database works on the lines before.
 */
export function endSlowBodies(server: FastifyInstance, patience: Patience): void {
  const incoming = new Set<Incoming>()
  server.addHook('onRequest', async ({ raw }) => {
    if (raw.complete || (raw.headers['content-length'] ?? '0') === '0') {
      if (raw.headers['transfer-encoding'] === undefined) return
    }
    const one = { request: raw, socket: raw.socket, since: Date.now(), bytes: raw.socket.bytesRead }
    incoming.add(one)
    raw.once('close', () => incoming.delete(one))
  })
  const timer = setInterval(() => look(incoming, patience), patience.lookMs)
  timer.unref()
  server.addHook('onClose', async () => clearInterval(timer))
}

function look(incoming: Set<Incoming>, patience: Patience): void {
  const now = Date.now()
  for (const one of incoming) {
    const { request, socket } = one
    if (request.complete) incoming.delete(one)
    else if (request.readableLength >= request.readableHighWaterMark || request.isPaused()) {
      one.since = now
      one.bytes = socket.bytesRead
    } else if (isTooSlow(now - one.since, socket.bytesRead - one.bytes, patience)) {
      incoming.delete(one)
      if (socket.writable) socket.write(ANSWER)
      socket.destroy()
    }
  }
}

const isTooSlow = (ms: number, bytes: number, { bodyMs, bytesPerSecondMin }: Patience): boolean =>
  ms > bodyMs && bytes < (bytesPerSecondMin * ms) / 1_000
