import { day, id, instant, z } from '#platform/contract/web'
import { typedEmail, typedMobile } from '../channels/channels.contract.ts'
import { bankAnswer } from '../bank/bank.contract.ts'
import { customerAnswer } from '../customer/customer-view.contract.ts'
import { wishFields } from '../consents/consents.contract.ts'
import { asked } from './asked.contract.ts'

export const doneAnswer = z.strictObject({ changeId: id().nullable() })
export const accountPath = z.strictObject({ id: id(), account: id() })
export const changePath = z.strictObject({ id: id(), change: id() })
export const channelOfPath = z.strictObject({ id: id(), channel: id() })

export const deskChannelBody = z.strictObject({
  email: typedEmail().optional(),
  mobile: typedMobile().optional(),
  wantsMain: z.boolean().optional(),
  ...asked,
})
export const channelsNamedAnswer = z.strictObject({ channelIds: z.array(id()) })
export const deskWishBody = z.strictObject({ ...wishFields, ...asked })
export const consentAnswer = z.strictObject({ given: z.boolean() })
export const moveAnswer = z.strictObject({ announcementId: id() })
export const deskCodeBody = z.strictObject({ code: z.string().min(1).max(20) })
/** `right` false: the code is wrong; `over`: it is used up, another must be sent. */
export const codeAnswer = z.strictObject({ taken: z.enum(['confirmed', 'wrong', 'over']) })
export const mandateOfferAnswer = z.strictObject({
  /** The words of the mandate that would be given, to be read out or shown; null for a transfer. */
  wording: z.string().nullable(),
  bankName: z.string().nullable(),
})

const channel = z.strictObject({
  id: id().nullable(),
  kind: z.enum(['e-mail', 'mobile']),
  value: z.string(),
  state: z.enum(['unconfirmed', 'confirmed', 'bounced', 'removed']),
  main: z.boolean(),
  confirmedAt: instant().nullable(),
  bouncedAt: instant().nullable(),
})

const consent = z.strictObject({
  purpose: z.enum(['offers-by-mail', 'offers-by-phone', 'advice-from-consumption', 'surveys']),
  wordingId: id(),
  version: z.string(),
  /** In the customer's language, as it is to be read out. */
  wording: z.string(),
  given: z.boolean(),
  answeredAt: instant().nullable(),
  answeredVersion: z.string().nullable(),
  answeredWording: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredThrough: z.string().nullable(),
  toldBy: z.string().nullable(),
  reason: z.string().nullable(),
})

const change = z.strictObject({
  id: id(),
  kind: z.string(),
  /** As the confirmations say it; null where it has been forgotten. */
  before: z.string(),
  after: z.string(),
  changedAt: instant(),
  by: z.string(),
  toldBy: z.string().nullable(),
  reason: z.string().nullable(),
  /** Until when it can be taken back; null if not (any more). */
  undoUntil: instant().nullable(),
  isUndone: z.boolean(),
})

/** What stands on file about a customer, for who changes it. */
export const deskDataAnswer = z.strictObject({
  customer: customerAnswer,
  diedOn: day().nullable(),
  estateContact: z.string().nullable(),
  accounts: z.array(bankAnswer.omit({ creditorId: true, signedOn: true }).extend({ signedOn: day().nullable() })),
  channels: z.array(channel),
  consents: z.array(consent),
  preferences: z.strictObject({
    language: z.enum(['de', 'en']),
    letters: z.enum(['portal', 'post']),
    notify: z.enum(['e-mail', 'sms', 'none']),
    formOfAddress: z.enum(['sie', 'du']),
    quietFrom: z.string().nullable(),
    quietTo: z.string().nullable(),
    rowVersion: z.number().int(),
  }),
  moves: z.array(
    z.strictObject({
      id: id(),
      movesOn: day(),
      address: z.string(),
      lettersToo: z.boolean(),
      announcedAt: instant(),
      appliedAt: instant().nullable(),
    }),
  ),
  holds: z.array(
    z.strictObject({
      id: id(),
      kind: z.enum(['open-balance', 'dispute', 'authority']),
      note: z.string(),
      setAt: instant(),
    }),
  ),
  /** Countries that an address may have, ISO 3166-1 alpha-2. */
  countries: z.array(z.string()),
  /** The newest first. */
  changes: z.array(change),
})
export type DeskDataAnswer = z.infer<typeof deskDataAnswer>
