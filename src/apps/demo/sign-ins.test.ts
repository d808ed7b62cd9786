import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { KNOWN_CUSTOMERS } from './generate/index.ts'
import { demoSignIns, makeDemoSignIns } from './sign-ins.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await transaction(house.pools.worker, async (tx) => {
    for (const { customerNumber, name } of KNOWN_CUSTOMERS)
      await sql`insert into customer (customer_number, kind, company_name) values (${customerNumber}, 'company', ${name})`.execute(
        tables<Record<string, never>>(tx),
      )
  })
})
afterAll(() => house?.end())

test('each known customer of the demo can sign in with what is printed, and a second filling changes nothing', async () => {
  expect(await makeDemoSignIns(house.pools)).toBe(KNOWN_CUSTOMERS.length)
  expect(await makeDemoSignIns(house.pools)).toBe(0)
  for (const { name, secret } of demoSignIns('http://localhost:3000').filter((one) => one.role === 'customer')) {
    const answer = await house.server.inject({
      method: 'POST',
      url: '/anmelden',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload: new URLSearchParams({ email: name, password: secret }).toString(),
    })
    expect([name, answer.statusCode]).toEqual([name, 303])
  }
})
