import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'
import { emptyPhoto } from '../setup/photo.ts'

const jpeg = emptyPhoto('a picture of a meter')

let house: TestHouse
let home: TestHome
let own: Record<string, string>
let agent: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
  agent = { ...(await house.asStaff('agent')), host: 'localhost' }
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** Hands in a value that the person says is right, with a photo. @returns the reading's id */
async function handIn(value: string, day: string, reason = 'check'): Promise<string> {
  const body = new FormData()
  const fields = {
    day,
    reason,
    submission: `check-submission-${day}-${value}`,
    'entries.0.registerId': home.registerId,
    'entries.0.value': value,
    'entries.0.confirmed': 'true',
    'entries.0.explanation': 'electric-car',
  }
  for (const [name, text] of Object.entries(fields)) body.append(name, text)
  body.append('photo', new Blob([jpeg]), 'zaehler.jpg')
  const encoded = new Response(body)
  const done = await house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: { ...own, 'content-type': encoded.headers.get('content-type') as string },
    payload: Buffer.from(await encoded.arrayBuffer()),
  })
  expect(done.statusCode).toBe(303)
  return /nr=(\d+)/.exec(done.headers.location as string)?.[1] as string
}
const look = (readingId: string, headers = agent) =>
  house.server.inject({ url: `/desk/api/readings/${readingId}`, headers })
const decide = (readingId: string, decision: string, rowVersion: number, headers = agent) =>
  house.server.inject({
    method: 'POST',
    url: `/desk/api/readings/${readingId}/decision`,
    headers,
    payload: { decision, rowVersion, note: 'Foto angesehen' },
  })

let accepted: string

test('an agent finds everything about a reading in check on one page', async () => {
  accepted = await handIn('26000', '2026-11-21')
  const page = (await look(accepted)).json()
  expect(page).toMatchObject({
    reading: { value: '26000', status: 'in-check', explanation: 'electric-car', day: '2026-11-21' },
    rowVersion: 1,
    judgement: { verdict: 'questionable', usage: 8500 },
    channel: 'portal',
    customer: { customerId: home.customerId, shownName: 'Erika Musterfrau' },
    register: { meterNumber: home.meterNumber, current: true },
    task: { state: 'open', due: '2026-11-29' },
  })
  expect(page.judgement.band.high).toBeLessThan(8500)
  expect(page.register.readings.map((reading: { value: string }) => reading.value)).toEqual([
    '10000',
    '12500',
    '15000',
    '17500',
    '26000',
  ])
  expect(page.photos).toHaveLength(1)
})

test('the photo opens as a download that can do nothing, for staff alone', async () => {
  const { photos } = (await look(accepted)).json()
  const url = photos[0].href as string
  const photo = await house.server.inject({ url, headers: agent })
  expect(photo.rawPayload).toEqual(jpeg)
  expect(photo.headers['content-type']).toBe('image/jpeg')
  expect(photo.headers['content-disposition']).toMatch(/^attachment; filename="reading-\d+-\d+\.jpeg"$/)
  expect(photo.headers['content-security-policy']).toBe("default-src 'none'; sandbox")
  expect(photo.headers['x-content-type-options']).toBe('nosniff')
  expect((await house.server.inject({ url, headers: own })).statusCode).toBe(401)
  expect((await house.server.inject({ url, headers: await house.asStaff('technician') })).statusCode).toBe(404)
  const elsewhere = url.replace(/readings\/\d+/, 'readings/1')
  expect((await house.server.inject({ url: elsewhere, headers: agent })).statusCode).toBe(404)
})

test('accepted, it counts, its task is done, and the customer reads it on the timeline', async () => {
  const answer = await decide(accepted, 'accepted', 1)
  expect(answer.json()).toEqual({ readingId: accepted, status: 'valid', rowVersion: 2 })
  expect((await look(accepted)).json()).toMatchObject({ task: { state: 'done' } })
  const timeline = await house.server.inject({ url: '/verlauf', headers: own })
  expect(timeline.body).toContain('Zählerstand geprüft und übernommen')
})

test('who comes second is told so and overwrites nothing', async () => {
  expect((await decide(accepted, 'refused', 1)).statusCode).toBe(409)
  expect((await decide(accepted, 'refused', 2)).statusCode).toBe(409)
  expect(await ask(sql`select status from reading where id = ${accepted}`)).toEqual([{ status: 'valid' }])
  const twice = await handIn('99000', '2026-11-20')
  const answers = await Promise.all([decide(twice, 'accepted', 1), decide(twice, 'refused', 1)])
  expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409])
})

