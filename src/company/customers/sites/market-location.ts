/** A market location's number (Marktlokations-ID): 11 digits, the last one checks the others. */
export type MarketLocationNumber = string

/**
 * Check digit of the ten digits before it: 10 - (digits at odd places + 2 x digits at even places) mod 10, mod 10.
 * Source: BDEW, "Identifikatoren in der Marktkommunikation", chapter MaLo-ID. The doubled digits are added as they are:
 * taking their digit sum (Luhn) is a known mistake.
 */
export function marketLocationCheckDigit(firstTen: string): number {
  let sum = 0
  for (let i = 0; i < 10; i++) sum += (firstTen.charCodeAt(i) - 48) * (i % 2 === 0 ? 1 : 2)
  return (10 - (sum % 10)) % 10
}

/** The number without blanks and punctuation where it is a right one; undefined otherwise. */
export function parseMarketLocation(text: string): MarketLocationNumber | undefined {
  const digits = text.replaceAll(/[\s.\-/]/g, '')
  if (!/^[1-9]\d{10}$/.test(digits)) return undefined
  return marketLocationCheckDigit(digits) === Number(digits[10]) ? digits : undefined
}

/**
 * A metering location's number (Messlokations-ID): 33 characters, `DE` + 6 digits of the grid operator + 5 of the postal
 * code + 20 letters or digits. It has no check digit (VDE-AR-N 4400, annex), so only its form can be judged.
 * @returns the number in capitals without blanks, undefined where the form is wrong.
 */
export function parseMeteringLocation(text: string): string | undefined {
  const number = text.replaceAll(/\s/g, '').toUpperCase()
  return /^DE\d{11}[0-9A-Z]{20}$/.test(number) ? number : undefined
}
