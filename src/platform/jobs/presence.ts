import { sql } from 'kysely'
import pg from 'pg'
import { tables, transaction } from '#platform/database'

/** How often dead workers are looked for, and how long a lock must have stood before it is looked at. */
const SWEEP_MS = 10_000

export type Presence = { readonly stop: () => Promise<void> }

/**
 * Shows that a worker lives, by a lock that ends with its connection. graphile-worker gives the jobs of a killed worker free after
 * four hours; here whoever holds jobs and no such lock is dead, and its jobs are free within seconds. A worker whose connection
 * broke while it lived may have a job done twice: listeners hear a fact once, and what leaves has its key.
 */
export function showPresence(connection: pg.ClientConfig, poolId: string, onError: (error: unknown) => void): Presence {
  let client: pg.Client | undefined
  let stopped = false
  const hold = async () => {
    const made = new pg.Client(connection)
    const lost = () => {
      if (client === made) client = undefined
    }
    made.on('error', lost)
    made.on('end', lost)
    await made.connect()
    await made.query('select pg_advisory_lock(hashtextextended($1, 0))', [poolId])
    client = made
  }
  const look = () => {
    if (!stopped && !client) hold().catch(onError)
  }
  look()
  const timer = setInterval(look, 1_000)
  timer.unref()
  return {
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await client?.end().catch(() => undefined)
    },
  }
}

/** Frees the jobs of workers that show no presence any more. */
export async function freeJobsOfTheDead(pool: pg.Pool): Promise<void> {
  await transaction(pool, (tx) =>
    sql`select graphile_worker.force_unlock_workers(array(
          select locked_by from (select distinct locked_by from graphile_worker._private_jobs
                                  where locked_by is not null and locked_at < now() - interval '10 seconds') holder
           where pg_try_advisory_xact_lock(hashtextextended(locked_by, 0))))`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
}

export function sweepForTheDead(pool: pg.Pool, onError: (error: unknown) => void): Presence {
  const timer = setInterval(() => void freeJobsOfTheDead(pool).catch(onError), SWEEP_MS)
  timer.unref()
  return { stop: async () => clearInterval(timer) }
}
