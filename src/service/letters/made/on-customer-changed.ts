import { changeConfirmationOf, listenersOfChanges } from '#company/customers'
import { legalDay } from '#platform/calendar'
import type { Tx } from '#platform/database'
import { orderLetter } from './order-letter.ts'

/**
 * Orders the confirmation of a change: into the letter centre, and on paper where no mail address could be told. After a move one goes
 * to the old address and one to the new, whatever else was told: whoever lives there now learns of it, and nothing of the values.
 */
async function confirmChange(tx: Tx, changeId: string, now: Temporal.Instant): Promise<void> {
  const change = await changeConfirmationOf(tx, changeId, now)
  if (!change) return
  const { customerId, field, mandate, toldByMail, addresses } = change
  const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: now } as const
  const parameters = {
    day: legalDay(change.changedAt).toString(),
    fields: [field],
    ...(mandate !== undefined && { mandate }),
    ...(change.undoUntil && { undoUntil: legalDay(change.undoUntil).toString() }),
  }
  const shared = { kind: 'customers.change-confirmed', customerId, parameters } as const
  if (addresses.length === 0) await orderLetter(tx, { ...shared, key: changeId, toldDirectly: toldByMail }, context)
  for (const [at, recipient] of addresses.entries())
    await orderLetter(tx, { ...shared, key: `${changeId}:${at}`, recipient, onPaper: true }, context)
}

/** The customers' room stands below this one: it records what was changed, and letters writes. */
export const changeListeners = listenersOfChanges('letters', confirmChange)
