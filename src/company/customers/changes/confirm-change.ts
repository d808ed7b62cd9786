import { defineListener, facts, type Listener } from '#company/journal'
import { formatDay, legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { newToken } from '#platform/http'
import type { Locale } from '#platform/i18n'
import { type NewMessage, putIntoOutbox } from '#platform/mail'
import { groupedIban, maskedIban } from '../bank/iban.ts'
import { mandateTextOf } from '../bank/bank.sql.ts'
import { customerOnFile, type CustomerOnFile } from '../find-customer.sql.ts'
import type { Change, Values } from './change.ts'
import { changeById, giveLink, recentEmails } from './changes.sql.ts'
import { consentTexts } from '../consents/texts.ts'
import { changeTexts } from './texts.ts'

const joined = (...parts: readonly (string | null | undefined)[]): string => parts.filter(Boolean).join(' ')

const nameOf = (values: Values): string =>
  values['companyName'] ?? joined(values['title'], values['firstName'], values['lastName'])

/** Lines of a letter to this address; undefined without one. */
export function letterLines(name: string, address: Values): string | undefined {
  if (!address['street'] || !address['city']) return undefined
  const country = address['country']
  return [
    name,
    joined(address['street'], address['houseNumber']),
    joined(address['postalCode'], address['city']),
    country && country !== 'DE' ? country : undefined,
  ]
    .filter(Boolean)
    .join('\n')
}

/**
 * Who is told by mail: the address on file and those that were on file within the last month (who takes over an account changes the
 * address first and the bank account next). The letter is another matter (`changeConfirmationOf`).
 */
export function mailsFor(
  change: Pick<Change, 'kind' | 'before' | 'after'>,
  customer: Pick<CustomerOnFile, 'email'>,
  recent: readonly string[],
): string[] {
  const own = customer.email ? [customer.email] : []
  const given = change.kind === 'email' ? [change.before?.['email'], change.after?.['email']] : []
  return [...new Set([...own, ...given, ...recent].flatMap((one) => (one ? [one] : [])))]
}

const RECENT_HOURS = 24 * 30
const mailsOf = async (tx: Tx, change: Change, customer: CustomerOnFile, now: Temporal.Instant): Promise<string[]> =>
  mailsFor(change, customer, await recentEmails(tx, change.customerId, now.subtract({ hours: RECENT_HOURS })))

const fieldOf = {
  name: 'name',
  address: 'address',
  email: 'email',
  mobile: 'mobile',
  phone: 'phone',
  bank: 'bank',
  mandate: 'bank',
  preferences: 'wishes',
} as const satisfies Readonly<Record<Change['kind'], string>>

/** What the letter that confirms a change has to know; it names what was changed and no value. */
export type ChangeConfirmation = {
  readonly customerId: string
  readonly field: (typeof fieldOf)[Change['kind']]
  readonly changedAt: Temporal.Instant
  readonly undoUntil: Temporal.Instant | null
  /** The words of a mandate that was given. */
  readonly mandate: string | undefined
  readonly toldByMail: boolean
  /** After a change of the postal address: lines of the old and the new one. */
  readonly addresses: readonly (readonly string[])[]
}

/** For the room that writes letters. @returns undefined if there is no such change */
export async function changeConfirmationOf(
  tx: Tx,
  changeId: string,
  now: Temporal.Instant,
): Promise<ChangeConfirmation | undefined> {
  const change = await changeById(tx, changeId)
  const customer = change && (await customerOnFile(tx, change.customerId))
  if (!customer) return undefined
  const sides = change.kind === 'address' ? [change.before, change.after] : []
  return {
    customerId: customer.id,
    field: fieldOf[change.kind],
    changedAt: change.changedAt,
    undoUntil: change.undoUntil,
    mandate: await mandateTextOf(tx, change.after?.['mandateId']),
    toldByMail: (await mailsOf(tx, change, customer, now)).length > 0,
    addresses: sides.flatMap((side) => {
      const lines = side && letterLines(customer.shownName, side)
      return lines ? [lines.split('\n')] : []
    }),
  }
}

/** The values of a change as a message says them; an account number is masked, because mail is read by others, too. */
export function shownValues(change: Pick<Change, 'kind'>, values: Values | null, locale: Locale, open = false): string {
  const say = changeTexts(locale)
  if (!values) return say('forgotten')
  const none = say('nothing')
  switch (change.kind) {
    case 'name':
      return nameOf(values) || none
    case 'address':
      return letterLines('', values)?.replaceAll('\n', ', ') ?? none
    case 'bank':
    case 'mandate': {
      const iban = values['iban']
      const account = iban ? `${open ? groupedIban(iban) : maskedIban(iban)}, ${values['holder'] ?? ''}` : ''
      const way = values['way'] ? say(values['way'] === 'transfer' ? 'way.transfer' : 'way.direct-debit') : none
      return [way, account].filter(Boolean).join(': ')
    }
    case 'preferences':
      return shownPreferences(values, locale)
    default:
      return values[change.kind] ?? none
  }
}

function shownPreferences(values: Values, locale: Locale): string {
  const say = consentTexts(locale)
  const chosen = (['language', 'letters', 'notify', 'formOfAddress'] as const).flatMap((wish) => {
    const value = values[wish]
    return value ? [`${say(wish)}: ${say(`${wish}.${value}` as 'language.de')}`] : []
  })
  const quiet = values['quietFrom'] ? [`${say('quiet')}: ${values['quietFrom']} – ${values['quietTo']}`] : []
  return [...chosen, ...quiet].join('; ')
}

/** Tells every mail address that must know, each once: the key is the change and the address. */
export async function confirmChange(tx: Tx, changeId: string, now: Temporal.Instant): Promise<void> {
  const change = await changeById(tx, changeId)
  if (!change) return
  const customer = await customerOnFile(tx, change.customerId)
  if (!customer) return
  const token = change.undoUntil ? newToken() : undefined
  const origin = token === undefined ? undefined : await giveLink(tx, change.id, token)
  const link = token === undefined ? undefined : `${origin}/aenderung/${token}`
  const mandate = await mandateTextOf(tx, change.after?.['mandateId'])
  for (const [at, recipient] of (await mailsOf(tx, change, customer, now)).entries())
    await putIntoOutbox(
      tx,
      { ...messageTo(change, customer, link, mandate), key: `${changeKey(change)}${at}`, recipient },
      now,
    )
}

const changeKey = ({ id }: Change): string => `customers.change:${id}:mail-`

function messageTo(
  change: Change,
  customer: CustomerOnFile,
  link: string | undefined,
  mandate: string | undefined,
): Omit<NewMessage, 'key' | 'recipient'> {
  const say = changeTexts(customer.language)
  const until = change.undoUntil ? formatDay(legalDay(change.undoUntil), customer.language) : ''
  const way =
    change.undoUntil === null
      ? say(change.kind === 'mandate' ? 'mailMandateStands' : 'mailCall')
      : say('mailUndo', { link: link ?? '', until })
  const figures = {
    name: customer.shownName,
    what: say(`kind.${change.kind}`),
    before: shownValues(change, change.before, customer.language),
    after: shownValues(change, change.after, customer.language),
    day: formatDay(legalDay(change.changedAt), customer.language),
  }
  const text = [
    say(change.undoOf ? 'mailUndone' : 'mailText', figures),
    ...(mandate === undefined ? [] : [mandate]),
    way,
  ].join('\n\n')
  return {
    channel: 'e-mail',
    kind: 'customers.change-confirmed',
    subject: say(change.undoOf ? 'mailUndoneSubject' : 'mailSubject', figures),
    text,
    customerId: customer.id,
    holdsSecret: link !== undefined,
  }
}

/**
 * Listeners of all facts that change what a customer has with us, for who has something to do after each. `room` begins their names, which
 * never change.
 */
export const listenersOfChanges = (
  room: 'customers' | 'letters',
  hear: (tx: Tx, changeId: string, now: Temporal.Instant) => Promise<void>,
): readonly Listener[] => [
  defineListener({
    name: `${room}.confirm-customer-changed`,
    hears: facts.customerChanged,
    hear: async (tx, fact, now) => {
      if (fact.payload.changeId) await hear(tx, fact.payload.changeId, now)
    },
  }),
  defineListener({
    name: `${room}.confirm-bank-changed`,
    hears: facts.bankChanged,
    hear: (tx, fact, now) => hear(tx, fact.payload.changeId, now),
  }),
  defineListener({
    name: `${room}.confirm-preferences-changed`,
    hears: facts.preferencesChanged,
    hear: (tx, fact, now) => hear(tx, fact.payload.changeId, now),
  }),
  defineListener({
    name: `${room}.confirm-mandate-revoked`,
    hears: facts.mandateRevoked,
    hear: (tx, fact, now) => hear(tx, fact.payload.changeId, now),
  }),
]

/** The house writes to whom it concerns after each change, whoever made it. */
export const confirmationListeners = listenersOfChanges('customers', confirmChange)
