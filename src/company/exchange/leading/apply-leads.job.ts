import type pg from 'pg'
import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { setLeading, takeDue } from './leading.sql.ts'

/** Lets what was planned hold from its day on. A run that is repeated finds nothing more. @returns how many changed */
export const applyLeads = (pool: pg.Pool, now: Temporal.Instant): Promise<number> =>
  transaction(pool, async (tx) => {
    const due = await takeDue(tx, legalDay(now))
    for (const { object, field, system, staffId } of due) {
      await setLeading(tx, object, field, system)
      const context = { channel: 'system', actor: { kind: 'staff', id: staffId }, occurredAt: now } as const
      await recordFact(tx, facts.leadingSystemChanged, { object, field, system: system ?? '' }, context)
    }
    return due.length
  })

/** `exchange.apply-leads`: each minute, so that a day begins for the exchange as it begins for people. */
export const applyLeadsJob = (pool: pg.Pool): Job => ({
  name: 'exchange.apply-leads',
  cron: '* * * * *',
  run: async (_payload, now) => {
    await applyLeads(pool, now)
  },
})
