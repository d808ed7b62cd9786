/**
 * Figures of contacts by the definitions of docs/figures.md, version 1. Counted are contacts that came to us (`in`) from a
 * customer who is known. A contact is followed by another if the same customer asks about the same topic again within the
 * window, and the two are not about different contracts.
 */
export const DEFINITION_VERSION = 1

/** Days within which somebody who asks again was not helped the first time. 7 is the usual one. */
export const windowsDays = [1, 7, 30] as const
export type WindowDays = (typeof windowsDays)[number]

/** Below so many contacts a share says more about chance, and about persons, than about the service. */
export const FEW = 5

export type Counted = {
  readonly contacts: number
  /** Whose window is not closed yet and that nobody has followed so far: they may still turn out either way. */
  readonly open: number
  readonly followed: number
  /** That follow another one within the window. */
  readonly repeats: number
}

export type Share = {
  readonly numerator: number
  readonly denominator: number
  /** Share from 0 to 1; null where there are too few. */
  readonly value: number | null
  /** It can still change, because not every window is closed. */
  readonly provisional: boolean
}

const shareOf = (numerator: number, denominator: number, provisional: boolean): Share => ({
  numerator,
  denominator,
  value: denominator < FEW ? null : numerator / denominator,
  provisional,
})

/** First contact resolution: the share of contacts that nobody had to follow up. Falls at most until the windows close. */
export const firstContactResolution = ({ contacts, followed, open }: Counted): Share =>
  shareOf(contacts - followed, contacts, open > 0)

/** Repeat contact rate: the share of contacts that follow another one. Looks back, so it is final at once. */
export const repeatContactRate = ({ contacts, repeats }: Counted): Share => shareOf(repeats, contacts, false)

/**
 * Contact rate: assisted contacts of a month for a thousand contracts that were active on the average of its days.
 * @param contractDays sum over the days counted of contracts active on the day
 * @param days days counted: those of the month, or those that have passed of it
 */
export function contactRate(contacts: number, contractDays: number, days: number): number | null {
  if (contractDays <= 0 || days <= 0) return null
  return (contacts / (contractDays / days)) * 1000
}

/** One contact as the rule sees it. */
export type Seen = {
  readonly id: number
  readonly customerId: string
  readonly contractId: string | null
  readonly topic: string
  readonly at: Temporal.Instant
}

const isLater = (a: Seen, b: Seen): boolean => {
  const order = Temporal.Instant.compare(b.at, a.at)
  return order > 0 || (order === 0 && b.id > a.id)
}

/** Whether `later` follows `earlier` by the definition: the rule of one pair, which the SQL applies to all. */
export const follows = (later: Seen, earlier: Seen, days: WindowDays): boolean =>
  later.customerId === earlier.customerId &&
  later.topic === earlier.topic &&
  (later.contractId === null || earlier.contractId === null || later.contractId === earlier.contractId) &&
  isLater(earlier, later) &&
  Temporal.Instant.compare(later.at, earlier.at.add({ hours: 24 * days })) <= 0

/** Counts a list by the rule, pair by pair. */
export function countAll(list: readonly Seen[], days: WindowDays, now: Temporal.Instant): Counted {
  const followed = list.filter((one) => list.some((other) => follows(other, one, days)))
  const isClosed = (one: Seen) => Temporal.Instant.compare(one.at.add({ hours: 24 * days }), now) <= 0
  return {
    contacts: list.length,
    followed: followed.length,
    repeats: list.filter((one) => list.some((other) => follows(one, other, days))).length,
    open: list.filter((one) => !followed.includes(one) && !isClosed(one)).length,
  }
}
