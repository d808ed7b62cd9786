import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts'
import {
  flight,
  migrate,
  openPools,
  type Pools,
  sendTogether,
  sendWithNext,
  statements,
  tables,
  transaction,
  type Tx,
} from './index.ts'
import { sql } from 'kysely'

let database: TestDatabase
let pools: Pools

const target = () => ({
  DATABASE_URL: database.url(),
  KW_ROLE_PREFIX: process.env['KW_ROLE_PREFIX'] ?? 'kundenwerk',
  KW_ROLE_PASSWORD: process.env['KW_ROLE_PASSWORD'],
  DB_POOL_MAX: 4,
})

beforeAll(async () => {
  database = await testDatabase()
  pools = openPools(target(), () => undefined)
})
afterAll(async () => {
  await pools?.end()
  await database?.drop()
})

type Mine = { rate_limit: { bucket: string; window_start: Temporal.Instant; used: number } }

test('a database that is up to date can be migrated again, as every start does, and nothing runs', async () => {
  expect(await migrate(target())).toEqual([])
})

test('a flight answers each statement in order', async () => {
  const one = statements<Mine>().selectNoFrom(sql<number>`1`.as('n')).compile()
  const two = statements<Mine>().selectNoFrom(sql<string>`current_setting('timezone')`.as('zone')).compile()
  expect(await flight(pools.customer, [one, two])).toEqual([[{ n: 1 }], [{ zone: 'UTC' }]])
})

test('a failed statement fails the flight and leaves the connection clean for the next', async () => {
  const bad = statements<Mine>().selectNoFrom(sql<number>`1 / 0`.as('n')).compile()
  const good = statements<Mine>().selectNoFrom(sql<number>`2`.as('n')).compile()
  for (let round = 0; round < 8; round += 1) {
    await expect(flight(pools.customer, [good, bad, good])).rejects.toThrow(/division by zero/)
    expect(await flight(pools.customer, [good])).toEqual([[{ n: 2 }]])
  }
})

test('statements that came after a failed one are known to nobody, and work the next time on the same connection', async () => {
  const pool = openPools({ ...target(), DB_POOL_MAX: 1 }, () => undefined)
  const number = (n: string) => statements<Mine>().selectNoFrom(sql<number>`${n}::int`.as('new_here')).compile()
  const after = statements<Mine>().selectNoFrom(sql<string>`'after'`.as('word')).compile()
  await expect(flight(pool.customer, [number('1'), number('no number'), after])).rejects.toThrow(/invalid input syntax/)
  expect(await flight(pool.customer, [after, number('2')])).toEqual([[{ word: 'after' }], [{ new_here: 2 }]])
  const unwritten = statements<Mine>().selectNoFrom(sql<number>`no_such_column`.as('n')).compile()
  for (let round = 0; round < 2; round += 1)
    await expect(flight(pool.customer, [after, unwritten])).rejects.toThrow(/does not exist/)
  expect(await flight(pool.customer, [after])).toEqual([[{ word: 'after' }]])
  await pool.end()
})

test('a flight is one transaction: what is set for it ends with it, and a failure takes back what was written', async () => {
  const set = statements<Mine>().selectNoFrom(sql<string>`set_config('app.customer_id', '7', true)`.as('is')).compile()
  const get = statements<Mine>().selectNoFrom(sql<string>`current_setting('app.customer_id', true)`.as('is')).compile()
  expect(await flight(pools.customer, [set, get])).toEqual([[{ is: '7' }], [{ is: '7' }]])
  expect(await flight(pools.customer, [get])).toEqual([[{ is: '' }]])
  const count = statements<Mine>().selectNoFrom(sql<number>`rate_limit_take('flight', 60, 1)`.as('used')).compile()
  const bad = statements<Mine>().selectNoFrom(sql<number>`1 / 0`.as('n')).compile()
  await expect(flight(pools.worker, [count, bad])).rejects.toThrow(/division by zero/)
  expect(await flight(pools.worker, [count])).toEqual([[{ used: 1 }]])
})

test('a value that cannot be sent fails alone, before anything has left', async () => {
  const circle: unknown[] = []
  circle.push({ toPostgres: () => circle[0] })
  const bad = statements<Mine>().selectNoFrom(sql<string>`${circle[0]}::text`.as('x')).compile()
  const good = statements<Mine>().selectNoFrom(sql<number>`2`.as('n')).compile()
  await expect(flight(pools.customer, [good, bad])).rejects.toThrow(/circular/)
  expect(await flight(pools.customer, [good])).toEqual([[{ n: 2 }]])
})

