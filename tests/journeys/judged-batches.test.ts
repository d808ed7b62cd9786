import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { facts, recordFact } from '#company/journal'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

const NOW = '2026-11-22T09:00:00Z'
let house: TestHouse
let homes: TestHome[]
beforeAll(async () => {
  house = await testHouse(NOW)
  homes = []
  for (let index = 0; index < 5; index++) homes.push(await settleIn(house.pools))
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const keyOf = async (home: TestHome) =>
  (await ask<{ register_key: string }>(sql`select register_key from register where id = ${home.registerId}`))[0]
    ?.register_key as string

/** What the importer does with one batch of a file: its rows, and one fact at the same moment. */
async function importBatch(
  batchId: string,
  at: string,
  rows: readonly (readonly [TestHome, string, string, string?])[],
) {
  await transaction(house.pools.worker, async (tx) => {
    for (const [home, day, value, source] of rows)
      await sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at, source_key)
        values (${home.registerId}, ${home.marketLocationId}, ${day}::date, ${value}, 'regular', ${source ?? 'customer'}, 'valid', 'import', 'system', ${at}::timestamptz, ${`${batchId}-${home.registerId}-${day}`})`.execute(
        tables<Record<string, never>>(tx),
      )
    await recordFact(
      tx,
      facts.readingsImported,
      { batchId, rows: rows.length, questionable: 0, refused: 0 },
      { channel: 'import', actor: { kind: 'system' }, occurredAt: Temporal.Instant.from(at) },
    )
  })
  await house.settle()
}
const verdicts = () =>
  ask<{ value: number; verdict: string; status: string }>(
    sql`select value::int as value, verdict, status from reading where channel = 'import' and source_key is not null order by id`,
  )

test('imported readings of customers are judged; what is implausible is one list and one task', async () => {
  const [a, b, c, d] = homes as [TestHome, TestHome, TestHome, TestHome]
  await importBatch('71', '2026-11-22T08:00:00Z', [
    [a, '2026-11-20', '19700'],
    [b, '2026-11-20', '91700'],
    [c, '2026-11-20', '12000'],
    [d, '2026-11-20', '19650', 'estimated'],
  ])
  expect(await verdicts()).toEqual([
    { value: 19700, verdict: 'plausible', status: 'valid' },
    { value: 91700, verdict: 'questionable', status: 'valid' },
    { value: 12000, verdict: 'questionable', status: 'valid' },
    { value: 19650, verdict: 'unknown', status: 'valid' },
  ])
  expect(await ask(sql`select kind, customer_id from task`)).toEqual([
    { kind: 'staying.check-reading-list', customer_id: null },
  ])
})

test('a further batch of the same file goes onto the same list, and the task stays one', async () => {
  const [, , , , e] = homes as [TestHome, TestHome, TestHome, TestHome, TestHome]
  await importBatch('71', '2026-11-22T08:00:05Z', [[e, '2026-11-20', '99999']])
  expect(await ask(sql`select 1 from task`)).toHaveLength(1)
  const [task] = await ask<{ list: string }>(sql`select subject ->> 'listId' as list from task`)
  const url = `/desk/api/reading-lists/${task?.list}`
  const list = (await house.server.inject({ url, headers: await house.asStaff('agent') })).json()
  expect(list).toMatchObject({ origin: 'import:71', total: 3, after: null })
  expect(list.readings.map((one: { value: string }) => one.value)).toEqual(['91700', '12000', '99999'])
  expect(list.readings[0].causes.length).toBeGreaterThan(0)
  expect(
    (await house.server.inject({ url, headers: await house.asCustomer(homes[0]?.customerId as string) })).statusCode,
  ).toBe(401)
})

test('a verdict changes nothing for the system that leads: version and hand stay', async () => {
  expect(
    await ask(
      sql`select distinct row_version, changed_here_at from reading where channel = 'import' and verdict <> 'unknown'`,
    ),
  ).toEqual([{ row_version: 1, changed_here_at: null }])
})

const post = async (readings: readonly object[], scope = 'readings:write') =>
  house.server.inject({
    method: 'POST',
    url: '/api/machine/readings',
    headers: { ...machine, ...(scope === 'readings:write' ? {} : await house.asMachine(scope)) },
    payload: { readings },
  })
let machine: Record<string, string>
const reading = (sourceKey: string, registerKey: string, day: string, value: string) => ({
  sourceKey,
  registerKey,
  day,
  value,
  reason: 'regular',
  source: 'remote',
})

test('another system hands in readings, each once by its key; what is refused is said row by row', async () => {
  machine = await house.asMachine('readings:write')
  const key = await keyOf(homes[0] as TestHome)
  const sent = [
    reading('m-1', key, '2026-11-21', '19710'),
    reading('m-2', key, '2026-11-19', '88000'),
    reading('m-3', 'nobody', '2026-11-21', '1'),
    reading('m-4', key, '2026-11-23', '19720'),
    reading('m-5', key, '2019-12-31', '100'),
    reading('m-6', key, '2026-11-18', '19690.5'),
    reading('m-7', key, '2026-11-21', '19711'),
  ]
  const first = await post(sent)
  expect(first.json().results.map((one: { outcome: string; code: string | null }) => one.code ?? one.outcome)).toEqual([
    'stored',
    'stored',
    'staying.unknown-register',
    'staying.date-in-future',
    'staying.no-meter-that-day',
    'staying.value-too-long',
    'staying.second-that-day',
  ])
  expect(first.json().questionable).toBe(1)
  const again = await post(sent.slice(0, 2))
  expect(again.json().results.map((one: { outcome: string }) => one.outcome)).toEqual(['same', 'same'])
  expect(again.json().results[0].readingId).toBe(first.json().results[0].readingId)
  const other = await post([reading('m-1', key, '2026-11-21', '19999')])
  expect(other.json().results[0]).toMatchObject({ outcome: 'refused', code: 'staying.other-value-for-key' })
  expect(await ask(sql`select 1 from reading where channel = 'api'`)).toHaveLength(2)
})

test('the same key of another system is another reading', async () => {
  machine = await house.asMachine('readings:write')
  const key = await keyOf(homes[1] as TestHome)
  expect((await post([reading('m-1', key, '2026-11-21', '91710')])).json().results[0].outcome).toBe('stored')
})

test('reading them needs its own scope, and goes on after the last one seen', async () => {
  const headers = await house.asMachine('readings:read')
  const key = await keyOf(homes[0] as TestHome)
  const url = `/api/machine/readings?registerKey=${key}`
  const page = (await house.server.inject({ url, headers })).json()
  expect(page.readings.length).toBe(7)
  expect(page.readings.at(-1)).toMatchObject({ value: '88000', source: 'remote', verdict: 'questionable' })
  const rest = (await house.server.inject({ url: `${url}&after=${page.readings[5].readingId}`, headers })).json()
  expect(rest.readings).toHaveLength(1)
  expect((await house.server.inject({ url, headers: await house.asMachine('readings:write') })).statusCode).toBe(404)
  expect((await post([], 'readings:read')).statusCode).toBeGreaterThanOrEqual(400)
})

test('ten thousand readings of a batch are judged in seconds, with the memory of one chunk', async () => {
  const [home] = homes as [TestHome]
  await ask(sql`
    with places as (
      insert into market_location (market_location_code, site_id, commodity, load_profile, forecast_kwh)
      select 'bulk' || n, site_id, 'power', 'H25', 2500 from generate_series(1, 5000) n, (select site_id from market_location where id = ${home.marketLocationId}) s
      returning id, market_location_code),
    contracts as (
      insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
      select p.market_location_code, c.contract_account_id, c.customer_id, p.id, '2023-01-01' from places p, contract c where c.id = ${home.contractId}),
    meters as (
      insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
      select market_location_code, market_location_code, 'power', 'conventional', id, '2020-01-01' from places returning id, market_location_id, meter_number),
    registers as (
      insert into register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after)
      select meter_number, id, '1.8.0', 'total', 'consumption', market_location_id, 'kWh', 6, 0 from meters returning id, market_location_id)
    insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
    select id, market_location_id, ('2022-12-31'::date + y * 365), 10000 + y * 2500 + case when id % 100 = 0 and y = 2 then 40000 else 0 end,
           'regular', 'customer', 'valid', 'import', 'system', '2026-11-22T08:30:00Z'
      from registers, generate_series(1, 2) y`)
  const started = performance.now()
  await importBatch('72', '2026-11-22T08:30:00Z', [])
  expect(performance.now() - started).toBeLessThan(15_000)
  const [counts] = await ask<{ plausible: number; questionable: number; unknown: number }>(sql`
    select count(*) filter (where verdict = 'plausible')::int as plausible,
           count(*) filter (where verdict = 'questionable')::int as questionable,
           count(*) filter (where verdict = 'unknown')::int as unknown
      from reading where entered_at = '2026-11-22T08:30:00Z'`)
  expect(counts).toMatchObject({ unknown: 0 })
  expect(counts?.questionable).toBeGreaterThanOrEqual(45)
  expect(counts?.questionable).toBeLessThanOrEqual(110)
})
