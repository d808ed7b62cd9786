import { day, id, z } from '#platform/contract'
import { defineFact } from '../fact.ts'

export const accountActivated = defineFact({
  name: 'identity.account-activated',
  phase: 'any',
  meaning: 'A person opened an account for a customer with numbers that stand on a bill.',
  figures: [13],
  payload: { accountId: id() },
})

export const accountOpened = defineFact({
  name: 'identity.account-opened',
  phase: 'any',
  meaning: 'The link to the address on file or the posted code was used: all of the account is open.',
  figures: [13],
  payload: { accountId: id() },
})

export const activationAsked = defineFact({
  name: 'identity.activation-asked',
  phase: 'any',
  meaning: 'Somebody asked for an account with a customer number and a meter number, which are compared afterwards.',
  figures: [13],
  onTimeline: false,
  payload: { requestId: id() },
})

export const passwordLinkAsked = defineFact({
  name: 'identity.password-link-asked',
  phase: 'any',
  meaning: 'Somebody asked for a link to set a new password; whether there is such an account is looked up afterwards.',
  figures: [],
  onTimeline: false,
  payload: { requestId: id() },
})

export const openingLinkOrdered = defineFact({
  name: 'identity.opening-link-ordered',
  phase: 'any',
  meaning: 'A link that opens all of an account was ordered to the e-mail address on file.',
  figures: [13],
  onTimeline: false,
  payload: { accountId: id() },
})

export const signedIn = defineFact({
  name: 'identity.signed-in',
  phase: 'any',
  meaning: 'A person signed in.',
  figures: [13],
  onTimeline: false,
  payload: { accountId: id(), by: z.enum(['password', 'link', 'passkey', 'second-factor', 'issuer']).optional() },
})

export const passwordChanged = defineFact({
  name: 'identity.password-changed',
  phase: 'any',
  meaning: 'The password of an account was changed and its other sessions were ended.',
  figures: [],
  payload: { accountId: id() },
})

export const activationCodeOrdered = defineFact({
  name: 'identity.activation-code-ordered',
  phase: 'any',
  meaning: 'A code was ordered that goes by post to the address on file.',
  figures: [14],
  payload: { accountId: id() },
})

export const activationLetterAsked = defineFact({
  name: 'identity.activation-letter-asked',
  phase: 'any',
  meaning:
    'A letter with a code was asked for with a customer number and a postal code, or by staff; a listener looks and writes it.',
  figures: [13],
  onTimeline: false,
  payload: { letterId: id() },
})

export const activationLetterWritten = defineFact({
  name: 'identity.activation-letter-written',
  phase: 'any',
  meaning: 'A letter with a code that makes an account was written to the address on file.',
  figures: [13, 14],
  payload: { letterId: id() },
})

export const rowsImported = defineFact({
  name: 'exchange.rows-imported',
  phase: 'any',
  meaning: 'A batch of rows of one file came in from another system.',
  figures: [],
  onTimeline: false,
  payload: {
    batchId: id(),
    file: z.string(),
    rows: z.number().int(),
    changed: z.number().int(),
    refused: z.number().int(),
    conflicting: z.number().int(),
  },
})

export const customerChanged = defineFact({
  name: 'customers.customer-changed',
  phase: 'any',
  meaning: 'Fields of a customer were changed here.',
  figures: [],
  payload: { fields: z.array(z.string()).max(50), rowVersion: z.number().int(), changeId: id().optional() },
})

export const mailSent = defineFact({
  name: 'platform.mail-sent',
  phase: 'any',
  meaning: 'A mail to the customer left the house.',
  figures: [44],
  onTimeline: false,
  payload: { outboxId: id(), kind: z.string() },
})

export const smsSent = defineFact({
  name: 'platform.sms-sent',
  phase: 'any',
  meaning: 'A text message to the customer left the house.',
  figures: [44],
  onTimeline: false,
  payload: { outboxId: id(), kind: z.string() },
})

export const pagePrinted = defineFact({
  name: 'platform.page-printed',
  phase: 'any',
  meaning: 'A page for the customer was put into the folder that the post room prints from.',
  figures: [44],
  onTimeline: false,
  payload: { outboxId: id(), kind: z.string() },
})

export const staffSignedIn = defineFact({
  name: 'identity.staff-signed-in',
  phase: 'any',
  meaning: 'Somebody of the staff signed in.',
  figures: [],
  onTimeline: false,
  payload: { staffId: id() },
})

export const machineMade = defineFact({
  name: 'identity.machine-made',
  phase: 'any',
  meaning: 'A client was made with which a machine may use the API.',
  figures: [],
  onTimeline: false,
  payload: { clientId: z.string(), scopes: z.array(z.string()).max(50) },
})

