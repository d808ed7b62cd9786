import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { contactRate, countAll, firstContactResolution, repeatContactRate, type Seen } from './definitions.ts'
import { figuresCsv } from './figures-csv.ts'

const at = (text: string) => Temporal.Instant.from(text)
let next = 0
const seen = (day: string, wishes: Partial<Seen> = {}): Seen => {
  next += 1
  return { id: next, customerId: '1', contractId: null, topic: 'bill', at: at(`${day}T10:00:00Z`), ...wishes }
}
const now = at('2026-12-31T00:00:00Z')

describe('a contact is followed by another', () => {
  test.each<[string, Seen[], 1 | 7 | 30, [contacts: number, followed: number, repeats: number]]>([
    ['nobody asks again', [seen('2026-11-01')], 7, [1, 0, 0]],
    ['on the seventh day to the second: within the window', [seen('2026-11-01'), seen('2026-11-08')], 7, [2, 1, 1]],
    [
      'a second later: no longer',
      [seen('2026-11-01'), { ...seen('2026-11-08'), at: at('2026-11-08T10:00:01Z') }],
      7,
      [2, 0, 0],
    ],
    ['seven days do not fit into one', [seen('2026-11-01'), seen('2026-11-08')], 1, [2, 0, 0]],
    ['about something else', [seen('2026-11-01'), seen('2026-11-02', { topic: 'move' })], 7, [2, 0, 0]],
    ['by somebody else', [seen('2026-11-01'), seen('2026-11-02', { customerId: '2' })], 7, [2, 0, 0]],
    [
      'about another contract',
      [seen('2026-11-01', { contractId: '1' }), seen('2026-11-02', { contractId: '2' })],
      7,
      [2, 0, 0],
    ],
    [
      'about a contract that one of them does not name',
      [seen('2026-11-01', { contractId: '1' }), seen('2026-11-02')],
      7,
      [2, 1, 1],
    ],
    [
      'three in a row: the first two are followed, the last two repeat',
      ['01', '05', '09'].map((day) => seen(`2026-11-${day}`)),
      7,
      [3, 2, 2],
    ],
    ['at the same moment: the later number follows', [seen('2026-11-01'), seen('2026-11-01')], 7, [2, 1, 1]],
  ])('%s', (_name, list, days, [contacts, followed, repeats]) => {
    expect(countAll(list, days, now)).toEqual({ contacts, followed, repeats, open: 0 })
  })

  test('may still happen until its window closes; one that was followed already is final', () => {
    const list = [seen('2026-12-20'), seen('2026-12-26'), seen('2026-12-28', { customerId: '9' })]
    // 20 Dec: followed on the 26th. 26 Dec + 7 = 2 Jan and 28 Dec + 7 = 4 Jan are not over on 31 Dec.
    expect(countAll(list, 7, now)).toEqual({ contacts: 3, followed: 1, repeats: 1, open: 2 })
  })
})

test.each([
  ['10 contacts, 3 followed: 7 / 10', { contacts: 10, followed: 3, repeats: 2, open: 0 }, 0.7, 0.2, false],
  [
    'some windows are open: the same figure, provisional',
    { contacts: 10, followed: 3, repeats: 2, open: 1 },
    0.7,
    0.2,
    true,
  ],
  ['4 contacts say nothing', { contacts: 4, followed: 0, repeats: 0, open: 0 }, null, null, false],
  ['none', { contacts: 0, followed: 0, repeats: 0, open: 0 }, null, null, false],
])('shares: %s', (_name, counted, resolution, repeats, provisional) => {
  expect(firstContactResolution(counted)).toMatchObject({
    value: resolution,
    provisional,
    denominator: counted.contacts,
  })
  expect(repeatContactRate(counted)).toMatchObject({ value: repeats, provisional: false, numerator: counted.repeats })
})

test.each([
  ['60 contacts, 500 contracts on each of 30 days: 60 / 500 x 1000', 60, 15_000, 30, 120],
  [
    'half of them begin in the middle: (250 x 30 + 250 x 15) / 30 = 375 on the average; 60 / 375 x 1000',
    60,
    11_250,
    30,
    160,
  ],
  ['no contracts', 60, 0, 30, null],
])('contact rate: %s', (_name, contacts, contractDays, days, rate) => {
  expect(contactRate(contacts, contractDays, days)).toBe(rate)
})

test('a name that a spreadsheet would run is written with an apostrophe', () => {
  const row = { contacts: 9, open: 0, followed: 1, repeats: 1 }
  const figures = { ...row, resolution: firstContactResolution(row), repeatRate: repeatContactRate(row) }
  const rows = [{ key: '=1+1', nameDe: '@SUM(A1);"x"', nameEn: '', ...figures }]
  const csv = figuresCsv({ version: 1, rows, total: figures, unknown: 0, rates: [] }, 'de')
  expect(csv.split('\r\n')[1]).toBe(`'=1+1;"'@SUM(A1);""x""";9;8;0.8889;no;0;1;0.1111`)
})

