import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import type { Locale } from '#platform/i18n'
import { notFound, Refusal } from '#platform/refusal'
import type { Doer, Values } from '../changes/change.ts'
import { changedFields, pick } from '../changes/change.ts'
import { changedBySomebody } from '../changes/change-fields.ts'
import { insertChange } from '../changes/changes.sql.ts'
import { lockCustomer, storeFields } from '../customer/customer-view.sql.ts'
import { type ConsentPurpose, hashOf, type Preferences, shownWording } from './consent.ts'
import { consentOf, insertAnswer, preferencesOf, storePreferences } from './consents.sql.ts'

export type Answered = {
  readonly purpose: ConsentPurpose
  readonly given: boolean
  /** The words that were on the page; if a newer version came meanwhile, the person reads that one first. */
  readonly wordingId: string
  /** Where it was answered: the page's address, or how staff took it down. */
  readonly page: string
  readonly language: Locale
  readonly utility: string
}

/**
 * Gives a consent or withdraws it. A withdrawal counts whatever the words are by now; to give it takes the words that hold today.
 * The same answer twice is one.
 * @throws Refusal 409 if the words have changed since they were shown
 */
export async function answerConsent(tx: Tx, answered: Answered, doer: Doer): Promise<void> {
  if (doer.actor.kind !== 'customer' && doer.actor.kind !== 'staff') throw notFound()
  await lockCustomer(tx, doer.customerId)
  const { customerId, occurredAt: now } = doer
  const state = await consentOf(tx, customerId, answered.purpose, answered.language, legalDay(now))
  if (!state) throw notFound()
  if (answered.given && state.wordingId !== answered.wordingId) throw new Refusal(409, 'customers.wording-changed')
  const wording = shownWording(state.wording, answered.utility)
  if (state.given === answered.given && (!answered.given || state.answeredWording === wording)) return
  const consentId = await insertAnswer(
    tx,
    {
      customerId,
      purpose: answered.purpose,
      given: answered.given,
      wordingId: state.wordingId,
      wording,
      hash: hashOf(wording),
      page: answered.page,
      channel: doer.channel,
      actorKind: doer.actor.kind,
      actorId: doer.actor.id,
      reason: doer.reason,
      toldBy: doer.toldBy,
    },
    now,
  )
  await recordFact(tx, facts.consentAnswered, { consentId, purpose: answered.purpose, given: answered.given }, doer)
}

const wishes = ['language', 'letters', 'notify', 'formOfAddress', 'quietFrom', 'quietTo'] as const

/**
 * Changes how a customer likes to be written to.
 * @throws Refusal 409 if somebody changed it meanwhile
 */
export async function changePreferences(
  tx: Tx,
  wanted: Preferences,
  rowVersion: number,
  doer: Doer,
): Promise<string | undefined> {
  const customer = await lockCustomer(tx, doer.customerId)
  const there = await preferencesOf(tx, doer.customerId)
  if (!customer || !there) throw notFound()
  const before = pick(there as unknown as Values, wishes)
  const after = pick(wanted as unknown as Values, wishes)
  const changed = changedFields(wishes, before, after)
  if (changed.length === 0) return undefined
  if (there.rowVersion !== rowVersion) throw changedBySomebody(there, before, after, changed)
  const version = await storePreferences(tx, doer.customerId, wanted, rowVersion)
  if (version === undefined) throw new Refusal(409, 'platform.changed-meanwhile')
  if (wanted.language !== there.language)
    await storeFields(tx, doer.customerId, { language: wanted.language }, doer.occurredAt)
  const changeId = await insertChange(tx, { kind: 'preferences', before, after }, doer)
  await recordFact(tx, facts.preferencesChanged, { changeId, rowVersion: version }, doer)
  return changeId
}
