import type { Commodity } from './rows.ts'

/**
 * Identifiers are a scrambled running number: unique without a memory of those already given, and not guessable from
 * the neighbour's by adding one. `modulus` is a power of ten, the multiplier ends in 9, so the mapping is one to one.
 */
function scramble(ordinal: number, multiplier: number, modulus: number): number {
  // In two halves, because the product of 1e9 and 1e8 does not fit into 53 bits.
  const high = Math.floor(ordinal / 32_768)
  const low = ordinal % 32_768
  const highPart = ((((high * multiplier) % modulus) * 32_768) % modulus) + 0
  return (highPart + ((low * multiplier) % modulus) + 987_654_321) % modulus
}

/**
 * Check digit of market locations and of 13-digit code numbers: digits at odd places plus twice the digits at even
 * places, filled up to the next ten; plain products, no sum of digits (BDEW, Identifikatoren in der Marktkommunikation).
 */
export function checkDigit(digits: string): string {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    sum += Number(digits[index]) * (index % 2 === 0 ? 1 : 2)
  }
  return String((10 - (sum % 10)) % 10)
}

/** 11 digits; BDEW gives 4 to 9 as the first digit (power), DVGW 1 to 3 (gas). */
export function marketLocationId(commodity: 'power' | 'gas', ordinal: number): string {
  const scrambled = scramble(ordinal, 123_456_789, 1_000_000_000)
  const first = commodity === 'power' ? 4 + (scrambled % 6) : 1 + (scrambled % 3)
  const digits = `${first}${String(scrambled).padStart(9, '0')}`
  return digits + checkDigit(digits)
}

/** Water and heat have no market location by law: the utility's own number of the connection. */
export function connectionNumber(commodity: 'water' | 'heat', ordinal: number): string {
  return `${commodity === 'water' ? 'W' : 'F'}${String(ordinal).padStart(9, '0')}`
}

/** 33 characters: country, grid operator (6), postal code (5), 20 characters of the point (no check digit). */
export function meteringLocationId(postalCode: string, ordinal: number): string {
  return `DE000777${postalCode}MST${String(ordinal).padStart(17, '0')}`
}

/** First character of a device's number by DIN 43863-5 (2012-04), table 1, after the OBIS media. */
const MEDIUM: Readonly<Record<Commodity, string>> = { power: '1', heat: '6', gas: '7', water: '8' }

/** 14 characters by DIN 43863-5: medium, maker (3 letters), block (2 hexadecimal digits), number (8 digits). */
export function meterNumber(commodity: Commodity, makerCode: string, ordinal: number): string {
  const block = Math.floor(ordinal / 100_000_000) % 256
  const number = scramble(ordinal % 100_000_000, 7_654_319, 100_000_000)
  return (
    MEDIUM[commodity] + makerCode + block.toString(16).toUpperCase().padStart(2, '0') + String(number).padStart(8, '0')
  )
}

/** Invented code numbers of the grid operator of Musterstadt: 99... are given by BDEW (power), 98... by DVGW (gas). */
export const GRID_OPERATOR_CODE = {
  power: `990077700000${checkDigit('990077700000')}`,
  gas: `987077700000${checkDigit('987077700000')}`,
} as const
