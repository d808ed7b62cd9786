import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TestReceiver } from '../../../tests/setup/receiver.ts'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../tests/setup/people.ts'
import { addressRule, ownNetworks } from '#company/exchange'
import { tables, transaction } from '#platform/database'
import { sealerOf } from '#platform/sealing'
import { lookAtSandboxes } from './sandbox-round.ts'

const SCOPES = [
  'customers:read',
  'readings:read',
  'readings:write',
  'changes:read',
  'changes:write',
  'webhooks:write',
  'imports:write',
]

let house: TestHouse
let real: TestHome
let administrator: Record<string, string>
let sandbox: Record<string, string>
let other: Record<string, string>
let sandboxId: string

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const call = (headers: Record<string, string>, method: string, url: string, payload?: object) =>
  house.server.inject({ method: method as 'GET', url, headers, ...(payload && { payload }) })

/** A client with its sandbox. @returns headers of a call with a token of the sandbox */
async function newSandbox(): Promise<{ headers: Record<string, string>; id: string }> {
  const made = await call(administrator, 'POST', '/desk/api/machines', { name: 'Probe', scopes: SCOPES })
  const [client] = await run(
    sql<{ id: string }>`select id from machine_client where client_id = ${made.json().clientId}`,
  )
  const box = await call(administrator, 'POST', `/desk/api/clients/${client?.id}/sandbox`)
  expect(box.statusCode).toBe(201)
  const { clientId, clientSecret } = box.json()
  const token = await house.server.inject({
    method: 'POST',
    url: '/api/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }).toString(),
  })
  const [found] = await run(sql<{ id: string }>`select id from machine_client where client_id = ${clientId}`)
  return {
    headers: { authorization: `Bearer ${token.json().access_token}`, accept: 'application/json' },
    id: found?.id as string,
  }
}

const readings = (day: string, value: string, sourceKey: string, registerKey = 'SB-R-1001') => ({
  readings: [{ sourceKey, registerKey, day, value, reason: 'interim', source: 'remote' }],
})
const look = async () =>
  lookAtSandboxes({
    settings: house.settings,
    pools: house.pools,
    rule: addressRule(ownNetworks('127.0.0.1')),
    sealer: await sealerOf(house.settings),
    onError: (error) => {
      throw error
    },
    clock: house.clock,
  })
const counts = async () =>
  (
    await run(sql<Record<string, string>>`
      select (select count(*) from customer) as customers, (select count(*) from reading) as readings, (select count(*) from journal) as facts,
             (select count(*) from task) as tasks, (select count(*) from exchange_change) as changes,
             (select count(*) from webhook_subscription) as webhooks, (select count(*) from idempotent_answer) as answers,
             (select count(*) from journal_pending) as pending`)
  )[0]

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z', { WEBHOOK_NETWORKS: '127.0.0.1' })
  real = await settleIn(house.pools, { lastName: 'Geheimnis' })
  administrator = await house.asStaff('administrator')
  ;({ headers: sandbox, id: sandboxId } = await newSandbox())
  ;({ headers: other } = await newSandbox())
})
afterAll(() => house?.end())

