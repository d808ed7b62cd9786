import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeLetters } from '../../../../tests/proofs/letters/written-letters.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { letterArchive } from '../store/archive.ts'
import { countFigures } from './count.job.ts'

let house: TestHouse
const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const letters: string[] = []
const customers: string[] = []

beforeAll(async () => {
  house = await testHouse()
  for (let at = 0; at < 6; at += 1) {
    const { customerId } = await settleIn(house.pools, { lastName: 'Kosten', readings: [] })
    customers.push(customerId)
    const [id] = await writeLetters(house.pools.worker, letterArchive(house.settings), {
      letters: 1,
      customers: 1,
      sizeBytes: 600 + at,
      now: Temporal.Instant.from('2026-11-02T11:00:00Z'),
      customerId,
    })
    letters.push(id as string)
  }
  const contact = (at: number, topic: string, on: string, seconds: number | null = 300) =>
    run(sql`insert into contact (contact_key, customer_id, channel, topic, phase, outcome, began_at, duration_s)
      values (${`c-${at}-${on}-${topic}`}, ${customers[at]}, 'phone', ${topic}, 'paying', 'answered', ${`${on}T12:00:00Z`}::timestamptz, ${seconds})`)
  // 0 opened it and asks: not understood. 1 never opened it and asks, and again: not read, and not solved.
  await run(
    sql`insert into letter_event (letter_id, customer_id, account_id, what, happened_at) values (${letters[0]}, ${customers[0]}, 1, 'opened', '2026-11-03T08:00:00Z')`,
  )
  await contact(0, 'bill', '2026-11-04')
  await contact(1, 'bill', '2026-11-05')
  await contact(1, 'bill', '2026-11-08', null)
  // 2 was on paper and did not arrive; 3 came back; 4 asks about something else, and too late.
  for (const at of [2, 3])
    await run(sql`insert into print_job (letter_id, customer_id, job_key, because, recipient, pages, sheets, weight_g, product, postage_cents, state, cut_off_at, next_try_at, ordered_at, posted_at, returned_at)
      values (${letters[at]}, ${customers[at]}, ${`job-key-${at}`}, 'kind-post', array['A'], 2, 1, 10, 'standard', 95, ${at === 3 ? 'returned' : 'posted'},
              '2026-11-02T15:00:00Z', '2026-11-02T15:00:00Z', '2026-11-02T11:00:00Z', '2026-11-02T16:00:00Z', ${at === 3 ? '2026-11-06T10:00:00Z' : null}::timestamptz)`)
  await contact(2, 'letter', '2026-11-06')
  await contact(3, 'bill', '2026-11-07')
  await contact(4, 'reading', '2026-11-04')
  await contact(4, 'bill', '2026-11-10')
  // The base rate: one contact in the days before.
  await contact(5, 'bill', '2026-10-20')
  await countFigures(house.pools.worker, house.clock.now(), 60)
})
afterAll(() => house?.end())

const asked = async (headers: Record<string, string>, query = 'from=2026-11-01&to=2026-11-14') =>
  house.server.inject({ url: `/desk/api/letter-economics?${query}`, headers })

test('each contact counts once, for the last letter about the same, with a cause from what was known', async () => {
  const manager = await house.asStaff('manager')
  const answer = (await asked(manager)).json()
  expect(answer.total).toMatchObject({
    letters: 6,
    printed: 2,
    sheets: 2,
    returned: 1,
    opened: 1,
    contacts: 5,
    contactsResolved: 4,
  })
  expect(answer.causes).toEqual({ lost: 1, address: 1, unread: 2, misunderstood: 1 })
  // 5 - 1 x 7 / 28
  expect(answer.total.excessContacts).toBeCloseTo(4.75, 6)
  expect(answer.provisional).toBe(false)
  expect(answer.phases).toMatchObject([{ phase: 'paying', letters: 6 }])
})

test('counting again changes nothing, and a late contact finds its day', async () => {
  const before = await run(sql`select letters, contacts, sheets from letter_figure_day`)
  await countFigures(house.pools.worker, house.clock.now(), 60)
  expect(await run(sql`select letters, contacts, sheets from letter_figure_day`)).toEqual(before)
})

test('use is counted without people, and groups below five are hidden', async () => {
  const auditor = await house.asStaff('auditor')
  const { usage } = (await asked(auditor)).json()
  expect(usage).toEqual([{ month: '2026-11-01', what: 'opened', category: 'paying', times: null, customers: null }])
})

test('a price is set by who may, in order, and holds from its day', async () => {
  const manager = await house.asStaff('manager')
  const put = (payload: object, headers = manager) =>
    house.server.inject({ method: 'PUT', url: '/desk/api/letter-economics/factors', headers, payload })
  const price = {
    item: 'envelope',
    validFrom: '2026-01-01',
    low: 10,
    value: 10,
    high: 10,
    measured: true,
    source: 'Vertrag 2026',
  }
  const cost = async () =>
    (await asked(manager)).json().components.filter((one: { name: string }) => one.name === 'envelope')
  expect(await cost()).toMatchObject([{ measured: false, cents: { value: 4 } }])
  expect((await put(price)).statusCode).toBe(200)
  expect(await cost()).toMatchObject([{ measured: true, cents: { value: 20 } }])
  expect((await put({ ...price, low: 11 })).json().fields?.[0]?.code).toBe('letters.factor-order')
  expect((await put({ ...price, item: 'base-days', low: 0, value: 0, high: 0 })).statusCode).toBe(422)
  expect((await put(price, await house.asStaff('auditor'))).statusCode).toBe(404)
})

test('the table leaves as CSV, and a period that is none is refused', async () => {
  const manager = await house.asStaff('manager')
  const file = await house.server.inject({
    url: '/desk/api/letter-economics.csv?from=2026-11-01&to=2026-11-14',
    headers: manager,
  })
  expect(file.headers['content-type']).toContain('text/csv')
  expect(file.body.split('\r\n')[1]).toMatch(/^paying\.bill;1;Rechnung;paying;6;/)
  expect((await asked(manager, 'from=2026-11-14&to=2026-11-01')).statusCode).toBe(422)
  expect((await asked(await house.asStaff('agent'))).statusCode).toBe(404)
})
