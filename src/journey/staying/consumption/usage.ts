import { type Count, capacityOf, type Register } from '../meters/register.ts'

/** An exact amount: `units` steps of 10^-digits. 1234.5 m3 is { units: 12345n, digits: 1 }. */
export type Quantity = { readonly units: bigint; readonly digits: number }

/** Two values of one device on one register, the former first. */
export type UsageStretch = {
  readonly register: Pick<Register, 'digitsBefore' | 'digitsAfter' | 'factor'>
  readonly before: Count
  readonly after: Count
  /** The register passed zero in between (Zählerüberlauf); judge has found that plausible, or a person has confirmed it. */
  readonly rolledOver: boolean
}

/** Digits after the point that a transformer factor may have. */
const factorDigits = 4

/** Steps of the last digit between two values of one register. */
export function countsBetween(stretch: UsageStretch): Count {
  const { before, after, rolledOver } = stretch
  const counts = rolledOver ? after + capacityOf(stretch.register) - before : after - before
  if (!Number.isSafeInteger(counts)) throw new RangeError(`counts ${before} and ${after} are not whole numbers`)
  return counts
}

/**
 * What was used over one stretch or several (a meter that was exchanged has one for each device), exact and in the register's
 * unit: the sum of (after - before) x factor.
 * @throws RangeError where a value went down without a rollover: that is for judge and people to settle, never for a bill
 */
export function usageOf(stretches: readonly UsageStretch[]): Quantity {
  let digits = 0
  for (const { register } of stretches) digits = Math.max(digits, register.digitsAfter)
  digits += stretches.every(({ register }) => Number.isInteger(register.factor)) ? 0 : factorDigits
  let units = 0n
  for (const stretch of stretches) {
    const counts = countsBetween(stretch)
    if (counts < 0)
      throw new RangeError(`the value went down from ${stretch.before} to ${stretch.after} without a rollover`)
    const factor = scaledFactor(stretch.register.factor)
    units += BigInt(counts) * factor.units * 10n ** BigInt(digits - stretch.register.digitsAfter - factor.digits)
  }
  return { units, digits }
}

function scaledFactor(factor: number): Quantity {
  if (Number.isInteger(factor)) return { units: BigInt(factor), digits: 0 }
  const units = Math.round(factor * 10 ** factorDigits)
  if (Math.abs(units / 10 ** factorDigits - factor) > 1e-9)
    throw new RangeError(`factor ${factor} has more than 4 decimals`)
  return { units: BigInt(units), digits: factorDigits }
}

/** Quotient rounded half away from zero, the rounding of German trade; the divisor is above zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n
  return dividend >= 0n ? (dividend + half) / divisor : -((-dividend + half) / divisor)
}

/** The amount rounded to so many digits after the point, half away from zero. */
export function roundQuantity(quantity: Quantity, digits: number): Quantity {
  if (quantity.digits <= digits) return { units: quantity.units * 10n ** BigInt(digits - quantity.digits), digits }
  return { units: divideRounded(quantity.units, 10n ** BigInt(quantity.digits - digits)), digits }
}

/** The amount as text with a point, exact. */
export function formatQuantity({ units, digits }: Quantity): string {
  const sign = units < 0n ? '-' : ''
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Whole kWh of an amount in kWh or MWh, rounded half away from zero. */
export function wholeKwh(quantity: Quantity, unit: 'kWh' | 'MWh'): number {
  const kwh = unit === 'MWh' ? { units: quantity.units * 1000n, digits: quantity.digits } : quantity
  return Number(roundQuantity(kwh, 0).units)
}
