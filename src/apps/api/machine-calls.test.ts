import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'

let house: TestHouse
let home: TestHome
let machine: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:10Z', { API_PER_MINUTE: '250', WEBHOOK_NETWORKS: '127.0.0.1' })
  home = await settleIn(house.pools)
  machine = await house.asMachine('customers:read', 'webhooks:write')
})
afterAll(() => house?.end())

const ask = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const post = (key: string | undefined, url = 'http://127.0.0.1:9/hook', headers = machine) =>
  house.server.inject({
    method: 'POST',
    url: '/api/webhooks',
    headers: { ...headers, ...(key !== undefined && { 'idempotency-key': key }) },
    payload: { url },
  })
const webhooks = async () => (await ask(sql<{ n: number }>`select count(*)::int as n from webhook_subscription`))[0]?.n

describe('a call with an Idempotency-Key', () => {
  test('that comes again does nothing and gets the same answer, secret and all', async () => {
    const before = (await webhooks()) ?? 0
    const [first, second] = [await post('"key-1"'), await post('key-1')]
    expect([first.statusCode, second.statusCode]).toEqual([201, 201])
    expect(second.json()).toEqual(first.json())
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([undefined, 'true'])
    expect(await webhooks()).toBe(before + 1)
  })

  test('that was used for another call is refused', async () => {
    const other = await post('key-1', 'http://127.0.0.1:9/other')
    expect([other.statusCode, other.json().code]).toEqual([422, 'platform.idempotency-key-reused'])
  })

  test('does not stand in the way of another machine that happens to choose the same', async () => {
    const stranger = await house.asMachine('webhooks:write')
    expect((await post('key-1', undefined, stranger)).statusCode).toBe(201)
  })

  test('that was refused may be mended under the same key', async () => {
    expect((await post('key-2', 'https://10.0.0.1/')).statusCode).toBe(422)
    expect((await post('key-2')).statusCode).toBe(201)
  })

  test('sent ten times at once acts once: the others get its answer, or hear that it is under way', async () => {
    const before = (await webhooks()) ?? 0
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('key-3')))
    const statuses = new Set(answers.map((answer) => answer.statusCode))
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true)
    for (const answer of answers.filter((one) => one.statusCode === 409))
      expect([answer.json().code, answer.headers['retry-after']]).toEqual(['platform.idempotency-key-in-use', '1'])
    expect(await webhooks()).toBe(before + 1)
  })

  test.each(['', 'with blank', 'x'.repeat(256), 'ü'])('is refused if it is none: %j', async (key) => {
    expect((await post(key)).json().code).toBe('platform.idempotency-key-malformed')
  })
})

test('an answer says its version, and a caller who has it gets none', async () => {
  const url = `/api/customers/${home.customerId}`
  const first = await house.server.inject({ url, headers: machine })
  expect(first.headers['etag']).toBe('"v1"')
  const second = await house.server.inject({ url, headers: { ...machine, 'if-none-match': '"v1"' } })
  expect([second.statusCode, second.body]).toEqual([304, ''])
})

test('each answer says the limit and what is left of it; over it there is a Retry-After, and the next minute begins anew', async () => {
  const eager = await house.asMachine('customers:read')
  const url = `/api/customers/${home.customerId}`
  const first = await house.server.inject({ url, headers: eager })
  expect([first.headers['ratelimit-policy'], first.headers['ratelimit']]).toEqual([
    '"minute";q=250;w=60',
    '"minute";r=249;t=50',
  ])
  let last = first
  for (let call = 0; call < 249; call += 1) last = await house.server.inject({ url, headers: eager })
  expect([last.statusCode, last.headers['ratelimit']]).toEqual([200, '"minute";r=0;t=50'])
  const over = await house.server.inject({ url, headers: eager })
  expect([over.statusCode, over.headers['retry-after'], over.headers['ratelimit']]).toEqual([
    429,
    '50',
    '"minute";r=0;t=50',
  ])
  expect((await house.server.inject({ url, headers: machine })).statusCode).toBe(200)
})

test('of many calls at once none uses up more than its own permit', async () => {
  const eager = await house.asMachine('customers:read')
  const url = `/api/customers/${home.customerId}`
  const answers = await Promise.all(Array.from({ length: 300 }, () => house.server.inject({ url, headers: eager })))
  const counted = Map.groupBy(answers, (answer) => answer.statusCode)
  expect([counted.get(200)?.length, counted.get(429)?.length]).toEqual([250, 50])
})

test('the description for people names every call of machines, with its scope, and loads nothing from elsewhere', async () => {
  const { body, statusCode } = await house.server.inject({
    url: '/api/docs',
    headers: { accept: 'text/html', 'accept-language': 'en' },
  })
  expect(statusCode).toBe(200)
  for (const part of [
    'GET /api/changes',
    'POST /api/changes/{id}/receipts',
    'POST /api/webhooks',
    'Needed scope: webhooks:write',
  ])
    expect(body).toContain(part)
  expect(body).not.toMatch(/(src|href)="https?:/)
  const machineReadable = await house.server.inject('/api/openapi.json')
  expect(machineReadable.json().openapi).toBe('3.1.0')
})

test('changes come as files of the objects that the scopes allow, and the same range again is the same file', async () => {
  const reader = await house.asMachine('customers:read', 'changes:read')
  await ask(sql`insert into exchange_change (object, object_id, customer_id, fact_id, fact, channel, actor_kind, occurred_at, state)
    select 'customer', id, id, 1000 + n, 'customers.customer-changed', 'portal', 'system', '2026-11-22T08:00:00Z',
           jsonb_build_object('customerNumber', '=1+1', 'lastName', 'Muster;frau', 'phone', '+4930' || n, 'address', jsonb_build_object('city', 'Ort'))
      from customer, generate_series(1, 3) n where id = ${home.customerId}`)
  const get = (url: string, headers = reader) => house.server.inject({ url, headers })
  const csv = await get('/api/delta/customer.csv')
  const [head = '', line = ''] = csv.body.split('\n')
  const row = Object.fromEntries(
    head.split(';').map((name, at) => [name, line.replace('"Muster;frau"', 'Muster_frau').split(';')[at]]),
  )
  expect(row).toMatchObject({ customer_number: "'=1+1", last_name: 'Muster_frau', phone: '+49301', city: 'Ort' })
  const until = String(csv.headers['x-cursor'])
  const json = await get(`/api/delta/changes.jsonl?until=${until}`)
  expect(json.body.trimEnd().split('\n')).toHaveLength(3)
  expect((await get(`/api/delta/changes.jsonl?until=${until}`)).body).toBe(json.body)
  expect((await get(`/api/delta/changes.jsonl?after=${until}`)).body).toBe('')
  expect((await get('/api/delta/reading.csv')).statusCode).toBe(404)
})
