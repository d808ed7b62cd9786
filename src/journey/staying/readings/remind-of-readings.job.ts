import type pg from 'pg'
import { legalDay } from '#platform/calendar'
import { transaction, type Tx } from '#platform/database'
import type { Job } from '#platform/jobs'
import { loadRules } from './calendar-rules.sql.ts'
import { requestsAnsweredLate, requestsOverdue, requestsToRemind } from './remind.sql.ts'
import { endOverdue, remindOfReadings, reportOverdue } from './remind-of-readings.ts'

/**
 * Follows every request for readings that is past its day: reminds, then reports to staff, and takes the report back when the value
 * has come. Each request is a transaction of its own; one that fails is tried again with the job and stops no other.
 * @throws AggregateError with what went wrong, after all others are done
 */
export async function followRequests(pool: pg.Pool, origin: string, now: Temporal.Instant): Promise<void> {
  const today = legalDay(now)
  const rules = await transaction(pool, (tx) => loadRules(tx, today))
  const faults: unknown[] = []
  const each = async (
    find: (tx: Tx, after: string) => Promise<string[]>,
    act: (tx: Tx, id: string) => Promise<void>,
  ) => {
    let after = '0'
    for (;;) {
      const ids = await transaction(pool, (tx) => find(tx, after))
      for (const id of ids) await transaction(pool, (tx) => act(tx, id)).catch((error: unknown) => faults.push(error))
      const last = ids.at(-1)
      if (last === undefined || BigInt(last) <= BigInt(after)) return
      after = last
    }
  }
  const { remindDays, overdueDays } = rules
  await each(
    (tx, after) => requestsToRemind(tx, today, remindDays, after),
    (tx, requestId) => remindOfReadings(tx, { requestId, origin, now }),
  )
  // A worker that stood still for weeks reminds first: nobody is reported who was not reminded and given the time.
  const remindedBefore = now.subtract({ hours: (overdueDays - remindDays) * 24 })
  await each(
    (tx, after) => requestsOverdue(tx, today.subtract({ days: overdueDays }), remindedBefore, after),
    (tx, requestId) => reportOverdue(tx, { requestId, origin, now }, rules),
  )
  await each(requestsAnsweredLate, (tx, requestId) => endOverdue(tx, { requestId, now }))
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} requests for readings could not be followed.`)
}

/** Every quarter of an hour from 6 to 18 UTC: letters and mails leave in the day, and a task goes soon after its value came. */
export const followRequestsJob = (pool: pg.Pool, origin: string): Job => ({
  name: 'staying.follow-requests',
  cron: '*/15 6-18 * * *',
  run: (_payload, now) => followRequests(pool, origin, now),
})
