import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followRequests } from '#journey/staying'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-02T09:00:00Z')
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const at = async (instant: string) => {
  house.clock.moveTo(instant)
  await followRequests(house.pools.worker, 'https://portal.example', house.clock.now())
  await house.settle()
}
const askFor = (customerId: string, due: string) =>
  house.server.inject({
    method: 'POST',
    url: `/desk/api/customers/${customerId}/reading-requests`,
    headers: { ...agent, host: 'localhost' },
    payload: { marketLocationIds: [], due, reason: 'regular' },
  })
const messages = (customerId: string) =>
  ask<{ kind: string; channel: string; subject: string; body_text: string }>(
    sql`select kind, channel, subject, body_text from outbox where customer_id = ${customerId} order by id`,
  )
const linkIn = (text: string | undefined) => /\/z\/[\w-]{43}/.exec(text ?? '')?.[0] as string
const open = (url: string) => house.server.inject({ url, headers: { accept: 'text/html' } })
const tasks = (customerId: string) =>
  ask<{ kind: string; state: string; outcome: string | null; due_on: Temporal.PlainDate }>(
    sql`select kind, state, outcome, due_on from task where customer_id = ${customerId} order by id`,
  )
const factsOf = async (customerId: string) =>
  (await ask<{ name: string }>(sql`select name from journal where customer_id = ${customerId} order by id`)).map(
    (row) => row.name,
  )
