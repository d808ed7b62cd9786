import { defineListener, facts } from '#company/journal'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { meterNumberKey } from '../meters/meter-number.ts'
import { loadRules } from './calendar-rules.sql.ts'
import { type Entered, enterReadings, type EnterReadings } from './enter-readings.ts'

import { contractNumbersOf, matchGuest } from './guest-match.ts'
import { closeGuestReading, guestCandidates, type GuestReadingTable, loadGuestReading } from './guest.sql.ts'
import { answerRequests } from './requests.sql.ts'

/** Takes over what a guest typed, or makes it a task for somebody who finds out what was meant. */
export const onGuestReadingReceived = defineListener({
  name: 'staying.match-guest-reading',
  hears: facts.guestReadingReceived,
  hear: async (tx, fact, now) => {
    const guest = await loadGuestReading(tx, fact.payload.guestReadingId)
    if (!guest || guest.state !== 'received') return
    const because = await takeOver(tx, guest)
    if (because !== undefined) await askStaff(tx, guest, because, now)
  },
})

/** @returns why it could not be taken over */
async function takeOver(tx: Tx, guest: GuestReadingTable): Promise<string | undefined> {
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
  if (!match.ok) return match.because
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
  if (typeof entered === 'string') return entered
  const readingIds = entered.map((one) => one.readingId)
  await closeGuestReading(tx, guest.id, { customerId: match.customerId, readingIds })
  await answerRequests(tx, match.customerId, guest.received_at)
  return undefined
}

/** A regular reading that comes too soon after another one is one in between; any other refusal is for people. */
async function enterAsGuest(tx: Tx, command: EnterReadings): Promise<readonly Entered[] | string> {
  try {
    return await enterReadings(tx, command)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const code = error.fields[0]?.code ?? error.code
    if (code === 'staying.too-soon' && command.reason === 'regular')
      return enterAsGuest(tx, { ...command, reason: 'check' })
    return code
  }
}

async function askStaff(tx: Tx, guest: GuestReadingTable, because: string, now: Temporal.Instant): Promise<void> {
  await closeGuestReading(tx, guest.id, { because })
  const today = legalDay(now)
  const { checkDays } = await loadRules(tx, today)
  await openTask(
    tx,
    {
      kind: 'staying.guest-reading-unmatched',
      customerId: null,
      contractId: null,
      subject: { guestReadingId: guest.id, because },
      group: 'metering',
      priority: 2,
      dueOn: today.add({ days: checkDays }),
      dedupeKey: `staying.guest-reading:${guest.id}`,
    },
    { channel: 'system', actor: { kind: 'system' }, occurredAt: now },
  )
}
