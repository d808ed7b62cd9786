import { customerByNumber, customerOnFile, type CustomerOnFile } from '#company/customers'
import { type AskedLetter, askedLetter, lettersWritten, settleLetter } from '#company/identity'
import { defineListener, facts, recordFact } from '#company/journal'
import { qrOf } from '#journey/staying'
import { formatDay, legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { activationTexts } from './texts.ts'

/** Letters cost money, and a stranger who knows a number must not fill a letter box. What staff orders is not counted here. */
const GUEST_LETTERS_MAX = 3
const GUEST_LETTERS_DAYS = 30

/**
 * Writes the letter with the code, if there is such a customer with such a postal code. Until the letter centre stands it is a
 * plain page of the print folder.
 */
export const onActivationLetterAsked = defineListener({
  name: 'portal.write-activation-letter',
  hears: facts.activationLetterAsked,
  hear: async (tx, fact, now) => {
    const asked = await askedLetter(tx, fact.payload.letterId)
    if (!asked) return
    const customer = await whoseLetter(tx, asked)
    await settleLetter(tx, asked.id, customer?.id)
    if (!customer) return
    const say = activationTexts(customer.language)
    const link = `${asked.origin}/brief/${encodeURIComponent(customer.customerNumber)}/${asked.code}`
    await putIntoOutbox(
      tx,
      {
        key: `portal.activation-letter:${asked.id}`,
        channel: 'print',
        kind: 'portal.activation-letter',
        recipient: customer.addressLines.join('\n'),
        subject: say('codeLetterSubject'),
        text: say('codeLetterText', {
          code: asked.code,
          number: customer.customerNumber,
          link: `${asked.origin}/zugang-freischalten/code`,
          day: formatDay(legalDay(asked.endsAt), customer.language),
        }),
        html: qrOf(link),
        customerId: customer.id,
        holdsSecret: true,
      },
      now,
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
