import { id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

export const bankChanged = defineFact({
  name: 'customers.bank-changed',
  phase: 'any',
  meaning: 'It was changed how a contract account is paid, by transfer or by direct debit under a new mandate.',
  figures: [],
  payload: {
    changeId: id(),
    contractAccountId: id(),
    way: z.enum(['direct-debit', 'transfer']),
    mandateId: id().optional(),
    rowVersion: z.number().int(),
  },
})

export const mandateRevoked = defineFact({
  name: 'customers.mandate-revoked',
  phase: 'any',
  meaning: 'A direct debit mandate was revoked; from now on nothing may be collected under it.',
  figures: [],
  payload: { changeId: id(), contractAccountId: id(), mandateId: id(), rowVersion: z.number().int() },
})

export const changeUndone = defineFact({
  name: 'customers.change-undone',
  phase: 'any',
  meaning: 'A change of own data was taken back within its term.',
  figures: [],
  onTimeline: false,
  payload: { changeId: id(), undoneBy: id() },
})
