import { customerByNumber, customerOnFile, nameEstateContact } from '#company/customers'
import { powerTaskKey, readPower } from '#company/identity'
import { defineListener, facts } from '#company/journal'
import { openTask } from '#company/tasks'
import { formatDay, legalDay } from '#platform/calendar'
import { putIntoOutbox } from '#platform/mail'
import { powersTexts } from './texts.ts'

/** Who is without power cannot act: five working days are what the page promises. */
const DUE_DAYS = 5

/** Opens the task of who asked, with the customer of the number, if there is one. */
export const onPowerAsked = defineListener({
  name: 'portal.open-power-task',
  hears: facts.powerAsked,
  hear: async (tx, fact, now) => {
    const power = await readPower(tx, fact.payload.powerId)
    if (!power) return
    const customer = await customerByNumber(tx, power.customerNumberTyped)
    await openTask(
      tx,
      {
        kind: 'identity.check-power',
        customerId: customer?.id ?? null,
        contractId: null,
        subject: { powerId: power.id },
        group: 'service',
        priority: power.kind === 'carer' || power.kind === 'heir' ? 1 : 2,
        dueOn: legalDay(now).add({ days: DUE_DAYS }),
        dedupeKey: powerTaskKey(power.id),
      },
      { customerId: customer?.id ?? null, channel: 'system', actor: { kind: 'system' }, occurredAt: now },
    )
  },
})

/** Tells the customer who may act now, by mail or on paper, unless the law says otherwise. */
export const onPowerGranted = defineListener({
  name: 'portal.tell-customer-of-power',
  hears: facts.powerGranted,
  hear: async (tx, fact, now) => {
    const power = await readPower(tx, fact.payload.powerId)
    if (!fact.customerId || !power) return
    if (power.kind === 'heir') await nameEstateContact(tx, fact.customerId, power.personName)
    const customer = fact.payload.isHidden ? undefined : await customerOnFile(tx, fact.customerId)
    if (!customer) return
    const recipient = customer.email ?? customer.addressLines.join('\n')
    if (recipient === '') return
    const say = powersTexts(customer.language)
    const until = power.validUntil
      ? say('toldUntil', { day: formatDay(power.validUntil, customer.language) })
      : say('toldNoEnd')
    await putIntoOutbox(
      tx,
      {
        key: `portal.power-granted:${power.id}`,
        channel: customer.email ? 'e-mail' : 'print',
        kind: 'portal.power-granted',
        recipient,
        subject: say('toldSubject', { name: power.personName }),
        text: say('toldText', { name: power.personName, customer: customer.shownName, until }),
        customerId: customer.id,
      },
      now,
    )
  },
})
