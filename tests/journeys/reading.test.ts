import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let own: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const send = (value: string, more: Record<string, string> = {}, headers = own) =>
  house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      'day.day': '22',
      'day.month': '11',
      'day.year': '2026',
      reason: 'regular',
      submission: 'submission-000001',
      'entries.0.registerId': home.registerId,
      'entries.0.value': value,
      ...more,
    }).toString(),
  })

test('the page shows the own meter with its last value', async () => {
  const page = await house.server.inject({ url: '/zaehlerstand', headers: own })
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain(home.meterNumber)
  expect(page.body).toContain('17.500')
})

test('a value three times the usual is asked about and nothing is stored', async () => {
  const page = await send('24.500')
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('deutlich mehr')
  expect(page.body).toContain('24.500')
  expect(await ask(sql`select 1 from reading where source = 'customer' and channel = 'portal'`)).toEqual([])
})

test('a value that fits is stored once, with its fact, and is on the timeline at once', async () => {
  const done = await send('19.720')
  expect(done.statusCode).toBe(303)
  const again = await send('19.720')
  expect(again.headers.location).toBe(done.headers.location)
  const thanks = await house.server.inject({ url: done.headers.location as string, headers: own })
  expect(thanks.body).toContain('19.720')
  expect(await ask(sql`select value::text, status from reading where channel = 'portal'`)).toEqual([
    { value: '19720.000000', status: 'valid' },
  ])
  const timeline = await house.server.inject({ url: '/uebersicht', headers: own })
  expect(timeline.body).toContain('Zählerstand 19.720 eingegeben')
})

test('a questionable value that the person confirms is kept in check and becomes one task', async () => {
  const done = await send('26000', {
    'day.day': '21',
    submission: 'submission-000002',
    reason: 'check',
    'entries.0.confirmed': 'true',
    'entries.0.explanation': 'electric-car',
  })
  expect(done.statusCode).toBe(303)
  expect(await ask(sql`select status, explanation from reading where read_on = '2026-11-21'`)).toEqual([
    { status: 'in-check', explanation: 'electric-car' },
  ])
  expect(await ask(sql`select kind, customer_id::text, group_name from task`)).toEqual([
    { kind: 'staying.check-reading', customer_id: home.customerId, group_name: 'metering' },
  ])
})

test('the same day entered again with another value is a correction that keeps the former one', async () => {
  const done = await send('19.730', { submission: 'submission-000003' })
  expect(done.statusCode).toBe(303)
  expect(
    await ask(sql`select value::int as value, status from reading where read_on = '2026-11-22' order by id`),
  ).toEqual([
    { value: 19720, status: 'replaced' },
    { value: 19730, status: 'valid' },
  ])
  const timeline = await house.server.inject({ url: '/uebersicht', headers: own })
  expect(timeline.body).toContain('19.730 statt 19.720')
})

test('what was typed wrongly stays in the field, with a message that says how to mend it', async () => {
  const page = await send('12a', { submission: 'submission-000004' })
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('value="12a"')
  expect(page.body).toContain('Bitte nur Ziffern')
})

test('a stranger can neither see nor enter anything', async () => {
  const other = await settleIn(house.pools)
  const stranger = await house.asCustomer(other.customerId)
  const entered = await send('19.740', { submission: 'submission-000005' }, stranger)
  expect(entered.statusCode).toBe(404)
  const ids = await ask<{ id: string }>(sql`select id from reading where register_id = ${home.registerId}`)
  const looked = await house.server.inject({
    url: `/zaehlerstand/danke?nr=${ids.map((row) => row.id).join('.')}`,
    headers: stranger,
  })
  expect(looked.statusCode).toBe(404)
  const nobody = await house.server.inject({ url: '/zaehlerstand', headers: { accept: 'text/html' } })
  expect(nobody.statusCode).toBe(303)
  expect(nobody.headers.location).toContain('/anmelden')
})