export const machineChanged = defineFact({
  name: 'identity.machine-changed',
  phase: 'any',
  meaning: 'A machine got a key, other scopes, another limit or other people who look after it, or was ended.',
  figures: [],
  onTimeline: false,
  payload: {
    machineId: id(),
    change: z.enum(['secret', 'key-ended', 'scopes', 'chosen', 'limit', 'people', 'sandbox', 'ended']),
    scopes: z.array(z.string()).max(50).optional(),
  },
})

export const messagesRetried = defineFact({
  name: 'platform.messages-retried',
  phase: 'any',
  meaning: 'Staff let messages be sent again that could not be delivered.',
  figures: [44],
  onTimeline: false,
  payload: { messages: z.number().int() },
})

export const sessionsEnded = defineFact({
  name: 'identity.sessions-ended',
  phase: 'any',
  meaning: 'Staff ended all sessions of an account.',
  figures: [],
  onTimeline: false,
  payload: { accountId: id(), sessions: z.number().int() },
})

export const accountDisabled = defineFact({
  name: 'identity.account-disabled',
  phase: 'any',
  meaning: 'Staff disabled an account: nobody signs in with it.',
  figures: [],
  onTimeline: false,
  payload: { accountId: id() },
})

export const accountEnabled = defineFact({
  name: 'identity.account-enabled',
  phase: 'any',
  meaning: 'Staff let a disabled account sign in again.',
  figures: [],
  onTimeline: false,
  payload: { accountId: id() },
})

export const personInvited = defineFact({
  name: 'identity.person-invited',
  phase: 'any',
  meaning: 'Somebody who acts for a customer invited another person to do so, too.',
  figures: [13],
  payload: { inviteId: id() },
})

export const invitationWithdrawn = defineFact({
  name: 'identity.invitation-withdrawn',
  phase: 'any',
  meaning: 'An invitation to act for a customer was taken back before it was accepted.',
  figures: [],
  payload: { inviteId: id() },
})

export const invitationAccepted = defineFact({
  name: 'identity.invitation-accepted',
  phase: 'any',
  meaning: 'A person took up an invitation and acts for the customer from now on.',
  figures: [13],
  payload: { inviteId: id(), accountId: id() },
})

export const grantChanged = defineFact({
  name: 'identity.grant-changed',
  phase: 'any',
  meaning: 'What a person may do for a customer was changed.',
  figures: [],
  payload: { grantId: id(), accountId: id(), rights: z.array(z.string()).max(20), isForAll: z.boolean() },
})

export const grantEnded = defineFact({
  name: 'identity.grant-ended',
  phase: 'any',
  meaning: 'A person does not act for a customer any more: left, was removed, or the time is over.',
  figures: [],
  payload: { grantId: id(), accountId: id(), by: z.enum(['self', 'people', 'staff', 'time']) },
})

export const viewedAsCustomer = defineFact({
  name: 'identity.viewed-as-customer',
  phase: 'any',
  meaning: 'Somebody of the staff saw the portal as the customer does, reading only, for a reason that was given.',
  figures: [],
  payload: { viewingId: id() },
})

export const powerAsked = defineFact({
  name: 'identity.power-asked',
  phase: 'any',
  meaning: 'Somebody sent a proof and asked to act for a customer by a power of attorney.',
  figures: [8],
  onTimeline: false,
  payload: { powerId: id() },
})

export const powerGranted = defineFact({
  name: 'identity.power-granted',
  phase: 'any',
  meaning: 'Two of the staff have checked a power of attorney: the person may act for the customer.',
  figures: [],
  onTimeline: false,
  payload: { powerId: id(), kind: z.string(), isHidden: z.boolean() },
})

export const powerRefused = defineFact({
  name: 'identity.power-refused',
  phase: 'any',
  meaning: 'A power of attorney was not accepted.',
  figures: [],
  onTimeline: false,
  payload: { powerId: id() },
})

export const powerEnded = defineFact({
  name: 'identity.power-ended',
  phase: 'any',
  meaning: 'A power of attorney is over: its time, the customer, the person or staff ended it.',
  figures: [],
  onTimeline: false,
  payload: { powerId: id(), because: z.enum(['time', 'customer', 'self', 'staff', 'death']) },
})

export const powerInvited = defineFact({
  name: 'identity.power-invited',
  phase: 'any',
  meaning: 'Who acts by a checked power of attorney gets the link that sets the access up.',
  figures: [],
  onTimeline: false,
  payload: { inviteId: id() },
})

export const customerDied = defineFact({
  name: 'customers.customer-died',
  phase: 'any',
  meaning: 'Staff learned that a customer has died: letters go to the estate, and the own logins are over.',
  figures: [],
  payload: { diedOn: day() },
})

export const customerHandedOver = defineFact({
  name: 'identity.customer-handed-over',
  phase: 'any',
  meaning: 'From a day on another account acts for the customer in place of the one before.',
  figures: [],
  payload: { fromAccountId: id(), toAccountId: id(), on: day() },
})
