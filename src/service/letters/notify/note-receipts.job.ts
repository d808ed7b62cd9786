import type pg from 'pg'
import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { transaction } from '#platform/database'
import type { Job } from '#platform/jobs'
import { noteReceipt } from '../centre/receipt.sql.ts'
import { receivedByPost } from './outcome.sql.ts'

const BATCH_MAX = 200

/**
 * What was posted counts as received after the usual run of the post, by the dated rule; what came back before does not. Who opens
 * the letter earlier has received it then. @returns how many were looked at
 */
export async function noteReceiptsByPost(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  let looked = 0
  for (let last = BATCH_MAX; last === BATCH_MAX; looked += last)
    last = await transaction(pool, async (tx) => {
      const letters = await receivedByPost(tx, legalDay(now), BATCH_MAX)
      for (const { letterId, customerId, contractId } of letters) {
        if (!(await noteReceipt(tx, letterId, 'posted', now))) continue
        const context = {
          customerId,
          contractId,
          channel: 'system',
          actor: { kind: 'system' },
          occurredAt: now,
        } as const
        await recordFact(tx, facts.letterDeemedReceived, { letterId, because: 'posted' }, context)
      }
      return letters.length
    })
  return looked
}

export const noteReceiptsJob = (pool: pg.Pool): Job => ({
  name: 'letters.note-receipts-by-post',
  cron: '15 4 * * *',
  run: async (_payload, now) => {
    await noteReceiptsByPost(pool, now)
  },
})
