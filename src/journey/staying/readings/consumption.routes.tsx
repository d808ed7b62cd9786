import { legalDay } from '#platform/calendar'
import { id, z } from '#platform/contract'
import { customer, page } from '#platform/http'
import { rulesOf, rulesStatement } from './calendar-rules.sql.ts'
import { consumptionFrom, consumptionStatements, placesOf } from './consumption-flight.ts'
import { groupsOf } from './consumption-view.ts'
import { ConsumptionPage } from './pages/consumption.page.tsx'
import { readingTexts } from './texts.ts'

const showConsumption = page({
  path: '/verbrauch',
  who: customer('see', 'readings', 'part'),
  contract: { query: z.strictObject({ ort: id().optional() }) },
  says: 'Consumption by month against the year before, about what it cost, and all readings with who read them.',
  reads: ({ now }) => [rulesStatement(legalDay(now)), ...consumptionStatements(now)],
  show: ([rules, ...rows], call) => {
    const { locale, input } = call
    const of = consumptionFrom(rows, call)
    const sites = placesOf(of.registers)
    const site = sites.find((row) => row.site_id === input.query.ort) ?? sites[0]
    const registers = of.registers.filter((row) => row.site_id === site?.site_id)
    const groups = groupsOf({ ...of, registers, rules: rulesOf(rules ?? []) })
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
