import type { CalendarRules, ReadingReason } from './reading.ts'

/**
 * When readings are taken. Settings of the utility, stated on the page before the entry: a value of the future says nothing,
 * one of long ago cannot be checked, and one a month is enough for every bill.
 */
export const readingRules = { ageDaysMax: 42, distanceDaysMin: 14 } as const

/** A move, an exchange or a price change happens when it happens: only regular readings keep a distance. */
export const rulesFor = (reason: ReadingReason): CalendarRules => ({
  futureDaysMax: 0,
  ageDaysMax: readingRules.ageDaysMax,
  distanceDaysMin: reason === 'regular' ? readingRules.distanceDaysMin : 0,
})

/** Staff decides about a reading in check within so many days; the customer is told the day. */
export const CHECK_DAYS = 7
