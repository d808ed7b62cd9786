import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { type ChannelPurpose, channelPurposes, type ContactChannel } from '../channels/channel.ts'
import { channelsOf } from '../channels/channels.sql.ts'
import { isRestricted } from '../erasure/forget.sql.ts'
import { customerOnFile } from '../find-customer.sql.ts'
import { type ConsentPurpose, notBefore, type Preferences } from './consent.ts'
import { consentOf, preferencesOf } from './consents.sql.ts'

/** An address at which a customer has answered, or the postal address on file. */
export type ReachableAt =
  | { readonly kind: 'e-mail' | 'mobile'; readonly value: string; readonly main: boolean }
  | { readonly kind: 'post'; readonly lines: readonly string[] }

/** For what somebody wants to write: what the contract needs, or what the customer must have agreed to. */
export type WritingPurpose = ChannelPurpose | ConsentPurpose

export type MayWrite =
  | {
      readonly may: true
      /** In the order of the customer's wishes; never empty. */
      readonly via: readonly ReachableAt[]
      /** Text messages and calls not before this moment. */
      readonly notBefore: Temporal.Instant
      readonly language: Preferences['language']
      readonly formOfAddress: Preferences['formOfAddress']
    }
  | { readonly may: false; readonly because: 'unknown-customer' | 'restricted' | 'no-consent' | 'no-address' }

const isContractual = (purpose: WritingPurpose): purpose is ChannelPurpose =>
  (channelPurposes as readonly string[]).includes(purpose)

/** The confirmed addresses of a customer, the main ones first; with `purpose` those that are meant for it. */
export async function confirmedChannelsOf(
  tx: Tx,
  customerId: string,
  purpose?: ChannelPurpose,
): Promise<(ContactChannel & { readonly id: string })[]> {
  const all = await channelsOf(tx, customerId)
  return all.flatMap((one) =>
    one.id !== null && one.state === 'confirmed' && (purpose === undefined || one.purposes.includes(purpose))
      ? [{ ...one, id: one.id }]
      : [],
  )
}

/**
 * Whether, where and when a customer may be written to for a purpose. Advertising and surveys need a consent that counts now and go to
 * confirmed addresses only; what the contract needs goes by post where nothing is confirmed.
 */
export async function mayWeWrite(
  tx: Tx,
  customerId: string,
  purpose: WritingPurpose,
  now: Temporal.Instant,
): Promise<MayWrite> {
  const customer = await customerOnFile(tx, customerId)
  const preferences = await preferencesOf(tx, customerId)
  if (!customer || !preferences) return { may: false, because: 'unknown-customer' }
  if (await isRestricted(tx, customerId)) return { may: false, because: 'restricted' }
  const contractual = isContractual(purpose)
  if (!contractual) {
    const consent = await consentOf(tx, customerId, purpose, 'de', legalDay(now))
    if (!consent?.given) return { may: false, because: 'no-consent' }
  }
  const digital = (await confirmedChannelsOf(tx, customerId, contractual ? purpose : undefined))
    .filter((one) => allowedKind(purpose, one.kind))
    .map(({ kind, value, main }) => ({ kind, value, main }))
  const preferred = preferences.notify === 'sms' ? 'mobile' : 'e-mail'
  const post: ReachableAt[] =
    contractual && customer.addressLines.length > 0 ? [{ kind: 'post', lines: customer.addressLines }] : []
  const via: ReachableAt[] = [
    ...digital.filter((one) => one.kind === preferred),
    ...digital.filter((one) => one.kind !== preferred),
    ...post,
  ]
  if (via.length === 0) return { may: false, because: 'no-address' }
  const { language, formOfAddress } = preferences
  return {
    may: true,
    via,
    notBefore: purpose === 'outage' ? now : notBefore(preferences, now),
    language,
    formOfAddress,
  }
}

/** A consent to mails is none to text messages, and one to calls is none to mails (UWG section 7 (2)). */
function allowedKind(purpose: WritingPurpose, kind: 'e-mail' | 'mobile'): boolean {
  if (purpose === 'offers-by-phone') return kind === 'mobile'
  return isContractual(purpose) || kind === 'e-mail'
}
