import { type CustomerRight, customerRights } from '#platform/http'
import type { PowerKind } from './powers.sql.ts'

/** What each kind usually may; staff narrows or widens it by what the proof says. */
export const usualRights: Readonly<Record<PowerKind, readonly CustomerRight[]>> = {
  spouse: ['see', 'readings', 'payments', 'data', 'letters', 'contracts'],
  relative: ['see', 'readings', 'letters'],
  carer: ['see', 'readings', 'payments', 'data', 'letters', 'contracts'],
  heir: customerRights,
  landlord: ['see', 'readings'],
  other: ['see', 'readings'],
}

/**
 * A care order is looked at again after seven years at the latest (FamFG 294 (3), 295 (2)); a longer end stands on no order.
 */
const CARER_YEARS_MAX = 7

export type PowerFault =
  | 'identity.power-needs-end'
  | 'identity.power-end-over'
  | 'identity.power-end-too-far'
  | 'identity.power-needs-rights'

/** Whether a power may be granted so. @returns why not */
export function judgePower(
  kind: PowerKind,
  wanted: { readonly rights: readonly string[]; readonly until: Temporal.PlainDate | null },
  today: Temporal.PlainDate,
): PowerFault | undefined {
  if (wanted.rights.length === 0) return 'identity.power-needs-rights'
  if (wanted.until === null) return kind === 'carer' ? 'identity.power-needs-end' : undefined
  if (Temporal.PlainDate.compare(wanted.until, today) < 0) return 'identity.power-end-over'
  const last = today.add({ years: CARER_YEARS_MAX })
  if (kind === 'carer' && Temporal.PlainDate.compare(wanted.until, last) > 0) return 'identity.power-end-too-far'
  return undefined
}
