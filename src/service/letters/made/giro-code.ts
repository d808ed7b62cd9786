import type { Cents } from '#platform/money'
import { qrSvg } from './qr-svg.ts'

/** A SEPA credit transfer that a banking app reads from paper. */
export type Payment = {
  readonly name: string
  readonly iban: string
  readonly amount: Cents
  /** What stands in the remittance line, 140 characters at most. */
  readonly purpose: string
}

/** EPC069-12, version 3.0, 2.2: at most 331 bytes, QR up to version 13, error correction M. */
const BYTES_MAX = 331
const NAME_MAX = 70
const PURPOSE_MAX = 140
const AMOUNT_MAX = 99_999_999_999

/**
 * The twelve lines of EPC069-12: service tag, version 002 (BIC may stay empty inside the SEPA area), UTF-8, SCT.
 * @throws RangeError if the payment does not fit the standard: a fault of whoever ordered the letter
 */
export function giroCodeText(payment: Payment): string {
  const iban = payment.iban.replaceAll(/\s/g, '').toUpperCase()
  if (!isIban(iban)) throw new RangeError('The IBAN of a GiroCode is wrong.')
  if (payment.amount < 1 || payment.amount > AMOUNT_MAX)
    throw new RangeError('A GiroCode carries 0.01 to 999999999.99 EUR.')
  if (payment.name.length < 1 || payment.name.length > NAME_MAX || payment.purpose.length > PURPOSE_MAX)
    throw new RangeError('Name or purpose of a GiroCode is too long.')
  if (/[\r\n]/.test(payment.name + payment.purpose)) throw new RangeError('Fields of a GiroCode are single lines.')
  const amount = `EUR${Math.trunc(payment.amount / 100)}.${String(payment.amount % 100).padStart(2, '0')}`
  const text = ['BCD', '002', '1', 'SCT', '', payment.name, iban, amount, '', '', payment.purpose, '']
    .join('\n')
    .trimEnd()
  if (Buffer.byteLength(text) > BYTES_MAX) throw new RangeError('A GiroCode holds 331 bytes at most.')
  return text
}

/** ISO 13616: country, check digits, account; the number with letters as 10 to 35 is 1 modulo 97. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false
  const digits = (iban.slice(4) + iban.slice(0, 4)).replaceAll(/[A-Z]/g, (sign) => String(sign.charCodeAt(0) - 55))
  return BigInt(digits) % 97n === 1n
}

/** The code as SVG, for page and reading view. */
export const giroCodeSvg = (payment: Payment): string => qrSvg(giroCodeText(payment))
