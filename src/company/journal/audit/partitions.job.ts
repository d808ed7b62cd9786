import type pg from 'pg'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { makeAuditPartitions } from './audit.sql.ts'

/** Far enough ahead that a year without this job loses nothing; after that lines go into the partition for all other months. */
const MONTHS_AHEAD = 14

/** Every night at 02:40 UTC. */
export const auditPartitionsJob = (pool: pg.Pool): Job => ({
  name: 'journal.audit-partitions',
  cron: '40 2 * * *',
  run: async (_payload, now) => {
    await transaction(pool, (tx) => makeAuditPartitions(tx, legalDay(now).add({ months: MONTHS_AHEAD })))
  },
})
