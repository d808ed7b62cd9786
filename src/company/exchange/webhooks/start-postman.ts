import pg from 'pg'
import { Postman, type PostmanOptions } from './postman.ts'

/** A tenth of a second until a change leaves; an empty look costs two index pages. */
const POLL_MS = 100
/** One postman works at a time, by advisory lock; others wait for it to end. */
const POSTMAN_LOCK = 7_214_005

export type RunningPostman = { readonly stop: () => Promise<void> }

/** Work that must not run twice at once either and comes again and again: the exchange by files. */
export type Round = { readonly everyMs: number; readonly run: () => Promise<void> }

export type StartPostman = PostmanOptions & {
  /** Holds the lock; if it is lost, so is the work. */
  readonly connection: pg.ClientConfig
  readonly rounds?: readonly Round[]
  readonly lock?: number
}

/** Brings changes out until stopped. */
export function startPostman(options: StartPostman): RunningPostman {
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await lead(options, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) options.onError(error)
      })
      await pause(500, stopping.signal)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function lead(options: StartPostman, stop: AbortSignal): Promise<void> {
  const leader = new pg.Client(options.connection)
  let lost: Error | undefined
  leader.on('error', (error) => {
    lost = error
  })
  await leader.connect()
  const postman = new Postman(options)
  const ending = new AbortController()
  let rounds: Promise<unknown> = Promise.resolve()
  try {
    while (!stop.aborted) {
      const values = [options.lock ?? POSTMAN_LOCK]
      const { rows } = await leader.query<{ led: boolean }>('select pg_try_advisory_lock($1) as led', values)
      if (rows[0]?.led) break
      await pause(500, stop)
    }
    const isOver = AbortSignal.any([stop, ending.signal])
    rounds = Promise.all((options.rounds ?? []).map((round) => repeat(round, options.onError, isOver)))
    await postman.sealSecrets()
    while (!stop.aborted) {
      if (lost) throw lost
      const found = await postman.lookOnce()
      await pause(found ? POLL_MS / 5 : POLL_MS, stop)
    }
  } finally {
    ending.abort()
    await Promise.all([postman.stop(), rounds])
    await leader.end().catch(() => undefined)
  }
}

async function repeat(round: Round, onError: (error: unknown) => void, isOver: AbortSignal): Promise<void> {
  while (!isOver.aborted) {
    await round.run().catch(onError)
    await pause(round.everyMs, isOver)
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
