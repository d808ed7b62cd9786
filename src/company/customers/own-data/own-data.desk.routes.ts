import { legalDay } from '#platform/calendar'
import { id, line, z } from '#platform/contract'
import type { Tx } from '#platform/database'
import { apiAct, type Call, ownOrigin, staff } from '#platform/http'
import { notFound } from '#platform/refusal'
import { deskBankBody } from '../bank/bank.contract.ts'
import { changeBank, revokeMandate } from '../bank/change-bank.ts'
import { changeById } from '../changes/changes.sql.ts'
import type { Doer } from '../changes/change.ts'
import { undoChange } from '../changes/undo-change.ts'
import { typedEmail, typedMobile } from '../channels/channels.contract.ts'
import { nameChannel } from '../channels/confirm-channel.ts'
import { answerConsent, changePreferences } from '../consents/answer-consent.ts'
import { consentOf } from '../consents/consents.sql.ts'
import { deskAnswerBody, wishFields } from '../consents/consents.contract.ts'
import { preferencesFrom } from '../consents/consents.routes.tsx'
import { customerAnswer, customerPath } from '../customer/customer-view.contract.ts'
import { customerOnFile } from '../find-customer.sql.ts'
import { announceMove } from '../moves/announce-move.ts'
import { deskMoveBody } from '../moves/moves.contract.ts'
import { changeAddress, changeName } from './change-person.ts'
import { deskAddressBody, deskNameBody } from './person.contract.ts'

const agents = staff('agent', 'manager')
/** How the customer asked: the reason says who it was and how they were recognised. */
const done = z.strictObject({ changeId: id().nullable() })
const accountPath = z.strictObject({ id: id(), account: id() })
const changePath = z.strictObject({ id: id(), change: id() })
const reasonBody = z.strictObject({ reason: line(500, 5) })

type DeskCall = Pick<Call<typeof agents>, 'who' | 'now' | 'settings' | 'browser'>

const doerFor = (call: DeskCall, customerId: string, reason: string): Doer => ({
  customerId,
  channel: 'desk',
  actor: { kind: 'staff', id: call.who.staffId },
  occurredAt: call.now,
  origin: ownOrigin(call),
  reason,
})

/** @throws Refusal 404 if there is no such customer */
async function languageOf(tx: Tx, customerId: string): Promise<'de' | 'en'> {
  const customer = await customerOnFile(tx, customerId)
  if (!customer) throw notFound()
  return customer.language
}

const creditorOf = ({ settings }: Pick<Call, 'settings'>) => ({
  name: settings.UTILITY_NAME,
  id: settings.UTILITY_CREDITOR_ID,
})

const person = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/name',
    who: agents,
    contract: { params: customerPath, body: deskNameBody },
    says: 'Changes the name for a customer, with the reason; the customer is told.',
    answer: customerAnswer,
    act: async (tx, call) => {
      const { reason, ...body } = call.input.body
      return (await changeName(tx, body, doerFor(call, call.input.params.id, reason))).customer
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/address',
    who: agents,
    contract: { params: customerPath, body: deskAddressBody },
    says: 'Changes the postal address for a customer; the old and the new address are told.',
    answer: customerAnswer,
    act: async (tx, call) => {
      const { reason, ...body } = call.input.body
      return (await changeAddress(tx, body, doerFor(call, call.input.params.id, reason))).customer
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/changes/:change/undo',
    who: agents,
    contract: { params: changePath, body: reasonBody },
    says: 'Takes a change back for a customer within its term.',
    answer: done,
    act: async (tx, call) => {
      const doer = doerFor(call, call.input.params.id, call.input.body.reason)
      return { changeId: await undoChange(tx, await changeById(tx, call.input.params.change), doer) }
    },
  }),
]

const payment = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/accounts/:account/bank',
    who: agents,
    contract: { params: accountPath, body: deskBankBody },
    says: 'Changes how an account is paid; for a mandate the reason names the signed paper or the call.',
    answer: done,
    act: async (tx, call) => {
      const { reason, ...body } = call.input.body
      const { id: customerId, account } = call.input.params
      const language = await languageOf(tx, customerId)
      const doer = doerFor(call, customerId, reason)
      const changeId = await changeBank(tx, { contractAccountId: account, ...body }, creditorOf(call), language, doer)
      return { changeId: changeId ?? null }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/accounts/:account/revocation',
    who: agents,
    contract: { params: accountPath, body: reasonBody },
    says: 'Revokes the mandate of an account for a customer, at once.',
    answer: done,
    act: async (tx, call) => {
      const { id: customerId, account } = call.input.params
      return { changeId: await revokeMandate(tx, account, doerFor(call, customerId, call.input.body.reason)) }
    },
  }),
]

const contactBody = z.strictObject({
  email: typedEmail().optional(),
  mobile: typedMobile().optional(),
  wantsMain: z.boolean().optional(),
  reason: line(500, 5),
})

const contact = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/channels',
    who: agents,
    contract: { params: customerPath, body: contactBody },
    says: 'Names addresses for a customer; each is asked from its other end before it counts.',
    answer: z.strictObject({ channelIds: z.array(id()) }),
    act: async (tx, call) => {
      const { email, mobile, wantsMain = false, reason } = call.input.body
      const customerId = call.input.params.id
      const language = await languageOf(tx, customerId)
      const doer = doerFor(call, customerId, reason)
      const channelIds: string[] = []
      if (email) channelIds.push(await nameChannel(tx, { kind: 'e-mail', value: email, wantsMain, language }, doer))
      if (mobile) channelIds.push(await nameChannel(tx, { kind: 'mobile', value: mobile, wantsMain, language }, doer))
      return { channelIds }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/consents',
    who: agents,
    contract: { params: customerPath, body: deskAnswerBody },
    says: 'Takes a consent or its withdrawal down, with the words that were read out.',
    answer: z.strictObject({ given: z.boolean() }),
    act: async (tx, call) => {
      const { reason, ...answer } = call.input.body
      const customerId = call.input.params.id
      const language = await languageOf(tx, customerId)
      const answered = { ...answer, page: 'desk', language, utility: call.settings.UTILITY_NAME }
      await answerConsent(tx, answered, doerFor(call, customerId, reason))
      const state = await consentOf(tx, customerId, answer.purpose, language, legalDay(call.now))
      return { given: state?.given ?? false }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/preferences',
    who: agents,
    contract: { params: customerPath, body: z.strictObject({ ...wishFields, reason: line(500, 5) }) },
    says: 'Changes how a customer likes to be written to.',
    answer: done,
    act: async (tx, call) => {
      const { reason, rowVersion, ...wanted } = call.input.body
      const doer = doerFor(call, call.input.params.id, reason)
      return { changeId: (await changePreferences(tx, preferencesFrom(wanted), rowVersion, doer)) ?? null }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/moves',
    who: agents,
    contract: { params: customerPath, body: deskMoveBody },
    says: 'Takes down that a customer moves house.',
    answer: z.strictObject({ announcementId: id() }),
    act: async (tx, call) => {
      const { reason, ...move } = call.input.body
      await languageOf(tx, call.input.params.id)
      return { announcementId: await announceMove(tx, move, doerFor(call, call.input.params.id, reason)) }
    },
  }),
]

/** What staff does for a customer: the same use cases, the same confirmations, with the reason written down. */
export const ownDataDeskRoutes = [...person, ...payment, ...contact]
