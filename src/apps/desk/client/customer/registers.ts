import type { Locale, Say } from '#platform/i18n/web'
import { decimal } from '../format.ts'
import type { ClientKey } from '../texts.tsx'
import type { Registers } from './customer-subject.tsx'

export type Register = Registers['registers'][number]
export type Reading = Register['readings'][number]

export const unitName = (unit: Register['unit']): string => (unit === 'm3' ? 'm³' : unit)

/** A count with the digits that the meter shows behind the comma, so that columns line up. */
export const countText = (register: Register, value: string | number, locale: Locale): string =>
  decimal(value, locale, register.digitsAfter)

/** `Strom, Nacht (NT): 1 EMH 0012`: what one says on the phone. */
export function registerName(say: Say<ClientKey>, register: Register): string {
  const rate = register.rate === 'total' ? '' : `, ${say(`rate.${register.rate}` as ClientKey)}`
  const direction = register.direction === 'feed-in' ? `, ${say('feedIn')}` : ''
  return `${say(`commodity.${register.commodity}` as ClientKey)}${rate}${direction}: ${register.meterNumber}`
}

/** Readings that count, oldest first. */
export const validOf = (register: Register): readonly Reading[] =>
  register.readings.filter((reading) => reading.status === 'valid').toSorted((a, b) => a.day.localeCompare(b.day))

/** The last reading that counts, before a day if one is given. */
export const lastOf = (register: Register, before?: string): Reading | undefined =>
  validOf(register).findLast((reading) => before === undefined || reading.day < before)

/**
 * Usage a year between neighbours, for a line as high as a word: per day, so that a long and a short period compare. A
 * rollover is left out rather than drawn as a fall.
 */
export function yearlyUsage(register: Register): readonly { readonly day: string; readonly perYear: number }[] {
  const readings = validOf(register)
  return readings.slice(1).flatMap((reading, index) => {
    const before = readings[index] as Reading
    const days = (Date.parse(reading.day) - Date.parse(before.day)) / 86_400_000
    const usage = (Number(reading.value) - Number(before.value)) * Number(register.factor)
    return days > 0 && usage >= 0 ? [{ day: reading.day, perYear: (usage / days) * 365 }] : []
  })
}
