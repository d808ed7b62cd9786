/** Twelve numbers, January to December. */
export type Months = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

/** Mean temperature of the months in Germany in C. Source: DWD, area means 1991 to 2020 (year: 9.3). */
export const climateMeanC: Months = [0.9, 1.5, 4.6, 9.0, 13.1, 16.4, 18.3, 18.0, 13.9, 9.4, 4.8, 1.8]

/**
 * Spread of single days' means around the month's in C: curves that bend (heating below 15 C) must be averaged over it, or
 * May and September come out too small. 3.1 to 4.9 by month in the DWD test reference year 12; one figure is enough here.
 */
export const climateSpreadC = 4

/** Room temperature and heating limit of the degree days G20/15 in C. Source: VDI 3807 part 1, VDI 2067. */
export const degreeDayRoomC = 20
export const degreeDayLimitC = 15

/**
 * Degree days of the months in thousandths of a year (Gradtagszahlen), June to August 40 together.
 * Source: VDI 2067 part 1, table 22 (1983), the table by which heating bills are split at a move.
 */
export const degreeDayPermille: Months = [170, 150, 130, 80, 40, 13, 13, 14, 30, 80, 120, 160]

/**
 * Part of the yearly heat that does not follow the weather (hot water, losses of the pipes). Source: AGEB/BDEW, end energy of
 * households: hot water is 15 to 20 % of heat in buildings of the existing stock.
 */
export const heatBaseShare = 0.18

/** The same for power of heat pumps. Source: Fraunhofer ISE, "WPsmart im Bestand", 2020: hot water 15 to 25 % of heat. */
export const heatPumpBaseShare = 0.2

/**
 * Water of a day relative to the mean day. DVGW W 410 gives peaks only, so this is an own, rounded shape: winter a
 * twentieth below, gardens a tenth above in June. It moves a half year's share by less than 3 %.
 */
export const waterSeason: Months = [0.95, 0.95, 0.96, 1.0, 1.05, 1.1, 1.08, 1.05, 1.01, 0.97, 0.94, 0.94]

/**
 * Solar yield of a month in kWh for each kWp. Rounded from PVGIS 5 (EU Joint Research Centre), 30 degrees to the south,
 * centre of Germany.
 */
export const solarYield: Months = [27, 45, 84, 113, 121, 124, 128, 115, 89, 60, 31, 21]

/** Days of the months, February with its mean of 28.25. */
export const daysOfMonths: Months = [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A value of months on one day, on the straight line between the middles of two months: no jumps at the first of a month. */
export function betweenMonths(months: Months, month: number, dayOfMonth: number): number {
  const place = month - 1 + (dayOfMonth - 0.5) / 30.44 - 0.5
  const left = Math.floor(place)
  const part = place - left
  const at = (index: number) => months[(index + 12) % 12] as number
  return at(left) * (1 - part) + at(left + 1) * part
}
