import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { legalDay } from '#platform/calendar'
import { tables, transaction } from '#platform/database'
import { orderLetter } from '#service/letters'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn } from '../setup/people.ts'

// A year of letters by the calendar: every month a refused reading (important, digital) and a letter of the service, to ten customers of
// whom four open nothing. From July on a rule of law wants the letters of the service on paper.

const CUSTOMERS = 10
const NOT_OPENING = 4
const LAW_FROM = '2027-07-01'
let house: TestHouse
const customers: string[] = []

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

beforeAll(async () => {
  house = await testHouse('2027-01-01T07:00:00Z')
  for (let at = 0; at < CUSTOMERS; at += 1) {
    const { customerId } = await settleIn(house.pools)
    customers.push(customerId)
    await run(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
      values (${customerId}, 'e-mail', ${`c${at}@post.example`}, 'confirmed', now(), 'customer', now()),
             (${customerId}, 'mobile', ${`+4915100000${at}`}, 'confirmed', now(), 'customer', now())`)
    await run(
      sql`insert into customer_preference (customer_id, letters, notify) values (${customerId}, 'portal', 'e-mail')`,
    )
  }
  // Rules of law come by migration: no role of the running program writes them.
  const owner = new pg.Client({ connectionString: house.settings.DATABASE_URL })
  await owner.connect()
  await owner.query(
    `insert into delivery_rule (kind, demands, source, says_de, says_en, valid_from)
     values ('letters.single', 'post', 'Testgesetz § 1', 'brieflich', 'by letter', $1)`,
    [LAW_FROM],
  )
  await owner.end()
}, 60_000)
afterAll(() => house?.end())

async function write(customerId: string, key: string): Promise<void> {
  const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() } as const
  const parameters = { meterNumber: 'Z1', day: '2027-01-01', value: '1', unit: 'kWh', because: 'other' } as const
  await transaction(house.pools.worker, async (tx) => {
    await orderLetter(tx, { kind: 'staying.reading-refused', customerId, parameters, key }, context)
    const single = { title: 'Zu Ihrem Vertrag', parts: [{ module: 'thanks' as const }] }
    await orderLetter(tx, { kind: 'letters.single', customerId, parameters: single, key }, context)
  })
}

/** Who opens letters does so on the second day. */
const openSome = () =>
  run(sql`insert into letter_event (letter_id, customer_id, what, happened_at)
    select l.id, l.customer_id, 'opened', ${house.clock.now()} from letter l
     where l.customer_id = any(${customers.slice(NOT_OPENING)}::bigint[]) and l.published_at < ${house.clock.now().subtract({ hours: 24 })}
    on conflict do nothing`)

test('a year by its days: unopened letters reach the next channel on their day, opened ones nobody again, law goes on paper', async () => {
  for (let day = Temporal.PlainDate.from('2027-01-01'); day.year === 2027; day = day.add({ days: 1 })) {
    // Eight in the morning in Germany, and a second, so that what is due at eight is due.
    house.clock.moveTo(day.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: '08:00:01' }).toInstant().toString())
    await openSome()
    if (day.day === 4) for (const id of customers) await write(id, `${id}-${day}`)
    await house.settle()
  }
  type Step = {
    day: string
    acts: string[] | null
    opened: boolean
    way: string
    because: string
    kind: string
    paper: string | null
  }
  const letters = await run<Step>(sql`
    select (l.published_at at time zone 'Europe/Berlin')::date::text as day, l.kind, d.way, d.because,
           l.customer_id = any(${customers.slice(NOT_OPENING)}::bigint[]) as opened,
           (select array_agg(n.act || ' ' || n.via || ' ' || (n.not_before at time zone 'Europe/Berlin')::date order by n.step)
              from letter_notice n where n.letter_id = l.id) as acts,
           (select min((j.ordered_at at time zone 'Europe/Berlin')::date)::text from print_job j where j.letter_id = l.id) as paper
      from letter l join letter_delivery d on d.letter_id = l.id order by l.id`)
  expect(letters).toHaveLength(CUSTOMERS * 12 * 2)
  const after = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString()
  for (const { day, acts, opened, kind, way, because, paper } of letters) {
    if (kind === 'letters.single') {
      // Before the rule the customer's choice counts; from its day on paper, whatever was chosen, and told as well.
      const isLaw = day >= LAW_FROM
      expect([way, because, paper], day).toEqual(isLaw ? ['both', 'law', day] : ['digital', 'choice-portal', null])
      continue
    }
    const first = [`notice e-mail ${day}`]
    const ladder = [...first, `other-channel sms ${after(day, 3)}`, `reminder e-mail ${after(day, 7)}`]
    // December's letter has its 14th day on the 18th, so every ladder ends within the year.
    expect([acts, paper], `${day} ${opened ? 'opened' : 'not opened'}`).toEqual(
      opened ? [first, null] : [ladder, after(day, 14)],
    )
  }
  const unopened = letters.filter((one) => one.kind === 'staying.reading-refused' && !one.opened)
  expect(unopened).toHaveLength(NOT_OPENING * 12)
  expect(legalDay(house.clock.now()).toString()).toBe('2027-12-31')
}, 240_000)
