import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { tellOutages } from './tell-outages.ts'

let house: TestHouse
let home: TestHome
let far: TestHome
let lead: Record<string, string>
let agent: Record<string, string>
const anybody = { 'sec-fetch-site': 'same-origin', accept: 'text/html' }

const on = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const get = (url: string, headers: Record<string, string> = anybody) => house.server.inject({ url, headers })
const post = (url: string, payload: object, headers = lead) =>
  house.server.inject({ method: 'POST', url, headers, payload })
const send = (url: string, fields: Record<string, string>) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...anybody, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
const outage = (wishes: object = {}) => ({
  commodity: 'power',
  planned: false,
  causeDe: 'Kabelschaden bei Bauarbeiten',
  startsAt: '2026-11-22T08:30:00Z',
  expectedEndAt: '2026-11-22T13:00:00Z',
  areas: [{ postalCode: '12341', street: 'Lindenweg' }],
  tell: true,
  ...wishes,
})

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  far = await settleIn(house.pools)
  await on(
    sql`update site set street = 'Hafenstraße', postal_code = '12999' where id = (select site_id from market_location where id = ${far.marketLocationId})`,
  )
  lead = await house.asStaff('manager')
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

describe('the emergency page', () => {
  test('has the number first, without signing in and without script', async () => {
    const page = await get('/notfall')
    expect(page.statusCode).toBe(200)
    const main = page.body.slice(page.body.indexOf('<main'))
    expect(main.indexOf('tel:08001234567')).toBeLessThan(main.indexOf('Es riecht nach Gas'))
    expect((await get('/notfall?grund=water')).body).toContain('Sie haben einen Rohrbruch erwähnt')
  })

  test('leads on only within this portal', async () => {
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)'])
      expect((await get(`/notfall?weiter=${encodeURIComponent(to)}`)).statusCode, to).toBeGreaterThanOrEqual(400)
  })
})