describe('the figures page', () => {
  let house: TestHouse
  let homes: TestHome[]
  let lead: Record<string, string>
  const on = <Row>(query: ReturnType<typeof sql<Row>>) =>
    transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
  const get = (url: string, headers = lead) => house.server.inject({ url, headers })
  const insert = (customerId: string | null, topic: string, began: string, contractId: string | null = null) =>
    on(sql`insert into contact (contact_key, customer_id, contract_id, channel, topic, phase, outcome, began_at)
           values (${crypto.randomUUID()}, ${customerId}, ${contractId}, 'phone', ${topic}, 'paying', 'answered', ${began}::timestamptz)`)

  beforeAll(async () => {
    house = await testHouse('2026-11-22T09:00:00Z')
    homes = [await settleIn(house.pools), await settleIn(house.pools), await settleIn(house.pools)]
    lead = await house.asStaff('manager')
  })
  afterAll(() => house?.end())

  test('counts in SQL what the rule counts pair by pair, for any list of contacts', async () => {
    const one = fc.record({
      customer: fc.nat(2),
      contract: fc.boolean(),
      topic: fc.constantFrom('bill', 'move'),
      hour: fc.integer({ min: 0, max: 24 * 40 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(1, 7, 30),
        async (list, days) => {
          await on(sql`delete from contact`)
          for (const { customer, contract, topic, hour } of list) {
            const home = homes[customer] as TestHome
            const began = at('2026-10-10T00:00:00Z').add({ hours: hour }).toString()
            await insert(home.customerId, topic, began, contract ? home.contractId : null)
          }
          const rows = await on(sql<{
            id: string
            customer_id: string
            contract_id: string | null
            topic: string
            at: Temporal.Instant
          }>`
          select id, customer_id, contract_id, topic, began_at as at from contact`)
          const asSeen = rows.map((row) => ({
            id: Number(row.id),
            customerId: row.customer_id,
            contractId: row.contract_id,
            topic: row.topic,
            at: row.at,
          }))
          const answer = (
            await get(`/desk/api/contact-figures?from=2026-10-01&to=2026-12-31&days=${days}&by=topic`)
          ).json()
          const { contacts, followed, repeats, open } = answer.total
          expect({ contacts, followed, repeats, open }).toEqual(countAll(asSeen, days as 7, house.clock.now()))
        },
      ),
      { numRuns: 15 },
    )
  })

  test('shows the contacts behind a figure, page by page, and the same table as CSV', async () => {
    await on(sql`delete from contact`)
    for (const day of ['01', '03', '20'])
      await insert((homes[0] as TestHome).customerId, 'bill', `2026-11-${day}T10:00:00+01:00`)
    for (const day of ['02', '04', '06'])
      await insert((homes[1] as TestHome).customerId, 'move', `2026-11-${day}T10:00:00+01:00`)
    await insert(null, 'bill', '2026-11-05T10:00:00+01:00')
    const query = 'from=2026-11-01&to=2026-11-30&days=7&by=topic'
    const answer = (await get(`/desk/api/contact-figures?${query}`)).json()
    expect(answer).toMatchObject({ unknown: 1, total: { contacts: 6, followed: 3, repeats: 3, open: 1 } })
    // 6 contacts, 3 followed by another: 3 / 6. The one of 20 November may be followed until the 27th.
    expect(answer.total.resolution).toEqual({ numerator: 3, denominator: 6, value: 0.5, provisional: true })
    expect(answer.rows.find((row: { key: string }) => row.key === 'bill').resolution.value).toBeNull()
    const behind = (await get(`/desk/api/contact-figures/contacts?${query}&key=bill&only=followed`)).json()
    expect(behind.contacts).toMatchObject([
      { customerId: (homes[0] as TestHome).customerId, followed: true, repeats: false },
    ])
    const csv = await get(`/desk/api/contact-figures.csv?${query}`)
    expect(csv.headers['content-type']).toMatch(/^text\/csv/)
    expect(csv.body.split('\r\n').at(-2)).toBe('total;Alle;6;3;0.5000;yes;1;3;0.5000')
  })

  test('divides the contacts of a month by the contracts that were active on its days', async () => {
    const rate = async () => {
      const { rates } = (await get('/desk/api/contact-figures?from=2026-10-01&to=2026-11-30&days=7&by=week')).json()
      return rates as {
        month: string
        contacts: number
        averageContracts: number
        value: number
        provisional: boolean
      }[]
    }
    const ends = (day: string | null) =>
      on(sql`update contract set ends_on = ${day}::date where id = ${(homes[2] as TestHome).contractId}`)
    // Three contracts all month; November has 22 days so far and is provisional. 7 / 3 x 1000 = 2333.3.
    expect(await rate()).toMatchObject([
      { month: '2026-10', contacts: 0, averageContracts: 3, value: 0, provisional: false },
      { month: '2026-11', contacts: 7, averageContracts: 3, provisional: true },
    ])
    await ends('2026-10-10')
    // (2 x 31 + 1 x 10) / 31 = 72 / 31.
    expect((await rate())[0]?.averageContracts).toBeCloseTo(72 / 31, 10)
    expect((await rate())[1]).toMatchObject({ averageContracts: 2, value: 3500 })
    await ends(null)
  })

  test('is for team leads and auditors, and refuses a period that ends before it begins', async () => {
    const url = '/desk/api/contact-figures?from=2026-11-30&to=2026-11-01&days=7&by=week'
    expect((await get(url)).statusCode).toBe(422)
    expect((await get(url, await house.asStaff('agent'))).statusCode).toBe(404)
  })
})
