import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
let oldMeter: string
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
  oldMeter = (await ask<{ id: string }>(sql`select meter_id as id from register where id = ${home.registerId}`))[0]
    ?.id as string
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const body = (more: object = {}, register: object = {}) => ({
  customerId: home.customerId,
  day: '2026-11-20',
  newMeterNumber: '1EMH0099887766',
  kind: 'modern',
  calibratedUntil: '2034-12-31',
  submission: 'exchange-submission-0001',
  registers: [
    {
      registerId: home.registerId,
      finalValue: '19720',
      firstValue: '0,5',
      digitsBefore: 6,
      digitsAfter: 1,
      ...register,
    },
  ],
  ...more,
})
const exchange = (payload: object, headers = agent, meter = oldMeter) =>
  house.server.inject({ method: 'POST', url: `/desk/api/meters/${meter}/exchange`, headers, payload })

test('what cannot be is refused at its field, and nothing has changed', async () => {
  const cases: readonly (readonly [object, number, string])[] = [
    [body({ day: '2026-11-23' }), 422, 'day'],
    [body({ day: '2019-12-31' }), 422, 'day'],
    [body({ newMeterNumber: home.meterNumber }), 409, 'newMeterNumber'],
    [body({}, { firstValue: '12345678' }), 422, 'registers.0.firstValue'],
    [body({}, { finalValue: 'x' }), 422, 'entries.0.value'],
  ]
  for (const [payload, status, field] of cases) {
    const answer = await exchange(payload)
    expect([answer.statusCode, answer.json().fields?.[0]?.field]).toEqual([status, field])
  }
  expect((await exchange(body({ registers: [...body().registers, ...body().registers] }))).statusCode).toBe(404)
  expect((await exchange(body(), await house.asStaff('technician'))).statusCode).toBe(404)
  expect((await exchange(body({ customerId: (await settleIn(house.pools)).customerId }))).statusCode).toBe(404)
  expect(await ask(sql`select removed_on from meter where id = ${oldMeter}`)).toEqual([{ removed_on: null }])
})

test('a last value that may be wrong is asked about first', async () => {
  const answer = await exchange(body({}, { finalValue: '91720' }))
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'staying.readings-questioned'])
})

test('the old meter ends with its last value, the new one begins with its first, on the same day', async () => {
  const answer = await exchange(body())
  expect(answer.statusCode).toBe(201)
  const { newMeterId } = answer.json()
  expect(
    await ask(sql`select id, removed_on::text, installed_on::text, kind, replaces_meter_id as replaces, calibrated_until::text as calibrated
                    from meter where market_location_id = ${home.marketLocationId} order by id`),
  ).toEqual([
    {
      id: oldMeter,
      removed_on: '2026-11-20',
      installed_on: '2020-01-01',
      kind: 'conventional',
      replaces: null,
      calibrated: null,
    },
    {
      id: newMeterId,
      removed_on: null,
      installed_on: '2026-11-20',
      kind: 'modern',
      replaces: oldMeter,
      calibrated: '2034-12-31',
    },
  ])
  expect(
    await ask(sql`select g.value::text, g.reason, g.source, g.status, r.digits_after from reading g join register r on r.id = g.register_id
                   where g.read_on = '2026-11-20' order by g.id`),
  ).toEqual([
    { value: '19720.000000', reason: 'exchange', source: 'agent', status: 'valid', digits_after: 0 },
    { value: '0.500000', reason: 'exchange', source: 'agent', status: 'valid', digits_after: 1 },
  ])
  expect(
    (await ask<{ name: string }>(sql`select name from journal where customer_id = ${home.customerId} order by id`)).map(
      (row) => row.name,
    ),
  ).toEqual(['staying.reading-entered', 'staying.meter-exchanged'])
})

test('the same form sent twice is one exchange; the old meter cannot be exchanged again', async () => {
  expect((await exchange(body())).statusCode).toBe(201)
  expect(await ask(sql`select 1 from meter where market_location_id = ${home.marketLocationId}`)).toHaveLength(2)
  expect((await exchange(body({ newMeterNumber: '1EMH0011111111' }))).statusCode).toBe(404)
})

test('an import that does not know of it yet changes neither meter', async () => {
  expect(
    await ask(
      sql`select count(*)::int as n from meter where market_location_id = ${home.marketLocationId} and changed_here_at is not null`,
    ),
  ).toEqual([{ n: 2 }])
})

test('the next reading of the customer goes to the new meter and is judged by the past of both', async () => {
  house.clock.moveTo('2027-01-05T09:00:00Z')
  const own = await house.asCustomer(home.customerId)
  const page = await house.server.inject({ url: '/zaehlerstand', headers: own })
  expect(page.body).toContain('1EMH0099887766')
  expect(page.body).not.toContain(home.meterNumber)
  const [register] = await ask<{ id: string }>(sql`select id from register where register_key = '1EMH0099887766/1.8.0'`)
  const enter = (value: string) =>
    house.server.inject({
      method: 'POST',
      url: '/api/readings',
      headers: own,
      payload: {
        day: '2027-01-05',
        reason: 'regular',
        submission: `after-the-exchange-${value}`,
        entries: [{ registerId: register?.id, value }],
      },
    })
  // 46 days of 2,500 kWh a year are about 330 kWh in winter; 5,000 would be a year's use twice.
  expect((await enter('5000')).statusCode).toBe(422)
  const good = await enter('340')
  expect(good.statusCode).toBe(201)
  expect(good.json().readings[0].judgement.verdict).toBe('plausible')
})
