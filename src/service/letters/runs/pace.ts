import { LEGAL_ZONE } from '#platform/calendar'

/** How fast a serial letter goes out. Hours are of legal time; from `quietFrom` to `quietTo` nothing is ordered. */
export type Pace = {
  readonly perHour: number
  readonly perDay: number
  readonly quietFrom: number
  readonly quietTo: number
}
export type DoneLately = { readonly inFiveMinutes: number; readonly inHour: number; readonly today: number }

/** Five minutes hold a twelfth of an hour: who reads the letter and calls does so spread over the hour. */
const STEPS_PER_HOUR = 12

const isQuiet = ({ quietFrom, quietTo }: Pace, hour: number): boolean =>
  quietFrom === quietTo
    ? false
    : quietFrom < quietTo
      ? hour >= quietFrom && hour < quietTo
      : hour >= quietFrom || hour < quietTo

/** How many letters may be ordered now. */
export function allowance(pace: Pace, done: DoneLately, now: Temporal.Instant): number {
  if (isQuiet(pace, now.toZonedDateTimeISO(LEGAL_ZONE).hour)) return 0
  return Math.max(
    0,
    Math.min(
      Math.ceil(pace.perHour / STEPS_PER_HOUR) - done.inFiveMinutes,
      pace.perHour - done.inHour,
      pace.perDay - done.today,
    ),
  )
}
