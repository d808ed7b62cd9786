import { id } from '#platform/contract'
import { defineFact } from '../fact.ts'

// How people get in and prove who they are.

export const passkeyAdded = defineFact({
  name: 'identity.passkey-added',
  phase: 'any',
  meaning: 'A person added a passkey to the own account, after proving once more who it is.',
  figures: [13],
  payload: { accountId: id(), passkeyId: id() },
})

export const passkeyRemoved = defineFact({
  name: 'identity.passkey-removed',
  phase: 'any',
  meaning: 'A person deleted a passkey of the own account.',
  figures: [],
  payload: { accountId: id(), passkeyId: id() },
})
