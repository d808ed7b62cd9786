import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'

let house: TestHouse
let home: TestHome
let neighbour: TestHome

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools, { lastName: 'Eigen' })
  neighbour = await settleIn(house.pools, { lastName: 'Nachbar' })
  await transaction(house.pools.worker, (tx) =>
    sql`insert into contract_price (contract_id, valid_from, product_code, product_name, unit_price_ct, base_price_eur_year)
        values (${home.contractId}, '2023-01-01', 'STROM', 'Musterstrom', 31.9, 178.5)`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
})
afterAll(() => house?.end())

test('customers see their own data and contracts, and nobody else’s', async () => {
  const headers = await house.asCustomer(home.customerId)
  const answer = await house.server.inject({ url: '/meine-daten', headers })
  expect(answer.statusCode).toBe(200)
  expect(answer.body).toContain('Erika Eigen')
  expect(answer.body).toContain(home.contractNumber)
  expect(answer.body).toContain('31,90 ct/kWh')
  expect(answer.body).toContain('178,50 EUR im Jahr')
  expect(answer.body).toContain('seit 1. Januar 2023')
  expect(answer.body).not.toContain('Nachbar')
  expect(answer.body).not.toContain(neighbour.contractNumber)
})

test('in English on wish', async () => {
  const headers = { ...(await house.asCustomer(home.customerId)), 'accept-language': 'en' }
  const answer = await house.server.inject({ url: '/meine-daten', headers })
  expect(answer.body).toContain('My data')
  expect(answer.body).toContain('31.90 ct/kWh')
})

test('not before all of the account is open', async () => {
  const headers = await house.asCustomer(home.customerId, { level: 'readings' })
  expect((await house.server.inject({ url: '/meine-daten', headers })).statusCode).toBe(403)
})
