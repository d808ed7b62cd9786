import { type Pools, transaction } from '#platform/database'
import { countFigures, letterArchive, type PastLetter, publishPastLetters } from '#service/letters'
import type { Settings } from '#platform/config'
import { KNOWN_CUSTOMERS } from './generate/index.ts'
import { Random } from './generate/random.ts'
import { addPastContacts, otherCustomers } from './letter-year.sql.ts'

const GROUP_DAYS = 10
const YEAR_DAYS = 360
const CUSTOMERS_MAX = 300
/** The first weeks are left to what the demo's own letters do. */
const FROM_DAYS_AGO = 10

/** Kinds of the year with the share of customers that get one, what is asked afterwards and by how many of a hundred. */
const kinds = [
  { kind: 'joining.order-confirmed', share: 0.15, topic: 'contract', asks: 14, pages: 2 },
  { kind: 'staying.reading-request', share: 0.9, topic: 'reading', asks: 6, pages: 1 },
  { kind: 'paying.bill', share: 0.95, topic: 'bill', asks: 17, pages: 2 },
  { kind: 'customers.change-confirmed', share: 0.25, topic: 'customer-details', asks: 3, pages: 1 },
  { kind: 'letters.single', share: 0.2, topic: 'letter', asks: 8, pages: 1 },
] as const

/**
 * A year of letters of customers without a login, so that the page of costs has something to tell: paper giving way to the portal
 * month by month, some returned, some asked about. Each kind has one sample page that says so; nobody's own letter is among them.
 */
export async function writeLetterYear(
  pools: Pick<Pools, 'worker'>,
  settings: Settings,
  now: Temporal.Instant,
): Promise<void> {
  const known = KNOWN_CUSTOMERS.map((one) => one.customerNumber)
  const customers = await transaction(pools.worker, (tx) => otherCustomers(tx, known, CUSTOMERS_MAX))
  const random = new Random(20_261_122, 'letter-year', 0)
  const groups = new Map<number, PastLetter[]>()
  const contacts: { customerId: string; topic: string; beganAt: Temporal.Instant; seconds: number }[] = []
  for (const customerId of customers)
    for (const { kind, share, topic, asks, pages } of kinds) {
      if (!random.chance(share)) continue
      const daysAgo = FROM_DAYS_AGO + GROUP_DAYS * random.whole(0, YEAR_DAYS / GROUP_DAYS - 1)
      const publishedAt = now.subtract({ hours: 24 * daysAgo })
      // From three letters on paper of four a year ago to one of three today.
      const onPaper = random.chance(0.33 + (0.42 * daysAgo) / YEAR_DAYS)
      const opened = !onPaper && random.chance(0.58)
      const group = groups.get(daysAgo) ?? []
      group.push({
        customerId,
        kind,
        pages,
        onPaper,
        returned: onPaper && random.chance(0.03),
        opened,
        reminded: !onPaper && !opened && random.chance(0.6),
        understood: opened && random.chance(0.12) ? random.chance(0.8) : null,
      })
      groups.set(daysAgo, group)
      // Who has not read it, or has it on paper, asks more often.
      if (random.chance((asks / 100) * (opened ? 0.6 : 1.3)))
        contacts.push({
          customerId,
          topic: onPaper && random.chance(0.2) ? 'letter' : topic,
          beganAt: publishedAt.add({ hours: 20 + 24 * random.whole(0, 5) }),
          seconds: 120 + 20 * random.whole(0, 24),
        })
    }
  const archive = letterArchive(settings)
  for (const [daysAgo, letters] of [...groups].toSorted(([one], [other]) => other - one))
    await publishPastLetters(pools.worker, archive, settings, letters, now.subtract({ hours: 24 * daysAgo }))
  await transaction(pools.worker, (tx) => addPastContacts(tx, contacts))
  await countFigures(pools.worker, now, YEAR_DAYS + GROUP_DAYS)
}