let sent = 0
const answer = (link: string, registerId: string, value: string, day: string) =>
  house.server.inject({
    method: 'POST',
    url: link,
    headers: {
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams({
      day,
      reason: 'regular',
      submission: `reminder-submission-${++sent}`,
      'entries.0.registerId': registerId,
      'entries.0.value': value,
    }).toString(),
  })

test('2 November: asked until the 10th. The 10th and the 12th: nothing happens', async () => {
  expect((await askFor(home.customerId, '2026-11-10')).statusCode).toBe(201)
  await at('2026-11-10T09:00:00Z')
  await at('2026-11-12T09:00:00Z')
  expect(await messages(home.customerId)).toHaveLength(1)
})

test('the 13th, three days late: one reminder by mail, however often the job runs; both links work', async () => {
  await at('2026-11-13T06:00:00Z')
  await at('2026-11-13T06:15:00Z')
  const [first, reminder, ...more] = await messages(home.customerId)
  expect(more).toEqual([])
  expect(reminder).toMatchObject({ kind: 'staying.reading-reminder', channel: 'e-mail' })
  expect(reminder?.subject).toBe('Erinnerung: Bitte lesen Sie Ihren Zählerstand ab')
  // 3 days after the day it was reminded, 14 days after it somebody looks: 11 days are left.
  expect(reminder?.body_text).toContain('bis zum 24. November 2026')
  expect(reminder?.body_text).toContain('https://portal.example/z/')
  expect(linkIn(reminder?.body_text)).not.toBe(linkIn(first?.body_text))
  expect((await open(linkIn(first?.body_text))).statusCode).toBe(200)
  expect((await open(linkIn(reminder?.body_text))).statusCode).toBe(200)
  expect(await factsOf(home.customerId)).toContain('staying.reading-reminded')
  const overview = await house.server.inject({ url: '/uebersicht', headers: await house.asCustomer(home.customerId) })
  expect(overview.body).toContain('An den Zählerstand erinnert, den wir bis 10. November 2026 erbeten hatten')
})

test('the 23rd: nothing. The 24th, a fortnight late: one task with what would be estimated', async () => {
  await at('2026-11-23T09:00:00Z')
  expect(await tasks(home.customerId)).toEqual([])
  await at('2026-11-24T09:00:00Z')
  await at('2026-11-24T09:15:00Z')
  const [task, ...more] = await tasks(home.customerId)
  expect(more).toEqual([])
  expect(task).toMatchObject({ kind: 'staying.reading-overdue', state: 'open' })
  expect(task?.due_on.toString()).toBe('2026-12-01')
  const [row] = await ask<{ id: string }>(sql`select id from reading_request where customer_id = ${home.customerId}`)
  const url = `/desk/api/reading-requests/${row?.id}`
  const shown = (await house.server.inject({ url, headers: agent })).json()
  expect(shown).toMatchObject({ due: '2026-11-10', answeredAt: null })
  const [register] = shown.registers
  expect(register.last).toEqual({ day: '2025-12-31', value: '17500' })
  // 2,500 kWh a year from 17500 at the end of 2025: until 10 November some 84 % of it, with less sun than at the end.
  expect(Number(register.expected.value)).toBeGreaterThan(17500 + 1_950)
  expect(Number(register.expected.value)).toBeLessThan(17500 + 2_250)
  expect(Number(register.expected.low)).toBeLessThan(Number(register.expected.value))
  expect(Number(register.expected.high)).toBeGreaterThan(Number(register.expected.value))
  for (const stranger of [await house.asCustomer(home.customerId), await house.asStaff('technician')])
    expect((await house.server.inject({ url, headers: stranger })).statusCode).toBeGreaterThanOrEqual(401)
})

test('the value comes by the link of the reminder: stored, request answered, task taken back by itself', async () => {
  const link = linkIn((await messages(home.customerId))[1]?.body_text)
  const done = await answer(link, home.registerId, '19680', '2026-11-24')
  expect(done.statusCode).toBe(200)
  await at('2026-11-24T10:00:00Z')
  expect(await tasks(home.customerId)).toMatchObject([{ state: 'void', outcome: 'answered' }])
  expect((await open(link)).statusCode).toBe(404)
  await at('2026-12-24T10:00:00Z')
  expect(await messages(home.customerId)).toHaveLength(2)
})

test('a value that came by an import answers the request, and nobody is reminded', async () => {
  const other = await settleIn(house.pools)
  house.clock.moveTo('2026-12-24T11:00:00Z')
  await askFor(other.customerId, '2026-12-28')
  await ask(sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
    values (${other.registerId}, ${other.marketLocationId}, '2026-12-27', 19990, 'regular', 'customer', 'valid', 'import', 'system', '2026-12-27T12:00:00Z')`)
  await at('2027-01-02T09:00:00Z')
  expect(await messages(other.customerId)).toHaveLength(1)
  const [row] = await ask<{ answered: boolean }>(
    sql`select answered_at is not null as answered from reading_request where customer_id = ${other.customerId}`,
  )
  expect(row?.answered).toBe(true)
})

test('who has no mail address is reminded on paper with a QR code, in the own language', async () => {
  const other = await settleIn(house.pools)
  await ask(sql`update customer set email = null, language = 'en' where id = ${other.customerId}`)
  await askFor(other.customerId, '2027-01-10')
  await at('2027-01-13T09:00:00Z')
  await house.settle()
  expect(await messages(other.customerId)).toEqual([])
  const letters = await ask<{ kind: string; title: string; text: string }>(sql`
    select l.kind, l.title, c.reading::text as text from print_job j join letter l on l.id = j.letter_id
      join letter_content c on c.letter_id = l.id where j.customer_id = ${other.customerId} order by j.id`)
  expect(letters.map((one) => one.kind)).toEqual(['staying.reading-request', 'staying.reading-reminder'])
  expect(letters[1]?.title).toBe('Reminder: meter reading by 24 January 2027')
  expect(letters[1]?.text).toMatch(/\/z\/[\w-]{43}/)
})

test('after a standstill of weeks the reminder comes first, and the task only when its time has passed', async () => {
  const other = await settleIn(house.pools)
  await askFor(other.customerId, '2027-01-15')
  await at('2027-02-20T09:00:00Z')
  expect((await messages(other.customerId)).map((one) => one.kind)).toEqual([
    'staying.reading-request',
    'staying.reading-reminder',
  ])
  expect(await tasks(other.customerId)).toEqual([])
  const link = linkIn((await messages(other.customerId))[1]?.body_text)
  expect((await open(link)).statusCode).toBe(200)
  await at('2027-03-03T09:00:00Z')
  expect(await tasks(other.customerId)).toMatchObject([{ kind: 'staying.reading-overdue' }])
})
