import type pg from 'pg'
import type { Clock } from '#platform/clock'
import { transaction, type Tx } from '#platform/database'
import { CannotEverArrive, type Carrier } from './carrier.ts'
import { type DueMessage, markFailed, markSent, type OutboxChannel, takeDue } from './outbox.sql.ts'

/** At once by one program: a mail server takes some 100 ms for each, so 20 are through before anybody waits. */
const BATCH_MAX = 20
/** Longer than any carrier may take, so that nobody takes over what is still being sent. */
const LEASE_SECONDS = 300
const POLL_MS = 500
/** With the waits below about two days, as mail servers themselves keep trying (RFC 5321 4.5.4.1 says four to five). */
const ATTEMPTS_MAX = 12
const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 6 * 3_600

/** Seconds until the next try after so many that failed: 30, 60, 120 ... six hours. */
export const waitSeconds = (attempts: number): number =>
  Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (attempts - 1))

export type SenderOptions = {
  readonly pool: pg.Pool
  /** What is not in here stays in the outbox. */
  readonly carriers: Readonly<Partial<Record<OutboxChannel, Carrier>>>
  /** Runs in the transaction that notes it as sent: the fact for the journal. */
  readonly onSent: (tx: Tx, message: DueMessage, now: Temporal.Instant) => Promise<void>
  /** Runs in the transaction that gives a message up; `final` if the other side has said for good that it does not arrive. */
  readonly onFailed?: (tx: Tx, message: DueMessage, final: boolean, now: Temporal.Instant) => Promise<void>
  /** True if texts with secrets are emptied once sent; the demo keeps them, because its mailbox shows them. */
  readonly forgetSecrets: boolean
}

/** Sends what is due now, one batch. @returns how many were taken, whether they arrived or not */
export async function sendDue(options: SenderOptions, now: Temporal.Instant): Promise<number> {
  const channels = Object.keys(options.carriers) as OutboxChannel[]
  const due = await transaction(options.pool, (tx) =>
    takeDue(tx, { now, channels, limit: BATCH_MAX, leaseSeconds: LEASE_SECONDS }),
  )
  await Promise.all(due.map((message) => sendOne(options, message, now)))
  return due.length
}

async function sendOne(options: SenderOptions, message: DueMessage, now: Temporal.Instant): Promise<void> {
  try {
    await options.carriers[message.channel]?.(message)
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    const giveUp = error instanceof CannotEverArrive || message.attempts >= ATTEMPTS_MAX
    const next = giveUp ? undefined : now.add({ seconds: waitSeconds(message.attempts) })
    await transaction(options.pool, async (tx) => {
      await markFailed(tx, message.id, said, next)
      if (giveUp) await options.onFailed?.(tx, message, error instanceof CannotEverArrive, now)
    })
    return
  }
  await transaction(options.pool, async (tx) => {
    await markSent(tx, message.id, now, options.forgetSecrets)
    await options.onSent(tx, message, now)
  })
}

export type Sender = { readonly stop: () => Promise<void> }

/**
 * `platform.send-mail`: looks into the outbox twice a second (an index probe when it is empty) and sends what is due. A job
 * per message would need its own entry in the queue inside the business transaction, which costs every commit (see jobs).
 */
export function startSender(
  options: SenderOptions & { readonly clock: Clock; readonly onError: (error: unknown) => void },
): Sender {
  const stopping = new AbortController()
  const running = loop(options, stopping.signal)
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function loop(options: Parameters<typeof startSender>[0], stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    let taken = 0
    try {
      taken = await sendDue(options, options.clock.now())
    } catch (error) {
      if (!stop.aborted) options.onError(error)
    }
    if (taken < BATCH_MAX) await pause(POLL_MS, stop)
  }
}

const pause = (ms: number, stop: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (stop.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    stop.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true })
  })
