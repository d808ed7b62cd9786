import { facts, recordFact } from '#company/journal'
import { legalDay } from '#platform/calendar'
import { sendTogether, type Tx } from '#platform/database'
import { notFound, Refusal, wrongFields } from '#platform/refusal'
import { type Entered, enterReadings, type Entry } from '../readings/enter-readings.ts'
import { insertReadingStatements, lockRegistersStatement } from '../readings/readings.sql.ts'
import { insertMeter, insertRegister, loadHangingMeter, meterOfNumber, removeMeter } from './exchange.sql.ts'
import { meterNumberKey } from './meter-number.ts'
import { capacityOf, formatCount, parseValue } from './register.ts'

/** One register of the old device and the one of the new that goes on counting the same. */
export type ExchangedRegister = {
  readonly registerId: string
  /** What the old one shows when it is taken off. */
  readonly finalValue: string
  readonly confirmed?: boolean | undefined
  /** What the new one shows when it is put up, with its own digits. */
  readonly firstValue: string
  readonly digitsBefore: number
  readonly digitsAfter: number
}

export type ExchangeMeter = {
  readonly customerId: string
  readonly oldMeterId: string
  readonly day: Temporal.PlainDate
  readonly newMeterNumber: string
  readonly kind: 'conventional' | 'modern' | 'smart'
  readonly manufacturer: string | undefined
  readonly calibratedUntil: Temporal.PlainDate | undefined
  readonly registers: readonly ExchangedRegister[]
  /** Made once per form that is shown: sent twice, it is one exchange. */
  readonly submission: string
  readonly staffId: string
  readonly now: Temporal.Instant
}

export type Exchanged = { readonly newMeterId: string; readonly readings: readonly Entered[] }

/**
 * Takes a device off and puts another up on the same day: last value of the old, judged like any other; the new device with the
 * registers of the old one, and its first value. All or nothing.
 * @throws ReadingsQuestioned if a last value may be wrong and is not confirmed
 * @throws Refusal 404 if no such device hangs there, 409 if the new number is taken, 422 at the field that cannot be
 */
export async function exchangeMeter(tx: Tx, command: ExchangeMeter): Promise<Exchanged> {
  const { day, now } = command
  const known = await meterOfNumber(tx, command.newMeterNumber)
  if (known?.replacesMeterId === command.oldMeterId) return { newMeterId: known.id, readings: [] }
  if (known)
    throw new Refusal(409, 'staying.meter-number-taken', faultAt('newMeterNumber', 'staying.meter-number-taken'))
  const old = await loadHangingMeter(tx, command.oldMeterId)
  if (!old) throw notFound()
  if (Temporal.PlainDate.compare(day, old.installedOn) < 0)
    throw wrongFields([{ field: 'day', code: 'staying.before-installation' }])
  if (Temporal.PlainDate.compare(day, legalDay(now)) > 0)
    throw wrongFields([{ field: 'day', code: 'staying.date-in-future' }])
  refuseOtherRegisters(command, old.registers)
  const first = firstCounts(command)
  const readings = await enterReadings(tx, { ...finalReadings(command) })
  await removeMeter(tx, old.id, day, now)
  const newMeterId = await insertMeter(tx, {
    meterNumber: command.newMeterNumber,
    numberKey: meterNumberKey(command.newMeterNumber),
    kind: command.kind,
    manufacturer: command.manufacturer ?? null,
    calibratedUntil: command.calibratedUntil ?? null,
    installedOn: day,
    like: old.id,
    now,
  })
  for (const [at, register] of command.registers.entries())
    await putUp(tx, command, newMeterId, register, first[at] as string)
  await recordFact(
    tx,
    facts.meterExchanged,
    { oldMeterId: old.id, newMeterId, day: day.toString() },
    contextOf(command, old.contractIdOf.get(command.customerId) ?? null),
  )
  return { newMeterId, readings }
}

const faultAt = (field: string, code: string) => ({ fields: [{ field, code }] })

/** Each register of the old device once: one that is left out would end without a last value. */
function refuseOtherRegisters({ registers }: ExchangeMeter, hanging: readonly string[]): void {
  const named = registers.map((one) => one.registerId)
  const isWhole = named.length === hanging.length && hanging.every((id) => named.includes(id))
  if (!isWhole || new Set(named).size !== named.length) throw notFound()
}

function firstCounts({ registers }: ExchangeMeter): string[] {
  return registers.map((one, at) => {
    const parsed = parseValue(one.firstValue, one)
    if (!parsed.ok)
      throw wrongFields([{ field: `registers.${at}.firstValue`, code: `staying.value-${parsed.refusal}` }])
    // A count beyond the display is a question for judge elsewhere; a new device has nothing to judge by.
    if (parsed.count >= capacityOf(one))
      throw wrongFields([{ field: `registers.${at}.firstValue`, code: 'staying.value-too-long' }])
    return formatCount(parsed.count, one.digitsAfter)
  })
}

function finalReadings(command: ExchangeMeter) {
  const entries = command.registers.map(
    (one): Entry => ({ registerId: one.registerId, value: one.finalValue, confirmed: one.confirmed }),
  )
  return {
    customerId: command.customerId,
    day: command.day,
    reason: 'exchange',
    source: 'agent',
    channel: 'desk',
    actor: { kind: 'staff', id: command.staffId },
    entries,
    submission: command.submission,
    now: command.now,
  } as const
}

const contextOf = (command: ExchangeMeter, contractId: string | null) =>
  ({
    customerId: command.customerId,
    contractId,
    channel: 'desk',
    actor: { kind: 'staff', id: command.staffId },
    occurredAt: command.now,
  }) as const

/** A register of the new device with its first value. There is nothing to judge it by: the device is new. */
async function putUp(
  tx: Tx,
  command: ExchangeMeter,
  newMeterId: string,
  register: ExchangedRegister,
  value: string,
): Promise<void> {
  const { now, day } = command
  const made = await insertRegister(tx, {
    meterId: newMeterId,
    meterNumber: command.newMeterNumber,
    like: register.registerId,
    digitsBefore: register.digitsBefore,
    digitsAfter: register.digitsAfter,
    now,
  })
  const [locked] = await sendTogether(tx, [lockRegistersStatement([made.id])])
  const { reading_id: id } = (locked ?? [])[0] as { reading_id: string }
  await sendTogether(
    tx,
    insertReadingStatements({
      id,
      registerId: made.id,
      marketLocationId: made.marketLocationId,
      readOn: day,
      value,
      reason: 'exchange',
      source: 'agent',
      status: 'valid',
      verdict: 'plausible',
      judgement: null,
      explanation: null,
      channel: 'desk',
      enteredByKind: 'staff',
      enteredById: command.staffId,
      enteredAt: now,
      replacesReadingId: null,
      sourceKey: `exchange:${made.id}`,
    }),
  )
}
