import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts'
import { openPools, type Pools, tables, transaction } from '#platform/database'
import {
  defineListener,
  facts,
  feedAfter,
  hear,
  type HearingPayload,
  hearOnce,
  recordFact,
  relayOnce,
  taskOf,
} from './index.ts'

let database: TestDatabase
let pools: Pools
const now = Temporal.Instant.from('2026-11-22T08:00:00Z')

beforeAll(async () => {
  database = await testDatabase()
  pools = openPools(
    {
      DATABASE_URL: database.url(),
      KW_ROLE_PREFIX: process.env['KW_ROLE_PREFIX'] ?? 'kundenwerk',
      KW_ROLE_PASSWORD: process.env['KW_ROLE_PASSWORD'],
      DB_POOL_MAX: 6,
    },
    () => undefined,
  )
})
afterAll(async () => {
  await pools?.end()
  await database?.drop()
})

const signIn = (accountId: string) =>
  transaction(pools.worker, (tx) =>
    recordFact(tx, facts.signedIn, { accountId }, { channel: 'portal', actor: { kind: 'system' }, occurredAt: now }),
  )

const feed = () => transaction(pools.worker, (tx) => feedAfter(tx, '0', 10_000))
const run = (text: string) =>
  transaction(pools.worker, (tx) => sql.raw(text).execute(tables<Record<string, never>>(tx)))

const hearing = defineListener({ name: 'test.hears-sign-in', hears: facts.signedIn, hear: async () => undefined })

test('a fact is in the feed and its listener has a job after the relay has passed, and not before', async () => {
  await signIn('1')
  expect(await feed()).toEqual([])
  expect(await relayOnce(pools.worker, [hearing])).toBe(1)
  expect((await feed()).map((row) => row.name)).toEqual(['identity.signed-in'])
  const jobs = await run(`select task_identifier from graphile_worker.jobs`)
  expect(jobs.rows).toEqual([{ task_identifier: taskOf(hearing) }])
  expect(await relayOnce(pools.worker, [hearing])).toBe(0)
})

test('a transaction that commits late is taken later and never skipped', async () => {
  let commitLate = () => {}
  const mayCommit = new Promise<void>((resolve) => {
    commitLate = resolve
  })
  const written = Promise.withResolvers<void>()
  const late = transaction(pools.worker, async (tx) => {
    await recordFact(
      tx,
      facts.signedIn,
      { accountId: '2' },
      { channel: 'portal', actor: { kind: 'system' }, occurredAt: now },
    )
    written.resolve()
    await mayCommit
  })
  await written.promise
  await signIn('3')
  expect(await relayOnce(pools.worker, [])).toBe(1)
  commitLate()
  await late
  expect(await relayOnce(pools.worker, [])).toBe(1)
  const positions = (await feed()).map((row) => Number(row.position))
  expect(positions).toEqual([...positions].sort((a, b) => a - b))
  expect(positions.length).toBe(3)
})

test('two relays at once deliver nothing twice', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => signIn(String(n + 10))))
  const moved = await Promise.all(Array.from({ length: 4 }, () => relayOnce(pools.worker, [])))
  expect(moved.reduce((sum, n) => sum + n, 0) + (await relayOnce(pools.worker, []))).toBe(40)
  const rows = await feed()
  expect(new Set(rows.map((row) => row.journalId)).size).toBe(rows.length)
})

test('a listener hears a fact once, however often its job runs', async () => {
  let heard = 0
  const counting = defineListener({
    name: 'test.counts',
    hears: facts.signedIn,
    hear: async () => {
      heard += 1
    },
  })
  const [first] = await feed()
  for (let round = 0; round < 3; round += 1) await hearOnce(pools.worker, counting, first?.journalId ?? '', now)
  expect(heard).toBe(1)
})

test('a listener that fails has heard nothing and is asked again', async () => {
  let tries = 0
  const failing = defineListener({
    name: 'test.fails-once',
    hears: facts.signedIn,
    hear: async () => {
      tries += 1
      if (tries === 1) throw new Error('not now')
    },
  })
  const [first] = await feed()
  await expect(hearOnce(pools.worker, failing, first?.journalId ?? '', now)).rejects.toThrow('not now')
  await hearOnce(pools.worker, failing, first?.journalId ?? '', now)
  expect(tries).toBe(2)
})

test('facts that came together are heard together, in order; one that cannot be heard gets a job of its own and holds up no other', async () => {
  const heard: string[] = []
  const picky = defineListener({
    name: 'test.picky',
    hears: facts.signedIn,
    hear: async (_tx, fact) => {
      if (fact.payload.accountId === '502') throw new Error('not this one')
      heard.push(fact.payload.accountId)
    },
  })
  for (const account of ['501', '502', '503']) await signIn(account)
  await relayOnce(pools.worker, [picky])
  const jobs = () =>
    transaction(pools.worker, async (tx) => {
      const { rows } = await sql<{ id: string; payload: HearingPayload }>`
        select j.id, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier = 'hear:test.picky' order by j.id`.execute(tables<Record<string, never>>(tx))
      return rows
    })
  const [together, ...others] = await jobs()
  expect(others).toEqual([])
  expect(together?.payload).toEqual({ journalIds: [expect.any(String), expect.any(String), expect.any(String)] })
  await hear(pools.worker, picky, together?.payload as HearingPayload, now)
  const alone = (await jobs()).slice(1)
  expect(alone.length).toBe(3)
  heard.length = 0
  const tried = await Promise.allSettled(alone.map((job) => hear(pools.worker, picky, job.payload, now)))
  expect(tried.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(heard.toSorted()).toEqual(['501', '503'])
  // The job of all of them, should it run once more, finds nothing left but the one that fails.
  await hear(pools.worker, picky, together?.payload as HearingPayload, now)
  expect(heard.length).toBe(2)
})

test('a payload that is not what the catalogue says rolls the change back', async () => {
  const wrong = transaction(pools.worker, (tx) =>
    recordFact(
      tx,
      facts.signedIn,
      { accountId: 'no id' },
      { channel: 'portal', actor: { kind: 'system' }, occurredAt: now },
    ),
  )
  await expect(wrong).rejects.toThrow()
})

test.each([
  ['update', `update journal set name = 'x'`],
  ['delete', `delete from journal`],
  ['truncate', `truncate journal`],
])('the database refuses to %s the journal, to the roles and to the owner', async (_what, text) => {
  await expect(run(text)).rejects.toThrow(/permission denied/)
  const { Client } = await import('pg')
  const owner = new Client(database.url())
  await owner.connect()
  try {
    await expect(owner.query(text)).rejects.toThrow(/append-only/)
    await expect(owner.query(text.replace('journal', 'journal_2026'))).rejects.toThrow(/append-only/)
  } finally {
    await owner.end()
  }
})
