import { facts, recordFact } from '#company/journal'
import { finishTaskOf } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { changedMeanwhile, notFound } from '#platform/refusal'
import type { ParametersOf } from '#service/letters'
import { type CheckedReading, decideReading, loadChecked, restoreReplaced } from './desk.sql.ts'
import { checkTaskKey } from './enter-readings.ts'
import { countOf, registerOf, shownUnit, valueOf } from './home.ts'
import type { Judgement } from './reading.ts'
import { loadRegisters } from './readings.sql.ts'
import { requestReadings } from './request-readings.ts'

export type DecideAboutReading = {
  readonly readingId: string
  readonly decision: 'accepted' | 'refused'
  /** Of the reading as it was looked at. */
  readonly rowVersion: number
  readonly note: string | undefined
  readonly staffId: string
  /** `https://host` of the portal, for the link in the message that asks again. */
  readonly origin: string
  readonly now: Temporal.Instant
}

/** Days that a customer gets to read once more. */
const AGAIN_DAYS = 14

/**
 * Accepts or refuses a reading in check and closes its task. Refused: what it had replaced counts again, and the customer is
 * asked to read once more. @throws Refusal 404 if there is no such reading, 409 if somebody was faster
 */
export async function decideAboutReading(tx: Tx, command: DecideAboutReading) {
  const { readingId, decision, now } = command
  const reading = await loadChecked(tx, readingId, true)
  if (!reading) throw notFound()
  if (reading.status !== 'in-check' || reading.row_version !== command.rowVersion) throw changedMeanwhile()
  const status = decision === 'accepted' ? 'valid' : 'refused'
  const rowVersion = await decideReading(tx, readingId, status, now)
  const { customer_id: customerId, contract_id: contractId, register_id: registerId } = reading
  const actor = { kind: 'staff', id: command.staffId } as const
  const context = { customerId, contractId, channel: 'desk', actor, occurredAt: now } as const
  await recordFact(tx, facts.readingDecided, { readingId, registerId, decision }, context)
  const { staffId, note } = command
  await finishTaskOf(tx, checkTaskKey(readingId), { outcome: decision, staffId, note, now })
  if (decision === 'refused') {
    if (reading.replaces_reading_id) await restoreReplaced(tx, reading.replaces_reading_id, now)
    await requestReadings(tx, {
      customerId,
      marketLocationIds: [reading.market_location_id],
      due: legalDay(now).add({ days: AGAIN_DAYS }),
      reason: 'check',
      again: await refusedParts(tx, reading),
      origin: command.origin,
      channel: 'desk',
      actor,
      now,
    })
  }
  return { readingId, status, rowVersion } as const
}

/** What the letter names as the likely reason; staff's note is for the house and stays there. */
const reasonOf: Readonly<Partial<Record<string, 'too-high' | 'too-low' | 'other-meter'>>> = {
  'far-too-high': 'too-high',
  'extra-digit': 'too-high',
  'decimal-comma': 'too-high',
  'higher-than-next': 'too-high',
  'lower-than-last': 'too-low',
  'wrong-register': 'other-meter',
}

/** What the letter says about the value that was not taken over. */
async function refusedParts(tx: Tx, reading: CheckedReading): Promise<ParametersOf<'staying.reading-refused'>> {
  const registers = await loadRegisters(tx, { id: reading.customer_id }, reading.read_on)
  const row = registers.find((one) => one.register_id === reading.register_id)
  if (!row) throw new Error(`Register ${reading.register_id} is not in the contract of the reading.`)
  const register = registerOf(row)
  const judgement = reading.judgement as Judgement | null
  const cause = judgement?.verdict === 'questionable' ? judgement.because[0]?.cause : undefined
  return {
    meterNumber: row.meter_number.slice(0, 40),
    day: reading.read_on.toString(),
    value: valueOf(countOf(reading.value, register), register),
    unit: shownUnit(row.unit),
    because: reasonOf[cause ?? ''] ?? 'other',
  }
}
