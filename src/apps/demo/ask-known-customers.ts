import { customerByNumber } from '#company/customers'
import { requestReadings } from '#journey/staying'
import { legalDay } from '#platform/calendar'
import { type Pools, transaction } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { KNOWN_CUSTOMERS } from './generate/index.ts'

/** Long enough to try the demo for a week before anything is overdue. */
const DUE_IN_DAYS = 9

/** Asks each known customer of the demo for readings, as the utility would once a year: something is to be done, and a mail is there. */
export async function askKnownCustomers(
  pools: Pick<Pools, 'worker'>,
  origin: string,
  now: Temporal.Instant,
): Promise<void> {
  for (const known of KNOWN_CUSTOMERS) {
    await transaction(pools.worker, async (tx) => {
      const customer = await customerByNumber(tx, known.customerNumber)
      if (!customer) return
      const due = legalDay(now).add({ days: DUE_IN_DAYS })
      await requestReadings(tx, {
        customerId: customer.id,
        marketLocationIds: [],
        due,
        reason: 'regular',
        origin,
        channel: 'system',
        actor: { kind: 'system' },
        now,
      })
    }).catch((error: unknown) => {
      // Smart meters only: there is nothing to read, and that is right.
      if (!(error instanceof Refusal && error.code === 'staying.nothing-to-read')) throw error
    })
  }
}
