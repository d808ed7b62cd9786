declare const centsBrand: unique symbol

/** Money: a whole number of euro cents. Never a fraction, never a float of euros. */
export type Cents = number & { readonly [centsBrand]: true }

/** @throws RangeError if the number is not a safe whole number */
export function cents(amount: number): Cents {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole number of cents.`)
  return amount as Cents
}

export const addCents = (...amounts: readonly Cents[]): Cents => cents(amounts.reduce((sum, amount) => sum + amount, 0))

/** `1.234,56 EUR` in German, `1,234.56 EUR` in English. A thin space (U+202F) stands before the unit and never breaks. */
export function formatCents(amount: Cents, locale: 'de' | 'en'): string {
  const sign = amount < 0 ? '\u2212' : ''
  const absolute = Math.abs(amount)
  const euros = Math.trunc(absolute / 100)
  const rest = String(absolute % 100).padStart(2, '0')
  const grouped = new Intl.NumberFormat(locale === 'de' ? 'de-DE' : 'en-GB').format(euros)
  return `${sign}${grouped}${locale === 'de' ? ',' : '.'}${rest}\u202fEUR`
}

/**
 * Half away from zero (kaufmännisch), on exact integers: `numerator / denominator` rounded to a whole number.
 * @throws RangeError if the denominator is not positive
 */
export function roundHalfAway(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('The denominator must be positive.')
  const sign = numerator < 0n ? -1n : 1n
  const absolute = numerator * sign
  return sign * ((absolute * 2n + denominator) / (denominator * 2n))
}
