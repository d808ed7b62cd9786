import { defineListener, facts, type Fact, type Listener, recordFact, recordFacts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { recipientOf } from '#platform/mail'
import { noteEvents } from '../post/print-jobs.sql.ts'
import type { Via } from './bundle.sql.ts'
import { NOTICE_KIND } from './hand-over.ts'
import { countHealth, hurry, noteOutcome, stopIfBad, type ToldLetter } from './outcome.sql.ts'

const system = (customerId: string | null, contractId: string | null, now: Temporal.Instant) =>
  ({ customerId, contractId, channel: 'system', actor: { kind: 'system' }, occurredAt: now }) as const

/** A message has left the house: its letters are notified, which is a fact apart from published and from opened. */
async function noteNotified(tx: Tx, messageKey: string, at: Temporal.Instant): Promise<void> {
  const letters = await noteOutcome(tx, messageKey, 'sent')
  const [first] = letters
  if (!first) return
  await countHealth(tx, first.via, 'sent', at)
  await noteEvents(
    tx,
    letters.map((one) => one.letterId),
    'notified',
    first.via,
    at,
  )
  await recordFacts(
    tx,
    letters.map((one: ToldLetter) => ({
      kind: facts.letterNotified,
      payload: { letterId: one.letterId, by: one.via },
      context: system(one.customerId, one.contractId, at),
    })),
  )
}

const hearSent = async (tx: Tx, fact: Fact<typeof facts.mailSent | typeof facts.smsSent>) => {
  if (fact.payload.kind !== NOTICE_KIND) return
  const sent = await recipientOf(tx, fact.payload.outboxId)
  if (sent) await noteNotified(tx, sent.key, fact.occurredAt)
}

/** Too much came back: nothing more of this channel leaves until somebody has looked. */
async function stopBadChannel(tx: Tx, via: Via, now: Temporal.Instant): Promise<void> {
  const stopped = await stopIfBad(tx, via, now)
  if (!stopped) return
  const { id, sent, bounced } = stopped
  const context = system(null, null, now)
  await recordFact(tx, facts.noticesStopped, { via, sent, bounced }, context)
  await openTask(
    tx,
    {
      kind: 'letters.notices-stopped',
      customerId: null,
      contractId: null,
      subject: { via, sent, bounced },
      group: 'it',
      priority: 1,
      dueOn: legalDay(now),
      dedupeKey: `letters.notices-stopped:${id}`,
    },
    context,
  )
}

export const messageListeners: readonly Listener[] = [
  defineListener({
    name: 'letters.note-message-delivered',
    hears: facts.messageDelivered,
    hear: async (tx, fact) => {
      if (fact.payload.kind !== NOTICE_KIND) return
      const sent = await recipientOf(tx, fact.payload.outboxId)
      if (sent) await noteOutcome(tx, sent.key, 'delivered')
    },
  }),
  defineListener({ name: 'letters.note-mail-sent', hears: facts.mailSent, hear: hearSent }),
  defineListener({ name: 'letters.note-sms-sent', hears: facts.smsSent, hear: hearSent }),
  defineListener({
    name: 'letters.note-message-failed',
    hears: facts.messageFailed,
    hear: async (tx, fact, now) => {
      if (fact.payload.kind !== NOTICE_KIND) return
      const failed = await recipientOf(tx, fact.payload.outboxId)
      const letters = failed ? await noteOutcome(tx, failed.key, 'failed') : []
      const [first] = letters
      if (!first) return
      await hurry(
        tx,
        letters.map((one) => one.letterId),
        now,
      )
      await countHealth(tx, first.via, 'bounced', now)
      await stopBadChannel(tx, first.via, now)
    },
  }),
]
