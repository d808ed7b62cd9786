import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'

let house: TestHouse
let home: TestHome
let own: Record<string, string>
let agent: Record<string, string>
let meterId: string
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
  agent = await house.asStaff('agent')
  meterId = (await ask<{ id: string }>(sql`select meter_id as id from register where id = ${home.registerId}`))[0]
    ?.id as string
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const report = (more: Record<string, string> = {}, headers = own) =>
  house.server.inject({
    method: 'POST',
    url: '/zaehlerwechsel',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      meterId,
      'day.day': '20',
      'day.month': '11',
      'day.year': '2026',
      newMeterNumber: '1EMH0099887766',
      'registers.0.registerId': home.registerId,
      'registers.0.finalValue': '19720',
      'registers.0.firstValue': '0,5',
      submission: 'report-submission-0001',
      ...more,
    }).toString(),
  })
const page = async () => (await house.server.inject({ url: '/zaehlerwechsel', headers: own })).body
const decide = (id: string, payload: object) =>
  house.server.inject({ method: 'POST', url: `/desk/api/exchange-reports/${id}/decision`, headers: agent, payload })
const latest = async () =>
  (await ask<{ id: string }>(sql`select id from meter_exchange_report order by id desc limit 1`))[0]?.id as string
const exchange = {
  day: '2026-11-20',
  newMeterNumber: '1EMH0099887766',
  kind: 'modern',
  registers: [{ registerId: '', finalValue: '19720', firstValue: '0,5', digitsBefore: 6, digitsAfter: 1 }],
}
const accepted = () => ({
  ...exchange,
  registers: exchange.registers.map((one) => ({ ...one, registerId: home.registerId })),
})

test('what cannot be is said at its field, and what was typed stays', async () => {
  const answer = await report({ 'day.day': '23', 'registers.0.finalValue': 'x' })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('Der Tag liegt in der Zukunft')
  expect(answer.body).toContain('Bitte nur Ziffern und höchstens ein Komma.')
  expect(answer.body).toContain('value="1EMH0099887766"')
  const stranger = await house.asCustomer((await settleIn(house.pools)).customerId)
  expect((await report({}, stranger)).statusCode).toBe(404)
})

test('a report changes nothing: it is a task, the customer sees that it is being checked, sent twice it is one', async () => {
  expect((await report()).headers['location']).toBe('/zaehlerwechsel?gemeldet=ja')
  expect((await report()).statusCode).toBe(303)
  expect((await report({ submission: 'report-submission-0002' })).statusCode).toBe(409)
  expect(await ask(sql`select removed_on from meter where id = ${meterId}`)).toEqual([{ removed_on: null }])
  expect(await ask(sql`select kind, state from task where customer_id = ${home.customerId}`)).toEqual([
    { kind: 'staying.check-exchange', state: 'open' },
  ])
  expect(await page()).toContain('wird geprüft')
})

test('refused, nothing has changed, the customer reads why and may report again', async () => {
  const id = await latest()
  const seen = (await house.server.inject({ url: `/desk/api/exchange-reports/${id}`, headers: agent })).json()
  expect(seen).toMatchObject({ state: 'reported', newMeterNumber: '1EMH0099887766', rowVersion: 1 })
  expect((await decide(id, { rowVersion: 1, decision: 'refused' })).statusCode).toBe(422)
  expect(
    (await decide(id, { rowVersion: 1, decision: 'refused', because: 'Die Nummer fehlt auf dem Beleg' })).statusCode,
  ).toBe(200)
  expect((await decide(id, { rowVersion: 2, decision: 'refused', because: 'noch einmal' })).statusCode).toBe(409)
  expect(await page()).toContain('nicht übernommen: Die Nummer fehlt auf dem Beleg')
  expect(await ask(sql`select state, outcome from task where customer_id = ${home.customerId}`)).toEqual([
    { state: 'done', outcome: 'refused' },
  ])
})

test('accepted, the meters are exchanged; a doubtful last value is asked about first; the timeline says each step', async () => {
  expect((await report({ submission: 'report-submission-0003' })).statusCode).toBe(303)
  const id = await latest()
  const doubtful = { ...accepted(), registers: accepted().registers.map((one) => ({ ...one, finalValue: '91720' })) }
  const asked = await decide(id, { rowVersion: 1, decision: 'accepted', exchange: doubtful })
  expect([asked.statusCode, asked.json().code]).toEqual([422, 'staying.readings-questioned'])
  expect((await decide(id, { rowVersion: 1, decision: 'accepted' })).statusCode).toBe(422)
  expect((await decide(id, { rowVersion: 1, decision: 'accepted', exchange: accepted() })).statusCode).toBe(200)
  expect(
    await ask(
      sql`select meter_number, removed_on::text as removed from meter where market_location_id = ${home.marketLocationId} order by id`,
    ),
  ).toEqual([
    { meter_number: home.meterNumber, removed: '2026-11-20' },
    { meter_number: '1EMH0099887766', removed: null },
  ])
  expect(await page()).toContain('übernommen')
  const facts = await ask<{ name: string }>(
    sql`select name from journal where customer_id = ${home.customerId} and name like 'staying.meter%' order by id`,
  )
  expect(facts.map((fact) => fact.name.replace('staying.meter-exchange', ''))).toEqual([
    '-reported',
    '-decided',
    '-reported',
    'd',
    '-decided',
  ])
})

test('a partner reports through the interface, asks by its key how it stands, and finds no meter of nobody', async () => {
  const other = await settleIn(house.pools)
  const [register] = await ask<{ key: string }>(
    sql`select register_key as key from register where id = ${other.registerId}`,
  )
  const machine = await house.asMachine('exchanges:report')
  const send = (more: object = {}, headers = machine) =>
    house.server.inject({
      method: 'POST',
      url: '/api/machine/meter-exchanges',
      headers,
      payload: {
        sourceKey: 'W-1',
        meterNumber: other.meterNumber,
        day: '2026-11-20',
        newMeterNumber: '1EMH0055667788',
        registers: [{ registerKey: register?.key, finalValue: '19720', firstValue: '0' }],
        ...more,
      },
    })
  expect((await send({ meterNumber: '1EMH9999999999' })).statusCode).toBe(404)
  expect((await send()).json()).toMatchObject({ state: 'reported', because: null })
  const id = await latest()
  await decide(id, { rowVersion: 1, decision: 'refused', because: 'Falscher Zähler' })
  expect((await send()).json()).toEqual({ reportId: id, state: 'refused', because: 'Falscher Zähler' })
  expect((await send({}, await house.asMachine('readings:write'))).statusCode).toBe(404)
})
