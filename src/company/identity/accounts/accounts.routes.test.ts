import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import type { StaffRole } from '#platform/http'
import { aCustomer, anAccount, formBody, formHeaders, type TestAccount } from '../identity.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const signIn = async ({ email, password }: TestAccount) =>
  house.server.inject({
    method: 'POST',
    url: '/anmelden',
    headers: formHeaders,
    payload: formBody({ email, password }),
  })
const lives = async (answer: Awaited<ReturnType<typeof signIn>>) => {
  const cookie = `__Host-kw-portal=${answer.cookies.find((one) => one.name === '__Host-kw-portal')?.value}`
  return (
    (await house.server.inject({ url: '/konto', headers: { accept: 'application/json', cookie } })).statusCode === 200
  )
}
const person = async () => anAccount(house.pools, [(await aCustomer(house.pools)).id])
const act = async (path: string, ...roles: readonly StaffRole[]) =>
  house.server.inject({ method: 'POST', url: `/desk/api/${path}`, headers: await house.asStaff(...roles), payload: {} })

test('an agent ends all sessions of a customer who lost the phone; the customer signs in again', async () => {
  const account = await person()
  const [one, two] = [await signIn(account), await signIn(account)]
  const answer = await act(`accounts/${account.id}/end-sessions`, 'agent')
  expect([answer.statusCode, answer.json()]).toEqual([200, { ended: 2 }])
  expect([await lives(one), await lives(two)]).toEqual([false, false])
  expect(await lives(await signIn(account))).toBe(true)
})

test('a disabled account is out at once and stays out until it is enabled', async () => {
  const account = await person()
  const session = await signIn(account)
  expect((await act(`accounts/${account.id}/disable`, 'administrator')).statusCode).toBe(200)
  expect(await lives(session)).toBe(false)
  expect((await signIn(account)).statusCode).toBe(422)
  expect((await act(`accounts/${account.id}/disable`, 'administrator')).statusCode).toBe(404)
  expect((await act(`accounts/${account.id}/enable`, 'administrator')).statusCode).toBe(200)
  expect(await lives(session)).toBe(false)
  expect(await lives(await signIn(account))).toBe(true)
})

test('an agent disables nobody', async () => {
  const account = await person()
  expect((await act(`accounts/${account.id}/disable`, 'agent')).statusCode).toBe(404)
  expect((await act('staff/1/disable', 'agent')).statusCode).toBe(404)
  expect((await signIn(account)).statusCode).toBe(303)
})
