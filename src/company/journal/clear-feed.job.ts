import type pg from 'pg'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { clearFeed, clearHeard, moveClearing } from './upkeep.sql.ts'

/**
 * Takes out of the feed, and out of the notes of who heard what, all that is older than `keptDays`. An open page that was away for
 * longer is told to load itself anew; facts that still wait for the relay, and those after them, stay.
 */
export async function clearOldFeed(pool: pg.Pool, keptDays: number, now: Temporal.Instant): Promise<void> {
  const asked = now.subtract({ hours: keptDays * 24 })
  const before = (await transaction(pool, (tx) => moveClearing(tx, asked))) ?? asked
  while ((await transaction(pool, (tx) => clearFeed(tx, before))) > 0);
  await transaction(pool, (tx) => clearHeard(tx, before))
}

/** Every night at 02:40 UTC. */
export const clearFeedJob = (pool: pg.Pool, keptDays: number): Job => ({
  name: 'journal.clear-feed',
  cron: '40 2 * * *',
  run: (_payload, now) => clearOldFeed(pool, keptDays, now),
})
