import type pg from 'pg'
import { facts, recordFact } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay, startOfLegalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import { orderWritten } from '../made/order-letter.ts'
import { allowance } from './pace.ts'
import { doneLately, endItem, type Item, moveRun, runCounts, type RunRow, takeRun, waitingItems } from './runs.sql.ts'
import { kindOfRun, type RunKind, valuesOfItem } from './values-of-item.ts'

/** Ordered in one transaction: some 300 ms, and what a killed worker leaves is done again by the next. */
const BATCH_MAX = 50
/** So many refused letters of a run become a task each, with the customer; more stand on the run's page and in one task. */
const TASKS_MAX = 50

const byHouse = (now: Temporal.Instant) => ({ channel: 'system', actor: { kind: 'system' }, occurredAt: now }) as const

/**
 * Orders the next letters of every run whose time has come. The letter, the row that says so and the count of it are one
 * transaction under the run's lock, and the run and customer are the letter's key: nobody gets two.
 * @returns how many customers were dealt with
 */
export async function dispatchDue(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  const seen: string[] = []
  let dealt = 0
  for (;;) {
    const step = await transaction(pool, (tx) => dispatchOne(tx, now, seen))
    if (!step) return dealt
    seen.push(step.runId)
    dealt += step.dealt
  }
}

async function dispatchOne(tx: Tx, now: Temporal.Instant, seen: readonly string[]) {
  const run = await takeRun(tx, now, seen)
  if (!run) return undefined
  const lately = await doneLately(tx, run.id, {
    fiveMinutes: now.subtract({ minutes: 5 }),
    hour: now.subtract({ hours: 1 }),
    day: startOfLegalDay(legalDay(now)),
  })
  const items = await waitingItems(tx, run.id, Math.min(BATCH_MAX, allowance(run, lately, now)))
  const kind = items.length > 0 ? await kindOfRun(tx, run) : undefined
  for (const item of items) await deal(tx, run, kind as RunKind, item, now)
  await endIfDone(tx, run, now)
  return { runId: run.id, dealt: items.length }
}

async function deal(tx: Tx, run: RunRow, kind: RunKind, item: Item, now: Temporal.Instant): Promise<void> {
  const values = await valuesOfItem(tx, run, kind, item, now)
  if ('refused' in values) return refuse(tx, run, item, values.refused, now)
  const letterId = await orderWritten(
    tx,
    {
      kind: run.kind,
      version: run.kindVersion as number,
      customerId: item.customerId,
      contractId: item.contractId,
      parameters: values.parameters,
      key: `run-${run.id}-${item.customerId}`,
      pace: 'run',
    },
    byHouse(now),
  )
  await endItem(tx, run.id, item.customerId, { letterId }, now)
}

async function refuse(tx: Tx, run: RunRow, item: Item, reason: string, now: Temporal.Instant): Promise<void> {
  await endItem(tx, run.id, item.customerId, { reason }, now)
  const { refused } = await runCounts(tx, run.id)
  const isMany = refused > TASKS_MAX
  const customerId = isMany ? null : item.customerId
  await openTask(
    tx,
    {
      kind: 'letters.run-refused',
      customerId,
      contractId: isMany ? null : item.contractId,
      subject: { runId: run.id, reason: isMany ? 'many' : reason },
      group: 'service',
      priority: 3,
      dueOn: legalDay(now).add({ days: 7 }),
      dedupeKey: `letters.run-refused:${run.id}:${customerId ?? 'many'}`,
    },
    { ...byHouse(now), customerId },
  )
}

async function endIfDone(tx: Tx, run: RunRow, now: Temporal.Instant): Promise<void> {
  if ((await waitingItems(tx, run.id, 1)).length > 0) return
  const { ordered, refused } = await runCounts(tx, run.id)
  await moveRun(tx, run.id, { state: 'ended' }, now)
  await recordFact(tx, facts.letterRunEnded, { runId: run.id, ordered, refused }, { ...byHouse(now), customerId: null })
}
