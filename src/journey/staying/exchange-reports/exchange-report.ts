import { wrongFields } from '#platform/refusal'
import { parseValue } from '../meters/register.ts'

/** What somebody says of one register: the last value of the old device and the first of the new. */
export type ReportedRegister = {
  readonly registerId: string
  readonly finalValue: string
  readonly firstValue: string
}

/** A register as far as a report is checked against it. */
export type KnownRegister = { readonly registerId: string; readonly digitsBefore: number; readonly digitsAfter: number }

/** The new device is not known yet: a number that any of them could show. */
const ANY_DEVICE = { digitsBefore: 9, digitsAfter: 3 }

/**
 * Checks what was typed, so that staff does not have to ask back for what nobody can read. Whether the values can be right is judged
 * when staff accepts them.
 * @throws Refusal 422 at each field that cannot be: a value that is none, a register twice or left out, a day out of bounds
 */
export function checkReport(
  report: {
    readonly day: Temporal.PlainDate
    readonly registers: readonly ReportedRegister[]
  },
  known: { readonly registers: readonly KnownRegister[]; readonly installedOn: Temporal.PlainDate },
  today: Temporal.PlainDate,
): void {
  const faults: { field: string; code: string }[] = []
  if (Temporal.PlainDate.compare(report.day, today) > 0) faults.push({ field: 'day', code: 'staying.date-in-future' })
  else if (Temporal.PlainDate.compare(report.day, known.installedOn) < 0)
    faults.push({ field: 'day', code: 'staying.before-installation' })
  const named = report.registers.map((one) => one.registerId)
  const isWhole = known.registers.every((one) => named.filter((id) => id === one.registerId).length === 1)
  if (!isWhole || named.length !== known.registers.length)
    faults.push({ field: 'registers.0.finalValue', code: 'staying.exchange-registers' })
  for (const [at, one] of report.registers.entries()) {
    const register = known.registers.find(({ registerId }) => registerId === one.registerId)
    const final = parseValue(one.finalValue, register ?? ANY_DEVICE)
    if (!final.ok) faults.push({ field: `registers.${at}.finalValue`, code: `staying.value-${final.refusal}` })
    else if (final.beyondCapacity) faults.push({ field: `registers.${at}.finalValue`, code: 'staying.value-too-long' })
    const first = parseValue(one.firstValue, ANY_DEVICE)
    if (!first.ok) faults.push({ field: `registers.${at}.firstValue`, code: `staying.value-${first.refusal}` })
  }
  if (faults.length > 0) throw wrongFields(faults)
}
