import { defineListener, facts, type Listener } from '#company/journal'
import { putIntoOutbox } from '#platform/mail'
import { customerOnFile } from '../find-customer.sql.ts'
import { carryOutErasure } from './erase.ts'
import { erasureById } from './erasure.sql.ts'
import { erasureTexts } from './texts.ts'

/** Carries out what a person released, and tells who was refused why and where to complain (GDPR article 12 (4)). */
const onErasureDecided = defineListener({
  name: 'customers.carry-out-erasure',
  hears: facts.erasureDecided,
  hear: async (tx, fact, now) => {
    const { requestId, decision } = fact.payload
    if (decision === 'released') {
      await carryOutErasure(tx, requestId, now)
      return
    }
    const request = await erasureById(tx, requestId)
    const customer = request && (await customerOnFile(tx, request.customerId))
    if (!customer) return
    const goal = customer.email
      ? ({ channel: 'e-mail', recipient: customer.email } as const)
      : ({ channel: 'print', recipient: customer.addressLines.join('\n') } as const)
    if (goal.recipient === '') return
    const say = erasureTexts(customer.language)
    const text = say('refusedText', { name: customer.shownName, reason: request.reason ?? '' })
    await putIntoOutbox(
      tx,
      {
        ...goal,
        key: `customers.erasure-refused:${requestId}`,
        kind: 'customers.erasure',
        subject: say('refusedSubject'),
        text,
        customerId: customer.id,
      },
      now,
    )
  },
})

export const erasureListeners: readonly Listener[] = [onErasureDecided]
