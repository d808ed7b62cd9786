import { openSessions } from '#company/identity'
import { type Pools, transaction } from '#platform/database'
import type { CustomerWho, StaffWho } from '#platform/http'
import type { OpenKeys } from '#platform/realtime'

/** A session and for whom it acts: when it acts for another customer, its streams about the former one end. */
export const customerKey = (who: Pick<CustomerWho, 'sessionId' | 'customerId'>): string =>
  `customer.${who.sessionId}.${who.customerId}`
export const staffKey = (who: Pick<StaffWho, 'sessionId'>): string => `staff.${who.sessionId}`

/** Which streams may go on: their session has not ended, nor run out, nor been taken away. */
export const openKeys =
  (pools: Pick<Pools, 'worker'>): OpenKeys =>
  async (keys) => {
    const ids = (kind: string) => keys.filter((key) => key.startsWith(`${kind}.`)).map((key) => key.split('.')[1] ?? '')
    const open = await transaction(pools.worker, (tx) =>
      openSessions(tx, { customer: ids('customer'), staff: ids('staff') }),
    )
    return new Set([...open.customer.map(customerKey), ...open.staff.map(staffKey)])
  }
