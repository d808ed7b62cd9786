import type pg from 'pg'
import { facts, recordFacts } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { escalateTasks, foldTally, wakeTasks } from './basket.sql.ts'

/** Rows per transaction: short locks, and a killed worker loses at most one of them, which the next run does again. */
const BATCH = 1_000
const TALLY_BATCH = 20_000

/**
 * Brings tasks back whose follow-up date has come, moves up what was not done in time, and folds the counts. Each part is
 * idempotent: what is done is no longer found.
 */
export async function keepMoving(
  pool: pg.Pool,
  now: Temporal.Instant,
): Promise<{ readonly woken: number; readonly escalated: number }> {
  const today = legalDay(now)
  let woken = 0
  let escalated = 0
  for (let last = BATCH; last === BATCH; woken += last)
    last = await transaction(pool, (tx) => wakeTasks(tx, today, BATCH))
  for (let last = BATCH; last === BATCH; escalated += last) last = await escalateBatch(pool, today, now)
  for (let last = TALLY_BATCH; last === TALLY_BATCH; )
    last = await transaction(pool, (tx) => foldTally(tx, TALLY_BATCH))
  return { woken, escalated }
}

const escalateBatch = (pool: pg.Pool, today: Temporal.PlainDate, now: Temporal.Instant): Promise<number> =>
  transaction(pool, async (tx) => {
    const moved = await escalateTasks(tx, today, now, BATCH)
    await recordFacts(
      tx,
      moved.map((row) => ({
        kind: facts.taskEscalated,
        payload: { taskId: row.id, kind: row.kind, step: row.step, priority: row.priority, group: row.group_name },
        context: {
          customerId: row.customer_id,
          contractId: row.contract_id,
          channel: 'system',
          actor: { kind: 'system' },
          occurredAt: now,
        },
      })),
    )
    return moved.length
  })

export const keepMovingJob = (pool: pg.Pool): Job => ({
  name: 'tasks.keep-moving',
  cron: '* * * * *',
  run: async (_payload, now) => {
    await keepMoving(pool, now)
  },
})
