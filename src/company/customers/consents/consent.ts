import { createHash } from 'node:crypto'
import { LEGAL_ZONE } from '#platform/calendar'
import type { ToldBy } from '../own-data/asked.contract.ts'

/** What needs a consent (GDPR article 6 (1) a, UWG section 7); what the contract needs does not. */
export const consentPurposes = ['offers-by-mail', 'offers-by-phone', 'advice-from-consumption', 'surveys'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/** A question that can be answered, and how it was answered last. */
export type ConsentState = {
  readonly purpose: ConsentPurpose
  readonly wordingId: string
  readonly version: string
  /** With {utility} in it; `shownWording` fills it in. */
  readonly wording: string
  readonly given: boolean
  /** The words of the answer that counts; they may be of an older version. */
  readonly answeredWording: string | null
  readonly answeredAt: Temporal.Instant | null
  readonly answeredVersion: string | null
  readonly answeredBy: 'customer' | 'staff' | 'system' | null
  /** The channel, and where staff wrote it down, how it was said and what was noted. */
  readonly answeredThrough: string | null
  readonly toldBy: ToldBy | null
  readonly reason: string | null
}

/** The words as they stand on the page. */
export const shownWording = (wording: string, utility: string): string => wording.replaceAll('{utility}', utility)

export const hashOf = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()

/** How somebody likes to be written to. Times are German time. */
export type Preferences = {
  readonly language: 'de' | 'en'
  readonly letters: 'portal' | 'post'
  readonly notify: 'e-mail' | 'sms' | 'none'
  readonly formOfAddress: 'sie' | 'du'
  readonly quietFrom: string | null
  readonly quietTo: string | null
}

/**
 * The first moment from `now` on at which the customer may be disturbed; `now` itself outside the quiet hours. They may go over
 * midnight. On the days when clocks change the wall clock counts, as it does for people.
 */
export function notBefore(
  preferences: Pick<Preferences, 'quietFrom' | 'quietTo'>,
  now: Temporal.Instant,
): Temporal.Instant {
  if (preferences.quietFrom === null || preferences.quietTo === null) return now
  const from = Temporal.PlainTime.from(preferences.quietFrom)
  const to = Temporal.PlainTime.from(preferences.quietTo)
  const local = now.toZonedDateTimeISO(LEGAL_ZONE)
  const time = local.toPlainTime()
  const after = (a: Temporal.PlainTime, b: Temporal.PlainTime) => Temporal.PlainTime.compare(a, b) >= 0
  const overMidnight = Temporal.PlainTime.compare(from, to) > 0
  const quiet = overMidnight ? after(time, from) || !after(time, to) : after(time, from) && !after(time, to)
  if (!quiet) return now
  const day = overMidnight && after(time, from) ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate()
  return day.toZonedDateTime({ timeZone: LEGAL_ZONE, plainTime: to }).toInstant()
}