describe('the wall around the sandbox', () => {
  test('is made of rights: its role may read no real table but those that name nobody', async () => {
    const rows = await run(sql<{ name: string; rights: string }>`
      select c.relname as name, string_agg(r.right, ',' order by r.right) as rights
        from pg_class c cross join (values ('select'), ('insert'), ('update'), ('delete'), ('truncate')) r("right")
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
         and has_table_privilege(${`${house.settings.KW_ROLE_PREFIX}_sandbox`}, c.oid, r.right)
       group by c.relname order by c.relname`)
    expect(rows).toEqual(
      ['exchange_system', 'gas_factor', 'leading_system', 'reading_rule', 'temperature'].map((name) => ({
        name,
        rights: 'select',
      })),
    )
  })

  test('has no door in a function that runs with the rights of its owner, but those that are meant', async () => {
    const rows = await run(sql<{ name: string }>`
      select p.proname as name from pg_proc p
       where p.prosecdef and p.pronamespace in ('public'::regnamespace, 'sandbox'::regnamespace) and p.prorettype <> 'trigger'::regtype
         and has_function_privilege(${`${house.settings.KW_ROLE_PREFIX}_sandbox`}, p.oid, 'execute') order by 1`)
    expect(rows.map(({ name }) => name)).toEqual(['machine_may', 'machine_name', 'machine_open', 'rate_limit_take'])
  })

  test('lets neither customers nor staff nor machines in; the worker looks and writes nothing', async () => {
    const rows = await run(sql<{ role: string; usage: boolean; writes: boolean }>`
      select r as role, has_schema_privilege(${`${house.settings.KW_ROLE_PREFIX}_`} || r, 'sandbox', 'usage') as usage,
             has_table_privilege(${`${house.settings.KW_ROLE_PREFIX}_`} || r, 'sandbox.customer', 'insert') as writes
        from unnest('{customer,worker}'::text[]) r order by r`)
    expect(rows).toEqual([
      { role: 'customer', usage: false, writes: false },
      { role: 'worker', usage: true, writes: false },
    ])
  })

  test('opens for tokens of a sandbox only, and theirs open nothing else', async () => {
    const forged = { ...sandbox, authorization: sandbox['authorization']?.replace('kwtest-', '') as string }
    expect((await call(forged, 'GET', '/api/machine/readings')).statusCode).toBe(401)
    const machine = await house.asMachine('readings:read')
    const dressed = {
      ...machine,
      authorization: machine['authorization']?.replace('Bearer ', 'Bearer kwtest-') as string,
    }
    expect((await call(dressed, 'GET', '/api/machine/readings')).statusCode).toBe(401)
  })

  test('stands between clients by row-level security in every table', async () => {
    const rows = await run(sql<{ name: string }>`
      select c.relname as name from pg_class c where c.relnamespace = 'sandbox'::regnamespace and c.relkind = 'r'
         and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'own'))`)
    expect(rows).toEqual([])
    await call(other, 'POST', '/api/machine/readings', readings('2026-11-01', '25000', 'fremd'))
    const seen = (await call(sandbox, 'GET', '/api/machine/readings')).json().readings as { sourceKey: string | null }[]
    expect(seen).toHaveLength(18)
    expect(seen.map((one) => one.sourceKey).join()).not.toContain('fremd')
  })
})

test('calls of a sandbox see its six invented customers and no real one', async () => {
  const missing = await call(sandbox, 'GET', `/api/customers/${real.customerId}`)
  // Its own first customer has an id, too, and that may be the same number.
  expect(missing.body).not.toContain('Geheimnis')
  const [first] = await run(
    sql<{ id: string }>`select id from sandbox.customer where sandbox_id = ${sandboxId} order by id`,
  )
  const seen = await call(sandbox, 'GET', `/api/customers/${first?.id}`)
  expect(seen.json()).toMatchObject({ customerNumber: 'SB-1001', lastName: 'Beispiel' })
  const { contracts } = (await call(sandbox, 'GET', `/api/customers/${first?.id}/contracts`)).json()
  expect(contracts[0]).toMatchObject({ contractNumber: 'SB-V-1001', marketLocation: { commodity: 'power' } })
})

test('what is written there is judged as everywhere, and nothing of it reaches the real house', async () => {
  await house.settle()
  const before = await counts()
  const sent = await call({ ...sandbox, 'idempotency-key': 'a' }, 'POST', '/api/machine/readings', {
    readings: [
      ...readings('2026-11-01', '19000', 'gut').readings,
      ...readings('2026-11-01', '99000', 'viel', 'SB-R-1002').readings,
      ...readings('2026-11-01', '1', 'unbekannt', 'R-1').readings,
    ],
  })
  expect(sent.json()).toMatchObject({
    questionable: 1,
    results: [{ outcome: 'stored' }, { outcome: 'stored' }, { outcome: 'refused', code: 'staying.unknown-register' }],
  })
  const again = await call({ ...sandbox, 'idempotency-key': 'a' }, 'POST', '/api/machine/readings', {
    readings: [
      ...readings('2026-11-01', '19000', 'gut').readings,
      ...readings('2026-11-01', '99000', 'viel', 'SB-R-1002').readings,
      ...readings('2026-11-01', '1', 'unbekannt', 'R-1').readings,
    ],
  })
  expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, 'true'])
  expect(await counts()).toEqual(before)
  await house.settle()
  expect(await counts()).toEqual(before)
})

