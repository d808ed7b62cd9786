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

export const channelAsked = defineFact({
  name: 'customers.channel-asked',
  phase: 'any',
  meaning: 'Somebody named an address of a customer, and it is asked whether it is right.',
  figures: [],
  onTimeline: false,
  payload: { channelId: id(), proofId: id(), kind: z.enum(['e-mail', 'mobile']) },
})

export const channelConfirmed = defineFact({
  name: 'customers.channel-confirmed',
  phase: 'any',
  meaning: 'The other end of an address answered: messages may go there.',
  figures: [44],
  payload: { channelId: id(), kind: z.enum(['e-mail', 'mobile']) },
})

export const channelMuted = defineFact({
  name: 'customers.channel-muted',
  phase: 'any',
  meaning: 'The reader of an address ended the mails about letters with the link in one of them.',
  figures: [],
  payload: { channelId: id(), kind: z.string() },
})

export const channelRemoved = defineFact({
  name: 'customers.channel-removed',
  phase: 'any',
  meaning: 'An address of a customer was taken off the file.',
  figures: [],
  payload: { channelId: id(), kind: z.enum(['e-mail', 'mobile']) },
})

export const channelBounced = defineFact({
  name: 'customers.channel-bounced',
  phase: 'any',
  meaning:
    'The other side said for good that an address does not exist; nothing goes there until it is confirmed anew.',
  figures: [44],
  payload: { channelId: id(), kind: z.enum(['e-mail', 'mobile']) },
})

export const messageDelivered = defineFact({
  name: 'platform.message-delivered',
  phase: 'any',
  meaning: 'The other side says that a mail or text message has arrived, which is more than that it left.',
  figures: [44],
  onTimeline: false,
  payload: { outboxId: id(), kind: z.string() },
})

export const messageFailed = defineFact({
  name: 'platform.message-failed',
  phase: 'any',
  meaning: 'A message could not be delivered and is no longer tried.',
  figures: [44],
  onTimeline: false,
  payload: { outboxId: id(), kind: z.string(), final: z.boolean() },
})

export const consentAnswered = defineFact({
  name: 'customers.consent-answered',
  phase: 'any',
  meaning: 'A customer gave a consent or withdrew it; from this moment on it counts.',
  figures: [],
  payload: { consentId: id(), purpose: z.string(), given: z.boolean() },
})

export const preferencesChanged = defineFact({
  name: 'customers.preferences-changed',
  phase: 'any',
  meaning: 'A customer chose where letters go, how to be told and addressed, and when not.',
  figures: [],
  payload: { changeId: id(), rowVersion: z.number().int() },
})

export const copyAsked = defineFact({
  name: 'customers.copy-asked',
  phase: 'any',
  meaning: 'A customer asked for a copy of all personal data (GDPR article 15); one month to answer.',
  figures: [],
  payload: { copyId: id() },
})

export const copyReady = defineFact({
  name: 'customers.copy-ready',
  phase: 'any',
  meaning: 'The copy of the personal data is there to be fetched.',
  figures: [],
  payload: { copyId: id() },
})

export const erasureAsked = defineFact({
  name: 'customers.erasure-asked',
  phase: 'any',
  meaning: 'A customer asked to be forgotten (GDPR article 17); one month to answer.',
  figures: [],
  payload: { requestId: id() },
})

export const erasureDecided = defineFact({
  name: 'customers.erasure-decided',
  phase: 'any',
  meaning: 'A person released an erasure or refused it with a reason.',
  figures: [],
  payload: { requestId: id(), decision: z.enum(['released', 'refused']) },
})

export const customerRestricted = defineFact({
  name: 'customers.customer-restricted',
  phase: 'any',
  meaning: 'What need not be kept was erased; the rest is blocked until its terms end.',
  figures: [],
  payload: { requestId: id(), until: z.iso.date(), erasedRows: z.record(z.string(), z.number().int()) },
})

export const customerErased = defineFact({
  name: 'customers.customer-erased',
  phase: 'any',
  meaning:
    'The last personal data of a customer were erased; figures without a person remain. The proof that it was done.',
  figures: [],
  payload: { requestId: id(), erasedRows: z.record(z.string(), z.number().int()) },
})

export const customersMerged = defineFact({
  name: 'customers.customers-merged',
  phase: 'any',
  meaning: 'Two records of one person were made one by a member of staff; rows moved, the journal kept its ids.',
  figures: [],
  onTimeline: false,
  payload: { mergeId: id(), mergedId: id() },
})

export const mergeUndone = defineFact({
  name: 'customers.merge-undone',
  phase: 'any',
  meaning: 'A merge of two records was taken back; rows went back where they came from.',
  figures: [],
  onTimeline: false,
  payload: { mergeId: id(), mergedId: id() },
})

export const moveAnnounced = defineFact({
  name: 'customers.move-announced',
  phase: 'any',
  meaning:
    'A customer said when and where they move; a task follows for the contracts, and letters go there from that day.',
  figures: [],
  payload: { announcementId: id(), day: z.iso.date() },
})

export const holdSet = defineFact({
  name: 'customers.hold-set',
  phase: 'any',
  meaning: 'Staff noted why data of a customer must be kept beyond its terms.',
  figures: [],
  onTimeline: false,
  payload: { holdId: id(), kind: z.enum(['open-balance', 'dispute', 'authority']) },
})

export const holdEnded = defineFact({
  name: 'customers.hold-ended',
  phase: 'any',
  meaning: 'The reason to keep data of a customer beyond its terms is gone.',
  figures: [],
  onTimeline: false,
  payload: { holdId: id() },
})

export const recordProtected = defineFact({
  name: 'customers.record-protected',
  phase: 'any',
  meaning: 'The record of a customer was protected: only team leads of the staff open it.',
  figures: [],
  onTimeline: false,
  payload: { protectionId: id() },
})

export const recordUnprotected = defineFact({
  name: 'customers.record-unprotected',
  phase: 'any',
  meaning: 'The protection of the record of a customer was ended.',
  figures: [],
  onTimeline: false,
  payload: {},
})
