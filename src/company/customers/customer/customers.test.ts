import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const path = () => `/desk/api/customers/${home.customerId}`
const change = (payload: object, headers = agent) =>
  house.server.inject({ method: 'PATCH', url: path(), headers, payload })
const version = async () =>
  (await house.server.inject({ url: path(), headers: agent })).json().customer.rowVersion as number

describe('a customer at the desk', () => {
  test('is there with accounts, contracts, places and prices', async () => {
    const answer = await house.server.inject({ url: path(), headers: agent })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      customer: { id: home.customerId, lastName: 'Musterfrau', address: { street: 'Lindenweg' }, rowVersion: 1 },
      accounts: [{ billingMonth: null }],
      contracts: [
        {
          id: home.contractId,
          startsOn: '2023-01-01',
          endsOn: null,
          marketLocation: { id: home.marketLocationId, commodity: 'power', forecastKwh: '2500' },
          site: { kind: 'flat', address: { city: 'Musterstadt' } },
        },
      ],
    })
  })

  test('that is not there is not found', async () => {
    const answer = await house.server.inject({ url: '/desk/api/customers/999999999', headers: agent })
    expect(answer.statusCode).toBe(404)
  })

  test('may be looked at but not changed by an auditor', async () => {
    const auditor = await house.asStaff('auditor')
    expect((await house.server.inject({ url: path(), headers: auditor })).statusCode).toBe(200)
    expect((await change({ rowVersion: 1, phone: '030 555555' }, auditor)).statusCode).toBe(404)
  })
})

describe('of two people who change one customer', () => {
  test('the second is told what stands there now, and nothing is overwritten', async () => {
    const seen = await version()
    const first = await change({ rowVersion: seen, phone: '0151 / 12345678' })
    expect(first.statusCode).toBe(200)
    expect(first.json()).toMatchObject({ phone: '+4915112345678', rowVersion: seen + 1 })
    const second = await change({ rowVersion: seen, phone: '030 7654321', email: 'neu@post.example' })
    expect(second.statusCode).toBe(409)
    expect(second.json()).toMatchObject({
      code: 'platform.changed-meanwhile',
      current: { phone: '+4915112345678', rowVersion: seen + 1 },
      fields: [
        { field: 'email', figures: { wanted: 'neu@post.example' } },
        { field: 'phone', figures: { current: '+4915112345678', wanted: '+49307654321' } },
      ],
    })
    expect((await house.server.inject({ url: path(), headers: agent })).json().customer.phone).toBe('+4915112345678')
  })

  test('at the same moment exactly one gets through', async () => {
    const seen = await version()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) => change({ rowVersion: seen, phone: `030 88888${n}0` })),
    )
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409, 409, 409, 409, 409])
  })
})

test('a change is one fact without values, and this house leads the row from then on', async () => {
  const seen = await version()
  await change({ rowVersion: seen, email: 'erika@post.example' })
  const { rows } = await transaction(house.pools.worker, (tx) =>
    sql<{ payload: unknown; here: boolean }>`
      select j.payload, c.changed_here_at is not null as here from journal j join customer c on c.id = j.customer_id
       where j.name = 'customers.customer-changed' and c.id = ${home.customerId} order by j.id desc limit 1`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  expect(rows).toEqual([
    { payload: { fields: ['email'], rowVersion: seen + 1, changeId: expect.any(String) }, here: true },
  ])
})

test('what is no change is no new version, and null takes a value away', async () => {
  const seen = await version()
  expect((await change({ rowVersion: seen, email: 'erika@post.example' })).json().rowVersion).toBe(seen)
  expect((await change({ rowVersion: seen, email: null })).json()).toMatchObject({ email: null, rowVersion: seen + 1 })
})

test.each([
  ['no mail address', { email: 'nobody' }, 'email', 'customers.no-email'],
  ['no telephone number', { phone: '12' }, 'phone', 'customers.no-phone'],
  ['an unknown field', { shoeSize: '44' }, 'shoeSize', 'platform.field.unknown'],
  ['a missing version', { rowVersion: undefined }, 'rowVersion', 'platform.field.missing'],
])('%s is refused at its field', async (_what, wrong, field, code) => {
  const answer = await change({ rowVersion: 1, ...wrong })
  expect(answer.statusCode).toBe(422)
  expect(answer.json().fields).toMatchObject([{ field, code }])
})

test('another system reads a customer and the contracts with the scope for it, and not without', async () => {
  const reader = await house.asMachine('customers:read')
  const url = `/api/customers/${home.customerId}`
  expect((await house.server.inject({ url, headers: reader })).json()).toMatchObject({ id: home.customerId })
  const contracts = await house.server.inject({ url: `${url}/contracts`, headers: reader })
  expect(contracts.json().contracts).toMatchObject([{ id: home.contractId, prices: [] }])
  const other = await house.asMachine('imports:write')
  expect((await house.server.inject({ url, headers: other })).statusCode).toBe(404)
})
