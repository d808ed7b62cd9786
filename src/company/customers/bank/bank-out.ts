import type { Json, OutObject } from '#company/exchange'
import { facts } from '#company/journal'
import { bankStates } from './bank-out.sql.ts'

const changing: readonly string[] = [facts.bankChanged.name, facts.mandateRevoked.name]

/** How a contract account is paid, as other systems are told of it: without it billing collects from the wrong account. */
export const bankOut: OutObject = {
  object: 'bank-details',
  scope: 'bank:read',
  columns: ['way', 'iban', 'holder', 'mandate'],
  inFiles: ['contractAccountNumber', 'way', 'iban', 'holder', 'mandateReference', 'creditorId', 'signedOn'],
  touchedBy: ({ name, payload }) =>
    changing.includes(name)
      ? [{ objectId: (payload as { readonly contractAccountId: string }).contractAccountId, fields: [] }]
      : [],
  columnsOf: (field) => [field],
  load: async (tx, ids) =>
    new Map([...(await bankStates(tx, ids))].map(([id, one]) => [id, { ...one, state: one.state as Json }])),
}
