import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
let link: string
beforeAll(async () => {
  house = await testHouse('2026-11-02T09:00:00Z')
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const browser = { 'sec-fetch-site': 'same-origin', accept: 'text/html' }
const open = (url = link, headers: Record<string, string> = browser) => house.server.inject({ url, headers })
const send = (value: string, day: string, more: Record<string, string> = {}, url = link) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      day,
      reason: 'regular',
      submission: 'link-submission-0001',
      'entries.0.registerId': home.registerId,
      'entries.0.value': value,
      ...more,
    }).toString(),
  })
const newestMail = async () =>
  (
    await ask<{ channel: string; recipient: string; subject: string; body_text: string; holds_secret: boolean }>(
      sql`select channel, recipient, subject, body_text, holds_secret from outbox order by id desc limit 1`,
    )
  )[0]
const askFor = async (due: string, customerId = home.customerId) =>
  house.server.inject({
    method: 'POST',
    url: `/desk/api/customers/${customerId}/reading-requests`,
    headers: { ...agent, host: 'localhost' },
    payload: { marketLocationIds: [], due, reason: 'regular' },
  })

test('2 November: an agent asks; the mail holds a link and tells a stranger nothing', async () => {
  const answer = await askFor('2026-11-15')
  expect(answer.statusCode).toBe(201)
  expect(answer.json()).toMatchObject({ sentBy: 'e-mail' })
  const mail = await newestMail()
  expect(mail).toMatchObject({ channel: 'e-mail', holds_secret: true, subject: 'Bitte lesen Sie Ihren Zählerstand ab' })
  expect(mail?.body_text).toContain('15. November 2026')
  for (const secret of [home.meterNumber, home.contractNumber, 'Musterfrau'])
    expect(`${mail?.subject} ${mail?.body_text}`).not.toContain(secret)
  link = /\/z\/[\w-]{43}/.exec(mail?.body_text ?? '')?.[0] as string
  expect(link).toBeDefined()
  const [row] = await ask<{ n: number }>(
    sql`select count(*)::int as n from reading_request where encode(link_token_hash, 'hex') like '%' || ${link} || '%'`,
  )
  expect(row?.n).toBe(0)
})

test('the request stands on the overview, with its day', async () => {
  const page = await house.server.inject({ url: '/uebersicht', headers: await house.asCustomer(home.customerId) })
  expect(page.body).toContain('15. November 2026')
  expect(page.body).toContain('Um Zählerstände bis 15. November 2026 gebeten')
})

test('3 November: the link opens in any browser, shows the meter, and uses nothing up', async () => {
  house.clock.moveTo('2026-11-03T18:00:00Z')
  for (let times = 0; times < 2; times++) {
    const page = await open()
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(home.meterNumber)
    expect(page.body).toContain('Sie müssen sich nicht anmelden')
    expect(page.headers['referrer-policy']).toBe('same-origin')
  }
  const other = await open('/z/' + 'x'.repeat(43))
  expect(other.statusCode).toBe(404)
  expect(other.body).toContain('gilt nicht mehr')
  expect(other.body).toContain('/zaehlerstand/gast')
})

test('a value three times the usual is asked about with its figures, as for the signed-in', async () => {
  const page = await send('24500', '2026-11-03')
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('deutlich mehr')
  expect(page.body).toContain('value="24500"')
  expect(await ask(sql`select 1 from reading where channel = 'link'`)).toEqual([])
})

test("a register that is not this request's cannot be entered with it", async () => {
  const other = await settleIn(house.pools)
  const page = await send('19600', '2026-11-03', { 'entries.0.registerId': other.registerId })
  expect(page.statusCode).toBe(404)
  expect(await ask(sql`select 1 from reading where register_id = ${other.registerId} and channel = 'link'`)).toEqual([])
})

test('corrected, it is stored once; sent twice by an impatient finger, the answer is the same', async () => {
  for (let times = 0; times < 2; times++) {
    const done = await send('19600', '2026-11-03')
    expect(done.statusCode).toBe(200)
    expect(done.body).toContain('Danke, wir haben Ihren Zählerstand')
    expect(done.body).toContain('19.600')
  }
  expect(
    await ask(sql`select value::int as value, channel, entered_by_kind as by from reading where channel = 'link'`),
  ).toEqual([{ value: 19600, channel: 'link', by: 'guest' }])
})

test('4 November: the link has ended, for looking and for sending, and the overview asks no more', async () => {
  house.clock.moveTo('2026-11-04T09:00:00Z')
  expect((await open()).statusCode).toBe(404)
  const again = await send('19700', '2026-11-04', { submission: 'link-submission-0002' })
  expect(again.statusCode).toBe(404)
  expect(again.body).toContain('gilt nicht mehr')
  expect(await ask(sql`select 1 from reading_request where answered_at is null`)).toEqual([])
})

test('a request that is overdue says so, works two weeks more, and ends then', async () => {
  await askFor('2026-11-20')
  link = /\/z\/[\w-]{43}/.exec((await newestMail())?.body_text ?? '')?.[0] as string
  house.clock.moveTo('2026-11-25T09:00:00Z')
  expect((await open()).body).toContain('war bis 20. November 2026 erbeten')
  const home1 = await house.server.inject({ url: '/uebersicht', headers: await house.asCustomer(home.customerId) })
  expect(home1.body).toContain('Seit dem 20. November 2026 fällig')
  // 20 November and 14 days is 4 December: good until the last minute of that day in Berlin.
  house.clock.moveTo('2026-12-04T22:59:00Z')
  expect((await open()).statusCode).toBe(200)
  house.clock.moveTo('2026-12-04T23:00:00Z')
  expect((await open()).statusCode).toBe(404)
})

test('a newer request ends the older link', async () => {
  await askFor('2026-12-20')
  const older = /\/z\/[\w-]{43}/.exec((await newestMail())?.body_text ?? '')?.[0] as string
  await askFor('2026-12-22')
  expect((await open(older)).statusCode).toBe(404)
})

test('who has no mail address gets a page for the post with a QR code, in the own language', async () => {
  const other = await settleIn(house.pools)
  await ask(sql`update customer set email = null, language = 'en' where id = ${other.customerId}`)
  expect((await askFor('2026-12-20', other.customerId)).json()).toMatchObject({ sentBy: 'print' })
  await house.settle()
  const [letter] = await ask<{ title: string; recipient: string[]; because: string; text: string }>(sql`
    select l.title, j.recipient, j.because, c.reading::text as text from print_job j join letter l on l.id = j.letter_id
      join letter_content c on c.letter_id = l.id where j.customer_id = ${other.customerId}`)
  expect(letter).toMatchObject({ because: 'no-channel', title: expect.stringContaining('20 December 2026') })
  expect(letter?.recipient).toContain('Lindenweg 7')
  expect(letter?.text).toMatch(/\/z\/[\w-]{43}/)
  expect(letter?.text).toContain('<svg ')
})

test('who asks without being staff, or for a customer who is not there, gets nothing', async () => {
  const stranger = await house.asCustomer(home.customerId)
  const url = `/desk/api/customers/${home.customerId}/reading-requests`
  const payload = { marketLocationIds: [], due: '2026-12-20', reason: 'regular' }
  expect((await house.server.inject({ method: 'POST', url, headers: stranger, payload })).statusCode).toBe(401)
  expect((await askFor('2026-12-20', '999999')).statusCode).toBe(404)
})