describe('a report of a fault', () => {
  const report = (wishes: Record<string, string> = {}) => ({
    kind: 'power',
    street: 'Hauptstr. ',
    postalCode: '12341',
    ...wishes,
  })

  test('opens one urgent task for its street, however it is written and however many report it', async () => {
    const first = await send('/stoerung', report())
    expect(first.statusCode).toBe(303)
    await send('/stoerung', report({ street: 'Hauptstraße', houseNumber: '7', phone: '030 1234' }))
    await send('/stoerung', report({ street: 'HAUPTSTRASSE' }))
    await send('/stoerung', report({ street: 'Nebenweg' }))
    const tasks = (await (await get('/desk/api/tasks?group=emergency', agent)).json()).tasks
    expect(tasks).toHaveLength(2)
    expect(tasks[0]).toMatchObject({
      kind: 'staying.fault-report',
      priority: 1,
      dueOn: '2026-11-22',
      group: 'emergency',
    })
    const { reports } = (await get(`/desk/api/tasks/${tasks[0].id}/fault-reports`, agent)).json()
    expect(reports.map((one: { houseNumber: string | null }) => one.houseNumber)).toEqual([null, '7', null])
  })

  test('that speaks of gas is one of gas, and the number comes before the thanks', async () => {
    const answer = await send(
      '/stoerung',
      report({ kind: 'other', street: 'Gasse', description: 'Im Keller richt es nach Gas' }),
    )
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toMatch(/^\/notfall\?grund=gas&weiter=%2Fstoerung%2Fdanke/)
    const page = await get(String(answer.headers.location))
    expect(page.body).toContain('Sie haben Gasgeruch erwähnt')
    expect(page.body).toMatch(/href="\/stoerung\/danke\?nr=\d+"/)
    expect(await on(sql<{ kind: string }>`select kind from fault_report where street = 'Gasse'`)).toEqual([
      { kind: 'gas' },
    ])
  })

  test('keeps what was typed when something is missing', async () => {
    const answer = await send('/stoerung', { kind: 'power', street: '', postalCode: '123', description: 'Laterne aus' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Laterne aus')
  })

  test('is nothing that customers may read', async () => {
    const asOwn = (query: ReturnType<typeof sql>) =>
      transaction(house.pools.customer, async (tx) => {
        const handle = tables<Record<string, never>>(tx)
        await sql`select set_config('app.customer_id', ${home.customerId}, true)`.execute(handle)
        return query.execute(handle)
      })
    await expect(asOwn(sql`select * from fault_report`)).rejects.toThrow(/permission denied/)
    await expect(asOwn(sql`select * from outage_telling`)).rejects.toThrow(/permission denied/)
    await expect(asOwn(sql`select published_by from outage`)).rejects.toThrow(/permission denied/)
    await expect(asOwn(sql`update outage set cause_de = 'x'`)).rejects.toThrow(/permission denied/)
  })
})

describe('a notice of an outage', () => {
  let id: string

  test('shows before it is published whom it reaches', async () => {
    const reach = async (areas: object[]) =>
      (await post('/desk/api/outages/reach', { commodity: 'power', areas })).json()
    expect(await reach([{ postalCode: '12341', street: 'lindenweg' }])).toEqual({
      customers: 1,
      contracts: 1,
      streets: [{ postalCode: '12341', street: 'Lindenweg', contracts: 1 }],
    })
    expect(await reach([{ postalCode: '12341' }, { postalCode: '12999' }])).toMatchObject({ customers: 2 })
    expect(
      (await post('/desk/api/outages/reach', { commodity: 'gas', areas: [{ postalCode: '12341' }] })).json(),
    ).toMatchObject({ customers: 0 })
  })

  test('is public, stands on the home of those it reaches and of nobody else', async () => {
    expect((await post('/desk/api/outages', outage(), agent)).statusCode).toBe(404)
    const made = await post('/desk/api/outages', outage())
    expect([made.statusCode, made.json().toTell]).toEqual([201, 1])
    id = made.json().outageId
    const page = await get('/stoerungen')
    expect(page.body).toContain('Strom: Kabelschaden bei Bauarbeiten')
    // 13:00 UTC in November is 14:00 in Germany.
    expect(page.body).toContain('Voraussichtlich bis 22. November 2026, 14:00 Uhr')
    expect((await get('/uebersicht', await house.asCustomer(home.customerId))).body).toContain('Kabelschaden')
    expect((await get('/uebersicht', await house.asCustomer(far.customerId))).body).not.toContain('Kabelschaden')
  })

  test('tells each of them once, by the channel they confirmed', async () => {
    await on(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
      values (${home.customerId}, 'mobile', '+4915112345678', 'confirmed', now(), 'customer', now())`)
    await house.settle()
    expect(await tellOutages(house.pools.worker, 'https://portal.example', house.clock.now())).toBe(1)
    expect(await tellOutages(house.pools.worker, 'https://portal.example', house.clock.now())).toBe(0)
    await house.settle()
    expect(await tellOutages(house.pools.worker, 'https://portal.example', house.clock.now())).toBe(0)
    const sent = await on(sql<{ channel: string; body_text: string }>`
      select channel, body_text from outbox where kind = 'staying.outage'`)
    expect(sent).toEqual([
      {
        channel: 'sms',
        body_text:
          'Strom gestört: Kabelschaden bei Bauarbeiten. Ende: 22. November 2026, 14:00 Uhr. https://portal.example/stoerungen',
      },
    ])
    const [listed] = (await get('/desk/api/outages', lead)).json().outages
    expect(listed).toMatchObject({ told: 1, toTell: 1 })
  })

  test('a planned one goes by post to who has confirmed nothing, if it is announced early enough for a letter', async () => {
    await on(sql`update customer set first_name = 'Ida', street = 'Hafenstraße', house_number = '3', postal_code = '12999', city = 'Musterstadt'
      where id = ${far.customerId}`)
    const planned = async (startsAt: string) => {
      const made = await post(
        '/desk/api/outages',
        outage({
          planned: true,
          causeDe: `Arbeiten ab ${startsAt}`,
          startsAt,
          expectedEndAt: Temporal.Instant.from(startsAt).add({ hours: 3 }).toString(),
          areas: [{ postalCode: '12999', street: 'Hafenstraße' }],
        }),
      )
      expect([made.statusCode, made.json().toTell]).toEqual([201, 1])
      await house.settle()
      expect(await tellOutages(house.pools.worker, 'https://portal.example', house.clock.now())).toBe(1)
      const { outageId, rowVersion = 1 } = made.json()
      await post(`/desk/api/outages/${outageId}/end`, { rowVersion, tell: true })
      await house.settle()
      await tellOutages(house.pools.worker, 'https://portal.example', house.clock.now())
    }
    // 28 November is six days away, 29 November seven.
    await planned('2026-11-28T08:00:00Z')
    await planned('2026-11-29T08:00:00Z')
    const sent = await on(sql<{ channel: string; recipient: string; subject: string; body_text: string }>`
      select channel, recipient, subject, body_text from outbox where kind = 'staying.outage' and customer_id = ${far.customerId}`)
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ channel: 'print', subject: 'Strom: geplante Unterbrechung in Ihrem Gebiet' })
    expect(sent[0]?.recipient).toContain('Hafenstraße 3\n12999 Musterstadt')
    expect(sent[0]?.body_text).toContain('Beginn: 29. November 2026, 09:00 Uhr')
  })

  test('gets what is known later, ends, and stays for those who come home', async () => {
    const update = { rowVersion: 1, textDe: 'Der Schaden ist gefunden.', expectedEndAt: '2026-11-22T15:00:00Z' }
    expect((await post(`/desk/api/outages/${id}/update`, update)).json()).toEqual({ rowVersion: 2 })
    expect((await post(`/desk/api/outages/${id}/update`, update)).statusCode).toBe(409)
    expect((await get('/stoerungen')).body).toContain('Der Schaden ist gefunden.')
    expect((await post(`/desk/api/outages/${id}/end`, { rowVersion: 2, tell: true })).statusCode).toBe(200)
    expect((await get('/stoerungen')).body).toContain('Behoben am')
    expect((await post(`/desk/api/outages/${id}/end`, { rowVersion: 3, tell: true })).json().code).toBe(
      'staying.outage-over',
    )
    // Twelve hours after its end it is gone.
    house.clock.moveTo('2026-11-22T21:01:00Z')
    expect((await get('/stoerungen')).body).not.toContain('Kabelschaden')
    house.clock.moveTo('2026-11-22T09:00:00Z')
  })

  test.each([
    ['before it begins', '2026-11-22T08:00:00Z'],
    ['31 days later', '2026-12-23T09:00:00Z'],
  ])('that ends %s is refused', async (_when, expectedEndAt) => {
    const answer = await post('/desk/api/outages', outage({ expectedEndAt }))
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'staying.outage-end'])
  })
})
