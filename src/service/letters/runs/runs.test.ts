import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { emptyDesign } from '../design/empty-design.ts'
import { dispatchDue } from './dispatch.ts'
import { allowance, type Pace } from './pace.ts'

describe('the pace', () => {
  const pace: Pace = { perHour: 120, perDay: 500, quietFrom: 20, quietTo: 8 }
  const none = { inFiveMinutes: 0, inHour: 0, today: 0 }
  test.each([
    // Berlin is an hour ahead of UTC in winter: 10:00 there, and 120 an hour are ten in five minutes.
    ['at ten in the morning', '2026-11-23T09:00:00Z', none, 10],
    ['when six of the ten are out', '2026-11-23T09:00:00Z', { ...none, inFiveMinutes: 6, inHour: 6, today: 6 }, 4],
    ['when the hour is full', '2026-11-23T09:00:00Z', { ...none, inHour: 118, today: 118 }, 2],
    ['when the day is full', '2026-11-23T09:00:00Z', { ...none, today: 500 }, 0],
    ['at 19:59', '2026-11-23T18:59:59Z', none, 10],
    ['at 20:00 it is quiet', '2026-11-23T19:00:00Z', none, 0],
    ['at 7:59 it still is', '2026-11-23T06:59:59Z', none, 0],
    ['at 8:00 it is not', '2026-11-23T07:00:00Z', none, 10],
  ])('%s', (_when, now, done, allowed) => {
    expect(allowance(pace, done, Temporal.Instant.from(now))).toBe(allowed)
  })
  test('without quiet hours all day', () => {
    expect(allowance({ ...pace, quietFrom: 0, quietTo: 0 }, none, Temporal.Instant.from('2026-11-23T23:30:00Z'))).toBe(
      10,
    )
  })
})

let house: TestHouse
let author: Record<string, string>
let second: Record<string, string>
const customers: string[] = []
const PEOPLE = 130
const NOW = '2026-11-23T09:00:00Z'

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const send = async (url: string, payload: object, headers = author, method: 'POST' | 'PUT' = 'POST') =>
  (await house.server.inject({ method, url, headers, payload })).json()
const get = async (url: string, headers = author) => (await house.server.inject({ url, headers })).json()

beforeAll(async () => {
  house = await testHouse(NOW)
  author = await house.asStaff('editor')
  second = await house.asStaff('editor')
  for (let at = 0; at < PEOPLE; at += 1) customers.push((await settleIn(house.pools, { readings: [] })).customerId)
  await makeKind()
}, 120_000)
afterAll(() => house?.end())

const KIND = 'own.price-note'
async function makeKind() {
  const titles = { titleDe: 'Neue Preise', titleEn: 'New prices' }
  await send('/desk/api/letter-designs', {
    code: KIND,
    ...titles,
    importance: 'important',
    category: 'paying',
    topic: 'contract',
  })
  const at = `/desk/api/letter-designs/${KIND}`
  const { open } = await get(at)
  const words = (text: string) => ({ de: text, du: '', en: text })
  const body = {
    ...emptyDesign(titles),
    parameters: [
      { name: 'price', label: 'Preis', type: 'decimal', required: true, source: 'order' },
      { name: 'contract', label: 'Vertrag', type: 'text', required: true, source: 'contract-number' },
    ],
    modules: [
      {
        code: 'price-note',
        version: 0,
        name: 'Preis',
        when: [],
        blocks: [{ kind: 'paragraph', text: words('{contract}: {price} ct') }],
      },
    ],
  }
  const saved = await send(`${at}/draft`, { rowVersion: open.rowVersion, note: '', body }, author, 'PUT')
  const proposed = await send(`${at}/propose`, { rowVersion: saved.rowVersion })
  const released = await send(`${at}/release`, { rowVersion: proposed.rowVersion, validFrom: '2026-11-23' }, second)
  expect(released.version).toBe(1)
}

const wish = {
  name: 'Preise 2027',
  kind: KIND,
  criteria: { commodity: 'power', postalCodes: ['123'] },
  values: { price: '31.9' },
  purpose: 'contract',
  perHour: 100_000,
  perDay: 1_000_000,
  startsAt: NOW,
  quietFrom: 0,
  quietTo: 0,
}
const made = async (more: object = {}) => send('/desk/api/letter-runs', { ...wish, ...more })
const step = (id: string, verb: string, rowVersion: number, who = author) =>
  send(`/desk/api/letter-runs/${id}/${verb}`, { rowVersion }, who)
const started = async (more: object = {}) => {
  const { id, rowVersion } = await made(more)
  const proposed = await step(id, 'propose', rowVersion)
  await step(id, 'approve', proposed.rowVersion, second)
  return id as string
}
const dispatch = (now = NOW) => dispatchDue(house.pools.worker, Temporal.Instant.from(now))

