import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { mayEnter, tokenHash } from '#platform/http'
import { sessionOpeners } from '../session-openers.ts'
import { insertMachine, type MachineCredentials } from './machines.sql.ts'
import { scopesOf } from './scopes.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const machine = (scopes = ['readings:read', 'readings:write']) =>
  transaction(house.pools.worker, (tx) => insertMachine(tx, { name: 'Messdienst', scopes }))
const basic = ({ clientId, clientSecret }: MachineCredentials) =>
  `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
const ask = (fields: Record<string, string>, authorization?: string) =>
  house.server.inject({
    method: 'POST',
    url: '/api/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
    payload: new URLSearchParams(fields).toString(),
  })
const grant = { grant_type: 'client_credentials' }
/** What the database says about a bearer of this token. */
const bearer = (token: string) =>
  transaction(house.pools.staff, async (_tx, [rows]) => sessionOpeners.machine.who(rows ?? []), [
    sessionOpeners.machine.statement(tokenHash(token)),
  ])

test('id and secret give a token, by Basic and in the body, that only its hash is kept of', async () => {
  const client = await machine()
  for (const answer of [
    await ask(grant, basic(client)),
    await ask({ ...grant, client_id: client.clientId, client_secret: client.clientSecret }),
  ]) {
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    const { access_token, ...rest } = answer.json()
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'readings:read readings:write' })
    expect(await bearer(access_token)).toEqual({
      kind: 'machine',
      clientId: client.clientId,
      machineId: expect.stringMatching(/^\d+$/),
      scopes: ['readings:read', 'readings:write'],
    })
    const { rows } = await transaction(house.pools.worker, (tx) =>
      sql`select 1 from machine_token where token_hash = ${Buffer.from(access_token)}`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
    expect(rows).toEqual([])
  }
})

test('a token has the scopes that were asked for and no more', async () => {
  const client = await machine()
  const answer = await ask({ ...grant, scope: 'readings:read' }, basic(client))
  const who = await bearer(answer.json().access_token)
  expect(who && mayEnter({ kind: 'machine', scope: 'readings:read' }, who)).toBe(true)
  expect(who && mayEnter({ kind: 'machine', scope: 'readings:write' }, who)).toBe(false)
})

describe('the token endpoint refuses in the words of RFC 6749', () => {
  it.each<[string, (client: MachineCredentials) => ReturnType<typeof ask>, number, string]>([
    ['a wrong secret', (c) => ask(grant, basic({ ...c, clientSecret: 'x' })), 401, 'invalid_client'],
    ['an unknown client', (c) => ask(grant, basic({ ...c, clientId: 'nobody' })), 401, 'invalid_client'],
    ['no credentials', () => ask(grant), 401, 'invalid_client'],
    [
      'another scheme',
      (c) => ask({ ...grant, client_id: c.clientId, client_secret: c.clientSecret }, 'Bearer x'),
      401,
      'invalid_client',
    ],
    [
      'a scope that the client does not have',
      (c) => ask({ ...grant, scope: 'customers:write' }, basic(c)),
      400,
      'invalid_scope',
    ],
    ['a malformed scope', (c) => ask({ ...grant, scope: 'all' }, basic(c)), 400, 'invalid_scope'],
    ['another grant', (c) => ask({ grant_type: 'password' }, basic(c)), 400, 'unsupported_grant_type'],
    ['no grant', (c) => ask({}, basic(c)), 400, 'invalid_request'],
    ['credentials twice', (c) => ask({ ...grant, client_secret: c.clientSecret }, basic(c)), 400, 'invalid_request'],
    ['another id in the body', (c) => ask({ ...grant, client_id: 'other' }, basic(c)), 400, 'invalid_request'],
  ])('%s', async (_what, asking, status, error) => {
    const answer = await asking(await machine())
    expect([answer.statusCode, answer.json()]).toEqual([status, { error }])
    expect(answer.headers['www-authenticate']).toBe(status === 401 ? 'Basic realm="kundenwerk"' : undefined)
  })
})

test('a disabled client gets no token, and those it has are worthless', async () => {
  const administrator = await house.asStaff('administrator')
  const made = await house.server.inject({
    method: 'POST',
    url: '/desk/api/machines',
    headers: administrator,
    payload: { name: 'Messdienst Nord', scopes: ['readings:write'] },
  })
  expect(made.statusCode).toBe(201)
  const client = made.json<MachineCredentials>()
  const token = (await ask(grant, basic(client))).json().access_token
  expect(await bearer(token)).toBeDefined()
  const list = await house.server.inject({ url: '/desk/api/machines', headers: administrator })
  const row = list.json().machines.find((one: { clientId: string }) => one.clientId === client.clientId)
  expect(row).toMatchObject({ name: 'Messdienst Nord', scopes: ['readings:write'], disabledAt: null })
  expect(list.body).not.toContain(client.clientSecret)
  await house.server.inject({ method: 'DELETE', url: `/desk/api/machines/${row.id}`, headers: administrator })
  expect(await bearer(token)).toBeUndefined()
  expect((await ask(grant, basic(client))).statusCode).toBe(401)
})

test('nobody but an administrator makes clients', async () => {
  const answer = await house.server.inject({
    method: 'POST',
    url: '/desk/api/machines',
    headers: await house.asStaff('agent', 'manager'),
    payload: { name: 'x', scopes: ['readings:write'] },
  })
  expect(answer.statusCode).toBe(404)
})

test('a token ends after its hour', async () => {
  const token = (await ask(grant, basic(await machine()))).json().access_token
  await transaction(house.pools.worker, (tx) =>
    sql`update machine_token set expires_at = now()`.execute(tables<Record<string, never>>(tx)),
  )
  expect(await bearer(token)).toBeUndefined()
})

test('guessing the secret of one client ends after 60 attempts', async () => {
  const client = await machine()
  const statuses = []
  for (let round = 0; round < 61; round += 1)
    statuses.push((await ask(grant, basic({ ...client, clientSecret: `x${round}` }))).statusCode)
  expect(statuses.filter((status) => status === 401)).toHaveLength(60)
  expect(statuses.at(-1)).toBe(429)
})

it.each<[string, readonly string[] | undefined]>([
  ['readings:read,readings:write', ['readings:read', 'readings:write']],
  ['readings:read  readings:read', ['readings:read']],
  ['', undefined],
  ['readings', undefined],
  ['READINGS:READ', undefined],
])('scopes written as %j are %j', (text, scopes) => {
  expect(scopesOf(text)).toEqual(scopes)
})
