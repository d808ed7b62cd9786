import type pg from 'pg'
import type { Tx } from '#platform/database'
import { transaction } from '#platform/database'
import type { Fact, FactKind } from './fact.ts'
import { markHeard, readFact } from './journal.sql.ts'

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
