import { LEGAL_ZONE, legalDay } from '#platform/calendar'

export type LadderStep = {
  readonly step: number
  readonly afterDays: number
  readonly act: 'notice' | 'other-channel' | 'reminder' | 'paper'
}

/** People read their mail in the morning; nobody is woken at midnight by a day that begins. */
const TIME_OF_STEPS = Temporal.PlainTime.from('08:00')
const morningOf = (day: Temporal.PlainDate): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: LEGAL_ZONE, plainTime: TIME_OF_STEPS }).toInstant()

/** A letter is in the box on the third working day after posting at the latest (PostG section 18, since 2025). */
const DAYS_OF_POST = 4

/**
 * When a step is due: the first at once, a later one in the morning of its legal day. If the customer has to act until a day, paper
 * leaves early enough to be there before it, and no step is later than that day.
 */
export function dueAt(
  step: LadderStep,
  publishedAt: Temporal.Instant,
  actionDueOn: Temporal.PlainDate | null,
): Temporal.Instant {
  if (step.step === 0) return publishedAt
  const published = legalDay(publishedAt)
  const planned = published.add({ days: step.afterDays })
  const last = actionDueOn?.subtract({ days: step.act === 'paper' ? DAYS_OF_POST : 1 })
  const day = last && Temporal.PlainDate.compare(last, planned) < 0 ? last : planned
  const morning = morningOf(day)
  // Due before it was published: the first morning after.
  return Temporal.Instant.compare(morning, publishedAt) > 0 ? morning : morningOf(published.add({ days: 1 }))
}
