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

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0'
const send = (url: string, fields: Record<string, string>, cookie = '', userAgent = firefox) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...formHeaders, 'user-agent': userAgent, ...(cookie && { cookie }) },
    payload: formBody(fields),
  })
const open = (url: string, cookie: string) => house.server.inject({ url, headers: { accept: 'text/html', cookie } })
const person = async () => anAccount(house.pools, [(await aCustomer(house.pools)).id])
async function signIn({ email, password }: TestAccount, userAgent = firefox): Promise<string> {
  const answer = await send('/anmelden', { email, password }, '', userAgent)
  return `__Host-kw-portal=${answer.cookies.find((one) => one.name === '__Host-kw-portal')?.value}`
}
const sessionIds = async (account: TestAccount) =>
  (
    await transaction(house.pools.worker, (tx) =>
      sql<{ id: string }>`select id from session where account_id = ${account.id} order by id`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
  ).rows.map((row) => row.id)
const lives = async (cookie: string) => (await open('/konto/sitzungen', cookie)).statusCode === 200

test('a person sees the own sessions with the device, and nobody else sees them', async () => {
  const account = await person()
  const stranger = await person()
  const phone = await signIn(account, 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1) Version/19.1 Mobile Safari/604.1')
  const desk = await signIn(account)
  const page = await open('/konto/sitzungen', desk)
  expect(page.body).toContain('Firefox auf Linux')
  expect(page.body).toContain('Safari auf iPhone')
  expect(page.body).toMatch(/diese hier/)
  expect((await open('/konto/sitzungen', await signIn(stranger))).body).not.toContain('iPhone')
  expect(await lives(phone)).toBe(true)
})

test('ending another session takes the password, and ends it at once', async () => {
  const account = await person()
  const old = await signIn(account)
  const own = await signIn(account)
  const [oldId] = await sessionIds(account)
  const refused = await send('/konto/sitzungen', { sessions: oldId as string, password: 'not mine' }, own)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('Das ist nicht Ihr Passwort')
  expect(await lives(old)).toBe(true)
  const done = await send('/konto/sitzungen', { sessions: oldId as string, password: account.password }, own)
  expect(done.headers.location).toBe('/konto/sitzungen?beendet=1')
  expect([await lives(old), await lives(own)]).toEqual([false, true])
})

test('the id of a stranger’s session ends nothing', async () => {
  const account = await person()
  const stranger = await person()
  const theirs = await signIn(stranger)
  const own = await signIn(account)
  const [theirId] = await sessionIds(stranger)
  const answer = await send('/konto/sitzungen', { sessions: theirId as string, password: account.password }, own)
  expect(answer.headers.location).toBe('/konto/sitzungen?beendet=0')
  expect(await lives(theirs)).toBe(true)
})

test('a new password takes the present one, ends all other sessions and keeps this one', async () => {
  const account = await person()
  const other = await signIn(account)
  const own = await signIn(account)
  const wanted = 'drei Tassen fliegen weit'
  expect((await send('/konto/passwort', { current: 'not mine', wanted }, own)).statusCode).toBe(422)
  expect((await send('/konto/passwort', { current: account.password, wanted: 'kurz' }, own)).body).toContain(
    'mindestens 8 Zeichen',
  )
  expect(await lives(other)).toBe(true)
  const done = await send('/konto/passwort', { current: account.password, wanted }, own)
  expect(done.headers.location).toBe('/konto/sitzungen?passwort=neu')
  expect([await lives(other), await lives(own)]).toEqual([false, true])
  expect(await lives(await signIn({ ...account, password: wanted }))).toBe(true)
})

test('guessing the password of an open browser ends after ten attempts', async () => {
  const account = await person()
  const own = await signIn(account)
  const statuses: number[] = []
  for (let round = 0; round < 11; round += 1)
    statuses.push(
      (await send('/konto/passwort', { current: `guess ${round}`, wanted: 'drei Tassen fliegen' }, own)).statusCode,
    )
  expect(statuses).toEqual([...Array<number>(10).fill(422), 429])
})

test('without a session there is nothing but the way to sign in', async () => {
  const answer = await open('/konto/sitzungen', '')
  expect(answer.statusCode).toBe(303)
  expect(answer.headers.location).toBe('/anmelden?next=%2Fkonto%2Fsitzungen')
})
