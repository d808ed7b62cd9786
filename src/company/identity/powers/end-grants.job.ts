import type pg from 'pg'
import { facts, recordFacts } from '#company/journal'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { endedPowersWithoutGrant, markEndedGrants } from './powers.sql.ts'

/** In one transaction, so that none holds locks for all. */
const BATCH = 500

/**
 * Tells the journal of grants whose time is over, and so the person and the power behind them. They open nothing since that very
 * moment, because session_open asks for the time; this only says so. @returns how many
 */
export async function endGrants(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  let ended = 0
  for (;;) {
    const batch = await transaction(pool, async (tx) => {
      const grants = await markEndedGrants(tx, BATCH)
      const powers = await endedPowersWithoutGrant(tx, now)
      const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const
      await recordFacts(tx, [
        ...grants.map(({ id, accountId, customerId }) => ({
          kind: facts.grantEnded,
          payload: { grantId: id, accountId, by: 'time' },
          context: { ...context, customerId },
        })),
        ...powers.map(({ id, customerId }) => ({
          kind: facts.powerEnded,
          payload: { powerId: id, because: 'time' },
          context: { ...context, customerId },
        })),
      ])
      return grants.length
    })
    ended += batch
    if (batch < BATCH) return ended
  }
}

/** Every hour: the end of a legal day is at 22:00 or 23:00 UTC. */
export const endGrantsJob = (pool: pg.Pool): Job => ({
  name: 'identity.end-grants',
  cron: '5 * * * *',
  run: async (_payload, now) => {
    await endGrants(pool, now)
  },
})
