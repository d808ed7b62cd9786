import { isSameMeterNumber } from '../meters/meter-number.ts'

type Candidate = {
  readonly customer_id: string
  readonly contract_number: string
  readonly meter_number: string
  readonly register_id: string
  readonly obis: string
}

/** Longest number that is worth comparing; longer ones are cut, so hostile input costs nothing. */
const NUMBER_LENGTH_MAX = 40

/** What remains of a contract number when blanks, dots, dashes, case and zeros at the front are taken away. */
export const contractNumberKey = (typed: string): string =>
  typed
    .slice(0, NUMBER_LENGTH_MAX)
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replace(/^0+(?=.)/, '')

/** How the number may stand in the table: as typed, without blanks, or its digits alone. */
export const contractNumbersOf = (typed: string): string[] => {
  const cut = typed.slice(0, NUMBER_LENGTH_MAX).trim()
  const bare = cut.replaceAll(/[\s.\-/]/g, '')
  return [...new Set([cut, bare, bare.toUpperCase(), contractNumberKey(cut)])].filter((number) => number !== '')
}

export type GuestMatch =
  | { readonly ok: true; readonly customerId: string; readonly registerIds: readonly string[] }
  | { readonly ok: false; readonly because: 'numbers-unknown' | 'more-values-than-registers' }

/**
 * Which registers a guest means: both numbers name one contract and a meter that hung there. Values go to its registers in
 * the order of their OBIS codes, as the meter shows them (1.8.1 day, 1.8.2 night, 2.8.0 feed-in).
 */
export function matchGuest(
  typed: { readonly meterNumber: string; readonly contractNumber: string; readonly values: number },
  candidates: readonly Candidate[],
): GuestMatch {
  const key = contractNumberKey(typed.contractNumber)
  const meant = candidates.filter(
    (one) =>
      key !== '' &&
      contractNumberKey(one.contract_number) === key &&
      isSameMeterNumber(typed.meterNumber, one.meter_number),
  )
  const first = meant[0]
  if (!first || meant.some((one) => one.meter_number !== first.meter_number || one.customer_id !== first.customer_id))
    return { ok: false, because: 'numbers-unknown' }
  const registerIds = [...new Set(meant.toSorted((a, b) => a.obis.localeCompare(b.obis)).map((one) => one.register_id))]
  if (typed.values > registerIds.length) return { ok: false, because: 'more-values-than-registers' }
  return { ok: true, customerId: first.customer_id, registerIds: registerIds.slice(0, typed.values) }
}