test('what is not there says so', async () => {
  const sent = await house.server.inject({
    method: 'POST',
    url: '/api/imports/customers',
    headers: { ...sandbox, 'content-type': 'text/csv' },
    payload: 'a;b\n1;2\n',
  })
  expect([sent.statusCode, sent.json().code]).toEqual([403, 'platform.not-in-sandbox'])
})

test('a receiver of a sandbox gets changes of the sandbox, never a real one, and can be tried and managed', async () => {
  const receiver = await TestReceiver.start()
  receiver.now = () => house.clock.now()
  try {
    const made = await call(sandbox, 'POST', '/api/webhooks', { url: receiver.url })
    expect(made.statusCode).toBe(201)
    const { webhook, secret } = made.json()
    receiver.secret = secret
    expect((await call(sandbox, 'POST', `/api/webhooks/${webhook.id}/test`)).json()).toMatchObject({ problem: null })
    const atDesk = await call(administrator, 'GET', `/desk/api/clients/${sandboxId}/webhooks`)
    expect(atDesk.json().webhooks.map((one: { id: string }) => one.id)).toEqual([webhook.id])
    const tried = await call(administrator, 'POST', `/desk/api/clients/${sandboxId}/webhooks/${webhook.id}/test`)
    expect(tried.json()).toMatchObject({ problem: null })
    // A real change, with a real webhook of the same kind waiting for none.
    await call(await house.asMachine('readings:write'), 'POST', '/api/machine/readings', {
      readings: [
        {
          sourceKey: 'echt',
          registerKey: (
            await run(sql<{ k: string }>`select register_key as k from register where id = ${real.registerId}`)
          )[0]?.k,
          day: '2026-11-02',
          value: '19000',
          reason: 'interim',
          source: 'remote',
        },
      ],
    })
    await house.settle()
    expect((await run(sql`select 1 from webhook_delivery`)).length).toBe(0)
    // Outside of it the client of a sandbox may nothing: not even a receiver that was put there by mistake is sent a real change.
    expect(await run(sql`select machine_may(${sandboxId}, 'readings:read') as may`)).toEqual([{ may: false }])
    expect(receiver.all.map((one) => one.type)).toEqual(['webhook.test', 'webhook.test'])
    // As by the portal: in order, sent and asked for, and answered for billing.
    const happened = await call(administrator, 'POST', `/desk/api/clients/${sandboxId}/sandbox-change`)
    expect(happened.json()).toMatchObject({ customerNumber: 'SB-1001' })
    expect(await look()).toBeGreaterThan(0)
    expect(receiver.all.at(-1)).toMatchObject({ type: 'customers.customer-changed', signed: true })
    const { changes } = (await call(sandbox, 'GET', '/api/changes')).json()
    expect(changes).toMatchObject([{ object: 'customer', fields: ['phone'], state: { customerNumber: 'SB-1001' } }])
    const receipt = { key: 'q-1', outcome: 'taken-over', answeredAt: '2026-11-22T09:00:00Z' }
    const answered = await call(sandbox, 'POST', `/api/changes/${changes[0].id}/receipts`, receipt)
    expect(answered.json()).toMatchObject({ effect: 'applied' })
    await look()
    expect(await look()).toBe(0)
    expect((await run(sql`select 1 from exchange_receipt`)).length).toBe(0)
  } finally {
    await receiver.stop()
  }
})

test('filling it anew brings back the beginning, keys and receivers stay', async () => {
  expect((await call(administrator, 'POST', `/desk/api/clients/${sandboxId}/refill`)).statusCode).toBe(200)
  expect((await call(sandbox, 'GET', '/api/machine/readings')).json().readings).toHaveLength(18)
  expect((await call(sandbox, 'GET', '/api/webhooks')).json().webhooks).toHaveLength(1)
})

test('it has the columns of the real tables, and is made anew where it has not', async () => {
  const owner = await run(sql<{ n: number }>`
    select count(*)::int as n from unnest(sandbox_tables()) t(name) join pg_attribute a on a.attrelid = format('public.%I', t.name)::regclass
      and a.attnum > 0 and not a.attisdropped
     where not exists (select from pg_attribute b where b.attrelid = format('sandbox.%I', t.name)::regclass and b.attname = a.attname)`)
  expect(owner).toEqual([{ n: 0 }])
})
