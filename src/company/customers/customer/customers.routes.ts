import { apiAct, apiRead, machine, ownOrigin, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import { changeContact } from './change-contact.ts'
import {
  changeContactBody,
  contractAnswer,
  customerAnswer,
  customerPath,
  customerViewAnswer,
} from './customer-view.contract.ts'
import { contractsStatement, customerStatement, customerViewStatements, toCustomerView } from './customer-view.sql.ts'
import { z } from '#platform/contract'

/** Who works with customers sees all of them; the auditor looks and changes nothing. */
const readers = staffMay('customers.see')
const changers = staffMay('customers.change')

const view = apiRead({
  path: '/desk/api/customers/:id',
  who: readers,
  contract: { params: customerPath },
  says: 'A customer with contract accounts, contracts, places and prices.',
  answer: customerViewAnswer,
  reads: ({ input }) => customerViewStatements({ id: input.params.id }),
  give: (rows) => {
    const found = toCustomerView(rows)
    if (!found) throw notFound()
    return found
  },
})

const change = apiAct({
  method: 'PATCH',
  path: '/desk/api/customers/:id',
  who: changers,
  contract: { params: customerPath, body: changeContactBody },
  says: 'Changes how a customer is reached; 409 with both versions if somebody was quicker.',
  answer: customerAnswer,
  act: (tx, call) =>
    changeContact(tx, call.input.body, {
      customerId: call.input.params.id,
      channel: 'desk',
      actor: { kind: 'staff', id: call.who.staffId },
      occurredAt: call.now,
      origin: ownOrigin(call),
    }),
})

const read = apiRead({
  path: '/api/customers/:id',
  who: machine('customers:read'),
  contract: { params: customerPath },
  says: 'One customer, for other systems.',
  answer: customerAnswer,
  reads: ({ input }) => [customerStatement({ id: input.params.id })],
  give: ([rows]) => {
    const customer = rows?.[0]
    if (!customer) throw notFound()
    return customer as z.infer<typeof customerAnswer>
  },
})

const contracts = apiRead({
  path: '/api/customers/:id/contracts',
  who: machine('customers:read'),
  contract: { params: customerPath },
  says: 'Contracts of a customer with places and prices, for other systems.',
  answer: z.strictObject({ contracts: z.array(contractAnswer) }),
  reads: ({ input }) => [customerStatement({ id: input.params.id }), contractsStatement({ id: input.params.id })],
  give: ([customers, rows]) => {
    if (!customers?.[0]) throw notFound()
    return { contracts: (rows ?? []) as z.infer<typeof contractAnswer>[] }
  },
})

export const customerRoutes = [view, change, read, contracts]
