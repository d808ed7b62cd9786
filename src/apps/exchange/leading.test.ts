import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { applyLeads } from '#company/exchange'
import { tables, transaction } from '#platform/database'

let house: TestHouse
let administrator: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  administrator = await house.asStaff('administrator')
})
afterAll(() => house?.end())

const call = (method: string, url: string, payload?: object) =>
  house.server.inject({ method: method as 'PUT', url, headers: administrator, ...(payload && { payload }) })
const lead = (body: object) => call('PUT', '/desk/api/leading-systems', body)
const customer = async () =>
  (await call('GET', '/desk/api/leading-systems'))
    .json()
    .objects.find((one: { object: string }) => one.object === 'customer')
const at = (instant: string) => applyLeads(house.pools.worker, Temporal.Instant.from(instant))

test('a system that is to lead from a day on leads from the midnight of that day, and the change is on record', async () => {
  const planned = { object: 'customer', field: 'phone', system: 'crm', fromDay: '2027-01-01' }
  expect((await lead(planned)).statusCode).toBe(200)
  expect(await customer()).toMatchObject({ planned: [{ field: 'phone', system: 'crm', fromDay: '2027-01-01' }] })
  expect((await customer()).fields).not.toContainEqual({ field: 'phone', system: 'crm' })
  // Still the last day of the year in Germany.
  expect(await at('2026-12-31T22:59:00Z')).toBe(0)
  expect(await at('2026-12-31T23:00:00Z')).toBe(1)
  expect(await at('2026-12-31T23:00:00Z')).toBe(0)
  const after = await customer()
  expect(after.planned).toEqual([])
  expect(after.fields).toContainEqual({ field: 'phone', system: 'crm' })
  const { rows } = await transaction(house.pools.worker, (tx) =>
    sql`select payload, actor_kind from journal where name = 'exchange.leading-system-changed'`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  expect(rows).toEqual([{ payload: { object: 'customer', field: 'phone', system: 'crm' }, actor_kind: 'staff' }])
})

test('today holds at once, a plan can be dropped, and a system that is not there is refused', async () => {
  expect((await lead({ object: 'customer', field: 'email', system: 'crm', fromDay: '2026-11-22' })).statusCode).toBe(
    200,
  )
  expect((await customer()).fields).toContainEqual({ field: 'email', system: 'crm' })
  // Back to the others, from a day on.
  await lead({ object: 'customer', field: 'email', system: null, fromDay: '2026-12-01' })
  expect((await customer()).planned).toEqual([{ field: 'email', system: null, fromDay: '2026-12-01' }])
  const drop = () =>
    call('POST', '/desk/api/leading-systems/unplan', { object: 'customer', field: 'email', fromDay: '2026-12-01' })
  expect((await drop()).statusCode).toBe(200)
  expect((await drop()).statusCode).toBe(404)
  expect((await customer()).planned).toEqual([])
  for (const fromDay of ['2026-11-22', '2027-06-01']) {
    const wrong = await lead({ object: 'customer', field: 'email', system: 'nobody', fromDay })
    expect([wrong.statusCode, wrong.json().fields[0].code]).toEqual([422, 'exchange.no-such-system'])
  }
})
