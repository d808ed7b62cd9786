import type pg from 'pg'
import type { Tx } from '#platform/database'
import { transaction } from '#platform/database'
import { addJobsStatement, type NewJob } from '#platform/jobs'
import type { Fact, FactKind } from './fact.ts'
import { factsByIds, markAllHeard, markHeard, readFact } from './journal.sql.ts'

/**
 * Somebody who cares about a fact. `name` is a literal that never changes: jobs of yesterday carry it. The work runs in a
 * worker transaction together with the note that this listener has heard this fact, so a repeated job does nothing twice.
 * What has to reach the outside world is put into an outbox row with an idempotency key and sent from there.
 */
export type Listener = {
  readonly name: string
  readonly hears: string
  readonly hear: (tx: Tx, fact: Fact, now: Temporal.Instant) => Promise<void>
}

export function defineListener<Kind extends FactKind>(listener: {
  name: string
  hears: Kind
  hear: (tx: Tx, fact: Fact<Kind>, now: Temporal.Instant) => Promise<void>
}): Listener {
  return { name: listener.name, hears: listener.hears.name, hear: listener.hear as Listener['hear'] }
}

/**
 * Facts that a listener hears in one job and transaction. One by one, three listeners of a reading cost more than the reading
 * itself.
 */
const TOGETHER_MAX = 50
/** A listener's job is tried so often, with graphile-worker's exponential back-off: about 20 minutes in all. */
const ATTEMPTS_MAX = 10

/** What a hearing job carries: one fact, or some that came together. Ids as text. */
export type HearingPayload = { readonly journalId: string } | { readonly journalIds: readonly string[] }

/** The jobs in which a listener hears these facts. */
export function hearingJobs(listener: Pick<Listener, 'name'>, journalIds: readonly string[]): NewJob[] {
  const job = (payload: HearingPayload) => ({ identifier: taskOf(listener), payload, maxAttempts: ATTEMPTS_MAX })
  return Array.from({ length: Math.ceil(journalIds.length / TOGETHER_MAX) }, (_, at) => {
    const together = journalIds.slice(at * TOGETHER_MAX, (at + 1) * TOGETHER_MAX)
    return job(together.length === 1 ? { journalId: together[0] as string } : { journalIds: together })
  })
}

/** Task name of a listener's jobs in the queue. */
export const taskOf = (listener: Pick<Listener, 'name'>): string => `hear:${listener.name}`

/** Runs a listener for one fact, once. */
export async function hearOnce(
  pool: pg.Pool,
  listener: Listener,
  journalId: string,
  now: Temporal.Instant,
): Promise<void> {
  await transaction(pool, async (tx) => {
    if (!(await markHeard(tx, listener.name, journalId))) return
    const fact = await readFact(tx, journalId)
    if (!fact) throw new Error(`Fact ${journalId} is not in the journal.`)
    await listener.hear(tx, fact, now)
  })
}

/**
 * Does a hearing job. If one of several facts cannot be heard, each gets a job of its own, so that it holds up no other one, is
 * tried again alone, and is what an agent sees when it is stuck, with its own error.
 */
export async function hear(
  pool: pg.Pool,
  listener: Listener,
  payload: HearingPayload,
  now: Temporal.Instant,
): Promise<void> {
  if ('journalId' in payload) return hearOnce(pool, listener, payload.journalId, now)
  try {
    await transaction(pool, async (tx) => {
      const unheard = await markAllHeard(tx, listener.name, payload.journalIds)
      const facts = await factsByIds(tx, unheard)
      if (facts.length < unheard.length) throw new Error('Not all facts are in the feed.')
      for (const fact of facts) await listener.hear(tx, fact, now)
    })
  } catch {
    const alone = payload.journalIds.flatMap((journalId) => hearingJobs(listener, [journalId]))
    await transaction(pool, (tx) => addJobsStatement(tx, alone))
  }
}