test('refused, what it replaced counts again, and the customer is asked once more by mail', async () => {
  house.clock.moveTo('2026-12-20T09:00:00Z')
  const agreed = await handIn('26500', '2026-12-19', 'price-change')
  const [before] = await ask<{ status: string; row_version: number }>(
    sql`select status, row_version from reading where id = ${agreed}`,
  )
  if (before?.status === 'in-check') await decide(agreed, 'accepted', before.row_version)
  const wrong = await handIn('62500', '2026-12-19', 'price-change')
  expect(await ask(sql`select status from reading where id = ${agreed}`)).toEqual([{ status: 'replaced' }])
  const mails = await ask(sql`select 1 from outbox`)
  expect((await decide(wrong, 'refused', 1)).json()).toMatchObject({ status: 'refused' })
  expect(await ask(sql`select status from reading where id = ${agreed}`)).toEqual([{ status: 'valid' }])
  const after = await ask<{ subject: string }>(sql`select subject from outbox order by id desc`)
  expect(after).toHaveLength(mails.length + 1)
  expect(after[0]?.subject).toBe('Bitte lesen Sie noch einmal ab')
  expect(await ask(sql`select due_on::text as due from reading_request where answered_at is null`)).toEqual([
    { due: '2027-01-03' },
  ])
})

test('a value that its customer corrects needs nobody to look at it any more', async () => {
  house.clock.moveTo('2027-01-10T09:00:00Z')
  const wrong = await handIn('88000', '2027-01-09')
  const right = await handIn('27000', '2027-01-09')
  await house.settle()
  expect(
    await ask(sql`select state, outcome from task where dedupe_key = ${`staying.check-reading:${wrong}`}`),
  ).toEqual([{ state: 'void', outcome: 'corrected' }])
  expect(
    await ask(sql`select value::int as value, status from reading where id in (${wrong}, ${right}) order by id`),
  ).toEqual([
    { value: 88000, status: 'replaced' },
    { value: 27000, status: expect.stringMatching(/valid|in-check/) },
  ])
})

test('an agent enters what a caller reads out; the rules of distance are for customers, the questions for both', async () => {
  const url = `/desk/api/customers/${home.customerId}/readings`
  const entry = (value: string, confirmed?: boolean) => ({
    day: '2027-01-10',
    reason: 'regular',
    channel: 'phone',
    submission: 'desk-submission-0001',
    entries: [{ registerId: home.registerId, value, ...(confirmed && { confirmed }) }],
  })
  const asked = await house.server.inject({ method: 'POST', url, headers: agent, payload: entry('90000') })
  expect(asked.statusCode).toBe(422)
  expect(asked.json().fields[0]).toMatchObject({
    field: 'entries.0.value',
    figures: { usage: expect.any(Number), high: expect.any(Number) },
  })
  const done = await house.server.inject({ method: 'POST', url, headers: agent, payload: entry('27010', true) })
  expect(done.statusCode).toBe(201)
  expect(
    await ask(sql`select source, channel, entered_by_kind as by from reading where read_on = '2027-01-10'`),
  ).toEqual([{ source: 'agent', channel: 'phone', by: 'staff' }])
  const foreign = await settleIn(house.pools)
  const elsewhere = await house.server.inject({
    method: 'POST',
    url: `/desk/api/customers/${foreign.customerId}/readings`,
    headers: agent,
    payload: { ...entry('27020'), submission: 'desk-submission-0002' },
  })
  expect(elsewhere.statusCode).toBe(404)
})

test('the registers of a customer, with former values and the rules, are for agents', async () => {
  const url = `/desk/api/customers/${home.customerId}/registers`
  const answer = (await house.server.inject({ url, headers: agent })).json()
  expect(answer.rules).toEqual({ ageDaysMax: 42, distanceDaysMin: 14, checkDays: 7 })
  const statuses = answer.registers[0].readings.map((reading: { status: string }) => reading.status)
  expect(statuses).toContain('replaced')
  expect(statuses).toContain('refused')
  expect((await house.server.inject({ url, headers: own })).statusCode).toBe(401)
})
