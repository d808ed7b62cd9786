import { LEGAL_ZONE } from '#platform/calendar'

export type PostageRate = {
  readonly product: string
  readonly registered: boolean
  readonly weightMaxG: number
  readonly cents: number
}
export type PrintRule = { readonly cutOff: string; readonly sheetG: number; readonly envelopeG: number }

export type Postage = {
  readonly sheets: number
  readonly weightG: number
  readonly product: string
  readonly cents: number
}

/**
 * Sheets, weight and the cheapest product that carries it. Pages of one file share sheets, two on each; another file begins a new sheet.
 * Undefined if it is too heavy for a letter.
 */
export function postageFor(
  pagesOfFiles: readonly number[],
  registered: boolean,
  rule: PrintRule,
  rates: readonly PostageRate[],
): Postage | undefined {
  const sheets = pagesOfFiles.reduce((sum, pages) => sum + Math.ceil(pages / 2), 0)
  const weightG = Math.ceil(sheets * rule.sheetG + rule.envelopeG)
  const fitting = rates.filter((rate) => rate.registered === registered && rate.weightMaxG >= weightG)
  const [cheapest] = fitting.toSorted((a, b) => a.cents - b.cents)
  return cheapest && { sheets, weightG, product: cheapest.product, cents: cheapest.cents }
}

/** When the day's letters are taken next: Monday to Friday at the time of the rule; exactly then is too late. */
export function nextCutOff(now: Temporal.Instant, cutOff: string): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(cutOff)
  let day = now.toZonedDateTimeISO(LEGAL_ZONE).toPlainDate()
  for (;;) {
    const at = day.toZonedDateTime({ timeZone: LEGAL_ZONE, plainTime }).toInstant()
    if (day.dayOfWeek <= 5 && Temporal.Instant.compare(at, now) > 0) return at
    day = day.add({ days: 1 })
  }
}
