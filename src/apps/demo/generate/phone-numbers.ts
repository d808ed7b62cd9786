import type { Random } from './random.ts'

/**
 * Numbers that reach nobody: Bundesnetzagentur, Amtsblatt 7/2021, Mitteilung 148/2021, "Rufnummern für
 * Medienproduktionen". Five areas of 1,000 numbers, two mobile ranges of 100 and ten single mobile numbers.
 */
const LANDLINES = ['3023125', '6990009', '4066969', '2214710', '8999998'] as const
const MOBILE_RANGES = ['17139200', '176040690'] as const
const MOBILES = [
  '15228817386',
  '15228895456',
  '15254599371',
  '1729925904',
  '1729968532',
  '1729973185',
  '1729973186',
  '1729980752',
  '1749091317',
  '1749464308',
] as const

/** In E.164. */
export function landline(random: Random): string {
  return `+49${random.pick(LANDLINES)}${String(random.whole(0, 999)).padStart(3, '0')}`
}

/** In E.164. */
export function mobile(random: Random): string {
  if (random.chance(0.1)) return `+49${random.pick(MOBILES)}`
  return `+49${random.pick(MOBILE_RANGES)}${String(random.whole(0, 99)).padStart(2, '0')}`
}

/** True for a number of these ranges. */
export function isFictional(e164: string): boolean {
  const rest = e164.replace(/^\+49/, '')
  return (
    MOBILES.some((number) => number === rest) ||
    LANDLINES.some((prefix) => rest.startsWith(prefix) && rest.length === prefix.length + 3) ||
    MOBILE_RANGES.some((prefix) => rest.startsWith(prefix) && rest.length === prefix.length + 2)
  )
}
