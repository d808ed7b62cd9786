import { apiAct, staffMay } from '#platform/http'
import { customerPath } from '../customer/customer-view.contract.ts'
import { deathBody, nothingAnswer } from './estate.contract.ts'
import { recordDeath } from './record-death.ts'

export const estateRoutes = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/death',
    who: staffMay('customers.estate'),
    contract: { params: customerPath, body: deathBody },
    answer: nothingAnswer,
    says: 'Notes that a customer has died: letters go to the estate, the own logins are over.',
    act: async (tx, { input, who, now }) => {
      const { diedOn, rowVersion } = input.body
      await recordDeath(
        tx,
        { customerId: input.params.id, diedOn: Temporal.PlainDate.from(diedOn), rowVersion },
        { channel: 'desk', actor: { kind: 'staff', id: who.staffId }, occurredAt: now },
      )
      return {}
    },
  }),
]
