import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount, formBody, formHeaders } from '../identity.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const send = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  house.server.inject({ method: 'POST', url, headers: { ...formHeaders, ...headers }, payload: formBody(fields) })

const signIn = (account: { email: string; password: string }, more: Record<string, string> = {}, address = '::1') =>
  house.server.inject({
    method: 'POST',
    url: '/anmelden',
    remoteAddress: address,
    headers: formHeaders,
    payload: formBody({ email: account.email, password: account.password, ...more }),
  })

type Answer = Awaited<ReturnType<typeof signIn>>
const cookieOf = (answer: Answer): string => {
  const cookie = answer.cookies.find((one) => one.name === '__Host-kw-portal')
  return `__Host-kw-portal=${cookie?.value}`
}
/** A page that any signed-in customer may see. */
const lives = async (cookie: string) =>
  (await house.server.inject({ url: '/konto/sitzungen', headers: { accept: 'application/json', cookie } })).statusCode

const run = (query: ReturnType<typeof sql>) =>
  transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))

describe('signing in', () => {
  test('begins a session with a cookie that scripts and other hosts cannot read', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const answer = await signIn(account, { next: '/zaehlerstand' })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/zaehlerstand')
    expect(answer.cookies[0]).toMatchObject({
      name: '__Host-kw-portal',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
    })
    expect(answer.cookies[0]?.domain).toBeUndefined()
    expect(Buffer.from(answer.cookies[0]?.value ?? '', 'base64url')).toHaveLength(32)
    expect(await lives(cookieOf(answer))).toBe(200)
  })

  test('takes the e-mail address as people write it', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const answer = await signIn({ ...account, email: `  ${account.email.toUpperCase()} ` })
    expect(answer.statusCode).toBe(303)
  })

  test('answers the same whether the account is unknown, disabled, without a password, or the password is wrong', async () => {
    const customer = await aCustomer(house.pools)
    const known = await anAccount(house.pools, [customer.id], 'a@same-length.example')
    const disabled = await anAccount(house.pools, [customer.id], 'b@same-length.example')
    const passwordless = await anAccount(house.pools, [customer.id], 'c@same-length.example')
    await run(sql`update account set disabled_at = now() where id = ${disabled.id}`)
    await run(sql`update account set password_hash = null where id = ${passwordless.id}`)
    const answers = [
      await signIn({ ...known, password: 'not the password' }),
      await signIn(disabled),
      await signIn(passwordless),
      await signIn({ email: 'd@same-length.example', password: 'not the password' }),
    ]
    const seen = answers.map(({ statusCode, body, headers }) => ({
      statusCode,
      body: body.replace(/[abcd]@same-length/g, '@'),
      headers: { ...headers, 'x-request-id': '', date: '' },
    }))
    expect(seen[0]).toMatchObject({ statusCode: 422 })
    expect(seen[0]?.body).toContain('passen nicht zusammen')
    expect(seen[0]?.headers['set-cookie']).toBeUndefined()
    for (const one of seen.slice(1)) expect(one).toEqual(seen[0])
  })

  test('never sends the password back and keeps the e-mail address', async () => {
    const answer = await signIn({ email: 'wer@post.example', password: 'geheim-und-falsch' })
    expect(answer.body).not.toContain('geheim-und-falsch')
    expect(answer.body).toContain('wer@post.example')
  })

  test('gives a new token each time and ends the session that the browser had before', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const first = cookieOf(await signIn(account))
    const second = cookieOf(await send('/anmelden', account2form(account), { cookie: first }))
    expect(second).not.toBe(first)
    expect(await lives(second)).toBe(200)
    expect(await lives(first)).toBe(401)
  })

  test('does not take over a token that somebody planted in the browser', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const planted = '__Host-kw-portal=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    const answer = await send('/anmelden', account2form(account), { cookie: planted })
    expect(cookieOf(answer)).not.toBe(planted)
    expect(await lives(planted)).toBe(401)
  })

  test('is refused from a page of somebody else', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const answer = await send('/anmelden', account2form(account), {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    })
    expect(answer.statusCode).toBe(403)
    expect(answer.cookies).toEqual([])
  })

  test('is possible for an account only while a grant runs', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const cookie = cookieOf(await signIn(account))
    await run(sql`update account_grant set valid_to = now() where account_id = ${account.id}`)
    expect(await lives(cookie)).toBe(401)
    const answer = await signIn(account)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('gilt zurzeit für keinen Vertrag')
  })

  test('records that it happened, without a word about the person', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    await signIn(account)
    const { rows } = await run(sql`select payload, actor_kind, actor_id from journal
      where name = 'identity.signed-in' and customer_id = ${customer.id}`)
    expect(rows).toEqual([
      { payload: { accountId: account.id, by: 'password' }, actor_kind: 'customer', actor_id: account.id },
    ])
  })
})

