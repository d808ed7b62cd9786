import type { Tx } from '#platform/database'
import { type Call, form, formFaults, freshly, page, type PageContent } from '#platform/http'
import { notFound, type Refusal } from '#platform/refusal'
import { doerOf, ownData, type Typed } from '../own-data/typed.ts'
import { bankForm, bankPath } from './bank.contract.ts'
import { bankPage, signPage } from './bank.pages.tsx'
import { type BankDetails, bankName, bankOf, bankStatement } from './bank.sql.ts'
import { changeBank, type Creditor, offerMandate, revokeMandate, type WantedBank } from './change-bank.ts'
import { bankCodeOf } from './iban.ts'

const creditorOf = (call: Pick<Call, 'settings'>): Creditor => ({
  name: call.settings.UTILITY_NAME,
  id: call.settings.UTILITY_CREDITOR_ID,
})

async function load(tx: Tx, id: string, customerId: string): Promise<BankDetails> {
  const bank = await bankOf(tx, id, customerId)
  if (!bank) throw notFound()
  return bank
}

type BankCall = Pick<Call<typeof ownData>, 'who' | 'locale' | 'settings' | 'reason'>

/** The second step: the wording is made anew each time from what was typed, so that what is signed is what is stored. */
async function secondStep(tx: Tx, wanted: WantedBank, call: BankCall): Promise<PageContent> {
  const bank = await load(tx, wanted.contractAccountId, call.who.customerId)
  const debit = wanted.way === 'direct-debit'
  const offer = debit ? await offerMandate(tx, wanted, call.who.customerId, creditorOf(call), call.locale) : undefined
  return signPage({
    bank,
    wanted,
    locale: call.locale,
    wording: offer?.wording.text,
    bankName: wanted.iban ? await bankName(tx, bankCodeOf(wanted.iban)) : undefined,
  })
}

/** Where money comes from: only for who has just shown who it is, so that an open browser is of no use to a thief. */
const freshOwner = freshly(ownData)

export const bankRoutes = [
  page({
    path: '/meine-daten/bank/:id',
    who: freshOwner,
    contract: { params: bankPath },
    says: 'How a contract account is paid, to be changed.',
    reads: () => [bankStatement('session')],
    show: ([rows], { locale, input }) => {
      const bank = (rows as readonly BankDetails[]).find((one) => one.contractAccountId === input.params.id)
      if (!bank) throw notFound()
      return bankPage({ bank, locale })
    },
  }),
  form({
    path: '/meine-daten/bank/:id',
    who: freshOwner,
    contract: { params: bankPath, body: bankForm },
    says: 'Shows the mandate, then changes how a contract account is paid; 409 with both values if somebody was quicker.',
    act: async (tx, call) => {
      const { step, ...body } = call.input.body
      const wanted = { contractAccountId: call.input.params.id, ...body }
      if (step === 'ask') return secondStep(tx, wanted, call)
      return changeBank(tx, wanted, creditorOf(call), call.locale, doerOf(call))
    },
    done: (result) => {
      if (typeof result === 'object') return { page: result }
      return { to: result === undefined ? '/meine-daten' : '/meine-daten?geaendert=bank' }
    },
    again: (tx, { refusal, typed }, call) => firstStep(tx, call, call.input.params.id, typed, refusal),
  }),
  form({
    path: '/meine-daten/bank/:id/widerruf',
    who: freshOwner,
    contract: { params: bankPath },
    says: 'Revokes the direct debit mandate at once.',
    act: (tx, call) => revokeMandate(tx, call.input.params.id, doerOf(call)),
    done: () => ({ to: '/meine-daten?geaendert=mandate' }),
    again: (tx, { refusal }, call) => firstStep(tx, call, call.input.params.id, undefined, refusal),
  }),
]

/** The first step with what stands on file now, whose version it carries: who sends again has seen it. */
async function firstStep(
  tx: Tx,
  call: BankCall,
  id: string,
  typed: Typed | undefined,
  refusal: Refusal,
): Promise<PageContent> {
  const bank = await load(tx, id, call.who.customerId)
  const content = bankPage({ bank, locale: call.locale, typed, faults: formFaults(call, refusal) })
  return { ...content, status: refusal.status }
}
