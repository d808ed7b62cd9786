import { facts, recordFact } from '#company/journal'
import { openTask } from '#company/tasks'
import { formatDay, legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { customerOnFile } from '../find-customer.sql.ts'
import { copyTexts } from './copies.pages.tsx'
import type { DueCopy } from './copies.sql.ts'

const bySystem = (customerId: string, now: Temporal.Instant) =>
  ({ customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: now }) as const

/** Says that the copy is there. The mail holds neither the data nor a link that opens them. */
export async function tellCopyReady(
  tx: Tx,
  copy: DueCopy,
  endsAt: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  await recordFact(tx, facts.copyReady, { copyId: copy.id }, bySystem(copy.customerId, now))
  const customer = await customerOnFile(tx, copy.customerId)
  if (!customer?.email) return
  const say = copyTexts(copy.language)
  await putIntoOutbox(
    tx,
    {
      key: `customers.copy-ready:${copy.id}`,
      channel: 'e-mail',
      kind: 'customers.copy-ready',
      recipient: customer.email,
      subject: say('readySubject'),
      text: say('readyText', { day: formatDay(legalDay(endsAt), copy.language) }),
      customerId: copy.customerId,
    },
    now,
  )
}

/** The law gives a month (GDPR article 12 (3)); a person gets two weeks of it. */
const FAILED_TASK_DAYS = 14

/** What failed too often is made by a person. */
export async function tellCopyFailed(
  tx: Tx,
  copy: { readonly id: string; readonly customerId: string },
  now: Temporal.Instant,
): Promise<void> {
  await openTask(
    tx,
    {
      kind: 'customers.copy-failed',
      customerId: copy.customerId,
      contractId: null,
      subject: { copyId: copy.id },
      group: 'it',
      priority: 1,
      dueOn: legalDay(now).add({ days: FAILED_TASK_DAYS }),
      dedupeKey: `customers.copy-failed:${copy.id}`,
    },
    bySystem(copy.customerId, now),
  )
}
