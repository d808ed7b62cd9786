import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount } from '../identity.fixtures.ts'
import { clearEnded } from './clear-ended.job.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

test('what ended three months ago is deleted, and nothing that is still of use', async () => {
  const customer = await aCustomer(house.pools)
  const account = await anAccount(house.pools, [customer.id])
  await run(sql`insert into session (token_hash, account_id, customer_id, expires_at, idle_seconds, ended_at) values
    ('alive', ${account.id}, ${customer.id}, now() + interval '1 hour', 60, null),
    ('ended', ${account.id}, ${customer.id}, now() - interval '89 days', 60, now() - interval '89 days'),
    ('old', ${account.id}, ${customer.id}, now() - interval '91 days', 60, null)`)
  await run(sql`insert into activation_request (email, password_hash, browser_hash, origin, language, asked_at, ends_at, token_hash) values
    ('waiting@post.example', 'h', 'b', 'o', 'de', now(), now() + interval '1 day', 't1'),
    ('forgotten@post.example', 'h', 'b', 'o', 'de', now() - interval '3 days', now() - interval '2 days', 't2')`)
  await run(
    sql`insert into rate_limit values ('month', now() - interval '30 days', 3), ('over', now() - interval '32 days', 3)`,
  )
  await clearEnded(house.pools.worker)
  const left = await run<{ left: string }>(sql`
    select convert_from(token_hash, 'UTF8') as left from session
    union all select email from activation_request where email is not null
    union all select bucket from rate_limit where bucket in ('month', 'over') order by 1`)
  expect(left.map((row) => row.left)).toEqual(['alive', 'ended', 'month', 'waiting@post.example'])
})
