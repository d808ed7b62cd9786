import type { Commodity } from './obis.ts'

/** A meter number made by DIN 43863-5: medium, manufacturer (FLAG, three letters), block of two, eight digits. */
export type DeviceNumber = {
  readonly medium: number
  readonly commodity: Commodity | undefined
  readonly manufacturer: string
  readonly block: string
  readonly serial: string
}

// DIN 43863-5, first place: medium by OBIS (E for gateways and boxes is not a meter).
const commodityOfMedium: Readonly<Record<string, Commodity>> = {
  1: 'power',
  6: 'heat',
  7: 'gas',
  8: 'water',
  9: 'water',
}

/** Longest meter number that is worth comparing; longer ones are cut, so hostile input costs nothing. */
const lengthMax = 40

/**
 * What remains of a meter number when everything is taken away in which people write it differently: blanks, dots, dashes,
 * slashes, case, O for 0, I and l for 1, zeros at the front. Two numbers mean the same meter when their keys are equal.
 *
 * Zeros are also dropped between the letters and the digits of a number (`1EMH0012345678` and `1EMH 12345678`), because
 * people copy the large digits of the plate and leave the zeros out. The key is for comparing only, never for showing.
 */
export function meterNumberKey(text: string): string {
  const bare = text
    .slice(0, lengthMax * 2)
    .toUpperCase()
    .normalize('NFKC')
    .replaceAll(/[^0-9A-Z]/g, '')
    .slice(0, lengthMax)
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return bare.replaceAll(/(^|[A-Z])0+(?=[0-9])/g, '$1')
}

/**
 * The part that people see large on the plate: the digits at the end without zeros at the front. A customer who leaves
 * the manufacturer's letters out is found by it, together with the customer number.
 * @returns undefined where fewer than 4 digits stand at the end: too few to tell meters apart.
 */
export function meterNumberTail(text: string): string | undefined {
  const digits = /[0-9]+$/.exec(meterNumberKey(text))?.[0]
  return digits !== undefined && digits.length >= 4 ? digits : undefined
}

/** Says whether what somebody wrote names this meter: equal keys, or the digits at the end where no letters were written. */
export function isSameMeterNumber(written: string, known: string): boolean {
  const key = meterNumberKey(written)
  if (key === '') return false
  if (key === meterNumberKey(known)) return true
  return /^[0-9]{4,}$/.test(key) && key === meterNumberTail(known)
}

/** Takes a number of DIN 43863-5 apart (`1EMH0012345678`); undefined where it is none, as of most old meters. */
export function parseDeviceNumber(text: string): DeviceNumber | undefined {
  const bare = text.replaceAll(/[\s.\-/]/g, '').toUpperCase()
  const match = /^([0-9])([A-Z]{3})([0-9A-F]{2})([0-9]{8})$/.exec(bare)
  if (!match) return undefined
  const [, medium = '', manufacturer = '', block = '', serial = ''] = match
  return { medium: Number(medium), commodity: commodityOfMedium[medium], manufacturer, block, serial }
}
