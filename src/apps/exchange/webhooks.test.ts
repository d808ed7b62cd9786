import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../tests/setup/people.ts'
import { type Answering, TestReceiver } from '../../../tests/setup/receiver.ts'
import { addressRule, forgetStatesJob, ownNetworks, Postman } from '#company/exchange'
import { type Sealer, sealerOf } from '#platform/sealing'
import { tables, transaction } from '#platform/database'
import { outObjects } from './out-objects.ts'

let house: TestHouse
let home: TestHome
let other: TestHome
let agent: Record<string, string>
let billing: Record<string, string>
let receiver: TestReceiver
let postman: Postman
let sealer: Sealer
const errors: unknown[] = []
const SCOPES = ['customers:read', 'readings:read', 'changes:read', 'changes:write', 'webhooks:write'] as const

const newPostman = (networks = '127.0.0.1', answerMsMax = 400) =>
  new Postman({
    sealer,
    pool: house.pools.worker,
    objects: outObjects,
    rule: addressRule(ownNetworks(networks)),
    clock: house.clock,
    onError: (error) => errors.push(error),
    chance: () => 0,
    answerMsMax,
  })

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z', { WEBHOOK_NETWORKS: '127.0.0.1' })
  home = await settleIn(house.pools)
  other = await settleIn(house.pools)
  agent = await house.asStaff('agent', 'administrator')
})
beforeEach(async () => {
  await ask(`delete from webhook_subscription`)
  billing = await house.asMachine(...SCOPES)
  receiver = await TestReceiver.start()
  receiver.now = () => house.clock.now()
  sealer = await sealerOf(house.settings)
  postman = newPostman()
})
afterEach(async () => {
  await postman.stop()
  await receiver.stop()
  expect(errors.splice(0)).toEqual([])
})
afterAll(() => house?.end())

const ask = async <Row>(query: string): Promise<Row[]> =>
  transaction(
    house.pools.worker,
    async (tx) => (await sql.raw<Row>(query).execute(tables<Record<string, never>>(tx))).rows,
  )

const api = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = billing) =>
  house.server.inject({ method, url, headers, ...(payload && { payload }) })

async function subscribe(more: object = {}): Promise<string> {
  const made = await api('POST', '/api/webhooks', { url: receiver.url, ...more })
  expect(made.statusCode, made.body).toBe(201)
  receiver.secret = made.json().secret
  return made.json().webhook.id
}

function answerForEver(response: ServerResponse): void {
  response.writeHead(200)
  const timer = setInterval(() => response.write('x'.repeat(50_000)), 5)
  response.on('close', () => clearInterval(timer))
}

let phones = 10_000
/** A change at the desk, as people make it. */
async function changePhone(customerId: string): Promise<string> {
  const url = `/desk/api/customers/${customerId}`
  const seen = await house.server.inject({ url, headers: agent })
  phones += 1
  const changed = await house.server.inject({
    method: 'PATCH',
    url,
    headers: agent,
    payload: { rowVersion: seen.json().customer.rowVersion, phone: `030 70${phones}` },
  })
  expect(changed.statusCode).toBe(200)
  return changed.json().phone
}

/** Facts to the feed, changes made of them, everything due brought out. */
async function bringOut(): Promise<void> {
  await house.settle()
  for (let round = 0; round < 20; round += 1) {
    const found = await postman.lookOnce()
    await postman.rest()
    if (!found) return
  }
}

const deliveries = async (id: string, query = '') =>
  (await api('GET', `/api/webhooks/${id}/deliveries${query}`)).json().deliveries

