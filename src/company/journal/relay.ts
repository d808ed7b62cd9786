import pg from 'pg'
import { transaction, type Tx } from '#platform/database'
import { addJobsStatement } from '#platform/jobs'
import { type FeedRow, movePendingToFeed, oneMoveAtATime } from './journal.sql.ts'
import { hearingJobs, type Listener } from './listener.ts'

/** Number of the advisory lock that makes one relay the leader. */
const RELAY_LOCK = 7_214_002
/** A batch is one transaction: large enough to carry 10,000 facts a second, small enough to finish within some 50 ms. */
const BATCH_MAX = 1_000
/** Half of what a person notices; an empty look costs one index page. */
const POLL_MS = 40

/** Channel on which web processes learn that the feed has grown; the payload is the last position. */
export const FEED_CHANNEL = 'journal_feed'

export type Relay = { readonly stop: () => Promise<void> }

export type RelayOptions = {
  readonly pool: pg.Pool
  /** A connection of its own holds the lock; if it is lost, so is the leadership. */
  readonly connection: pg.ClientConfig
  readonly listeners: readonly Listener[]
  readonly onError: (error: unknown) => void
}

/**
 * Moves pending facts into the feed and adds the jobs of all listeners, in one transaction: nothing is delivered twice and
 * nothing is skipped, however late a transaction commits, because a row is taken only when it is visible and exactly once.
 * One relay leads by advisory lock; others wait for it to end.
 */
export function startRelay(options: RelayOptions): Relay {
  let stopped = false
  let wake: (() => void) | undefined
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const loop = async () => {
    while (!stopped) {
      try {
        await lead(options, () => stopped, pause)
      } catch (error) {
        if (!stopped) options.onError(error)
      }
      if (!stopped) await pause(500)
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopped = true
      wake?.()
      await running
    },
  }
}

async function lead(
  options: RelayOptions,
  stopped: () => boolean,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  const leader = new pg.Client(options.connection)
  let lost: Error | undefined
  leader.on('error', (error) => {
    lost = error
  })
  await leader.connect()
  try {
    for (;;) {
      const { rows } = await leader.query<{ led: boolean }>('select pg_try_advisory_lock($1) as led', [RELAY_LOCK])
      if (rows[0]?.led) break
      await pause(500)
      if (stopped()) return
    }
    while (!stopped()) {
      if (lost) throw lost
      const moved = await relayOnce(options.pool, options.listeners)
      if (moved < BATCH_MAX) await pause(POLL_MS)
    }
  } finally {
    await leader.end().catch(() => undefined)
  }
}

/** One batch. @returns how many facts were moved */
export async function relayOnce(pool: pg.Pool, listeners: readonly Listener[]): Promise<number> {
  const move = async (tx: Tx) => {
    const moved = await movePendingToFeed(tx, BATCH_MAX)
    const last = moved.at(-1)
    if (!last) return 0
    const jobs = listeners.flatMap((listener) => hearingJobs(listener, heardBy(listener, moved)))
    await addJobsStatement(tx, jobs, { channel: FEED_CHANNEL, payload: last.position })
    return moved.length
  }
  return transaction(pool, move, [oneMoveAtATime()])
}

const heardBy = (listener: Listener, moved: readonly FeedRow[]): string[] =>
  moved.filter((row) => row.name === listener.hears).map((row) => row.journalId)
