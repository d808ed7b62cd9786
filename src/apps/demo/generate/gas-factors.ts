import { type Day, dayOf, isoOf, lastDayOfMonth, monthOf, yearOf } from './days.ts'
import { Random } from './random.ts'
import type { GasFactorRow } from './rows.ts'
import { DISTRICTS, volumeConversionFactor } from './town.ts'
import type { World } from './world.ts'

/** Calorific value of a month in kWh/m3, 3 decimals: H-gas around 11.22, never far from it. */
function calorificValueOf(world: World, year: number, month: number): string {
  const random = new Random(world.seed, 'gas', year, month)
  return (11.22 + 0.06 * random.normal()).toFixed(3)
}

/** kWh of a m3 at a place on a day: volume conversion factor of its height times the calorific value of the month. */
export function kwhPerM3(world: World, postalCode: string, day: Day): number {
  const heightM = DISTRICTS.find((district) => district.postalCode === postalCode)?.heightM ?? 0
  return volumeConversionFactor(heightM) * Number(calorificValueOf(world, yearOf(day), monthOf(day)))
}

/** One row per month and postal code, from a year before the history to the month of today. */
export function gasFactorRows(world: World): GasFactorRow[] {
  const rows: GasFactorRow[] = []
  let from = dayOf(yearOf(world.historyStart) - 1, monthOf(world.historyStart), 1)
  while (from <= world.today) {
    const year = yearOf(from)
    const month = monthOf(from)
    const calorificValue = calorificValueOf(world, year, month)
    for (const { postalCode, heightM } of DISTRICTS) {
      rows.push({
        gasFactorKey: `${isoOf(from).slice(0, 7)}/${postalCode}`,
        postalCode,
        validFrom: isoOf(from),
        validTo: isoOf(lastDayOfMonth(year, month)),
        volumeConversionFactor: volumeConversionFactor(heightM).toFixed(4),
        calorificValue,
      })
    }
    from = dayOf(year, month + 1, 1)
  }
  return rows
}
