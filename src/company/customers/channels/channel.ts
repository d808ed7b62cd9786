import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { isEmailAddress } from '../people/email-address.ts'

export const channelKinds = ['e-mail', 'mobile'] as const
export type ChannelKind = (typeof channelKinds)[number]
export const channelPurposes = ['contract', 'reminder', 'outage'] as const
export type ChannelPurpose = (typeof channelPurposes)[number]
export type ChannelState = 'unconfirmed' | 'confirmed' | 'bounced' | 'removed'

/** An address of a customer. `id` is null for what an import brought and nobody has confirmed. */
export type ContactChannel = {
  readonly id: string | null
  readonly kind: ChannelKind
  readonly value: string
  readonly state: ChannelState
  readonly purposes: readonly ChannelPurpose[]
  /** True for the one that stands in the customer's record. */
  readonly main: boolean
  readonly confirmedAt: Temporal.Instant | null
  readonly bouncedAt: Temporal.Instant | null
}

/** How long a link by mail holds: people look into their mail within days. */
export const LINK_HOURS = 72
/** How long a code by text message holds, and how often it may be mistyped: 5 of a million in ten minutes. */
export const CODE_MINUTES = 10
export const CODE_ATTEMPTS_MAX = 5

/** A mail address in the form in which it is compared: small letters. Local parts that differ by case are theory (RFC 5321 2.4). */
export const readEmail = (typed: string): string | undefined => {
  const value = typed.trim().normalize('NFC').toLowerCase()
  return isEmailAddress(value) ? value : undefined
}

/**
 * A mobile number in E.164 from what people in Germany write, or why it is none. Numbers of other countries need their country
 * code. Source of the number plans: Google's libphonenumber.
 */
export function readMobile(typed: string): { readonly value: string } | { readonly code: string } {
  const number = parsePhoneNumberFromString(typed.replace(/^\s*00/, '+'), 'DE')
  if (!number?.isValid()) return { code: 'customers.no-phone' }
  const type = number.getType()
  if (type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE') return { code: 'customers.no-mobile' }
  return { value: number.number }
}

/** `elif…@post.example`, `+49 … 386`: enough to know one's own address by. */
export const maskedAddress = (kind: ChannelKind, value: string): string =>
  kind === 'mobile' ? `${value.slice(0, 3)} … ${value.slice(-3)}` : value.replace(/^(.{1,2})[^@]*/, '$1…')
