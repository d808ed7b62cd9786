import { id, z } from '#platform/contract'
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

export const signInLinkAsked = defineFact({
  name: 'identity.sign-in-link-asked',
  phase: 'any',
  meaning: 'Somebody asked for a link that signs in; whether there is such an account is looked up afterwards.',
  figures: [13],
  onTimeline: false,
  payload: { requestId: id() },
})

export const newBrowserSeen = defineFact({
  name: 'identity.new-browser-seen',
  phase: 'any',
  meaning: 'A person signed in in a browser that the account had never used.',
  figures: [],
  onTimeline: false,
  payload: { accountId: id() },
})

export const secondFactorOn = defineFact({
  name: 'identity.second-factor-on',
  phase: 'any',
  meaning: 'A person set up an app whose codes are asked for at sign-in.',
  figures: [13],
  payload: { accountId: id() },
})

export const secondFactorOff = defineFact({
  name: 'identity.second-factor-off',
  phase: 'any',
  meaning: 'The codes of the app are no longer asked for at sign-in.',
  figures: [],
  payload: { accountId: id() },
})

export const callerPinSet = defineFact({
  name: 'identity.caller-pin-set',
  phase: 'any',
  meaning: 'A person set a PIN by which the customer is known on the phone.',
  figures: [],
  payload: { accountId: id() },
})

export const callerChecked = defineFact({
  name: 'identity.caller-checked',
  phase: 'any',
  meaning: 'An agent checked who is calling: by the PIN, by questions, or the check failed.',
  figures: [9],
  onTimeline: false,
  payload: { level: z.enum(['pin', 'questions', 'failed']) },
})

export const issuerLinked = defineFact({
  name: 'identity.issuer-linked',
  phase: 'any',
  meaning: 'A person linked the own account with one at the issuer of the utility, after proving both.',
  figures: [13],
  payload: { accountId: id() },
})

export const issuerUnlinked = defineFact({
  name: 'identity.issuer-unlinked',
  phase: 'any',
  meaning: 'A person took the link with an account elsewhere away.',
  figures: [],
  payload: { accountId: id() },
})

export const portalAgreed = defineFact({
  name: 'identity.portal-agreed',
  phase: 'any',
  meaning: 'A person let another portal know who they are and signed in there with our account.',
  figures: [13],
  payload: { accountId: id(), clientId: id() },
})

export const portalWithdrawn = defineFact({
  name: 'identity.portal-withdrawn',
  phase: 'any',
  meaning: 'A person took back that another portal may know who they are.',
  figures: [],
  payload: { accountId: id() },
})

export const portalRegistered = defineFact({
  name: 'identity.portal-registered',
  phase: 'any',
  meaning:
    'An administrator registered, changed or ended a portal whose visitors sign in with us, or replaced the keys.',
  figures: [],
  onTimeline: false,
  payload: { clientId: id().optional(), change: z.enum(['made', 'changed', 'secret', 'ended', 'keys']) },
})
