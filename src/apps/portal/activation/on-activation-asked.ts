import { customerByNumber } from '#company/customers'
import { ACTIVATION_HOURS, askedActivation, forgetActivation, matchActivation } from '#company/identity'
import { defineListener, facts } from '#company/journal'
import { isMeterOfCustomer } from '#journey/staying'
import { legalDay } from '#platform/calendar'
import { newToken } from '#platform/http'
import { putIntoOutbox } from '#platform/mail'
import { activationTexts } from './texts.ts'

/**
 * Compares customer number and meter number and writes to the address that the person gave: the link, or that the numbers
 * do not belong together. Only the owner of that mailbox learns which.
 */
export const onActivationAsked = defineListener({
  name: 'portal.compare-activation-numbers',
  hears: facts.activationAsked,
  hear: async (tx, fact, now) => {
    const asked = await askedActivation(tx, fact.payload.requestId)
    if (!asked) return
    const customer = await customerByNumber(tx, asked.customerNumber)
    const fits = customer && (await isMeterOfCustomer(tx, customer.id, asked.meterNumber, legalDay(now)))
    const say = activationTexts(asked.language)
    if (!customer || !fits) {
      await forgetActivation(tx, asked.id)
      const text = say('noMatchText', { link: `${asked.origin}/zugang-freischalten` })
      await putIntoOutbox(
        tx,
        { ...mail(asked, 'no-match'), subject: say('noMatchSubject'), text, kind: 'portal.activation-no-match' },
        now,
      )
      return
    }
    const token = newToken()
    await matchActivation(tx, asked.id, {
      customerId: customer.id,
      shownAs: customer.shownName,
      emailOnFile: customer.email?.toLowerCase() === asked.email,
      token,
      hours: ACTIVATION_HOURS,
    })
    const text = say('mailText', { link: `${asked.origin}/zugang-bestaetigen/${token}`, hours: ACTIVATION_HOURS })
    await putIntoOutbox(
      tx,
      {
        ...mail(asked, 'link'),
        subject: say('mailSubject'),
        text,
        kind: 'portal.activation-link',
        customerId: customer.id,
        holdsSecret: true,
      },
      now,
    )
  },
})

const mail = (asked: { id: string; email: string }, what: string) =>
  ({ key: `portal.activation-${what}:${asked.id}`, channel: 'e-mail', recipient: asked.email }) as const