test('a selection is counted with examples; one that meets nobody is not proposed', async () => {
  const found = await send('/desk/api/letter-runs/count', { criteria: wish.criteria })
  expect(found).toMatchObject({ count: PEOPLE })
  expect(found.examples).toHaveLength(5)
  expect((await send('/desk/api/letter-runs/count', { criteria: { postalCodes: ['9'] } })).count).toBe(0)
  const { id, rowVersion } = await made({ criteria: { postalCodes: ['9'] } })
  expect((await step(id, 'propose', rowVersion)).code).toBe('letters.run-empty')
  expect((await made({ values: {} })).code).toBe('letters.value-missing')
  expect((await made({ kind: 'paying.bill' })).code).toBe('letters.run-kind')
})

test('it is approved by somebody else, after a look at letters as they will be', async () => {
  const { id, rowVersion } = await made()
  const proposed = await step(id, 'propose', rowVersion)
  expect((await step(id, 'approve', proposed.rowVersion)).code).toBe('letters.own-run')
  const sample = await get(`/desk/api/letter-runs/${id}/sample?at=3`, second)
  expect(sample).toMatchObject({ pages: 1, refused: null })
  expect(await dispatch()).toBe(0)
  await step(id, 'drop', proposed.rowVersion)
})

test('nobody gets two: three dispatchers at once, one of them killed in the middle, and each customer has one letter', {
  timeout: 180_000,
}, async () => {
  const id = await started()
  const killer = (async () => {
    for (let at = 0; at < 6; at += 1) {
      await run(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where query ilike '%letter_run_item%' and pid <> pg_backend_pid() and state <> 'idle' limit 1`).catch(
        () => undefined,
      )
      await new Promise((done) => setTimeout(done, 40))
    }
  })()
  const dispatchers = Array.from({ length: 3 }, () => dispatch().catch(() => 0))
  await Promise.all([killer, ...dispatchers])
  for (let at = 0; at < 20 && (await get(`/desk/api/letter-runs/${id}`)).state === 'running'; at += 1) await dispatch()
  const rows = await run<{ letters: string; customers: string }>(sql`
    select count(*) as letters, count(distinct customer_id) as customers from letter where source_key like ${`%:run-${id}-%`}`)
  expect(rows[0]).toEqual({ letters: String(PEOPLE), customers: String(PEOPLE) })
  expect(await get(`/desk/api/letter-runs/${id}`)).toMatchObject({
    state: 'ended',
    counts: { ordered: PEOPLE, refused: 0, waiting: 0 },
  })
  await house.settle()
  expect((await get(`/desk/api/letter-runs/${id}`)).counts.published).toBe(PEOPLE)
  const [letter] = await run<{ text: string }>(sql`
    select c.search_text as text from letter l join letter_content c on c.letter_id = l.id where l.customer_id = ${customers[5]} and l.kind = ${KIND}`)
  expect(letter?.text).toContain('31,9 ct')
})

test('it goes out step by step, stops, and goes on where it stopped', async () => {
  const id = await started({ perHour: 120 })
  expect(await dispatch()).toBe(10)
  expect(await dispatch('2026-11-23T09:01:00Z')).toBe(0)
  expect(await dispatch('2026-11-23T09:06:00Z')).toBe(10)
  const { rowVersion } = await get(`/desk/api/letter-runs/${id}`)
  const stopped = await step(id, 'stop', rowVersion)
  expect(await dispatch('2026-11-23T09:12:00Z')).toBe(0)
  await step(id, 'resume', stopped.rowVersion)
  expect(await dispatch('2026-11-23T09:12:00Z')).toBe(10)
  expect((await get(`/desk/api/letter-runs/${id}`)).counts).toMatchObject({ ordered: 30, waiting: PEOPLE - 30 })
  const now = await get(`/desk/api/letter-runs/${id}`)
  await step(id, 'drop', (await step(id, 'stop', now.rowVersion)).rowVersion)
})

test('who may not or cannot be written to gets none: a task says so, and the rest goes on', async () => {
  const [ended, dead] = [customers[0] as string, customers[1] as string]
  const id = await started()
  await run(sql`update contract set ends_on = '2026-11-22' where customer_id = ${ended}`)
  await run(sql`update customer set street = null where id = ${dead}`)
  for (let at = 0; at < 20 && (await get(`/desk/api/letter-runs/${id}`)).state === 'running'; at += 1) await dispatch()
  const shown = await get(`/desk/api/letter-runs/${id}`)
  expect(shown.counts.ordered).toBe(PEOPLE - shown.counts.refused)
  expect(shown.refused.find((one: { customerId: string }) => one.customerId === ended)).toMatchObject({
    reason: 'contract-ended',
  })
  const tasks = await run<{ customer_id: string }>(sql`select customer_id from task where kind = 'letters.run-refused'`)
  expect(tasks.map((task) => task.customer_id)).toContain(ended)
})

test('advertising goes to nobody who has not agreed', async () => {
  const id = await started({ purpose: 'offers-by-mail', criteria: { postalCodes: ['12341'] } })
  for (let at = 0; at < 20 && (await get(`/desk/api/letter-runs/${id}`)).state === 'running'; at += 1) await dispatch()
  const shown = await get(`/desk/api/letter-runs/${id}`)
  expect(shown.counts).toMatchObject({ ordered: 0 })
  expect(new Set(shown.refused.map((one: { reason: string }) => one.reason))).toEqual(new Set(['no-consent']))
})
