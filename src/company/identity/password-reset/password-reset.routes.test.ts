import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount, formBody, formHeaders, type TestAccount } from '../identity.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const send = (url: string, fields: Record<string, string>, cookie = '', address = '127.0.0.1') =>
  house.server.inject({
    method: 'POST',
    url,
    remoteAddress: address,
    headers: { ...formHeaders, host: 'localhost:3000', ...(cookie && { cookie }) },
    payload: formBody(fields),
  })
const open = (url: string, cookie = '') =>
  house.server.inject({ url, headers: { accept: 'text/html', ...(cookie && { cookie }) } })
type Answer = Awaited<ReturnType<typeof send>>
const cookieOf = (answer: Answer, name = '__Host-kw-link') =>
  `${name}=${answer.cookies.find((one) => one.name === name)?.value}`
const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

const person = async () => anAccount(house.pools, [(await aCustomer(house.pools)).id])
const mailsTo = (email: string) =>
  run<{ subject: string; body_text: string }>(
    sql`select subject, body_text from outbox where recipient = ${email} and kind like 'identity.password%' order by id`,
  )

/** Asks for a link as the person does, and reads it from the mail. */
async function linkFor(account: TestAccount, address: string): Promise<{ path: string; cookie: string }> {
  const cookie = cookieOf(await send('/passwort-vergessen', { email: account.email }, '', address))
  await house.settle()
  const mail = (await mailsTo(account.email)).at(-1)
  const path = /http:\/\/localhost:3000(\/passwort-neu\/[\w-]{43})/.exec(mail?.body_text ?? '')?.[1]
  if (!path) throw new Error('The mail holds no link.')
  return { path, cookie }
}
const signIn = (account: TestAccount, password: string) => send('/anmelden', { email: account.email, password })
const wanted = 'lindgrüne Mütze am Haken'

test('a link by mail sets a new password once, ends all sessions and is told by mail', async () => {
  const account = await person()
  const session = cookieOf(await signIn(account, account.password), '__Host-kw-portal')
  const { path, cookie } = await linkFor(account, '10.2.0.1')
  expect((await open(path, cookie)).body).toContain('Neues Passwort wählen')
  const answer = await send(path, { wanted }, cookie)
  expect(answer.headers.location).toBe('/anmelden?hinweis=passwort-neu')
  expect((await signIn(account, account.password)).statusCode).toBe(422)
  expect((await signIn(account, wanted)).statusCode).toBe(303)
  expect((await open('/konto/sitzungen', session)).headers.location).toContain('/anmelden')
  expect((await send(path, { wanted: 'etwas ganz anderes bitte' }, cookie)).statusCode).toBe(422)
  expect((await signIn(account, wanted)).statusCode).toBe(303)
  await house.settle()
  expect((await mailsTo(account.email)).map((mail) => mail.subject)).toEqual([
    'Ihr Link für ein neues Passwort',
    'Ihr Passwort wurde geändert',
  ])
})

test('opening the link, as mail scanners do, uses nothing up', async () => {
  const account = await person()
  const { path, cookie } = await linkFor(account, '10.2.0.2')
  for (let round = 0; round < 3; round += 1) expect((await open(path, cookie)).statusCode).toBe(200)
  expect((await send(path, { wanted }, cookie)).statusCode).toBe(303)
})

test('who has the mail but not the browser that asked cannot use the link', async () => {
  const account = await person()
  const { path } = await linkFor(account, '10.2.0.3')
  const other = await linkFor(await person(), '10.2.0.3')
  for (const cookie of ['', other.cookie, '__Host-kw-link=']) {
    expect((await open(path, cookie)).statusCode).toBe(422)
    expect((await send(path, { wanted }, cookie)).statusCode).toBe(422)
  }
  expect((await signIn(account, account.password)).statusCode).toBe(303)
})

test('the answer is the same for an address with and one without an account', async () => {
  const account = await anAccount(house.pools, [(await aCustomer(house.pools)).id], 'a1@reset.example')
  const seen = []
  for (const email of [account.email, 'b1@reset.example']) {
    const answer = await send('/passwort-vergessen', { email }, '', '10.2.0.4')
    const { statusCode, body, headers } = answer
    expect(Buffer.from(cookieOf(answer).split('=')[1] ?? '', 'base64url')).toHaveLength(32)
    seen.push({
      statusCode,
      body: body.replaceAll(email, 'EMAIL'),
      headers: {
        ...headers,
        'x-request-id': '',
        date: '',
        'set-cookie': String(headers['set-cookie']).replace(/=[\w-]{43};/, '=T;'),
      },
    })
  }
  expect(seen[0]).toEqual(seen[1])
  await house.settle()
  expect(await mailsTo('b1@reset.example')).toEqual([])
  expect(await mailsTo(account.email)).toHaveLength(1)
  expect(await run(sql`select 1 from password_request where email is not null`)).toEqual([])
})

test('a later link ends the earlier ones, and a link ends after an hour', async () => {
  const account = await person()
  const first = await linkFor(account, '10.2.0.5')
  const second = await linkFor(account, '10.2.0.5')
  expect((await send(first.path, { wanted }, first.cookie)).statusCode).toBe(422)
  await run(sql`update password_request set ends_at = now() where used_at is null`)
  expect((await open(second.path, second.cookie)).statusCode).toBe(422)
  expect((await send(second.path, { wanted }, second.cookie)).statusCode).toBe(422)
})

test('a password that is guessed first is refused at the field, and the link stays good', async () => {
  const account = await person()
  const { path, cookie } = await linkFor(account, '10.2.0.6')
  const answer = await send(path, { wanted: 'Passwort2026!' }, cookie)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('wird als Erstes erraten')
  expect(answer.body).not.toContain('Passwort2026!')
  expect((await send(path, { wanted }, cookie)).statusCode).toBe(303)
})

test('of two who use one link at the same moment one succeeds', async () => {
  const account = await person()
  const { path, cookie } = await linkFor(account, '10.2.0.7')
  const answers = await Promise.all([
    send(path, { wanted: 'erste von zwei Eingaben' }, cookie),
    send(path, { wanted: 'zweite von zwei Eingaben' }, cookie),
  ])
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 422])
})

test('mails to one address are counted, so that nobody is flooded', async () => {
  const account = await person()
  const statuses: number[] = []
  for (let round = 0; round < 6; round += 1)
    statuses.push((await send('/passwort-vergessen', { email: account.email }, '', `10.3.0.${round}`)).statusCode)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
})

test('a foreign host name in the request never gets into a mail', async () => {
  const account = await person()
  const answer = await house.server.inject({
    method: 'POST',
    url: '/passwort-vergessen',
    remoteAddress: '10.2.0.8',
    headers: { ...formHeaders, host: 'evil.example' },
    payload: formBody({ email: account.email }),
  })
  expect(answer.statusCode).toBe(404)
  await house.settle()
  expect(await mailsTo(account.email)).toEqual([])
})