describe('a change at the desk', () => {
  test('reaches the receiver signed, whole, and once', async () => {
    await subscribe()
    const phone = await changePhone(home.customerId)
    await bringOut()
    await bringOut()
    expect(receiver.all).toHaveLength(1)
    const [received] = receiver.all
    expect(received).toMatchObject({
      signed: true,
      type: 'customers.customer-changed',
      change: { object: 'customer', fields: ['phone'] },
    })
    const read = await api('GET', `/api/customers/${home.customerId}`)
    expect(received?.change.state).toEqual(read.json())
    expect(received?.change.state).toMatchObject({ phone })
    expect(received?.id).toBe(`chg_${received?.change.id}`)
  })

  test('does not reach a machine without the scope for customers, and not one that lost it before it was sent', async () => {
    billing = await house.asMachine('readings:read', 'webhooks:write')
    await subscribe()
    await changePhone(home.customerId)
    await bringOut()
    expect(receiver.all).toEqual([])
    billing = await house.asMachine(...SCOPES)
    const id = await subscribe()
    await changePhone(home.customerId)
    await house.settle()
    await postman.lookOnce()
    await postman.rest()
    receiver.all.length = 0
    await ask(`update webhook_subscription set state = 'paused' where id = ${id}`)
    await changePhone(home.customerId)
    await bringOut()
    await ask(`update machine_client set scopes = '{webhooks:write}'`)
    await ask(`update webhook_subscription set state = 'active'`)
    await bringOut()
    expect(receiver.all).toEqual([])
    expect(
      (await ask<{ state: string }>(`select state from webhook_delivery order by change_id desc limit 1`))[0]?.state,
    ).toBe('skipped')
  })

  test('of one kind comes to who asked for that kind only', async () => {
    await subscribe({ objects: ['reading'] })
    await changePhone(home.customerId)
    await bringOut()
    expect(receiver.all).toEqual([])
  })
})

describe('changes of one object', () => {
  test('arrive in their order: a later one waits while an earlier one is refused, and other objects do not wait', async () => {
    await subscribe()
    let refuse = true
    receiver.answer = (received, response) =>
      void response.writeHead(refuse && received.change.objectId === home.customerId ? 500 : 204).end()
    await changePhone(home.customerId)
    await bringOut()
    await changePhone(home.customerId)
    await changePhone(other.customerId)
    await bringOut()
    expect(receiver.all.map((one) => one.change.objectId)).toEqual([home.customerId, other.customerId])
    refuse = false
    house.clock.moveTo(house.clock.now().add({ seconds: 6 }).toString())
    await bringOut()
    const ours = receiver.all
      .filter((one) => one.change.objectId === home.customerId)
      .map((one) => Number(one.change.id))
    expect(ours).toHaveLength(3)
    expect(ours[0]).toBe(ours[1])
    expect(ours[2]).toBeGreaterThan(ours[1] as number)
  })
})

