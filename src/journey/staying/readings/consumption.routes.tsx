import type { SupplyPriceView } from '#company/customers'
import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { customer, page } from '#platform/http'
import { dayOf } from '../profiles/day.ts'
import { rulesOf, rulesStatement } from './calendar-rules.sql.ts'
import { groupsOf } from './consumption-view.ts'
import { ConsumptionPage } from './pages/consumption.page.tsx'
import { type GasFactorRow, gasFactorsStatement, pricesStatement } from './prices.sql.ts'
import { type HistoryRow, historyStatement, type RegisterRow, registersStatement } from './readings.sql.ts'
import { readingTexts } from './texts.ts'
import { weatherFrom, weatherStatements } from './weather.ts'

/** The chart compares two years, and its first month may begin with a reading of the year before. */
const YEARS_SHOWN = 4

const FAR = dayOf(Temporal.PlainDate.from('2200-01-01'))

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

const showConsumption = page({
  path: '/verbrauch',
  who: customer('readings', 'readings'),
  contract: { query: z.strictObject({ ort: id().optional() }) },
  says: 'Consumption by month against the year before, about what it cost, and all readings with who read them.',
  reads: ({ now }) => {
    const today = legalDay(now)
    const from = today.subtract({ years: YEARS_SHOWN })
    return [
      registersStatement('session', from, today),
      historyStatement('session', from, 'all'),
      pricesStatement('session'),
      gasFactorsStatement('session', from),
      rulesStatement(today),
      ...weatherStatements(now),
    ]
  },
  show: ([registers, history, prices, gasFactors, rules, weather], call) => {
    const { locale, now, input } = call
    const all = registers as RegisterRow[]
    const sites = [...new Map(all.map((row) => [row.site_id, row])).values()]
    const site = sites.find((row) => row.site_id === input.query.ort) ?? sites[0]
    const groups = groupsOf({
      registers: all.filter((row) => row.site_id === site?.site_id),
      history: history as HistoryRow[],
      prices: (prices as SupplyPriceView[]).filter((row) => row.unit_price_ct !== null).map(priceOf),
      gasFactors: (gasFactors as GasFactorRow[]).map(gasSpanOf),
      weather: weatherFrom(weather, now),
      today: legalDay(now),
      locale,
      rules: rulesOf(rules ?? []),
    })
    const places = sites.map((row) => ({
      href: `/verbrauch?ort=${row.site_id}`,
      label: `${row.street} ${row.house_number}`,
      current: row === site,
    }))
    return {
      title: readingTexts(locale)('list.title'),
      section: 'consumption',
      body: <ConsumptionPage locale={locale} places={places} groups={groups} />,
    }
  },
})

export const consumptionRoutes = [showConsumption]
