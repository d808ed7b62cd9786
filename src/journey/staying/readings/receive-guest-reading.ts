import { createHash } from 'node:crypto'
import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { insertGuestReading } from './guest.sql.ts'

export type ReceiveGuestReading = {
  readonly meterNumber: string
  readonly contractNumber: string
  readonly values: readonly string[]
  readonly day: Temporal.PlainDate
  /** Made once per form that is shown. */
  readonly submission: string
  readonly now: Temporal.Instant
}

/** Letters and digits that nobody mixes up on the telephone (Crockford's base 32). */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Reference of what was sent: 50 bits of its hash, so the same form sent twice has the same one and none can be guessed from
 * another. What was typed is part of it: who goes back, mends a value and sends again hands in another reading.
 */
export function guestReference(guest: Omit<ReceiveGuestReading, 'now'>): string {
  const typed = [guest.submission, guest.meterNumber, guest.contractNumber, guest.day.toString(), ...guest.values]
  const hash = createHash('sha256')
    .update(`guest-reading:${JSON.stringify(typed)}`)
    .digest()
  const text = Array.from({ length: 10 }, (_, at) => letters[(hash[at] as number) % 32]).join('')
  return `G-${text.slice(0, 5)}-${text.slice(5)}`
}

/**
 * Keeps what a guest typed and says "received". Nothing is looked up here: whether the numbers exist is found out later by a
 * listener, so the answer and its time are the same whatever was typed. @returns the reference
 */
export async function receiveGuestReading(tx: Tx, guest: ReceiveGuestReading): Promise<string> {
  const reference = guestReference(guest)
  const guestReadingId = await insertGuestReading(tx, { ...guest, reference, receivedAt: guest.now })
  if (guestReadingId !== undefined)
    await recordFact(
      tx,
      facts.guestReadingReceived,
      { guestReadingId },
      { channel: 'guest', actor: { kind: 'guest' }, occurredAt: guest.now },
    )
  return reference
}
