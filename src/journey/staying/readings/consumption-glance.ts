import type { Locale } from '#platform/i18n'
import { consumptionFrom, placesOf } from './consumption-flight.ts'
import { figuresOf } from './consumption-view.ts'
import type { ConsumptionFigures } from './pages/consumption.page.tsx'

/** How somebody is doing, on one place: what each meter counted over twelve months, and about what that cost. */
export type ConsumptionGlance = {
  /** Street and number, where there are several places to tell apart. */
  readonly place: string | undefined
  /** Consumption only, power first; what is fed in has its page. */
  readonly figures: readonly ConsumptionFigures[]
}

/** Reads the answers to `consumptionStatements` for the place that is supplied now, else for the first one. */
export function consumptionGlance(
  rows: readonly (readonly unknown[] | undefined)[],
  call: { readonly locale: Locale; readonly now: Temporal.Instant },
): ConsumptionGlance {
  const of = consumptionFrom(rows, call)
  const places = placesOf(of.registers)
  const supplied = of.registers.find(
    (row) => row.ends_on === null || Temporal.PlainDate.compare(row.ends_on, of.today) >= 0,
  )
  const site = supplied ?? places[0]
  const registers = of.registers.filter((row) => row.site_id === site?.site_id && row.direction === 'consumption')
  return {
    place: site && places.length > 1 ? `${site.street} ${site.house_number}` : undefined,
    figures: figuresOf({ ...of, registers }),
  }
}
