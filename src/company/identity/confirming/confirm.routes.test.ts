import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { anyRight, customer, freshly, mayEnter } from '#platform/http'
import { aCustomer, anAccount, formBody, formHeaders, type TestAccount } from '../identity.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = (query: ReturnType<typeof sql>) =>
  transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))
const send = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  house.server.inject({ method: 'POST', url, headers: { ...formHeaders, ...headers }, payload: formBody(fields) })
type Answer = Awaited<ReturnType<typeof send>>
const cookieOf = (answer: Answer) =>
  `__Host-kw-portal=${answer.cookies.find((one) => one.name === '__Host-kw-portal')?.value}`
const lives = async (cookie: string) =>
  (await house.server.inject({ url: '/konto', headers: { accept: 'application/json', cookie } })).statusCode === 200

async function signedIn(): Promise<{ account: TestAccount; cookie: string }> {
  const account = await anAccount(house.pools, [(await aCustomer(house.pools)).id])
  return { account, cookie: cookieOf(await send('/anmelden', { email: account.email, password: account.password })) }
}
const isFresh = async (cookie: string): Promise<boolean> => {
  const token = Buffer.from(cookie.split('=')[1] ?? '')
  const { rows } = await transaction(house.pools.customer, (tx) =>
    sql`select session_is_fresh(sha256(${token}), 600) as fresh`.execute(tables<Record<string, never>>(tx)),
  )
  return (rows[0] as { fresh: boolean }).fresh
}
const grow = (account: TestAccount, minutes: number) =>
  run(sql`update session set proved_at = now() - make_interval(mins => ${minutes}) where account_id = ${account.id}`)

describe('a proof of who it is', () => {
  test('is fresh for ten minutes after signing in, and for nobody without a session', async () => {
    const { account, cookie } = await signedIn()
    expect(await isFresh(cookie)).toBe(true)
    await grow(account, 9)
    expect(await isFresh(cookie)).toBe(true)
    await grow(account, 11)
    expect(await isFresh(cookie)).toBe(false)
    expect(await isFresh('x=unknown')).toBe(false)
  })

  test('is given once more by the password, which leads back and changes the token of the session', async () => {
    const { account, cookie } = await signedIn()
    await grow(account, 11)
    const wrong = await send('/bestaetigen', { password: 'not it', next: '/meine-daten' }, { cookie })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('value="/meine-daten"')
    expect(await isFresh(cookie)).toBe(false)
    const right = await send('/bestaetigen', { password: account.password, next: '/meine-daten' }, { cookie })
    expect([right.statusCode, right.headers.location]).toEqual([303, '/meine-daten'])
    const renewed = cookieOf(right)
    expect(renewed).not.toBe(cookie)
    expect(await lives(renewed)).toBe(true)
    expect(await isFresh(renewed)).toBe(true)
    expect(await lives(cookie)).toBe(false)
  })

  test('leads to pages of ours only', async () => {
    const { account, cookie } = await signedIn()
    const answer = await send('/bestaetigen', { password: account.password, next: '//evil.example/' }, { cookie })
    expect(answer.headers.location).toBe('/konto')
  })

  test('is refused after ten wrong passwords in a quarter of an hour', async () => {
    const { account, cookie } = await signedIn()
    for (let round = 0; round < 10; round += 1) await send('/bestaetigen', { password: `no ${round}` }, { cookie })
    expect((await send('/bestaetigen', { password: account.password }, { cookie })).statusCode).toBe(429)
  })

  test('cannot be written by a customer’s session in the database', async () => {
    await expect(
      transaction(house.pools.customer, (tx) =>
        sql`update session set proved_at = now()`.execute(tables<Record<string, never>>(tx)),
      ),
    ).rejects.toThrow('permission denied')
  })
})

test('a fresh rule lets in whom the plain one lets in; the proof itself is asked of the database', () => {
  const rule = freshly(customer(anyRight, 'readings'))
  expect(rule).toMatchObject({ kind: 'customer', right: '*', level: 'readings', fresh: true })
  expect(mayEnter(rule, { kind: 'nobody' })).toBe(false)
})
