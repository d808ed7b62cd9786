import { day, id, line, z } from '#platform/contract'
import { apiAct, staffMay } from '#platform/http'
import { recordDeath } from './record-death.ts'

export const estateRoutes = [
  apiAct({
    method: 'POST',
    path: '/desk/api/customers/:id/death',
    who: staffMay('customers.estate'),
    contract: {
      params: z.strictObject({ id: id() }),
      body: z.strictObject({
        diedOn: day(),
        rowVersion: z.number().int().min(1).max(2_147_483_647),
        /** What it was learned from, for the log: a letter of the heirs, a certificate. */
        reason: line(300, 3),
      }),
    },
    answer: z.strictObject({}),
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
