import { form, formFaults, page, type PageContent } from '#platform/http'
import { notFound } from '#platform/refusal'
import type { Tx } from '#platform/database'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'
import { customerStatement, lockCustomer } from '../customer/customer-view.sql.ts'
import { changeAddress, changeName } from './change-person.ts'
import { addressBody, nameBody } from './person.contract.ts'
import { addressPage, namePage } from './person.pages.tsx'
import { doerOf, ownData } from './typed.ts'

const one = (rows: readonly unknown[] | undefined): CustomerAnswer => {
  if (!rows?.[0]) throw notFound()
  return rows[0] as CustomerAnswer
}
const load = async (tx: Tx, id: string): Promise<CustomerAnswer> => one([await lockCustomer(tx, id)])

/** What was refused, with what stands there now: who sends again has seen it. */
const shared = { who: ownData } as const

export const personRoutes = [
  page({
    ...shared,
    path: '/meine-daten/name',
    contract: {},
    says: 'The name on file, to be changed.',
    reads: () => [customerStatement('session')],
    show: ([rows], { locale }) => namePage({ customer: one(rows), locale }),
  }),
  form({
    ...shared,
    path: '/meine-daten/name',
    contract: { body: nameBody },
    says: 'Changes the name and tells the customer.',
    act: (tx, call) => changeName(tx, call.input.body, doerOf(call)),
    done: ({ changeId }) => ({ to: changeId ? '/meine-daten?geaendert=name' : '/meine-daten' }),
    again: async (tx, { refusal, typed }, call): Promise<PageContent> =>
      namePage({
        customer: await load(tx, call.who.customerId),
        locale: call.locale,
        typed,
        faults: formFaults(call, refusal),
      }),
  }),
  page({
    ...shared,
    path: '/meine-daten/anschrift',
    contract: {},
    says: 'The postal address on file, to be changed.',
    reads: () => [customerStatement('session')],
    show: ([rows], { locale }) => addressPage({ customer: one(rows), locale }),
  }),
  form({
    ...shared,
    path: '/meine-daten/anschrift',
    contract: { body: addressBody },
    says: 'Changes where letters go and tells the customer at the old and the new address.',
    act: (tx, call) => changeAddress(tx, call.input.body, doerOf(call)),
    done: ({ changeId }) => ({ to: changeId ? '/meine-daten?geaendert=address' : '/meine-daten' }),
    again: async (tx, { refusal, typed }, call): Promise<PageContent> =>
      addressPage({
        customer: await load(tx, call.who.customerId),
        locale: call.locale,
        typed,
        faults: formFaults(call, refusal),
      }),
  }),
]
