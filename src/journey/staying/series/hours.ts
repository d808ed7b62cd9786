import { LEGAL_ZONE, startOfLegalDay } from '#platform/calendar/web'

/** One hour of a legal day as people know it: `02` stands there twice when clocks go back, and not at all when they go forward. */
export type Hour = {
  /** `14`, with `A` and `B` for the doubled hour (as in the rules of the market). */
  readonly label: string
  readonly value: number | null
}

const QUARTERS = 4

/** Sums of four quarter hours each; null where one of them is missing, because a part would look like little use. */
export function hoursOf(day: Temporal.PlainDate, quarterHours: readonly (number | null)[]): Hour[] {
  const begin = startOfLegalDay(day)
  const hours = Array.from({ length: quarterHours.length / QUARTERS }, (_, at) =>
    begin.add({ hours: at }).toZonedDateTimeISO(LEGAL_ZONE),
  )
  return hours.map((moment, at) => {
    const part = quarterHours.slice(at * QUARTERS, (at + 1) * QUARTERS)
    const sum = part.reduce<number | null>((total, one) => (total === null || one === null ? null : total + one), 0)
    const name = String(moment.hour).padStart(2, '0')
    if (hours[at + 1]?.hour === moment.hour) return { label: `${name}A`, value: sum }
    return { label: hours[at - 1]?.hour === moment.hour ? `${name}B` : name, value: sum }
  })
}