describe('guessing', () => {
  test('of one account ends after ten attempts from any addresses, for the right password, too, and for who is unknown', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    for (const email of [account.email, 'nobody-knows@post.example']) {
      const answers: number[] = []
      for (let round = 0; round < 11; round += 1)
        answers.push((await signIn({ email, password: `wrong ${round}` }, {}, `10.0.0.${round}`)).statusCode)
      expect(answers).toEqual([...Array<number>(10).fill(422), 429])
    }
    const right = await signIn(account, {}, '10.0.1.1')
    expect(right.statusCode).toBe(429)
    expect(right.headers['retry-after']).toBe('900')
  })

  test('from one address ends after sixty attempts at any accounts', { timeout: 90_000 }, async () => {
    const answers: number[] = []
    for (let round = 0; round < 61; round += 1)
      answers.push((await signIn({ email: `p${round}@post.example`, password: 'wrong' }, {}, '2001:db8::1')).statusCode)
    expect(answers.filter((status) => status === 422)).toHaveLength(60)
    expect(answers.at(-1)).toBe(429)
    expect((await signIn({ email: 'q@post.example', password: 'wrong' }, {}, '2001:db8::2')).statusCode).toBe(429)
    expect((await signIn({ email: 'q@post.example', password: 'wrong' }, {}, '2001:db8:1::1')).statusCode).toBe(422)
  })
})

describe('a session', () => {
  test('ends when the person signs out, also for who has copied the token', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const cookie = cookieOf(await signIn(account))
    const stolen = cookie
    const page = await house.server.inject({ url: '/abmelden', headers: { accept: 'text/html', cookie } })
    expect(page.statusCode).toBe(200)
    expect(await lives(stolen)).toBe(200)
    const answer = await send('/abmelden', {}, { cookie })
    expect(answer.statusCode).toBe(303)
    expect(answer.cookies[0]).toMatchObject({ name: '__Host-kw-portal', value: '' })
    expect(await lives(stolen)).toBe(401)
  })

  test.each([
    ['without a request for as long as the setting allows', sql`last_seen_at = now() - interval '31 minutes'`],
    ['after the longest time, however busy', sql`expires_at = now() - interval '1 second'`],
  ])('ends %s', async (_when, change) => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const cookie = cookieOf(await signIn(account))
    expect(await lives(cookie)).toBe(200)
    await run(sql`update session set ${change} where account_id = ${account.id}`)
    expect(await lives(cookie)).toBe(401)
  })

  test('ends when the account is disabled', async () => {
    const customer = await aCustomer(house.pools)
    const account = await anAccount(house.pools, [customer.id])
    const cookie = cookieOf(await signIn(account))
    await run(sql`update account set disabled_at = now() where id = ${account.id}`)
    expect(await lives(cookie)).toBe(401)
  })

  test('of 20 sign-ins at once has a token of its own each', async () => {
    const customer = await aCustomer(house.pools)
    const accounts = await Promise.all([1, 2].map(() => anAccount(house.pools, [customer.id])))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => signIn(accounts[at % 2] as never, {}, `10.1.0.${at}`)),
    )
    expect(answers.every((answer) => answer.statusCode === 303)).toBe(true)
    expect(new Set(answers.map(cookieOf)).size).toBe(20)
  })
})

const account2form = ({ email, password }: { email: string; password: string }) => ({ email, password })
