import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'

let house: TestHouse
let administrator: Record<string, string>
let developer: Record<string, string>
let stranger: Record<string, string>
let id: string
let clientId: string
let secret: string
let hook: Server
let hookUrl: string
const got: { headers: Record<string, unknown>; body: string }[] = []

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const call = (headers: Record<string, string>, method: string, url: string, payload?: object) =>
  house.server.inject({ method: method as 'GET', url, headers, ...(payload && { payload }) })
const tokenFor = (client: string, key: string) =>
  house.server.inject({
    method: 'POST',
    url: '/api/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: key,
    }).toString(),
  })
const bearer = async (key = secret) => ({
  authorization: `Bearer ${(await tokenFor(clientId, key)).json().access_token}`,
  accept: 'application/json',
})

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z', { WEBHOOK_NETWORKS: '127.0.0.1' })
  administrator = await house.asStaff('administrator')
  developer = await house.asStaff('developer')
  stranger = await house.asStaff('developer')
  hook = createServer((request, reply) => {
    let body = ''
    request.on('data', (piece) => (body += piece))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      reply.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
  hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/in`
})
afterAll(async () => {
  hook?.close()
  await house?.end()
})
beforeEach(async () => {
  const scopes = ['customers:read', 'readings:read', 'webhooks:write']
  const made = await call(administrator, 'POST', '/desk/api/machines', { name: 'Messdienst Nord', scopes })
  ;({ clientId, clientSecret: secret } = made.json())
  const [row] = await run(sql<{ id: string }>`select id from machine_client where client_id = ${clientId}`)
  id = row?.id as string
  const people = await call(administrator, 'GET', '/desk/api/developers')
  const [first] = await run(
    sql<{ id: string }>`select staff_id as id from staff_session s join staff f on f.id = s.staff_id
                         where f.roles = '{developer}' order by f.id limit 1`,
  )
  expect(people.json().developers.map((one: { id: string }) => one.id)).toContain(first?.id)
  const named = await call(administrator, 'PUT', `/desk/api/machines/${id}/people`, { staffIds: [first?.id] })
  expect(named.statusCode).toBe(200)
})

test('a person who is named for a client sees it, and a stranger finds nothing of it', async () => {
  const seen = await call(developer, 'GET', '/desk/api/clients')
  expect(seen.json().machines.map((one: { id: string }) => one.id)).toContain(id)
  expect((await call(stranger, 'GET', '/desk/api/clients')).json().machines).toEqual([])
  for (const [method, url, body] of [
    ['GET', `/desk/api/clients/${id}`, undefined],
    ['GET', `/desk/api/clients/${id}/calls`, undefined],
    ['GET', `/desk/api/clients/${id}/webhooks`, undefined],
    ['POST', `/desk/api/clients/${id}/keys`, { label: 'x' }],
    ['POST', `/desk/api/clients/${id}/keys/1/end`, { inHours: 0 }],
    ['PATCH', `/desk/api/clients/${id}/scopes`, { rowVersion: 1, scopes: [] }],
    ['POST', `/desk/api/clients/${id}/sandbox`, undefined],
    ['POST', `/desk/api/clients/${id}/refill`, undefined],
    ['POST', `/desk/api/clients/${id}/webhooks`, { url: hookUrl }],
  ] as const)
    expect((await call(stranger, method, url, body)).statusCode, `${method} ${url}`).toBe(404)
  // Nor does a developer's session hold rows of customers, whoever looks after them.
  expect((await call(developer, 'GET', '/desk/api/search?q=Muster')).statusCode).toBe(404)
})

test('a new key and the former are valid together until the former ends, and its tokens end with it', async () => {
  const before = await bearer()
  const made = await call(developer, 'POST', `/desk/api/clients/${id}/keys`, { label: 'Neu', formerValidHours: 24 })
  expect(made.statusCode).toBe(201)
  const next = made.json().clientSecret as string
  expect([(await tokenFor(clientId, secret)).statusCode, (await tokenFor(clientId, next)).statusCode]).toEqual([
    200, 200,
  ])
  const { keys } = (await call(developer, 'GET', `/desk/api/clients/${id}`)).json()
  expect(keys.map((key: { label: string; endsAt: string | null }) => [key.label, key.endsAt])).toEqual([
    ['Neu', null],
    ['Schlüssel 1', '2026-11-23T09:00:00Z'],
  ])
  expect((await call(developer, 'GET', `/desk/api/clients/${id}`)).body).not.toContain(next)
  const ended = await call(developer, 'POST', `/desk/api/clients/${id}/keys/${keys[1].id}/end`, { inHours: 0 })
  expect(ended.statusCode).toBe(200)
  expect((await tokenFor(clientId, secret)).statusCode).toBe(401)
  expect((await call(await bearer(next), 'GET', '/api/machine/readings')).statusCode).toBe(200)
  // The database's own time is real; the key ended at the house's standing one, long before.
  await run(sql`update machine_key set ends_at = now() - interval '1 second' where id = ${keys[1].id}`)
  expect((await call(before, 'GET', '/api/machine/readings')).statusCode).toBe(401)
})

test('scopes are chosen among those that are allowed, and hold from the next call on', async () => {
  const machine = await bearer()
  expect((await call(machine, 'GET', '/api/machine/readings')).statusCode).toBe(200)
  const choose = (rowVersion: number, ...scopes: string[]) =>
    call(developer, 'PATCH', `/desk/api/clients/${id}/scopes`, { rowVersion, scopes })
  const beyond = await choose(1, 'customers:read', 'imports:write')
  expect([beyond.statusCode, beyond.json().fields[0].code]).toEqual([422, 'identity.scope-not-allowed'])
  expect((await choose(1, 'customers:read')).statusCode).toBe(200)
  expect((await choose(1, 'readings:read')).statusCode).toBe(409)
  expect((await call(machine, 'GET', '/api/machine/readings')).statusCode).toBe(404)
  await call(administrator, 'PATCH', `/desk/api/machines/${id}`, { scopes: ['readings:read'] })
  const { client } = (await call(developer, 'GET', `/desk/api/clients/${id}`)).json()
  expect([client.scopes, client.scopesAllowed]).toEqual([[], ['readings:read']])
})

test('all tokens of a client share its minute, and the administrator says how long that is', async () => {
  await call(administrator, 'PUT', `/desk/api/machines/${id}/limit`, { callsPerMinute: 5 })
  const [one, other] = [await bearer(), await bearer()]
  const statuses: number[] = []
  for (let round = 0; round < 4; round += 1)
    for (const machine of [one, other]) statuses.push((await call(machine, 'GET', '/api/machine/readings')).statusCode)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  const last = await call(one, 'GET', '/api/machine/readings')
  expect(last.headers['ratelimit-policy']).toBe('"minute";q=5;w=60')
})

test('its people see every call with status, duration, problem and request id; no query and no body', async () => {
  const machine = await bearer()
  await call(machine, 'GET', '/api/machine/readings?registerKey=geheim')
  const wrong = await call(machine, 'POST', '/api/webhooks', { url: 'https://10.0.0.1/' })
  const missing = await call(machine, 'GET', '/api/changes')
  type Shown = {
    method: string
    path: string
    status: number
    code: string | null
    requestId: string
    fields: object[]
  }
  const shown = await expect
    .poll(async () => (await call(developer, 'GET', `/desk/api/clients/${id}/calls`)).json().calls as Shown[], {
      timeout: 5_000,
    })
    .toHaveLength(3)
    .then(async () => (await call(developer, 'GET', `/desk/api/clients/${id}/calls`)).json().calls as Shown[])
  expect(shown.map(({ method, path, status, code }) => [method, path, status, code])).toEqual([
    ['GET', '/api/changes', 404, 'platform.scope-missing'],
    ['POST', '/api/webhooks', 422, 'platform.wrong-fields'],
    ['GET', '/api/machine/readings', 200, null],
  ])
  expect(shown[1]).toMatchObject({ requestId: wrong.headers['x-request-id'], fields: [{ field: 'url' }] })
  expect(shown[0]?.requestId).toBe(missing.headers['x-request-id'])
  expect(JSON.stringify(shown)).not.toContain('geheim')
  const failed = await call(developer, 'GET', `/desk/api/clients/${id}/calls?failed=yes`)
  expect(failed.json().calls).toHaveLength(2)
  const { day } = (await call(developer, 'GET', `/desk/api/clients/${id}`)).json()
  expect(day).toMatchObject({ calls: 3, failed: 2 })
})

describe('receivers of changes', () => {
  const add = async () => {
    const made = await call(developer, 'POST', `/desk/api/clients/${id}/webhooks`, { url: hookUrl })
    expect(made.statusCode).toBe(201)
    return made.json() as { webhook: { id: string; rowVersion: number }; secret: string }
  }

  test('are made, tried, paused and removed by the client’s people; the secret is sealed where it is stored', async () => {
    const { webhook, secret: signing } = await add()
    const base = `/desk/api/clients/${id}/webhooks/${webhook.id}`
    got.length = 0
    const tried = await call(developer, 'POST', `${base}/test`)
    expect(tried.json()).toMatchObject({ status: 204, problem: null })
    expect(JSON.parse(got[0]?.body ?? '{}')).toMatchObject({ type: 'webhook.test' })
    expect(got[0]?.headers['webhook-signature']).toMatch(/^v1,/)
    expect((await call(stranger, 'POST', `${base}/test`)).statusCode).toBe(404)
    expect(got).toHaveLength(1)
    const [stored] = await run(
      sql<{ secret: string }>`select secret from webhook_secret where subscription_id = ${webhook.id}`,
    )
    expect(stored?.secret).not.toContain(signing.slice(6))
    const paused = await call(developer, 'PATCH', base, { rowVersion: webhook.rowVersion, state: 'paused' })
    expect(paused.json()).toMatchObject({ state: 'paused', rowVersion: 2 })
    const rotated = await call(developer, 'POST', `${base}/secrets`, {})
    await call(developer, 'POST', `${base}/test`)
    expect(String(got[1]?.headers['webhook-signature']).split(' ')).toHaveLength(2)
    expect(rotated.json().secret).not.toBe(signing)
    expect((await call(developer, 'POST', `${base}/replay`, { after: '0' })).json()).toEqual({ changes: 0 })
    expect((await call(developer, 'DELETE', base)).statusCode).toBe(200)
    expect((await call(developer, 'POST', `${base}/test`)).statusCode).toBe(404)
  })

  test('are changed by a machine only at the version that it has read', async () => {
    const { webhook } = await add()
    const machine = await bearer()
    const url = `/api/webhooks/${webhook.id}`
    const read = await call(machine, 'GET', url)
    expect(read.headers['etag']).toBe('"v1"')
    const change = (headers: Record<string, string>, body: object = { state: 'paused' }) =>
      call({ ...machine, ...headers }, 'PATCH', url, body)
    expect((await change({})).statusCode).toBe(428)
    expect((await change({ 'if-match': '"v7"' })).statusCode).toBe(412)
    const done = await change({ 'if-match': '"v1"' })
    expect([done.statusCode, done.headers['etag']]).toEqual([200, '"v2"'])
    expect((await change({}, { rowVersion: 1, state: 'active' })).statusCode).toBe(409)
  })
})

test('an answer that is kept for a repeated call holds no readable secret', async () => {
  const machine = { ...(await bearer()), 'idempotency-key': 'once' }
  const made = await call(machine, 'POST', '/api/webhooks', { url: hookUrl })
  expect((await call(machine, 'POST', '/api/webhooks', { url: hookUrl })).json()).toEqual(made.json())
  const [kept] = await run(sql<{ answer: string }>`select answer::text from idempotent_answer where machine_id = ${id}`)
  expect(kept?.answer).not.toContain(made.json().secret.slice(6, 20))
})
