import type pg from 'pg'
import { facts, recordFacts } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import {
  type EscalatedRow,
  escalateTasks,
  type EscalationCursor,
  foldTally,
  fromTheStart,
  wakeTasks,
} from './basket.sql.ts'

/** Rows per transaction: short locks, and a killed worker loses at most one of them, which the next run does again. */
const BATCH = 1_000
const TALLY_BATCH = 20_000
/** After so many the counts are folded: what waits unfolded is added up by everybody who looks at the basket. */
const FOLD_EVERY = 10
/** A run of the job ends before the next begins; what is left comes a minute later. */
export const RUN_MS_MAX = 50_000

export type Moved = { readonly woken: number; readonly escalated: number; readonly isDone: boolean }

/**
 * Brings tasks back whose follow-up date has come, moves up what was not done in time, and folds the counts, in short transactions
 * that are each committed. Each part is idempotent: what is done is no longer found, so a run that ends early is no loss.
 */
export async function keepMoving(
  pool: pg.Pool,
  now: Temporal.Instant,
  limits: { readonly runMsMax?: number } = {},
): Promise<Moved> {
  const today = legalDay(now)
  const until = performance.now() + (limits.runMsMax ?? Infinity)
  const isOver = () => performance.now() >= until
  let woken = 0
  let escalated = 0
  for (let last = BATCH; last === BATCH && !isOver(); woken += last)
    last = await transaction(pool, (tx) => wakeTasks(tx, today, BATCH))
  let after = fromTheStart
  let last = BATCH
  for (let batch = 1; last === BATCH && !isOver(); batch += 1) {
    const moved = await escalateBatch(pool, today, now, after)
    last = moved.length
    escalated += last
    after = endOf(moved) ?? after
    if (batch % FOLD_EVERY === 0) await foldAll(pool, isOver)
  }
  await foldAll(pool, isOver)
  return { woken, escalated, isDone: last < BATCH }
}

async function foldAll(pool: pg.Pool, isOver: () => boolean): Promise<void> {
  for (let last = TALLY_BATCH; last === TALLY_BATCH && !isOver(); )
    last = await transaction(pool, (tx) => foldTally(tx, TALLY_BATCH))
}

/** The last of a batch in the order of the index. */
function endOf(moved: readonly EscalatedRow[]): EscalationCursor | undefined {
  const last = moved.toSorted(
    (a, b) => Temporal.PlainDate.compare(a.day, b.day) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1),
  )[moved.length - 1]
  return last && { day: last.day.toString(), id: last.id }
}

const escalateBatch = (
  pool: pg.Pool,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
  after: EscalationCursor,
): Promise<EscalatedRow[]> =>
  transaction(pool, async (tx) => {
    const moved = await escalateTasks(tx, today, now, BATCH, after)
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
    return moved
  })

export const keepMovingJob = (pool: pg.Pool): Job => ({
  name: 'tasks.keep-moving',
  cron: '* * * * *',
  run: async (_payload, now) => {
    await keepMoving(pool, now, { runMsMax: RUN_MS_MAX })
  },
})
