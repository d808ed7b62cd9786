import { openTask } from '#company/tasks'
import { defineListener, facts, type Listener, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { newToken, tokenHash } from '#platform/http'
import { putIntoOutbox, recipientOf } from '#platform/mail'
import { CODE_MINUTES, LINK_HOURS } from './channel.ts'
import { armProof, markBounced, proofById } from './channels.sql.ts'
import { hashOfCode, newCode } from './code.ts'
import { channelTexts } from './texts.ts'

/** Sends the link or the code to the address that was named, and only there. */
const askChannel = defineListener({
  name: 'customers.ask-channel',
  hears: facts.channelAsked,
  hear: async (tx, fact, now) => {
    const proof = await proofById(tx, fact.payload.proofId)
    if (!proof || proof.usedAt) return
    const say = channelTexts(proof.language)
    const shared = { recipient: proof.value, customerId: proof.customerId, holdsSecret: true } as const
    if (proof.kind === 'e-mail') {
      const token = newToken()
      await armProof(tx, proof.id, { tokenHash: tokenHash(token), endsAt: now.add({ hours: LINK_HOURS }) })
      const text = say('mailText', { link: `${proof.origin}/adresse-bestaetigen/${token}`, hours: LINK_HOURS })
      const key = `customers.channel-link:${proof.id}`
      await putIntoOutbox(
        tx,
        { ...shared, key, channel: 'e-mail', kind: 'customers.channel-link', subject: say('mailSubject'), text },
        now,
      )
      return
    }
    const code = newCode()
    await armProof(tx, proof.id, { codeHash: hashOfCode(code), endsAt: now.add({ minutes: CODE_MINUTES }) })
    const text = say('smsText', { code, minutes: CODE_MINUTES })
    const key = `customers.channel-code:${proof.id}`
    await putIntoOutbox(tx, { ...shared, key, channel: 'sms', kind: 'customers.channel-code', subject: '', text }, now)
  },
})

/** Time for somebody to ask the customer for a right address before the next thing that must arrive. */
const BOUNCE_TASK_DAYS = 7

/** An address that does not exist is marked, and somebody asks for a right one. */
const noteBounce = defineListener({
  name: 'customers.note-bounce',
  hears: facts.messageFailed,
  hear: async (tx, fact, now) => {
    if (!fact.payload.final) return
    const sent = await recipientOf(tx, fact.payload.outboxId)
    if (!sent || sent.channel === 'print') return
    for (const bounced of await markBounced(tx, sent.recipient.toLowerCase(), now)) {
      const context = {
        customerId: bounced.customerId,
        channel: 'system',
        actor: { kind: 'system' },
        occurredAt: now,
      } as const
      await recordFact(tx, facts.channelBounced, { channelId: bounced.id, kind: bounced.kind }, context)
      await openTask(
        tx,
        {
          kind: 'customers.channel-bounced',
          customerId: bounced.customerId,
          contractId: null,
          subject: { channelId: bounced.id, channel: bounced.kind },
          group: 'service',
          priority: 2,
          dueOn: legalDay(now).add({ days: BOUNCE_TASK_DAYS }),
          dedupeKey: `customers.channel-bounced:${bounced.id}:${legalDay(now).toString()}`,
        },
        context,
      )
    }
  },
})

export const channelListeners: readonly Listener[] = [askChannel, noteBounce]
