import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { tokenHash } from '#platform/http'
import { sessionOpeners } from '../session-openers.ts'
import { aCustomer, anAccount, formBody, formHeaders } from '../identity.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const send = (url: string, fields: Record<string, string>, cookie = '') =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...formHeaders, ...(cookie && { cookie }) },
    payload: formBody(fields),
  })
async function signIn(account: { email: string; password: string }): Promise<string> {
  const answer = await send('/anmelden', { email: account.email, password: account.password })
  return answer.cookies.find((one) => one.name === '__Host-kw-portal')?.value as string
}
const cookieOf = (token: string) => `__Host-kw-portal=${token}`
/** For whom the database lets this session act, and which customers it sees then. */
async function actsFor(token: string): Promise<{ customerId: string | undefined; sees: string[] }> {
  return transaction(
    house.pools.customer,
    async (tx, [opened]) => {
      const who = sessionOpeners.customer.who(opened ?? [])
      const { rows } = await sql<{ id: string }>`select id from customer`.execute(tables<Record<string, never>>(tx))
      return { customerId: who?.kind === 'customer' ? who.customerId : undefined, sees: rows.map((row) => row.id) }
    },
    [sessionOpeners.customer.statement(tokenHash(token))],
  )
}

test('a person with two customers chooses for whom to act, and sees only that one', async () => {
  const [first, second] = [await aCustomer(house.pools), await aCustomer(house.pools)]
  const account = await anAccount(house.pools, [first.id, second.id])
  const token = await signIn(account)
  expect(await actsFor(token)).toEqual({ customerId: first.id, sees: [first.id] })
  const answer = await send('/konto/kunde', { customerId: second.id }, cookieOf(token))
  expect(answer.statusCode).toBe(303)
  expect(await actsFor(token)).toEqual({ customerId: second.id, sees: [second.id] })
  // The next sign-in begins where the last one was.
  expect((await actsFor(await signIn(account))).customerId).toBe(second.id)
})

test('a customer without a grant cannot be chosen, neither by the form nor by SQL in the session', async () => {
  const [own, foreign] = [await aCustomer(house.pools), await aCustomer(house.pools)]
  const account = await anAccount(house.pools, [own.id])
  const token = await signIn(account)
  expect((await send('/konto/kunde', { customerId: foreign.id }, cookieOf(token))).statusCode).toBe(404)
  const byHand = transaction(
    house.pools.customer,
    (tx) => sql`update session set customer_id = ${foreign.id}`.execute(tables<Record<string, never>>(tx)),
    [sessionOpeners.customer.statement(tokenHash(token))],
  )
  await expect(byHand).rejects.toThrow(/row-level security/)
  expect((await actsFor(token)).customerId).toBe(own.id)
})

test.each([
  ['password hashes', sql`select password_hash from account`],
  ['token hashes', sql`select token_hash from session`],
  ['the level of the own grant', sql`update account_grant set level = 'open'`],
  ['posted codes', sql`select code_hash from account_opening`],
  ['requests of others', sql`select * from activation_request`],
])('a customer’s session cannot touch %s', async (_what, query) => {
  const own = await aCustomer(house.pools)
  const token = await signIn(await anAccount(house.pools, [own.id]))
  const tried = transaction(house.pools.customer, (tx) => query.execute(tables<Record<string, never>>(tx)), [
    sessionOpeners.customer.statement(tokenHash(token)),
  ])
  await expect(tried).rejects.toThrow(/permission denied/)
})
