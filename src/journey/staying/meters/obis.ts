/** What is measured (Sparte). */
export type Commodity = 'power' | 'gas' | 'water' | 'heat'

/** Which way it flows, seen from the customer: drawn from the grid, or fed into it. */
export type Direction = 'consumption' | 'feed-in'

/** Time of day rate of a register (Tarifregister): all day, high (HT), low (NT), or a further one. */
export type Rate = 'total' | 'high' | 'low' | 'other'

/** Unit in which a register counts. */
export type RegisterUnit = 'kWh' | 'm3' | 'MWh'

/** An OBIS code taken apart, with what it says about the register. */
export type Obis = {
  /** Value group A: 1 power, 6 heat, 7 gas, 8 cold water, 9 hot water. */
  readonly medium: number
  readonly channel: number
  readonly measurand: number
  readonly kind: number
  readonly rateNumber: number
  readonly commodity: Commodity
  readonly direction: Direction
  readonly rate: Rate
  /** Unit such registers mostly count in; the register's own unit goes before it. */
  readonly usualUnit: RegisterUnit
}

const commodityOfMedium: Readonly<Record<number, Commodity>> = {
  1: 'power',
  6: 'heat',
  7: 'gas',
  8: 'water',
  9: 'water',
}
const unitOfCommodity: Readonly<Record<Commodity, RegisterUnit>> = { power: 'kWh', gas: 'm3', water: 'm3', heat: 'MWh' }
const rateOfNumber: readonly Rate[] = ['total', 'high', 'low']

const obisForm = /^(?:(\d{1,3})-(\d{1,3}):)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:[*&]\d{1,3})?$/

/**
 * Reads an OBIS code (IEC 62056-61 for power, EN 13757-1 for the others): `1-0:1.8.1*255`, `1.8.1`, `7-0:3.0.0`.
 * Without medium it is power. Value group E is the rate: 0 total, 1 high, 2 low (German custom, VDE-AR-N 4400).
 * @returns undefined where the text is no OBIS code or its medium is none that is sold here.
 */
export function parseObis(text: string): Obis | undefined {
  const match = obisForm.exec(text.replaceAll(/\s/g, ''))
  if (!match) return undefined
  const [, a = '1', b = '0', c, d, e] = match
  const medium = Number(a)
  const commodity = commodityOfMedium[medium]
  if (commodity === undefined) return undefined
  const measurand = Number(c)
  const rateNumber = Number(e)
  return {
    medium,
    channel: Number(b),
    measurand,
    kind: Number(d),
    rateNumber,
    commodity,
    // IEC 62056-61, value group C: 1 active power drawn, 2 active power delivered.
    direction: medium === 1 && measurand === 2 ? 'feed-in' : 'consumption',
    rate: rateOfNumber[rateNumber] ?? 'other',
    usualUnit: unitOfCommodity[commodity],
  }
}

/** The code in its full form, `1-0:1.8.0`. */
export function formatObis(obis: Obis): string {
  return `${obis.medium}-${obis.channel}:${obis.measurand}.${obis.kind}.${obis.rateNumber}`
}
