/**
 * Lengths of IBANs in the countries of the SEPA schemes. Source: SWIFT IBAN Registry, release 99 (2024); European Payments
 * Council, EPC409-09, list of SEPA scheme countries (2025: with Albania, Moldova, Montenegro, North Macedonia and Serbia).
 */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AL: 28,
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GI: 23,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IS: 26,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  RS: 22,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  VA: 22,
}

/** What is wrong with an IBAN, so that it can be mended; `expected` and `typed` are numbers of characters. */
export type IbanFault =
  | { readonly code: 'customers.iban-missing' }
  | { readonly code: 'customers.iban-wrong-signs' }
  | { readonly code: 'customers.iban-no-country' }
  | { readonly code: 'customers.iban-no-sepa-country'; readonly figures: { readonly country: string } }
  | {
      readonly code: 'customers.iban-wrong-length'
      readonly figures: { readonly expected: number; readonly typed: number }
    }
  | { readonly code: 'customers.iban-letters' }
  | { readonly code: 'customers.iban-check-digits' }

/**
 * Rest of the number modulo 97 after the first four characters went to the end and letters became 10 to 35; 1 is right.
 * Source: ISO 13616-1, ISO/IEC 7064 (MOD 97-10).
 */
export function ibanRest(iban: string): number {
  let rest = 0
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

/** An IBAN without blanks from what people type, or what is wrong with it and why. */
export function parseIban(typed: string): { readonly iban: string } | { readonly fault: IbanFault } {
  const iban = typed
    .replace(/^\s*IBAN[\s:]*/i, '')
    .replaceAll(/[\s.\-\u00a0\u202f]/g, '')
    .toUpperCase()
  if (iban === '') return { fault: { code: 'customers.iban-missing' } }
  if (!/^[A-Z0-9]+$/.test(iban)) return { fault: { code: 'customers.iban-wrong-signs' } }
  if (!/^[A-Z]{2}/.test(iban)) return { fault: { code: 'customers.iban-no-country' } }
  const country = iban.slice(0, 2)
  const expected = LENGTHS[country]
  if (expected === undefined) return { fault: { code: 'customers.iban-no-sepa-country', figures: { country } } }
  if (iban.length !== expected)
    return { fault: { code: 'customers.iban-wrong-length', figures: { expected, typed: iban.length } } }
  if (country === 'DE' && !/^DE\d{20}$/.test(iban)) return { fault: { code: 'customers.iban-letters' } }
  if (!/^\d\d$/.test(iban.slice(2, 4)) || ibanRest(iban) !== 1)
    return { fault: { code: 'customers.iban-check-digits' } }
  return { iban }
}

/** `DE89 3704 0044 0532 0130 00`: in groups of four, as it is read and compared. */
export const groupedIban = (iban: string): string => iban.replaceAll(/(.{4})(?=.)/g, '$1 ')

/** `DE89 … 3000`: enough to know one's own account by, too little to collect from it. */
export const maskedIban = (iban: string): string => `${iban.slice(0, 4)} … ${iban.slice(-4)}`

/** The German bank code (Bankleitzahl) inside an IBAN; undefined for other countries. */
export const bankCodeOf = (iban: string): string | undefined => (iban.startsWith('DE') ? iban.slice(4, 12) : undefined)

/**
 * Whether a creditor identifier is right: its check digits cover country and national part without the business code at
 * places 5 to 7. Source: EPC262-08, Creditor Identifier Overview.
 */
export const isCreditorId = (id: string): boolean =>
  /^[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(id) && ibanRest(id.slice(0, 4) + id.slice(7)) === 1
