import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
let sent = 0
const send = (fields: Record<string, string>, remoteAddress = `198.51.100.${++sent}`) =>
  house.server.inject({
    method: 'POST',
    url: '/zaehlerstand/gast',
    remoteAddress,
    headers: {
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({
      meter: home.meterNumber,
      contract: home.contractNumber,
      value: '19.720',
      day: '22.11.2026',
      submission: `guest-submission-${String(sent).padStart(4, '0')}`,
      ...fields,
    }).toString(),
  })
const states = () =>
  ask<{ state: string; because: string | null }>(
    sql`select state, unmatched_because as because from guest_reading order by id`,
  )

test('the page needs no session and shows nothing of anybody', async () => {
  const page = await house.server.inject({ url: '/zaehlerstand/gast', headers: { accept: 'text/html' } })
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('Vertragsnummer')
})

test('numbers that exist and numbers that do not get the same answer but for the reference', async () => {
  const right = await send({})
  const wrong = await send({ meter: '9XXX0000000001' })
  expect([right.statusCode, wrong.statusCode]).toEqual([303, 303])
  const pages = await Promise.all(
    [right, wrong].map((one) =>
      house.server.inject({ url: one.headers.location as string, headers: { accept: 'text/html' } }),
    ),
  )
  const [a, b] = pages.map((page) => page.body.replaceAll(/G-[0-9A-Z]{5}-[0-9A-Z]{5}/g, 'G'))
  expect(a).toBe(b)
  expect(a).toContain('Danke, Ihr Zählerstand ist da')
  expect(await states()).toEqual([
    { state: 'received', because: null },
    { state: 'received', because: null },
  ])
})

test('the listener takes over what fits and makes one task of what does not', async () => {
  await house.settle()
  expect(await states()).toEqual([
    { state: 'taken-over', because: null },
    { state: 'unmatched', because: 'numbers-unknown' },
  ])
  expect(await ask(sql`select value::int as value, channel, status from reading where channel = 'guest'`)).toEqual([
    { value: 19720, channel: 'guest', status: 'valid' },
  ])
  expect(await ask(sql`select kind, customer_id from task`)).toEqual([
    { kind: 'staying.guest-reading-unmatched', customer_id: null },
  ])
})

test('staff see what was typed; nobody else does', async () => {
  const [task] = await ask<{ id: string }>(sql`select subject ->> 'guestReadingId' as id from task`)
  const url = `/desk/api/guest-readings/${task?.id}`
  const seen = await house.server.inject({ url, headers: await house.asStaff('agent') })
  expect(seen.json()).toMatchObject({ meterNumber: '9XXX0000000001', values: ['19.720'], because: 'numbers-unknown' })
  expect((await house.server.inject({ url, headers: await house.asCustomer(home.customerId) })).statusCode).toBe(401)
  expect((await house.server.inject({ url, headers: await house.asStaff('technician') })).statusCode).toBe(404)
})

test('a value that cannot be is kept in check with its task, because a guest is not asked back', async () => {
  await send({ value: '88000', day: '20.11.2026' })
  await house.settle()
  expect(await ask(sql`select status, reason from reading where read_on = '2026-11-20'`)).toEqual([
    { status: 'in-check', reason: 'regular' },
  ])
  expect(await ask(sql`select 1 from task where kind = 'staying.check-reading'`)).toHaveLength(1)
})

test('a second reading within days is taken as one in between, not refused', async () => {
  house.clock.moveTo('2026-11-24T09:00:00Z')
  await send({ value: '19740', day: '24.11.2026' })
  await house.settle()
  expect(await ask(sql`select status, reason from reading where read_on = '2026-11-24'`)).toEqual([
    { status: 'valid', reason: 'check' },
  ])
})

test('the same form twice is one reading', async () => {
  const [first, second] = [
    await send({ submission: 'guest-submission-twice' }),
    await send({ submission: 'guest-submission-twice' }),
  ]
  expect(first.headers.location).toBe(second.headers.location)
  expect(await ask(sql`select 1 from guest_reading`)).toHaveLength(5)
})

test('what no meter can show is said at its field, and what was typed stays', async () => {
  const page = await send({ value: '12a' })
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('Bitte nur Ziffern')
  expect(page.body).toContain(`value="${home.meterNumber}"`)
  const late = await send({ day: '1.9.2026' })
  expect(late.statusCode).toBe(422)
  expect(late.body).toContain('42 Tage')
})

test('one address gets twenty tries in ten minutes', async () => {
  const codes = []
  for (let tries = 0; tries < 21; tries++) codes.push((await send({ value: 'x' }, '203.0.113.9')).statusCode)
  expect(codes.filter((code) => code === 429)).toHaveLength(1)
})

test('a guest never replaces what a customer handed in for that day: the same value is there, another is a task with both', async () => {
  house.clock.moveTo('2026-12-20T09:00:00Z')
  const own = await house.asCustomer(home.customerId)
  const entered = await house.server.inject({
    method: 'POST',
    url: '/api/readings',
    headers: own,
    payload: {
      day: '2026-12-20',
      reason: 'regular',
      submission: 'own-reading-submission-1',
      entries: [{ registerId: home.registerId, value: '19920', confirmed: true }],
    },
  })
  expect(entered.statusCode).toBe(201)
  await send({ value: '19920', day: '20.12.2026' })
  await house.settle()
  expect((await states()).at(-1)).toEqual({ state: 'taken-over', because: null })
  await send({ value: '19940', day: '20.12.2026' })
  await house.settle()
  expect((await states()).at(-1)).toEqual({ state: 'unmatched', because: 'other-value-known' })
  expect(
    await ask(sql`select value::int as value, channel, status from reading where read_on = '2026-12-20' order by id`),
  ).toEqual([{ value: 19920, channel: 'api', status: 'valid' }])
  const [task] = await ask<{ id: string; customer_id: string }>(
    sql`select subject ->> 'guestReadingId' as id, customer_id from task where subject ->> 'because' = 'other-value-known'`,
  )
  expect(task?.customer_id).toBe(home.customerId)
  const url = `/desk/api/guest-readings/${task?.id}`
  const seen = (await house.server.inject({ url, headers: await house.asStaff('agent') })).json()
  expect(seen).toMatchObject({ values: ['19940'], known: [{ value: '19920', day: '2026-12-20' }] })
})
