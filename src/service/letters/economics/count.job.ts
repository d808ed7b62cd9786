import type pg from 'pg'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { countDays, countUsage, windowsOn } from './count.sql.ts'

/** Each hour the days whose letters can still be followed by a contact; at night so many, for what is opened, returned or answered late. */
const NIGHT_DAYS = 75
const NIGHT_HOUR = 2

/** Counts days and months anew up to today. */
export async function countFigures(pool: pg.Pool, now: Temporal.Instant, days: number): Promise<void> {
  const today = legalDay(now)
  const windows = await transaction(pool, (tx) => windowsOn(tx, today))
  const back = Math.max(days, windows.followDays + 1)
  // A month of letters at a time keeps the set small enough for memory.
  for (
    let from = today.subtract({ days: back });
    Temporal.PlainDate.compare(from, today) <= 0;
    from = from.add({ days: 31 })
  ) {
    const last = from.add({ days: 30 })
    const until = Temporal.PlainDate.compare(last, today) > 0 ? today : last
    await transaction(pool, (tx) => countDays(tx, from, until, windows, now))
  }
  for (
    let month = today.subtract({ days: back }).with({ day: 1 });
    Temporal.PlainDate.compare(month, today) <= 0;
    month = month.add({ months: 1 })
  )
    await transaction(pool, (tx) => countUsage(tx, month))
}

export const countFiguresJob = (pool: pg.Pool): Job => ({
  name: 'letters.count-figures',
  cron: '35 * * * *',
  run: (_payload, now) => countFigures(pool, now, now.toZonedDateTimeISO('UTC').hour === NIGHT_HOUR ? NIGHT_DAYS : 0),
})
