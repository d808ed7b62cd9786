import type pg from 'pg'
import { customerOnFile } from '#company/customers'
import { facts, recordFact } from '#company/journal'
import { formatDay, legalDay } from '#platform/calendar'
import type { Settings } from '#platform/config'
import { transaction, type Tx } from '#platform/database'
import { portalOrigin } from '#platform/http'
import type { Job } from '#platform/jobs'
import { putIntoOutbox } from '#platform/mail'
import { letterArchive } from '../store/archive.ts'
import { carryOutDeletions, removeFilesLeft } from './erase-letters.ts'
import { type Leaving, leavingCustomers, noteTold } from './erase.sql.ts'
import { retentionTexts } from './texts.ts'

const TOLD_A_ROUND_MAX = 20_000

/**
 * Tells by mail or by post that the letters in the portal end soon, once per day of end. Nothing of the letters is in it and no link
 * that signs in: the way to take all with one click is on the page of the letters.
 */
export async function tellViewEnd(tx: Tx, leaving: Leaving, origin: string, now: Temporal.Instant): Promise<boolean> {
  if (!(await noteTold(tx, leaving, now))) return false
  const customer = await customerOnFile(tx, leaving.customerId)
  if (!customer) return false
  const context = {
    customerId: customer.id,
    channel: 'system',
    actor: { kind: 'system' },
    occurredAt: now,
  } as const
  await recordFact(tx, facts.letterViewEnding, { until: leaving.until.toString() }, context)
  const goal = customer.email
    ? ({ channel: 'e-mail', recipient: customer.email } as const)
    : customer.addressLines.length > 0
      ? ({ channel: 'print', recipient: customer.addressLines.join('\n') } as const)
      : undefined
  if (!goal) return true
  const say = retentionTexts(customer.language)
  const until = formatDay(leaving.until, customer.language)
  await putIntoOutbox(
    tx,
    {
      ...goal,
      key: `letters.view-ending:${customer.id}:${leaving.until}`,
      kind: 'letters.view-ending',
      subject: say('mailSubject', { until }),
      text: say('mailText', { name: customer.shownName, until, link: `${origin}/briefe` }),
      customerId: customer.id,
    },
    now,
  )
  return true
}

/** Both clocks, every night (UTC): who leaves is told, what was released is erased, files that nobody names go. */
export const retentionJobs = (pool: pg.Pool, settings: Settings): readonly Job[] => [
  {
    name: 'letters.tell-view-end',
    cron: '20 6 * * *',
    run: async (_payload, now) => {
      const leaving = await transaction(pool, (tx) => leavingCustomers(tx, legalDay(now), TOLD_A_ROUND_MAX))
      for (const one of leaving) await transaction(pool, (tx) => tellViewEnd(tx, one, portalOrigin(settings), now))
    },
  },
  {
    name: 'letters.erase-released',
    cron: '30 3 * * *',
    run: async (_payload, now) => {
      await carryOutDeletions(pool, now)
      await removeFilesLeft(pool, letterArchive(settings))
    },
  },
]