test('days and instants come back as Temporal, whatever the local time zone', async () => {
  const read = statements<Mine>()
    .selectNoFrom([
      sql<Temporal.PlainDate>`${Temporal.PlainDate.from('2026-03-29')}::date`.as('day'),
      sql<Temporal.Instant>`'2026-03-29T00:30:00Z'::timestamptz`.as('at'),
    ])
    .compile()
  const [rows] = await flight(pools.customer, [read])
  const row = rows?.[0] as { day: Temporal.PlainDate; at: Temporal.Instant }
  expect(row.day.toString()).toBe('2026-03-29')
  expect(row.at.toString()).toBe('2026-03-29T00:30:00Z')
})

test('work that throws leaves nothing behind, and a transaction is worthless after its end', async () => {
  let leaked: Tx | undefined
  const work = transaction(pools.worker, async (tx) => {
    leaked = tx
    await tables<Mine>(tx)
      .insertInto('rate_limit')
      .values({ bucket: 'x', window_start: Temporal.Instant.from('2026-01-01T00:00:00Z'), used: 1 })
      .execute()
    throw new Error('stop')
  })
  await expect(work).rejects.toThrow('stop')
  const left = await transaction(pools.worker, (tx) =>
    tables<Mine>(tx).selectFrom('rate_limit').selectAll().where('bucket', '=', 'x').execute(),
  )
  expect(left).toEqual([])
  expect(() => tables<Mine>(leaked as Tx)).toThrow(/has ended/)
})

test('a customer role may not read what is not meant for customers', async () => {
  const read = statements<Mine>().selectFrom('rate_limit').selectAll().compile()
  await expect(flight(pools.customer, [read])).rejects.toThrow(/permission denied/)
})

const put = (bucket: string, used = 1) =>
  statements<Mine>()
    .insertInto('rate_limit')
    .values({ bucket, window_start: Temporal.Instant.fromEpochMilliseconds(0), used })
    .compile()
const bucketsLike = (start: string) =>
  statements<Mine>().selectFrom('rate_limit').select(['bucket', 'used']).where('bucket', 'like', `${start}%`).compile()
const storedLike = async (start: string) => (await flight(pools.worker, [bucketsLike(start)]))[0]

test('what waits runs before the next statement of its transaction, and at the latest with the commit', async () => {
  const seen = await transaction(pools.worker, async (tx) => {
    sendWithNext(tx, [put('waits-1')])
    const [before] = await sendTogether(tx, [bucketsLike('waits-')])
    sendWithNext(tx, [put('waits-2')])
    return before
  })
  expect(seen).toEqual([{ bucket: 'waits-1', used: 1 }])
  expect(await storedLike('waits-')).toHaveLength(2)
})

test('what waits and fails takes the whole transaction with it, at the commit', async () => {
  const failed = transaction(pools.worker, async (tx) => {
    await sendTogether(tx, [put('falls-1')])
    sendWithNext(tx, [put('falls-1')])
  })
  await expect(failed).rejects.toThrow(/rate_limit_pkey/)
  expect(await storedLike('falls-')).toEqual([])
})

test('what waited when the work was given up is never sent, not even by who gets the connection next', async () => {
  for (let round = 0; round < 6; round += 1) {
    const givenUp = transaction(pools.worker, async (tx) => {
      sendWithNext(tx, [put(`given-up-${round}`)])
      throw new Error('No.')
    })
    await expect(givenUp).rejects.toThrow('No.')
    await flight(pools.worker, [statements<Mine>().selectNoFrom(sql<number>`1`.as('n')).compile()])
  }
  expect(await storedLike('given-up-')).toEqual([])
})

test('a change says how many rows it touched', async () => {
  const touched = await transaction(pools.worker, async (tx) => {
    await sendTogether(tx, [put('touch-1'), put('touch-2')])
    const done = await tables<Mine>(tx)
      .updateTable('rate_limit')
      .set({ used: 7 })
      .where('bucket', 'like', 'touch-%')
      .executeTakeFirst()
    return done.numUpdatedRows
  })
  expect(touched).toBe(2n)
})

test('work that goes on after a failed statement is told that nothing was kept', async () => {
  const swallowed = transaction(pools.worker, async (tx) => {
    await sendTogether(tx, [put('swallowed-1')])
    await sendTogether(tx, [put('swallowed-1')]).catch(() => undefined)
  })
  await expect(swallowed).rejects.toThrow('nothing was kept')
  expect(await storedLike('swallowed-')).toEqual([])
})
