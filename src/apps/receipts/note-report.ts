import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type FactContext, facts, recordFact } from '#company/journal'
import { transaction, type Tx } from '#platform/database'
import { type MailReport, readMailReport } from './read-report.ts'
import {
  insertReport,
  markNotArrived,
  messageByKey,
  messageByToken,
  type ReportedMessage,
  softReports,
} from './receipts.sql.ts'

/** So many soft reports about one address within so many hours are as good as one that says it for good. */
const SOFT_MAX = 3
const SOFT_HOURS = 24 * 7

/**
 * Notes a mail that came back. What is gone for good makes the address unconfirmed (a listener of `platform.message-failed` does that),
 * what is only full or refused does not, until it has happened three times in a week.
 * @returns the class, or `stranger` if the mail belongs to no message of ours
 */
export async function noteMailReport(
  pool: pg.Pool,
  raw: Buffer,
  now: Temporal.Instant,
  recipients: readonly string[] = [],
): Promise<MailReport['class'] | 'stranger'> {
  const report = await readMailReport(raw, recipients)
  const { token } = report
  if (token === undefined) return 'stranger'
  return transaction(pool, async (tx) => {
    const message = await messageByToken(tx, token)
    if (!message) return 'stranger'
    await note(tx, message, report, createHash('sha256').update(raw).digest(), now)
    return report.class
  })
}

/** What a gateway says of a text message that it took. */
export type SmsReceipt = {
  readonly key: string
  readonly outcome: 'delivered' | 'failed' | 'no-such-number'
  readonly said: string | undefined
}

/** @returns false if there is no such message */
export async function noteSmsReceipt(pool: pg.Pool, receipt: SmsReceipt, now: Temporal.Instant): Promise<boolean> {
  const classes = { delivered: 'delivered', failed: 'soft', 'no-such-number': 'hard' } as const
  const report = { class: classes[receipt.outcome], status: undefined, said: receipt.said }
  const digest = createHash('sha256').update(`sms\n${receipt.key}\n${receipt.outcome}`).digest()
  return transaction(pool, async (tx) => {
    const message = await messageByKey(tx, receipt.key)
    if (!message) return false
    await note(tx, message, report, digest, now)
    return true
  })
}

async function note(
  tx: Tx,
  message: ReportedMessage,
  report: Pick<MailReport, 'class' | 'status' | 'said'>,
  digest: Buffer,
  now: Temporal.Instant,
): Promise<void> {
  if (!(await insertReport(tx, digest, message.id, report, now))) return
  const context: FactContext = {
    customerId: message.customerId,
    channel: 'system',
    actor: { kind: 'system' },
    occurredAt: now,
  }
  const about = { outboxId: message.id, kind: message.kind }
  if (report.class === 'delivered') return recordFact(tx, facts.messageDelivered, about, context)
  if (report.class !== 'hard' && report.class !== 'soft') return
  const isGone =
    report.class === 'hard' ||
    (await softReports(tx, message.recipient, now.subtract({ hours: SOFT_HOURS }))) >= SOFT_MAX
  await markNotArrived(tx, message.id, report.said ?? report.status ?? report.class)
  await recordFact(tx, facts.messageFailed, { ...about, final: isGone }, context)
}
