import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { type Call, newToken, ownOrigin, type StaffWho } from '#platform/http'
import { insertViewing } from './viewing.sql.ts'

/** As long as a call on the phone; who needs longer says again why. */
export const VIEWING_MINUTES = 15
/** From the click at the desk to the click in the portal. */
const LINK_SECONDS = 60

/**
 * Lets somebody of the staff see the portal as a customer does: reading only, for a while, with a reason that stays. The link
 * leads to the portal, which may be another host; it is good once and for a minute.
 * @returns the link and when the view ends
 */
export async function viewAsCustomer(
  tx: Tx,
  call: Pick<Call, 'now' | 'settings' | 'browser'> & { readonly who: StaffWho },
  customerId: string,
  reason: string,
): Promise<{ readonly link: string; readonly endsAt: Temporal.Instant }> {
  const linkToken = newToken()
  const viewing = await insertViewing(tx, {
    staffId: call.who.staffId,
    customerId,
    reason,
    linkToken,
    linkSeconds: LINK_SECONDS,
    minutes: VIEWING_MINUTES,
  })
  await recordFact(
    tx,
    facts.viewedAsCustomer,
    { viewingId: viewing.id },
    { customerId, channel: 'desk', actor: { kind: 'staff', id: call.who.staffId }, occurredAt: call.now },
  )
  return { link: `${ownOrigin(call)}/ansicht/${linkToken}`, endsAt: viewing.endsAt }
}