describe('a receiver that fails', () => {
  test('is left alone after five failures one after the other and gets everything when it is back', async () => {
    const id = await subscribe()
    let broken = true
    receiver.answer = (_received, response) => void response.writeHead(broken ? 503 : 204).end()
    const homes = await Promise.all(Array.from({ length: 30 }, () => settleIn(house.pools)))
    for (const one of homes) await changePhone(one.customerId)
    await bringOut()
    const tried = receiver.all.length
    expect(tried).toBeLessThan(5 + 16)
    expect((await api('GET', '/api/webhooks')).json().webhooks[0]).toMatchObject({
      state: 'active',
      waiting: 30,
      lastError: 'answer-not-2xx',
    })
    broken = false
    house.clock.moveTo(house.clock.now().add({ minutes: 20 }).toString())
    await bringOut()
    expect(new Set(receiver.all.map((one) => one.change.objectId)).size).toBe(30)
    expect(await deliveries(id, '?state=waiting')).toEqual([])
  })

  test('for good ends in a task, and what failed can be sent again', async () => {
    const id = await subscribe()
    receiver.answer = (_received, response) => void response.writeHead(500).end()
    await changePhone(home.customerId)
    for (let round = 0; round < 25; round += 1) {
      await bringOut()
      house.clock.moveTo(house.clock.now().add({ hours: 7 }).toString())
    }
    expect(receiver.all).toHaveLength(20)
    expect(await deliveries(id, '?state=failed')).toMatchObject([
      { attempts: 20, status: 500, problem: 'answer-not-2xx' },
    ])
    await house.settle()
    expect(await ask(`select kind, group_name from task where kind = 'exchange.delivery-failed'`)).toEqual([
      { kind: 'exchange.delivery-failed', group_name: 'it' },
    ])
    receiver.answer = (_received, response) => void response.writeHead(204).end()
    expect((await api('POST', `/api/webhooks/${id}/replay`, { failed: true })).json()).toEqual({ changes: 1 })
    await bringOut()
    expect(new Set(receiver.all.map((one) => one.id)).size).toBe(1)
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered' }])
  })

  test('that says it is gone is asked no more, until somebody starts it again', async () => {
    const id = await subscribe()
    receiver.answer = (_received, response) => void response.writeHead(410).end()
    await changePhone(home.customerId)
    await bringOut()
    house.clock.moveTo(house.clock.now().add({ hours: 24 }).toString())
    await bringOut()
    expect(receiver.all).toHaveLength(1)
    const { rowVersion, state } = (await api('GET', '/api/webhooks')).json().webhooks[0]
    expect(state).toBe('gone')
    receiver.answer = (_received, response) => void response.writeHead(204).end()
    expect((await api('PATCH', `/api/webhooks/${id}`, { rowVersion, state: 'active' })).statusCode).toBe(200)
    await bringOut()
    expect(await deliveries(id, '?state=delivered')).toHaveLength(1)
  })

  const answers: readonly (readonly [what: string, problem: string, answer: Answering])[] = [
    [
      'sends on to another address',
      'redirect',
      (_received, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['answers without an end', 'answer-too-large', (_received, response) => answerForEver(response)],
    ['does not answer', 'timeout', () => undefined],
    ['hangs up', 'no-connection', (_received, response) => void response.destroy()],
  ]
  test.each(answers)('because it %s is tried again: %s', async (_what, problem, answer) => {
    const id = await subscribe()
    receiver.answer = answer
    await changePhone(home.customerId)
    await bringOut()
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', attempts: 1, problem }])
  })
})

test('a slow receiver does not delay a fast one', async () => {
  await postman.stop()
  postman = newPostman('127.0.0.1', 5_000)
  const slow = await TestReceiver.start()
  slow.answer = async (_received, response) => {
    await pause(300)
    response.writeHead(204).end()
  }
  await api('POST', '/api/webhooks', { url: slow.url })
  await subscribe()
  const homes = await Promise.all(Array.from({ length: 60 }, () => settleIn(house.pools)))
  for (const one of homes) await changePhone(one.customerId)
  await house.settle()
  await postman.lookOnce()
  const began = performance.now()
  while (receiver.all.length < 60 && performance.now() - began < 5_000) await pause(10)
  const fastMs = performance.now() - began
  const slowThen = slow.all.length
  await postman.rest()
  // Sixteen at once and 300 ms each: 60 take the slow one four rounds, 1.2 s.
  expect(slowThen).toBeLessThan(60)
  expect(fastMs).toBeLessThan(900)
  expect(slow.all).toHaveLength(60)
  await slow.stop()
})

describe('addresses', () => {
  test('that are closed are refused when they are named, and not connected to when a name leads there', async () => {
    const refused = await api('POST', '/api/webhooks', { url: 'https://169.254.169.254/latest' })
    expect(refused.statusCode).toBe(422)
    expect(refused.json().fields).toMatchObject([{ field: 'url', code: 'exchange.url-closed' }])
    const id = await subscribe()
    // Somebody points the name of a receiver at this machine later: here the address itself is not allowed any more.
    await postman.stop()
    postman = newPostman('')
    await changePhone(home.customerId)
    await bringOut()
    expect(receiver.all).toEqual([])
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', problem: 'closed-address' }])
    await ask(`update webhook_subscription set url = replace(url, '127.0.0.1', 'localhost')`)
    house.clock.moveTo(house.clock.now().add({ seconds: 30 }).toString())
    await bringOut()
    expect(receiver.all).toEqual([])
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', attempts: 2, problem: 'closed-address' }])
  })
})

describe('secrets', () => {
  test('can be changed without losing a message: both sign for a day', async () => {
    const id = await subscribe()
    const former = receiver.secret
    const rotated = await api('POST', `/api/webhooks/${id}/secrets`, {})
    expect(rotated.statusCode).toBe(201)
    const newer = rotated.json().secret as string
    await changePhone(home.customerId)
    await bringOut()
    receiver.secret = newer
    await changePhone(home.customerId)
    await bringOut()
    expect(receiver.all.map((one) => one.signed)).toEqual([true, true])
    house.clock.moveTo(house.clock.now().add({ hours: 25 }).toString())
    receiver.secret = former
    await changePhone(home.customerId)
    await bringOut()
    expect(receiver.all.at(-1)?.signed).toBe(false)
  })

  test('are in no other answer', async () => {
    await subscribe()
    const { body } = await api('GET', '/api/webhooks')
    expect(body).not.toContain('whsec_')
    expect(body).not.toContain(receiver.secret.slice(6))
  })
})

test('a replay of one object sends what was sent before under the same ids', async () => {
  const id = await subscribe()
  await changePhone(other.customerId)
  await changePhone(home.customerId)
  await bringOut()
  const before = receiver.once
  const again = await api('POST', `/api/webhooks/${id}/replay`, { object: 'customer', objectId: other.customerId })
  expect(again.json().changes).toBeGreaterThan(0)
  await bringOut()
  const repeated = receiver.all.slice(2)
  expect(repeated.every((one) => one.change.objectId === other.customerId)).toBe(true)
  expect(repeated.map((one) => one.id)).toContain(before[0])
})

test('a machine sees and changes its own receivers only', async () => {
  const id = await subscribe()
  const stranger = await house.asMachine(...SCOPES)
  expect((await api('GET', '/api/webhooks', undefined, stranger)).json()).toEqual({ webhooks: [] })
  for (const answer of [
    await api('GET', `/api/webhooks/${id}/deliveries`, undefined, stranger),
    await api('POST', `/api/webhooks/${id}/secrets`, {}, stranger),
    await api('POST', `/api/webhooks/${id}/replay`, { failed: true }, stranger),
    await api('PATCH', `/api/webhooks/${id}`, { rowVersion: 1, state: 'paused' }, stranger),
    await api('DELETE', `/api/webhooks/${id}`, undefined, stranger),
  ])
    expect(answer.statusCode).toBe(404)
})

test('after 90 days a change keeps its place and loses its personal state, unless somebody still waits for it', async () => {
  const id = await subscribe()
  await changePhone(home.customerId)
  await bringOut()
  await ask(`update exchange_takeover set state = 'taken-over'`)
  await ask(`update webhook_subscription set state = 'paused' where id = ${id}`)
  await changePhone(home.customerId)
  await house.settle()
  await postman.lookOnce()
  await forgetStatesJob(house.pools.worker).run({}, house.clock.now().add({ hours: 91 * 24 }), undefined as never)
  const [waiting, sent] = await ask<{ kept: boolean }>(
    `select state is not null as kept from exchange_change where object_id = ${home.customerId} order by id desc limit 2`,
  )
  expect([waiting?.kept, sent?.kept]).toEqual([true, false])
})

test('another object does not wait behind a long queue of one that is refused', async () => {
  const id = await subscribe()
  await ask(`insert into exchange_change (object, object_id, customer_id, fact_id, fact, channel, actor_kind, occurred_at, state)
    select 'customer', case when n <= 2500 then ${home.customerId} else ${other.customerId} end, null, 5000000 + n, 'test', 'portal', 'system', now(), '{}'
      from generate_series(1, 2501) n`)
  await ask(`insert into webhook_delivery (subscription_id, change_id, object, object_id, next_try_at)
    select ${id}, id, object, object_id, case when object_id = ${home.customerId} then 'infinity'::timestamptz else '-infinity' end
      from exchange_change where fact_id > 5000000`)
  const began = performance.now()
  await postman.lookOnce()
  await postman.rest()
  expect(receiver.all.map((one) => one.change.objectId)).toEqual([other.customerId])
  expect(performance.now() - began).toBeLessThan(2_000)
})
