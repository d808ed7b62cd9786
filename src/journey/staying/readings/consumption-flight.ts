import type { SupplyPriceView } from '#company/customers'
import { legalDay } from '#platform/calendar'
import type { Statement } from '#platform/database'
import type { Locale } from '#platform/i18n'
import { dayOf } from '../profiles/day.ts'
import type { FiguresOf } from './consumption-view.ts'
import { type GasFactorRow, gasFactorsStatement, pricesStatement } from './prices.sql.ts'
import { type HistoryRow, historyStatement, type RegisterRow, registersStatement } from './readings.sql.ts'
import { weatherFrom, weatherStatements } from './weather.ts'

/** The chart compares two years, and its first month may begin with a reading of the year before. */
const YEARS_SHOWN = 4

const FAR = dayOf(Temporal.PlainDate.from('2200-01-01'))

/** What has to be asked for to say what a customer used. Put it last in a flight: of the weather there may be nothing. */
export function consumptionStatements(now: Temporal.Instant): readonly Statement[] {
  const today = legalDay(now)
  const from = today.subtract({ years: YEARS_SHOWN })
  return [
    registersStatement('session', from, today),
    historyStatement('session', from, 'all'),
    pricesStatement('session'),
    gasFactorsStatement('session', from),
    ...weatherStatements(now),
  ]
}

/** Reads the answers to `consumptionStatements`, in their order. */
export function consumptionFrom(
  [registers, history, prices, gasFactors, weather]: readonly (readonly unknown[] | undefined)[],
  call: { readonly locale: Locale; readonly now: Temporal.Instant },
): FiguresOf {
  return {
    registers: registers as RegisterRow[],
    history: history as HistoryRow[],
    prices: (prices as SupplyPriceView[]).filter((row) => row.unit_price_ct !== null).map(priceOf),
    gasFactors: (gasFactors as GasFactorRow[]).map(gasSpanOf),
    weather: weatherFrom(weather, call.now),
    today: legalDay(call.now),
    locale: call.locale,
  }
}

/** Places that the registers hang at, each once. */
export const placesOf = (registers: readonly RegisterRow[]): RegisterRow[] => [
  ...new Map(registers.map((row) => [row.site_id, row])).values(),
]

const priceOf = (row: SupplyPriceView) => ({
  contractId: row.contract_id,
  from: dayOf(row.valid_from),
  to: row.valid_to ? dayOf(row.valid_to) : FAR,
  unitPriceCt: Number(row.unit_price_ct ?? 0),
  basePriceEurYear: Number(row.base_price_eur_year ?? 0),
})

const gasSpanOf = (row: GasFactorRow) => ({
  postalCode: row.postal_code,
  validFrom: dayOf(row.valid_from),
  validTo: dayOf(row.valid_to),
  volumeConversionE4: Math.round(Number(row.volume_conversion_factor) * 10_000),
  calorificE3: Math.round(Number(row.calorific_value) * 1_000),
})
