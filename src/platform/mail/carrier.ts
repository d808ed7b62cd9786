import type { DueMessage } from './outbox.sql.ts'

/**
 * Carries one message out of the house. It may be asked twice for the same message, if a program died in between: `key`
 * stays the same, and a carrier passes it on so that the receiving side can tell.
 * @throws CannotEverArrive if trying again is of no use; anything else is tried again later
 */
export type Carrier = (message: DueMessage) => Promise<void>

/** The receiving side has said for good that this does not arrive (no such mailbox, not a phone number). */
export class CannotEverArrive extends Error {
  override name = 'CannotEverArrive'
}
