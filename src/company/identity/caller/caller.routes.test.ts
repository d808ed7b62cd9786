import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { aCustomer, formBody, formHeaders } from '../identity.fixtures.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const PIN = '493827'
type Headers = Record<string, string>

const send = (headers: Headers, url: string, fields: Record<string, string> = {}) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...formHeaders, ...headers, accept: 'text/html' },
    payload: formBody(fields),
  })
async function customer(pin?: string): Promise<{ id: string; headers: Headers }> {
  const { id } = await aCustomer(house.pools)
  const headers = await house.asCustomer(id)
  if (pin) expect((await send(headers, '/konto/telefon-pin', { pin })).statusCode).toBe(303)
  return { id, headers }
}
const say = async (agent: Headers, id: string, pin: string) => {
  const url = `/desk/api/customers/${id}/caller/pin`
  return house.server.inject({ method: 'POST', url, headers: agent, payload: { pin } })
}
const look = async (agent: Headers, id: string) =>
  (await house.server.inject({ url: `/desk/api/customers/${id}/caller`, headers: agent })).json()

describe('a PIN for the phone', () => {
  test('set in the portal is right when an agent types it, whatever blanks are in between', async () => {
    const { id } = await customer(PIN)
    const agent = await house.asStaff('agent')
    expect(await look(agent, id)).toMatchObject({ pin: 'set', level: 'not-asked', checkedAt: null })
    expect((await say(agent, id, '49 38 27')).json()).toEqual({ right: true, attemptsLeft: 5 })
    expect(await look(agent, id)).toMatchObject({ level: 'pin', checkedAt: expect.any(String) })
    const facts = await run(
      sql`select payload, channel, actor_kind from journal where name = 'identity.caller-checked' and customer_id = ${id}`,
    )
    expect(facts).toEqual([{ payload: { level: 'pin' }, channel: 'phone', actor_kind: 'staff' }])
  })

  test('is locked after five wrong ones, for the right one, too, until a new one is set', async () => {
    const { id, headers } = await customer(PIN)
    const agent = await house.asStaff('agent')
    for (let left = 4; left >= 0; left -= 1)
      expect((await say(agent, id, '111112')).json()).toEqual({ right: false, attemptsLeft: left })
    const refused = await say(agent, id, PIN)
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'identity.no-caller-pin'])
    expect(await look(agent, id)).toMatchObject({ pin: 'locked', level: 'failed' })
    const page = await house.server.inject({ url: '/konto/telefon-pin', headers: { ...headers, accept: 'text/html' } })
    expect(page.body).toContain('gesperrt')
    await send(headers, '/konto/telefon-pin', { pin: '827394' })
    expect((await say(agent, id, PIN)).json().right).toBe(false)
    expect((await say(agent, id, '827394')).json()).toEqual({ right: true, attemptsLeft: 5 })
  })

  test('of five who type at once no more than five are compared', async () => {
    const { id } = await customer(PIN)
    const agent = await house.asStaff('agent')
    const answers = await Promise.all(Array.from({ length: 8 }, () => say(agent, id, '111112')))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(5)
  })

  test('is deleted by its person; then questions are what is left', async () => {
    const { id, headers } = await customer(PIN)
    const agent = await house.asStaff('agent')
    expect((await send(headers, '/konto/telefon-pin/loeschen')).statusCode).toBe(303)
    expect((await say(agent, id, PIN)).statusCode).toBe(422)
    const url = `/desk/api/customers/${id}/caller/questions`
    await house.server.inject({ method: 'POST', url, headers: agent, payload: { answered: true } })
    expect(await look(agent, id)).toMatchObject({ pin: 'none', level: 'questions' })
    await house.server.inject({ method: 'POST', url, headers: agent, payload: { answered: false } })
    expect(await look(agent, id)).toMatchObject({ level: 'failed' })
  })

  test('that is guessed first is refused, and a refused one is not shown again', async () => {
    const { headers } = await customer()
    const answer = await send(headers, '/konto/telefon-pin', { pin: '987654' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).not.toContain('987654')
    expect(answer.body).toContain('als Erstes erraten')
  })

  test('is set only by who has just proved who it is and may change data', async () => {
    const { id } = await customer()
    const other = await house.asCustomer(id, { rights: ['readings'] })
    expect((await send(other, '/konto/telefon-pin', { pin: PIN })).statusCode).toBe(403)
    const old = await house.asCustomer(id)
    await run(sql`update session set proved_at = now() - interval '11 minutes' where customer_id = ${id}`)
    expect((await send(old, '/konto/telefon-pin', { pin: PIN })).headers.location).toContain('/bestaetigen')
    expect(await run(sql`select 1 from caller_pin where customer_id = ${id}`)).toEqual([])
  })
})

test('what one agent has checked counts for that agent and for half an hour', async () => {
  const { id } = await customer(PIN)
  const [one, two] = [await house.asStaff('agent'), await house.asStaff('agent')]
  await say(one, id, PIN)
  expect(await look(two, id)).toMatchObject({ level: 'not-asked' })
  await run(sql`update caller_check set checked_at = now() - interval '31 minutes' where customer_id = ${id}`)
  expect(await look(one, id)).toMatchObject({ level: 'not-asked' })
})

test('neither staff nor another customer reads a PIN’s hash or sets one in the database', async () => {
  const [own, foreign] = [await customer(PIN), await customer(PIN)]
  const as = <Row>(pool: 'staff' | 'customer', query: ReturnType<typeof sql<Row>>) =>
    transaction(house.pools[pool], async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`select set_config('app.customer_id', ${own.id}, true)`.execute(on)
      return query.execute(on)
    })
  for (const pool of ['staff', 'customer'] as const)
    await expect(as(pool, sql`select pin_hash from caller_pin`)).rejects.toThrow('permission denied')
  await expect(as('staff', sql`update caller_pin set wrong = 0`)).rejects.toThrow('permission denied')
  expect((await as('customer', sql`select customer_id from caller_pin`)).rows).toEqual([{ customer_id: own.id }])
  expect((await as('customer', sql`delete from caller_pin where customer_id = ${foreign.id}`)).numAffectedRows).toBe(0n)
})
