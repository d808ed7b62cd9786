import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { clearOldFeed, defineListener, facts, hearOnce, recordFact, relayOnce } from './index.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const heard: string[] = []
const listener = defineListener({
  name: 'test.counts',
  hears: facts.signedIn,
  hear: async (_tx, fact) => void heard.push(fact.id),
})
const now = () => Temporal.Now.instant()
const signIn = (accountId: string) =>
  transaction(house.pools.worker, (tx) =>
    recordFact(tx, facts.signedIn, { accountId }, { channel: 'portal', actor: { kind: 'system' }, occurredAt: now() }),
  )
const feed = () =>
  run<{ position: string; journal_id: string }>(sql`select position, journal_id from journal_feed order by position`)
const hearAll = async () => {
  for (const row of await feed()) await hearOnce(house.pools.worker, listener, row.journal_id, now())
}
/** All readers by position are at the end of the feed. */
const readAll = () => run(sql`update journal_reader set position = (select max(position) from journal_feed)`)
/** The night on which what was recorded before this moment is exactly 30 days old. */
const clearUnread = (moment: Temporal.Instant) => clearOldFeed(house.pools.worker, 30, moment.add({ hours: 30 * 24 }))
const clearBefore = async (moment: Temporal.Instant) => {
  await readAll()
  await clearUnread(moment)
}

test('what is old leaves the feed and the notes of who heard it; what is young stays', async () => {
  await signIn('1')
  await relayOnce(house.pools.worker, [listener])
  // Heard in one job, whose note must stay like that of a job for one.
  for (const account of ['2', '2']) await signIn(account)
  await relayOnce(house.pools.worker, [listener])
  await hearAll()
  const [first, ...second] = await feed()
  // The job about the first is done; that about the others is still there, so their notes must stay.
  await run(sql`select graphile_worker.complete_jobs(array(
    select id from graphile_worker._private_jobs where payload ->> 'journalId' = ${first?.journal_id}))`)
  await pause(5)
  const moment = now()
  await pause(5)
  for (const account of ['3', '4']) await signIn(account)
  await relayOnce(house.pools.worker, [])
  await hearAll()
  await clearBefore(moment)
  const left = await feed()
  expect(left.map((row) => row.position)).toEqual(['4', '5'])
  expect(await run(sql`select journal_id from journal_heard order by journal_id`)).toEqual(
    [...second, ...left].map((row) => ({ journal_id: row?.journal_id })),
  )
})

test('a forged row about a cleared fact is taken away and not delivered again', async () => {
  await run(sql`insert into journal_pending select id, recorded_at from journal order by id limit 1`)
  expect(await relayOnce(house.pools.worker, [listener])).toBe(0)
  expect(await run(sql`select 1 from journal_pending`)).toEqual([])
  expect((await feed()).map((row) => row.position)).toEqual(['4', '5'])
})

test('the newest row stays however old it is, and a fact that waits for the relay is never passed over', async () => {
  await signIn('5')
  await pause(5)
  await clearBefore(now())
  expect((await feed()).map((row) => row.position)).toEqual(['5'])
  expect(await relayOnce(house.pools.worker, [listener])).toBe(1)
  expect((await feed()).map((row) => row.position).at(-1)).toBe('6')
})

test('what a reader by position has not read yet stays, however old it is', async () => {
  await readAll()
  for (const account of ['7', '8']) await signIn(account)
  await relayOnce(house.pools.worker, [])
  await pause(5)
  const before = await feed()
  await clearUnread(now())
  expect((await feed()).slice(-2)).toEqual(before.slice(-2))
  await clearBefore(now())
  expect((await feed()).map((row) => row.position)).toEqual([before.at(-1)?.position])
})
