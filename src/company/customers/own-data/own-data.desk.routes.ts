import { legalDay } from '#platform/calendar'
import { apiAct } from '#platform/http'
import { deskBankBody } from '../bank/bank.contract.ts'
import { bankName } from '../bank/bank.sql.ts'
import { changeBank, offerMandate, revokeMandate } from '../bank/change-bank.ts'
import { bankCodeOf } from '../bank/iban.ts'
import { changeById } from '../changes/changes.sql.ts'
import { undoChange } from '../changes/undo-change.ts'
import { answerConsent, changePreferences } from '../consents/answer-consent.ts'
import { consentOf } from '../consents/consents.sql.ts'
import { deskAnswerBody } from '../consents/consents.contract.ts'
import { preferencesFrom } from '../consents/consents.routes.tsx'
import { customerAnswer, customerPath } from '../customer/customer-view.contract.ts'
import { announceMove } from '../moves/announce-move.ts'
import { deskMoveBody } from '../moves/moves.contract.ts'
import { askedBody } from './asked.contract.ts'
import { agents, creditorOf, doerFor, languageOf } from './by-staff.ts'
import { changeAddress, changeName } from './change-person.ts'
import { channelDeskRoutes } from './channels.desk.routes.ts'
import {
  accountPath,
  changePath,
  consentAnswer,
  deskWishBody,
  doneAnswer,
  mandateOfferAnswer,
  moveAnswer,
} from './desk-data.contract.ts'
import { deskData } from './desk-data.routes.ts'
import { deskAddressBody, deskNameBody } from './person.contract.ts'

const person = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/name',
    who: agents,
    contract: { params: customerPath, body: deskNameBody },
    says: 'Changes the name for a customer, with the reason; the customer is told.',
    answer: customerAnswer,
    act: async (tx, call) => {
      const { reason, toldBy, ...body } = call.input.body
      return (await changeName(tx, body, doerFor(call, call.input.params.id, { toldBy, reason }))).customer
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
      const { reason, toldBy, ...body } = call.input.body
      return (await changeAddress(tx, body, doerFor(call, call.input.params.id, { toldBy, reason }))).customer
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/changes/:change/undo',
    who: agents,
    contract: { params: changePath, body: askedBody },
    says: 'Takes a change back for a customer within its term.',
    answer: doneAnswer,
    act: async (tx, call) => {
      const doer = doerFor(call, call.input.params.id, call.input.body)
      return { changeId: await undoChange(tx, await changeById(tx, call.input.params.change), doer) }
    },
  }),
]

const payment = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/accounts/:account/mandate-words',
    who: agents,
    contract: { params: accountPath, body: deskBankBody },
    says: 'The words of the mandate that a change would give, in the language of the customer; changes nothing.',
    answer: mandateOfferAnswer,
    act: async (tx, call) => {
      const { reason: _reason, toldBy: _toldBy, ...body } = call.input.body
      const { id: customerId, account } = call.input.params
      const wanted = { contractAccountId: account, ...body }
      const offer =
        body.way === 'direct-debit'
          ? await offerMandate(tx, wanted, customerId, creditorOf(call), await languageOf(tx, customerId))
          : undefined
      const bank = body.iban ? await bankName(tx, bankCodeOf(body.iban)) : undefined
      return { wording: offer?.wording.text ?? null, bankName: bank ?? null }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/accounts/:account/bank',
    who: agents,
    contract: { params: accountPath, body: deskBankBody },
    says: 'Changes how an account is paid; for a mandate the reason names the signed paper or the call.',
    answer: doneAnswer,
    act: async (tx, call) => {
      const { reason, toldBy, ...body } = call.input.body
      const { id: customerId, account } = call.input.params
      const language = await languageOf(tx, customerId)
      const doer = doerFor(call, customerId, { toldBy, reason })
      const changeId = await changeBank(tx, { contractAccountId: account, ...body }, creditorOf(call), language, doer)
      return { changeId: changeId ?? null }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/accounts/:account/revocation',
    who: agents,
    contract: { params: accountPath, body: askedBody },
    says: 'Revokes the mandate of an account for a customer, at once.',
    answer: doneAnswer,
    act: async (tx, call) => {
      const { id: customerId, account } = call.input.params
      return { changeId: await revokeMandate(tx, account, doerFor(call, customerId, call.input.body)) }
    },
  }),
]

const contact = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/consents',
    who: agents,
    contract: { params: customerPath, body: deskAnswerBody },
    says: 'Takes a consent or its withdrawal down, with the words that were read out.',
    answer: consentAnswer,
    act: async (tx, call) => {
      const { reason, toldBy, ...answer } = call.input.body
      const customerId = call.input.params.id
      const language = await languageOf(tx, customerId)
      const answered = { ...answer, page: 'desk', language, utility: call.settings.UTILITY_NAME }
      await answerConsent(tx, answered, doerFor(call, customerId, { toldBy, reason }))
      const state = await consentOf(tx, customerId, answer.purpose, language, legalDay(call.now))
      return { given: state?.given ?? false }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/preferences',
    who: agents,
    contract: { params: customerPath, body: deskWishBody },
    says: 'Changes how a customer likes to be written to.',
    answer: doneAnswer,
    act: async (tx, call) => {
      const { reason, toldBy, rowVersion, ...wanted } = call.input.body
      const doer = doerFor(call, call.input.params.id, { toldBy, reason })
      return { changeId: (await changePreferences(tx, preferencesFrom(wanted), rowVersion, doer)) ?? null }
    },
  }),
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/moves',
    who: agents,
    contract: { params: customerPath, body: deskMoveBody },
    says: 'Takes down that a customer moves house.',
    answer: moveAnswer,
    act: async (tx, call) => {
      const { reason, toldBy, ...move } = call.input.body
      await languageOf(tx, call.input.params.id)
      return { announcementId: await announceMove(tx, move, doerFor(call, call.input.params.id, { toldBy, reason })) }
    },
  }),
]

/** What staff does for a customer: the same use cases, the same confirmations, with the reason written down. */
export const ownDataDeskRoutes = [deskData, ...person, ...payment, ...channelDeskRoutes, ...contact]
