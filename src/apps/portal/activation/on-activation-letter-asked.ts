import { customerByNumber, customerOnFile, type CustomerOnFile } from '#company/customers'
import { type AskedLetter, askedLetter, lettersWritten, settleLetter } from '#company/identity'
import { defineListener, facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { orderLetter } from '#service/letters'

/** Letters cost money, and a stranger who knows a number must not fill a letter box. What staff orders is not counted here. */
const GUEST_LETTERS_MAX = 3
const GUEST_LETTERS_DAYS = 30

/** Orders the letter with the code, if there is such a customer with such a postal code. */
export const onActivationLetterAsked = defineListener({
  name: 'portal.write-activation-letter',
  hears: facts.activationLetterAsked,
  hear: async (tx, fact, now) => {
    const asked = await askedLetter(tx, fact.payload.letterId)
    if (!asked) return
    const customer = await whoseLetter(tx, asked)
    await settleLetter(tx, asked.id, customer?.id)
    if (!customer) return
    await orderLetter(
      tx,
      {
        kind: 'identity.account-code',
        customerId: customer.id,
        parameters: {
          code: asked.code,
          link: `${asked.origin}/zugang-freischalten/code`,
          scan: `${asked.origin}/brief/${encodeURIComponent(customer.customerNumber)}/${asked.code}`,
          lastDay: legalDay(asked.endsAt).toString(),
        },
        key: asked.id,
      },
      { customerId: customer.id, channel: 'system', actor: { kind: 'system' }, occurredAt: now },
    )
    await recordFact(
      tx,
      facts.activationLetterWritten,
      { letterId: asked.id },
      { customerId: customer.id, channel: 'letter', actor: { kind: 'system' }, occurredAt: now },
    )
  },
})

/** To whom the letter goes, or to nobody: unknown number, another postal code, no address, or too many letters. */
async function whoseLetter(tx: Tx, asked: AskedLetter): Promise<CustomerOnFile | undefined> {
  const found = asked.customerId
    ? await customerOnFile(tx, asked.customerId)
    : await customerByNumber(tx, asked.customerNumber ?? '')
  if (!found || found.addressLines.length === 0) return undefined
  if (asked.customerId) return found
  const code = (asked.postalCode ?? '').replaceAll(/\s/g, '').toUpperCase()
  const fits = code !== '' && found.addressLines.some((line) => line.toUpperCase().startsWith(`${code} `))
  return fits && (await lettersWritten(tx, found.id, GUEST_LETTERS_DAYS)) < GUEST_LETTERS_MAX ? found : undefined
}
