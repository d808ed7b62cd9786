import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount, type TestAccount } from '../identity.fixtures.ts'
import { mailsTo, newestLink, ORIGIN, TestBrowser } from './ways.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse(undefined, { PUBLIC_URL: ORIGIN })
})
afterAll(() => house?.end())

const run = (query: ReturnType<typeof sql>) =>
  transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))
let addresses = 0
const browser = () => {
  addresses += 1
  return new TestBrowser(house, `10.9.0.${addresses}`)
}
const person = async (): Promise<TestAccount> => anAccount(house.pools, [(await aCustomer(house.pools)).id])
async function asked(by: TestBrowser, { email }: { email: string }): Promise<string> {
  expect((await by.send('/anmelden/link', { email })).statusCode).toBe(200)
  return newestLink(house, email)
}

describe('a link that signs in', () => {
  test('is mailed, shows a button, and signs in once in the browser that asked', async () => {
    const account = await person()
    const here = browser()
    const link = await asked(here, account)
    expect(link).toMatch(/^\/anmelden\/link\/[\w-]{43}$/)
    // Mail scanners open links, even twice.
    for (let times = 0; times < 3; times += 1) expect((await here.open(link)).statusCode).toBe(200)
    expect(await here.isIn()).toBe(false)
    const answer = await here.send(link)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/'])
    expect(await here.isIn()).toBe(true)
    expect((await here.send(link)).statusCode).toBe(422)
    const { rows } = await run(
      sql`select payload from journal where name = 'identity.signed-in' and actor_id = ${account.id}`,
    )
    expect(rows).toEqual([{ payload: { accountId: account.id, by: 'link' } }])
  })

  test('is of no use in another browser, not even to who has read the mail', async () => {
    const account = await person()
    const [here, elsewhere] = [browser(), browser()]
    const link = await asked(here, account)
    expect((await elsewhere.open(link)).statusCode).toBe(422)
    expect((await elsewhere.send(link)).statusCode).toBe(422)
    // Who asks for a link to a mailbox of somebody else gets a cookie that fits no link of that person's own asking.
    const attacker = browser()
    await attacker.send('/anmelden/link', { email: account.email })
    expect((await attacker.send(link)).statusCode).toBe(422)
    expect(await elsewhere.isIn()).toBe(false)
  })

  test('ends after 15 minutes, and when a newer one is asked for', async () => {
    const account = await person()
    const here = browser()
    const first = await asked(here, account)
    const second = await asked(here, account)
    expect(second).not.toBe(first)
    expect((await here.send(first)).statusCode).toBe(422)
    const { rows } = await run(
      sql`select round(extract(epoch from ends_at - now()) / 60)::int as minutes from password_request where account_id = ${account.id} and used_at is null`,
    )
    expect(rows).toEqual([{ minutes: 15 }])
    await run(sql`update password_request set ends_at = now() where account_id = ${account.id}`)
    expect((await here.send(second)).statusCode).toBe(422)
  })

  test('sets no password, and a link for a password signs nobody in', async () => {
    const account = await person()
    const here = browser()
    const signInToken = (await asked(here, account)).split('/').at(-1) as string
    expect((await here.send(`/passwort-neu/${signInToken}`, { wanted: 'sieben grüne Laternen' })).statusCode).toBe(422)
    await here.send('/passwort-vergessen', { email: account.email })
    const passwordToken = (await newestLink(house, account.email)).split('/').at(-1) as string
    expect((await here.send(`/anmelden/link/${passwordToken}`)).statusCode).toBe(422)
  })

  test('is asked for with the same answer and a cookie whether there is an account or not', async () => {
    const account = await person()
    const answers = await Promise.all(
      [account.email, 'x'.repeat(account.email.length - 13) + '@post.example'].map(async (email) => {
        const here = browser()
        const { statusCode, body, headers } = await here.send('/anmelden/link', { email })
        expect(here.cookie('link')).toMatch(/^[\w-]{43}$/)
        return { statusCode, body: body.replaceAll(email, 'E'), type: headers['content-type'] }
      }),
    )
    expect(answers[1]).toEqual(answers[0])
    await house.settle()
    expect(await mailsTo(house, 'x'.repeat(account.email.length - 13) + '@post.example')).toEqual([])
  })

  test('of two who use it at the same moment one is in', async () => {
    const account = await person()
    const here = browser()
    const link = await asked(here, account)
    const statuses = (await Promise.all([here.send(link), here.send(link)])).map((answer) => answer.statusCode)
    expect(statuses.toSorted()).toEqual([303, 422])
  })

  test('does not let a disabled account in', async () => {
    const account = await person()
    const here = browser()
    const link = await asked(here, account)
    await run(sql`update account set disabled_at = now() where id = ${account.id}`)
    await here.send(link)
    expect(await here.isIn()).toBe(false)
  })

  test('is mailed five times an hour and no more', async () => {
    const account = await person()
    const statuses: number[] = []
    for (let times = 0; times < 6; times += 1)
      statuses.push((await browser().send('/anmelden/link', { email: account.email })).statusCode)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })
})
