import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let headers: Record<string, string>

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools)
  headers = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const rows = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const get = (url: string) => house.server.inject({ url, headers: { accept: 'text/html' } })

describe('the way back after choosing a language', () => {
  test.each([
    ['a tab, which browsers leave out', '/%09/evil.example'],
    ['a line break', '/%0d%0aset-cookie:x=1'],
    ['two slashes', '//evil.example'],
    ['a backslash', '/%5Cevil.example'],
    ['another scheme', 'javascript:alert(1)'],
    ['a whole address', 'https://evil.example/'],
  ])('never leaves the house: %s', async (_what, back) => {
    const answer = await get(`/sprache/en?zurueck=${back}`)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/')
  })

  test('is kept where it is a path of ours, with umlauts', async () => {
    const answer = await get(`/sprache/en?zurueck=${encodeURIComponent('/verlauf?vor=7&ü=€')}`)
    expect(answer.headers.location).toBe('/verlauf?vor=7&%C3%BC=%E2%82%AC')
  })
})

const enter = (wishes: { day?: string; submission?: string; entries: readonly Record<string, unknown>[] }) =>
  house.server.inject({
    method: 'POST',
    url: '/api/readings',
    headers,
    payload: { day: '2026-11-20', reason: 'check', submission: 'submission-of-a-form', ...wishes },
  })
const entry = (value: string, registerId = home.registerId) => ({ registerId, value, confirmed: true })
const current = async () =>
  (
    await rows(
      sql<{
        value: string
      }>`select value from reading where register_id = ${home.registerId} and read_on >= '2026-11-01'
                              and status in ('valid', 'in-check') order by read_on, id`,
    )
  ).map((row) => Number(row.value))

describe('readings', () => {
  test('two values for one register are refused at the second', async () => {
    const answer = await enter({ entries: [entry('19700'), entry('19701')] })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().fields[0].field).toBe('entries.1.value')
  })

  test.each(['0000-01-01', '0001-01-01', '9999-12-31'])('the day %s is refused, not a fault of ours', async (day) => {
    expect((await enter({ day, entries: [entry('19700')] })).statusCode).toBe(422)
  })

  test('a form sent twice is one reading; with another value it is the other value that counts', async () => {
    const first = await enter({ entries: [entry('19700')] })
    const again = await enter({ entries: [entry('19700')] })
    expect(again.json().readings[0].readingId).toBe(first.json().readings[0].readingId)
    expect(await current()).toEqual([19700])
    const mended = await enter({ entries: [entry('19710')] })
    expect(mended.statusCode).toBe(201)
    expect(Number(mended.json().readings[0].value)).toBe(19710)
    expect(await current()).toEqual([19710])
  })

  test('a form sent by two clicks at the same moment is one reading', async () => {
    const sent = { day: '2026-11-21', submission: 'two-clicks-of-one-form', entries: [entry('19720')] }
    const answers = await Promise.all(Array.from({ length: 8 }, () => enter(sent)))
    expect(new Set(answers.map((answer) => answer.json().readings[0].readingId)).size).toBe(1)
    expect(await current()).toEqual([19710, 19720])
  })

  test('the submission of somebody else gives and changes nothing of that person', async () => {
    const stranger = await settleIn(house.pools)
    const answer = await house.server.inject({
      method: 'POST',
      url: '/api/readings',
      headers: await house.asCustomer(stranger.customerId),
      payload: { day: '2026-11-20', reason: 'check', submission: 'submission-of-a-form', entries: [entry('19710')] },
    })
    expect(answer.statusCode).toBe(404)
    expect(await current()).toEqual([19710, 19720])
  })
})

const form = (url: string, fields: Record<string, string>) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
    },
    payload: new URLSearchParams(fields).toString(),
  })

test('a guest who mends a value and sends again has handed in the mended one, too', async () => {
  const typed = { meter: home.meterNumber, contract: home.contractNumber, day: '22.11.2026' }
  const submission = 'form-of-a-guest-1'
  const send = (value: string) => form('/zaehlerstand/gast', { ...typed, submission, value })
  const [first, twice, mended] = [await send('19800'), await send('19800'), await send('19810')]
  expect(first.statusCode).toBe(303)
  expect(twice.headers.location).toBe(first.headers.location)
  expect(mended.headers.location).not.toBe(first.headers.location)
  const kept = await rows(sql<{ values: string[] }>`select values_typed as values from guest_reading order by id`)
  expect(kept.map((row) => row.values)).toEqual([['19800'], ['19810']])
})

test('attempts at one customer number count together, however many zeros stand before it', async () => {
  const answers: number[] = []
  for (let zeros = 0; zeros < 12; zeros += 1)
    answers.push(
      (
        await form('/zugang-freischalten', {
          customerNumber: `${'0'.repeat(zeros)}7700123`,
          meterNumber: `1EMH00${zeros}`,
          email: `guess-${zeros}@post.example`,
          password: 'Zählwerk dreht rückwärts 7',
        })
      ).statusCode,
    )
  expect(answers.slice(0, 10)).toEqual(Array(10).fill(200))
  expect(answers.slice(10)).toEqual([429, 429])
})

test('a pending row about a fact that has passed does not stop the facts behind it', async () => {
  await house.settle()
  await rows(
    sql`insert into journal_pending (journal_id, recorded_at) select journal_id, recorded_at from journal_feed limit 1`,
  )
  await rows(sql`insert into journal_pending (journal_id, recorded_at) values (999999999, now())`)
  await enter({ day: '2026-11-22', submission: 'submission-behind-it', entries: [entry('19730')] })
  expect(await house.settle()).toBeGreaterThan(0)
  expect(await rows(sql`select 1 from journal_pending`)).toEqual([])
})
