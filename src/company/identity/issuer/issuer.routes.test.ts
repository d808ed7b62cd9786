import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount, type TestAccount } from '../identity.fixtures.ts'
import { mailsTo, ORIGIN, TestBrowser } from '../sign-in/ways.fixtures.ts'
import { issuerSettings, type TestIssuer, testIssuer, throughIssuer } from './issuer.fixtures.ts'

let house: TestHouse
let issuer: TestIssuer
let people = 0
beforeAll(async () => {
  issuer = await testIssuer(`${ORIGIN}/anmelden/extern/zurueck`)
  house = await testHouse(undefined, { PUBLIC_URL: ORIGIN, ...issuerSettings(issuer) })
})
afterAll(async () => {
  await house?.end()
  await issuer?.end()
})
beforeEach(() => {
  people += 1
  issuer.person = `person-${people}`
})

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const person = async (): Promise<TestAccount> => anAccount(house.pools, [(await aCustomer(house.pools)).id])
const browser = () => new TestBrowser(house, `10.7.0.${people}`)
const signIn = (by: TestBrowser, { email, password }: TestAccount) => by.send('/anmelden', { email, password })

/** Away and back again; the last step is the request that the browser makes here. */
async function back(by: TestBrowser, next = '/konto'): Promise<string> {
  const away = await by.open(`/anmelden/extern/weiter?next=${encodeURIComponent(next)}`)
  const { pathname, search } = new URL(await throughIssuer(String(away.headers.location), issuer))
  return `${pathname}${search}`
}
async function linked(): Promise<{ account: TestAccount; here: TestBrowser }> {
  const account = await person()
  const here = browser()
  expect((await here.open(await back(here))).headers.location).toBe('/anmelden/extern/verbinden')
  await signIn(here, account)
  expect((await here.send('/konto/verbinden')).headers.location).toBe('/konto/verbinden?getan=verbunden')
  return { account, here }
}

describe('signing in at an existing portal', () => {
  test('is offered on the page to sign in, by its name', async () => {
    expect((await browser().open('/anmelden')).body).toContain('Mit Bürgerkonto anmelden')
  })

  test('asks for the code with PKCE, state and nonce, and for the exact address back', async () => {
    const away = await browser().open('/anmelden/extern/weiter')
    const { searchParams } = new URL(String(away.headers.location))
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${ORIGIN}/anmelden/extern/zurueck`,
    })
  })

  test('lets nobody in whom it does not know: both are proved first, then linked, then it signs in alone', async () => {
    const { account, here } = await linked()
    here.forget('portal')
    const there = browser()
    expect((await there.open(await back(there, '/konto/sitzungen'))).headers.location).toBe('/konto/sitzungen')
    expect(await there.isIn()).toBe(true)
    const facts = await run<{ payload: unknown }>(
      sql`select payload from journal where name = 'identity.signed-in' and actor_id = ${account.id} order by id desc limit 1`,
    )
    expect(facts[0]?.payload).toEqual({ accountId: account.id, by: 'issuer' })
    expect((await mailsTo(house, account.email)).map((mail) => mail.subject)).toContain(
      'Ihr Zugang ist mit einem anderen Konto verbunden',
    )
  })

  test('never links by an e-mail address: the same mailbox there gets nothing here', async () => {
    const account = await person()
    issuer.person = account.email
    const stranger = browser()
    await stranger.open(await back(stranger))
    expect(await stranger.isIn()).toBe(false)
    expect(await run(sql`select 1 from account_identity where account_id = ${account.id}`)).toEqual([])
  })

  test('is taken up only in the browser that began, once', async () => {
    const { here } = await linked()
    here.forget('portal')
    const way = await back(here)
    const thief = browser()
    expect((await thief.open(way)).statusCode).toBe(422)
    expect((await here.open(way)).statusCode).toBe(303)
    expect((await here.open(way)).statusCode).toBe(422)
    expect(await thief.isIn()).toBe(false)
  })

  test('is refused with the state of another attempt', async () => {
    await linked()
    const [one, two] = [browser(), browser()]
    const way = await back(one)
    await two.open('/anmelden/extern/weiter')
    expect((await two.open(way)).statusCode).toBe(422)
  })

  test('is refused for a disabled account and after unlinking', async () => {
    const first = await linked()
    const id = (
      await run<{ id: string }>(sql`select id from account_identity where account_id = ${first.account.id}`)
    )[0]?.id
    expect((await first.here.send(`/konto/verbinden/${id}/loesen`)).statusCode).toBe(303)
    const later = browser()
    expect((await later.open(await back(later))).headers.location).toBe('/anmelden/extern/verbinden')
    issuer.person = `${issuer.person}-b`
    const second = await linked()
    await run(sql`update account set disabled_at = now() where id = ${second.account.id}`)
    const again = browser()
    await again.open(await back(again))
    expect(await again.isIn()).toBe(false)
  })
})

describe('linking', () => {
  test('needs a fresh proof here', async () => {
    const account = await person()
    const here = browser()
    await here.open(await back(here))
    await signIn(here, account)
    await run(sql`update session set proved_at = now() - interval '11 minutes' where account_id = ${account.id}`)
    expect((await here.send('/konto/verbinden')).headers.location).toContain('/bestaetigen')
    expect(await run(sql`select 1 from account_identity where account_id = ${account.id}`)).toEqual([])
  })

  test('is impossible without having come back, twice, and for who is linked with somebody else', async () => {
    const account = await person()
    const here = browser()
    await signIn(here, account)
    expect((await here.send('/konto/verbinden')).statusCode).toBe(422)
    const arrival = browser()
    await arrival.open(await back(arrival))
    here.steal('link', arrival)
    expect((await here.send('/konto/verbinden')).statusCode).toBe(303)
    const other = await person()
    const there = browser()
    there.steal('link', arrival)
    await signIn(there, other)
    expect((await there.send('/konto/verbinden')).statusCode).toBe(422)
    expect(await run(sql`select 1 from account_identity where account_id = ${other.id}`)).toEqual([])
  })

  test('of somebody else cannot be undone', async () => {
    const { account } = await linked()
    const id = (await run<{ id: string }>(sql`select id from account_identity where account_id = ${account.id}`))[0]?.id
    const other = browser()
    await signIn(other, await person())
    expect((await other.send(`/konto/verbinden/${id}/loesen`)).statusCode).toBe(404)
    expect(await run(sql`select 1 from account_identity where id = ${id}`)).toHaveLength(1)
  })
})

test('where no issuer is set there is no such way', async () => {
  const plain = await testHouse(undefined, { PUBLIC_URL: ORIGIN })
  const by = new TestBrowser(plain)
  expect((await by.open('/anmelden')).body).not.toContain('/anmelden/extern')
  expect((await by.open('/anmelden/extern/weiter')).statusCode).toBe(404)
  expect((await by.open('/anmelden/extern/zurueck?code=x&state=y')).statusCode).toBe(422)
  await plain.end()
})
