import { defineListener, type Fact, facts } from '#company/journal'
import { voidTaskOf } from '#company/tasks'
import type { Tx } from '#platform/database'
import { orderLetter } from '#service/letters'
import { checkTaskKey } from './enter-readings.ts'
import { shownUnit } from './home.ts'
import { loadRegisters, loadStatus } from './readings.sql.ts'

/** A value that its customer has corrected needs nobody to look at it any more; the new one has its own task if it needs one. */
export const onReadingCorrected = defineListener({
  name: 'staying.close-check-of-corrected-reading',
  hears: facts.readingCorrected,
  hear: async (tx, fact, now) => {
    await voidTaskOf(tx, checkTaskKey(fact.payload.replacesReadingId), { outcome: 'corrected', now })
  },
})

/** Who has just typed the value has seen the answer on the page: the letter is for keeping and needs no message. */
const seenOnPage: readonly string[] = ['portal', 'link', 'guest']

/** Writes to the customer that a value was replaced. One that is still in check is not said to count. */
export const onReadingCorrectedWrite = defineListener({
  name: 'staying.write-of-corrected-reading',
  hears: facts.readingCorrected,
  hear: async (tx, fact, now) => {
    if ((await loadStatus(tx, fact.payload.readingId)) === 'valid') await write(tx, fact, now)
  },
})

async function write(tx: Tx, fact: Fact<typeof facts.readingCorrected>, now: Temporal.Instant): Promise<void> {
  const { customerId, contractId, payload } = fact
  if (!customerId) return
  const registers = await loadRegisters(tx, { id: customerId }, Temporal.PlainDate.from(payload.day))
  const row = registers.find((one) => one.register_id === payload.registerId)
  if (!row) return
  await orderLetter(
    tx,
    {
      kind: 'staying.reading-corrected',
      customerId,
      contractId,
      parameters: {
        meterNumber: row.meter_number.slice(0, 40),
        day: payload.day,
        former: payload.former,
        value: payload.value,
        unit: shownUnit(row.unit),
      },
      key: payload.readingId,
      toldDirectly: seenOnPage.includes(fact.channel),
    },
    { channel: 'system', actor: { kind: 'system' }, occurredAt: now },
  )
}
