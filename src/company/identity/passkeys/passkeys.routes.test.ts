import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, anAccount, formBody, formHeaders, type TestAccount } from '../identity.fixtures.ts'
import { answered, made, type SoftwareKey, softwareKey } from './passkeys.fixtures.ts'

const ORIGIN = 'http://localhost:3000'
const here = { origin: ORIGIN, rpId: 'localhost' }

let house: TestHouse
beforeAll(async () => {
  house = await testHouse(undefined, { PUBLIC_URL: ORIGIN })
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const send = (url: string, fields: Record<string, string>, cookie = '') =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...formHeaders, ...(cookie && { cookie }) },
    payload: formBody(fields),
  })
const ask = async (what: string, cookie = '') =>
  house.server.inject({
    method: 'POST',
    url: `/api/passkeys/${what}-options`,
    headers: { 'sec-fetch-site': 'same-origin', accept: 'application/json', ...(cookie && { cookie }) },
    payload: {},
  })
type Answer = Awaited<ReturnType<typeof send>>
const cookieOf = (answer: Answer) =>
  `__Host-kw-portal=${answer.cookies.find((one) => one.name === '__Host-kw-portal')?.value}`
const lives = async (cookie: string) =>
  (await house.server.inject({ url: '/konto', headers: { accept: 'application/json', cookie } })).statusCode === 200
const open = (url: string, cookie: string) => house.server.inject({ url, headers: { accept: 'text/html', cookie } })

type Person = { readonly account: TestAccount; readonly cookie: string }
async function signedIn(): Promise<Person> {
  const account = await anAccount(house.pools, [(await aCustomer(house.pools)).id])
  return { account, cookie: cookieOf(await send('/anmelden', { email: account.email, password: account.password })) }
}
/** Adds a passkey as a browser does. */
async function add(cookie: string, key: SoftwareKey, wishes: Partial<Parameters<typeof made>[1]> = {}) {
  const options = (await ask('register', cookie)).json()
  key.userHandle = options.user.id
  return send('/konto/passkeys', { answer: made(key, { ...here, challenge: options.challenge, ...wishes }) }, cookie)
}
async function enter(key: SoftwareKey, wishes: Partial<Parameters<typeof answered>[1]> = {}) {
  const { challenge } = (await ask('sign-in')).json()
  return send('/anmelden/passkey', { answer: answered(key, { ...here, challenge, ...wishes }), next: '/konto' })
}
async function withPasskey(): Promise<Person & { readonly key: SoftwareKey }> {
  const person = await signedIn()
  const key = softwareKey()
  expect((await add(person.cookie, key)).headers.location).toBe('/konto/passkeys?getan=neu')
  return { ...person, key }
}
const grow = ({ account }: Person) =>
  run(sql`update session set proved_at = now() - interval '11 minutes' where account_id = ${account.id}`)

