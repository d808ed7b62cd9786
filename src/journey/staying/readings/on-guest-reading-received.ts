import { defineListener, facts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import { sendTogether, type Tx } from '#platform/database'
import { parseDecimal } from '#platform/i18n'
import { Refusal } from '#platform/refusal'
import { meterNumberKey } from '../meters/meter-number.ts'
import { loadRules } from './calendar-rules.sql.ts'
import { enterReadings, type EnterReadings } from './enter-readings.ts'

import { contractNumbersOf, matchGuest } from './guest-match.ts'
import {
  closeGuestReading,
  guestCandidates,
  type GuestReadingTable,
  knownOfDay,
  loadGuestReading,
} from './guest.sql.ts'
import { lockRegistersStatement } from './readings.sql.ts'
import { answerRequests } from './requests.sql.ts'

/** Takes over what a guest typed, or makes it a task for somebody who finds out what was meant. */
export const onGuestReadingReceived = defineListener({
  name: 'staying.match-guest-reading',
  hears: facts.guestReadingReceived,
  hear: async (tx, fact, now) => {
    const guest = await loadGuestReading(tx, fact.payload.guestReadingId)
    if (!guest || guest.state !== 'received') return
    const doubt = await takeOver(tx, guest)
    if (doubt !== undefined) await askStaff(tx, guest, doubt, now)
  },
})

/** Why it could not be taken over, and what it speaks against. */
type Doubt = { readonly because: string; readonly customerId?: string; readonly readingIds?: readonly string[] }

async function takeOver(tx: Tx, guest: GuestReadingTable): Promise<Doubt | undefined> {
  const typed = {
    meterNumber: guest.meter_number_typed,
    contractNumber: guest.contract_number_typed,
    values: guest.values_typed.length,
  }
  const candidates = await guestCandidates(
    tx,
    meterNumberKey(typed.meterNumber),
    contractNumbersOf(typed.contractNumber),
    guest.read_on,
  )
  const match = matchGuest(typed, candidates)
  if (!match.ok) return { because: match.because }
  const entered = await enterAsGuest(tx, {
    customerId: match.customerId,
    day: guest.read_on,
    reason: 'regular',
    source: 'customer',
    channel: 'guest',
    actor: { kind: 'guest' },
    // A guest is not asked back: what is questionable is kept in check and looked at by staff.
    entries: match.registerIds.map((registerId, at) => ({
      registerId,
      value: guest.values_typed[at] ?? '',
      confirmed: true,
    })),
    submission: guest.reference,
    // The rules of the calendar are those of the moment when it was handed in.
    now: guest.received_at,
  })
  if ('because' in entered) return entered
  const { readingIds } = entered
  await closeGuestReading(tx, guest.id, { customerId: match.customerId, readingIds })
  await answerRequests(tx, match.customerId, guest.received_at)
  return undefined
}

/** A regular reading that comes too soon after another one is one in between; any other refusal is for people. */
async function enterAsGuest(tx: Tx, command: EnterReadings): Promise<{ readingIds: readonly string[] } | Doubt> {
  const known = await knownBefore(tx, command)
  if (known) return known
  try {
    return { readingIds: (await enterReadings(tx, command)).map((one) => one.readingId) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const code = error.fields[0]?.code ?? error.code
    if (code === 'staying.too-soon' && command.reason === 'regular')
      return enterAsGuest(tx, { ...command, reason: 'check' })
    return { because: code }
  }
}

/**
 * Two numbers of a bill prove nobody: a guest never replaces what a customer, staff or another system handed in for the same day
 * and reason. The same value again is already there; another one is for staff, who sees both.
 */
async function knownBefore(
  tx: Tx,
  command: EnterReadings,
): Promise<{ readingIds: readonly string[] } | Doubt | undefined> {
  const registerIds = command.entries.map((entry) => entry.registerId)
  await sendTogether(tx, [lockRegistersStatement(registerIds)])
  const known = await knownOfDay(tx, registerIds, command.day, command.reason)
  if (known.length === 0) return undefined
  const readingIds = known.map((one) => one.id)
  const isSame = command.entries.every((entry) => {
    const there = known.find((one) => one.register_id === entry.registerId)
    return there !== undefined && Number(there.value) === Number(parseDecimal(entry.value))
  })
  return isSame ? { readingIds } : { because: 'other-value-known', customerId: command.customerId, readingIds }
}

async function askStaff(tx: Tx, guest: GuestReadingTable, doubt: Doubt, now: Temporal.Instant): Promise<void> {
  await closeGuestReading(tx, guest.id, doubt)
  const today = legalDay(now)
  const { checkDays } = await loadRules(tx, today)
  await openTask(
    tx,
    {
      kind: 'staying.guest-reading-unmatched',
      customerId: doubt.customerId ?? null,
      contractId: null,
      subject: { guestReadingId: guest.id, because: doubt.because },
      group: 'metering',
      priority: 2,
      dueOn: today.add({ days: checkDays }),
      dedupeKey: `staying.guest-reading:${guest.id}`,
    },
    { channel: 'system', actor: { kind: 'system' }, occurredAt: now },
  )
}
