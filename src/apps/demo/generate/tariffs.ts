/** Products of the demo utility: gross prices of the price sheet of 2026 (own figures of a usual size). */
export interface Tariff {
  readonly code: string
  readonly name: string
  /** Cent per kWh (water: per m3). */
  readonly unitPriceCt: number
  readonly basePriceEurYear: number
}

const tariff = (code: string, name: string, unitPriceCt: number, basePriceEurYear: number): Tariff => ({
  code,
  name,
  unitPriceCt,
  basePriceEurYear,
})

export const TARIFFS = {
  powerBasic: tariff('STROM-GV', 'Grundversorgung Strom', 38.94, 142.8),
  powerFixed: tariff('STROM-FIX', 'Musterstrom Fix', 32.85, 154.7),
  powerGreen: tariff('STROM-NATUR', 'Musterstrom Natur', 34.1, 154.7),
  powerTwoRate: tariff('STROM-ZWEI', 'Musterstrom Tag und Nacht', 31.9, 178.5),
  powerHeating: tariff('STROM-WAERME', 'Musterstrom Wärme', 25.6, 107.1),
  powerBusiness: tariff('STROM-GEWERBE', 'Gewerbestrom', 29.75, 238),
  feedIn: tariff('SOLAR-EINSPEISUNG', 'Vergütung für Solarstrom', 7.94, 0),
  gasBasic: tariff('GAS-GV', 'Grundversorgung Gas', 13.45, 166.6),
  gasFixed: tariff('GAS-FIX', 'Mustergas Fix', 11.42, 178.5),
  gasGreen: tariff('GAS-NATUR', 'Mustergas Natur', 12.6, 178.5),
  gasBusiness: tariff('GAS-GEWERBE', 'Gewerbegas', 10.35, 297.5),
  water: tariff('WASSER', 'Trinkwasser', 246.1, 89.88),
  heat: tariff('WAERME', 'Fernwärme', 14.88, 345.1),
} as const

/** Unit prices of older sheets against the one of 2026: all lines fell a little since the crisis of 2022. */
const OLDER_SHEETS: Readonly<Record<number, number>> = { 2023: 1.17, 2024: 1.08, 2025: 1.03 }

/** Price sheet of a contract: the one of the current year, or of its last year if it ended before. */
export function pricesIn(tariff: Tariff, year: number): { priceSheet: string; unitPriceCt: number } {
  const factor = tariff === TARIFFS.feedIn ? 1 : (OLDER_SHEETS[year] ?? 1)
  return { priceSheet: `${year}-01`, unitPriceCt: Math.round(tariff.unitPriceCt * factor * 100) / 100 }
}