describe('a passkey', () => {
  test('is added by a signed-in person, listed, and told by mail', async () => {
    const { account, cookie } = await withPasskey()
    const page = await open('/konto/passkeys', cookie)
    expect(page.body).toContain('Noch nicht benutzt')
    await house.settle()
    const mails = await run<{ subject: string }>(sql`select subject from outbox where recipient = ${account.email}`)
    expect(mails.map((mail) => mail.subject)).toEqual(['Neuer Passkey für Ihren Zugang'])
  })

  test('signs in, once per challenge', async () => {
    const { account, key } = await withPasskey()
    const { challenge } = (await ask('sign-in')).json()
    const answer = answered(key, { ...here, challenge })
    const first = await send('/anmelden/passkey', { answer, next: '/konto' })
    expect([first.statusCode, first.headers.location]).toEqual([303, '/konto'])
    expect(await lives(cookieOf(first))).toBe(true)
    const again = await send('/anmelden/passkey', { answer, next: '/konto' })
    expect(again.statusCode).toBe(422)
    expect(again.cookies).toEqual([])
    const facts = await run<{ payload: unknown }>(
      sql`select payload from journal where name = 'identity.signed-in' and actor_id = ${account.id} order by id desc limit 1`,
    )
    expect(facts[0]?.payload).toEqual({ accountId: account.id, by: 'passkey' })
  })

  test.each([
    ['of another page', { origin: 'https://evil.example' }],
    ['of another host', { rpId: 'evil.example' }],
    ['without a look at who is there', { verified: false }],
    ['to a challenge that was never made', { challenge: 'A'.repeat(43) }],
  ])('is refused with an answer %s', async (_what, wishes) => {
    const { key } = await withPasskey()
    const answer = await enter(key, wishes)
    expect(answer.statusCode).toBe(422)
    expect(answer.cookies).toEqual([])
    expect((await enter(key)).statusCode).toBe(303)
  })

  test('is refused with the signature of another key, for another account, and when unknown: always the same', async () => {
    const [one, two] = [await withPasskey(), await withPasskey()]
    const answers = [
      await enter({ ...one.key, privateKey: two.key.privateKey }),
      await enter({ ...one.key, userHandle: two.key.userHandle }),
      await enter(softwareKey()),
    ].map(({ statusCode, body }) => ({ statusCode, body }))
    expect(answers[0]?.statusCode).toBe(422)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  test('whose counter goes back is a copy and is refused; going up is right', async () => {
    const { key } = await withPasskey()
    expect((await enter(key, { counter: 5 })).statusCode).toBe(303)
    expect((await enter(key, { counter: 5 })).statusCode).toBe(422)
    expect((await enter(key, { counter: 4 })).statusCode).toBe(422)
    expect((await enter(key, { counter: 6 })).statusCode).toBe(303)
  })

  test('of a disabled account is refused', async () => {
    const { key, account } = await withPasskey()
    await run(sql`update account set disabled_at = now() where id = ${account.id}`)
    expect((await enter(key)).statusCode).toBe(422)
  })

  test('is renamed and deleted by its person; then it signs nobody in, and that is told by mail', async () => {
    const { key, cookie, account } = await withPasskey()
    const id = (await run<{ id: string }>(sql`select id from passkey where account_id = ${account.id}`))[0]?.id
    expect((await send(`/konto/passkeys/${id}/name`, { name: 'Handy' }, cookie)).statusCode).toBe(303)
    expect((await open('/konto/passkeys', cookie)).body).toContain('Handy')
    expect((await send(`/konto/passkeys/${id}/loeschen`, {}, cookie)).statusCode).toBe(303)
    expect((await enter(key)).statusCode).toBe(422)
    await house.settle()
    const mails = await run<{ subject: string }>(
      sql`select subject from outbox where recipient = ${account.email} order by id`,
    )
    expect(mails.at(-1)?.subject).toBe('Passkey gelöscht')
  })

  test('of somebody else is not there', async () => {
    const [one, two] = [await withPasskey(), await signedIn()]
    const id = (await run<{ id: string }>(sql`select id from passkey where account_id = ${one.account.id}`))[0]?.id
    expect((await open(`/konto/passkeys/${id}`, two.cookie)).statusCode).toBe(404)
    expect((await send(`/konto/passkeys/${id}/name`, { name: 'x' }, two.cookie)).statusCode).toBe(404)
    expect((await send(`/konto/passkeys/${id}/loeschen`, {}, two.cookie)).statusCode).toBe(404)
    expect((await enter(one.key)).statusCode).toBe(303)
  })
})

describe('adding one', () => {
  test('asks first who it is, on the page, for the options and for the answer', async () => {
    const person = await signedIn()
    const { challenge } = (await ask('register', person.cookie)).json()
    await grow(person)
    const page = await open('/konto/passkeys', person.cookie)
    expect([page.statusCode, page.headers.location]).toEqual([303, '/bestaetigen?next=%2Fkonto%2Fpasskeys'])
    const options = await ask('register', person.cookie)
    expect([options.statusCode, options.json().code]).toEqual([403, 'platform.confirm-it-is-you'])
    const answer = made(softwareKey(), { ...here, challenge })
    const sent = await house.server.inject({
      method: 'POST',
      url: '/konto/passkeys',
      headers: { ...formHeaders, cookie: person.cookie, host: 'localhost:3000', referer: `${ORIGIN}/konto/passkeys` },
      payload: formBody({ answer }),
    })
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/bestaetigen?next=%2Fkonto%2Fpasskeys'])
    expect(await run(sql`select 1 from passkey where account_id = ${person.account.id}`)).toEqual([])
  })

  test.each([
    ['of another page', { origin: 'https://evil.example' }],
    ['of another host', { rpId: 'evil.example' }],
    ['without a look at who is there', { verified: false }],
    ['to a challenge that was never made', { challenge: 'A'.repeat(43) }],
  ])('is refused with an answer %s', async (_what, wishes) => {
    const { cookie } = await signedIn()
    expect((await add(cookie, softwareKey(), wishes)).statusCode).toBe(422)
  })

  test('is refused with the challenge of somebody else’s session, of a sign-in, and for a key that is known', async () => {
    const [one, two] = [await signedIn(), await withPasskey()]
    for (const [what, cookie] of [['register', two.cookie] as const, ['sign-in', ''] as const]) {
      const { challenge } = (await ask(what, cookie)).json()
      const sent = await send('/konto/passkeys', { answer: made(softwareKey(), { ...here, challenge }) }, one.cookie)
      expect(sent.statusCode).toBe(422)
    }
    expect((await add(one.cookie, two.key)).statusCode).toBe(422)
  })

  test('is refused with what is no answer at all', async () => {
    const { cookie } = await signedIn()
    for (const answer of [
      '',
      '{',
      '[]',
      '{"id":"x"}',
      'null',
      JSON.stringify({ id: '../', rawId: 'x', type: 'public-key' }),
    ])
      expect((await send('/konto/passkeys', { answer }, cookie)).statusCode).toBe(422)
  })

  test('ends at ten', async () => {
    const { cookie } = await signedIn()
    for (let count = 0; count < 10; count += 1) expect((await add(cookie, softwareKey())).statusCode).toBe(303)
    const options = await ask('register', cookie)
    expect([options.statusCode, options.json().code]).toEqual([422, 'identity.passkeys-enough'])
  })
})

describe('confirming with a passkey', () => {
  const confirm = async (cookie: string, key: SoftwareKey, from = cookie) => {
    const { challenge, allowCredentials } = (await ask('confirm', from)).json()
    const sent = await send(
      '/bestaetigen/passkey',
      { answer: answered(key, { ...here, challenge }), next: '/konto/passkeys' },
      cookie,
    )
    return { sent, offered: (allowCredentials ?? []).map((one: { id: string }) => one.id) }
  }

  test('is as good as the password, and offers the own ones only', async () => {
    const person = await withPasskey()
    await grow(person)
    const { sent, offered } = await confirm(person.cookie, person.key)
    expect(offered).toEqual([person.key.credentialId])
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/konto/passkeys'])
    expect((await open('/konto/passkeys', cookieOf(sent))).statusCode).toBe(200)
    expect(await lives(person.cookie)).toBe(false)
  })

  test('takes neither the passkey of somebody else nor a challenge of another session', async () => {
    const [one, two] = [await withPasskey(), await withPasskey()]
    await grow(one)
    expect((await confirm(one.cookie, two.key)).sent.statusCode).toBeGreaterThanOrEqual(404)
    expect((await confirm(one.cookie, one.key, two.cookie)).sent.statusCode).toBe(422)
    expect((await open('/konto/passkeys', one.cookie)).statusCode).toBe(303)
  })
})

test('a customer’s session in the database sees own passkeys without their keys, and makes none', async () => {
  const one = await withPasskey()
  await withPasskey()
  const asOwn = <Row>(query: ReturnType<typeof sql<Row>>) =>
    transaction(house.pools.customer, async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`select set_config('app.account_id', ${one.account.id}, true)`.execute(on)
      return query.execute(on)
    })
  expect((await asOwn(sql`select credential_id from passkey`)).rows).toEqual([{ credential_id: one.key.credentialId }])
  await expect(asOwn(sql`select public_key from passkey`)).rejects.toThrow('permission denied')
  await expect(
    asOwn(
      sql`insert into passkey (account_id, credential_id, public_key, name) values (${one.account.id}, 'x', '', 'x')`,
    ),
  ).rejects.toThrow('permission denied')
  await expect(asOwn(sql`select * from passkey_challenge`)).rejects.toThrow('permission denied')
  expect((await asOwn(sql`delete from passkey where account_id <> ${one.account.id}`)).numAffectedRows).toBe(0n)
})
