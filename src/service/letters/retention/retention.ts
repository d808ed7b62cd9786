/** The two clocks as pure rules; the database applies the same ones as a set (migration 0259), and a property test holds both together. */

export type RetentionClass = 'voucher' | 'business-letter' | 'claim'

export type RetentionRule = {
  readonly class: RetentionClass
  readonly validFrom: Temporal.PlainDate
  readonly years: number
  readonly fromYearEnd: boolean
}

/**
 * Last day on which a customer reads a letter: the end of the last contract, or the letter's own day if that is later, and so many
 * months more (BGB section 188 (2), (3)). Null while a contract runs.
 * @param lastDay last day of the last contract; null while one runs, undefined if there never was one
 */
export function viewEnd(
  lastDay: Temporal.PlainDate | null | undefined,
  publishedOn: Temporal.PlainDate,
  months: number,
): Temporal.PlainDate | null {
  if (lastDay === null) return null
  const from = lastDay && Temporal.PlainDate.compare(lastDay, publishedOn) > 0 ? lastDay : publishedOn
  return from.add({ months })
}

/**
 * Last day on which the company keeps a letter, by the rule that holds today.
 * @throws RangeError if no rule holds
 */
export function keptUntil(
  rules: readonly RetentionRule[],
  of: RetentionClass,
  publishedOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  const rule = rules
    .filter((one) => one.class === of && Temporal.PlainDate.compare(one.validFrom, today) <= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(b.validFrom, a.validFrom))[0]
  if (!rule) throw new RangeError(`No rule of retention for ${of} on ${today}.`)
  const from = rule.fromYearEnd ? Temporal.PlainDate.from({ year: publishedOn.year, month: 12, day: 31 }) : publishedOn
  return from.add({ years: rule.years })
}

/** Whether a letter may be erased on a day: both clocks are over and nothing holds it. */
export const mayErase = (
  letter: {
    readonly viewEnd: Temporal.PlainDate | null
    readonly keptUntil: Temporal.PlainDate
    readonly held: boolean
  },
  today: Temporal.PlainDate,
): boolean =>
  !letter.held &&
  letter.viewEnd !== null &&
  Temporal.PlainDate.compare(letter.viewEnd, today) < 0 &&
  Temporal.PlainDate.compare(letter.keptUntil, today) < 0
