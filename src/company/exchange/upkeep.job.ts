import type pg from 'pg'
import { transaction } from '#platform/database'
import { forgetAnswers, forgetCalls } from '#platform/http'
import type { Job } from '#platform/jobs'
import { forgetStates } from './changes/changes.sql.ts'

/** States hold personal data: they are kept as long as a receiver may need a replay, and no longer. */
const STATES_KEPT_DAYS = 90
const ROWS_MAX = 5_000

/** `exchange.forget-states`: empties the states of old changes every night; what still waits for an answer keeps its own. Stored answers to machines and the log of their calls go with them. */
export const forgetStatesJob = (pool: pg.Pool): Job => ({
  name: 'exchange.forget-states',
  cron: '20 3 * * *',
  run: async (_payload, now) => {
    await transaction(pool, forgetAnswers)
    await forgetCalls(pool, now)
    const before = now.subtract({ hours: STATES_KEPT_DAYS * 24 })
    while ((await transaction(pool, (tx) => forgetStates(tx, before, ROWS_MAX))) === ROWS_MAX);
  },
})
