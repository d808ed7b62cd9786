import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { portalOrigin } from '#platform/http'
import { tables, transaction } from '#platform/database'
import { followRequests } from '../readings/remind-of-readings.job.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { askMember, runCampaigns } from './run-campaigns.ts'

let house: TestHouse
let lead: Record<string, string>
let homes: TestHome[]

/** Customers: 0 and 1 have a confirmed mail, 2 and 3 the post only, 4 signs in, 5 has read, 6 is asked already, 7 asked to be left alone. */
const PEOPLE = 8
beforeAll(async () => {
  house = await testHouse('2026-11-23T09:00:00Z')
  lead = await house.asStaff('team-lead')
  homes = []
  for (let at = 0; at < PEOPLE; at += 1) homes.push(await settleIn(house.pools, { lastName: `Nr${at}` }))
  for (const at of [0, 1])
    await ask(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
      values (${id(at)}, 'e-mail', ${`nr${at}@kunden.example`}, 'confirmed', now(), 'customer', now())`)
  await house.asCustomer(id(4))
  await ask(sql`update customer set street = null where id = ${id(4)}`)
  await ask(sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
    values (${home(5).registerId}, ${home(5).marketLocationId}, '2026-11-20', 19700, 'regular', 'customer', 'valid', 'portal', 'customer', '2026-11-20T09:00:00Z')`)
  await ask(sql`insert into reading_request (customer_id, market_location_ids, asked_at, due_on)
    values (${id(6)}, ${[home(6).marketLocationId]}::bigint[], '2026-11-20T09:00:00Z', '2026-12-01')`)
  await ask(sql`update customer set restricted_at = now() where id = ${id(7)}`)
})
afterAll(() => house?.end())

const home = (at: number) => homes[at] as TestHome
const id = (at: number) => home(at).customerId
const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const post = (url: string, payload: object, headers = lead) =>
  house.server.inject({ method: 'POST', url, headers, payload })
const read = async (campaignId: string) =>
  (await house.server.inject({ url: `/desk/api/campaigns/${campaignId}`, headers: lead })).json()
const run = () => runCampaigns(house.pools.worker, { origin: portalOrigin(house.settings), now: house.clock.now() })
const draft = (more: object = {}) => ({
  name: 'Jahresablesung Strom',
  purpose: 'reading',
  selection: { commodity: 'power', lastReadBefore: '2026-11-01' },
  channels: ['e-mail', 'letter', 'portal'],
  startsOn: '2026-11-23',
  dueOn: '2026-12-07',
  aDayMax: 4,
  targetPercent: 80,
  costs: { mailCents: 1, letterCents: 95, companyCents: 450 },
  ...more,
})
const make = async (more: object = {}) => (await post('/desk/api/campaigns', draft(more))).json().campaignId as string
const step = async (campaignId: string, verb: string) =>
  post(`/desk/api/campaigns/${campaignId}/state`, { verb, rowVersion: (await read(campaignId)).rowVersion })
const enter = (at: number, value: string) =>
  house.server.inject({
    method: 'POST',
    url: `/desk/api/customers/${id(at)}/readings`,
    headers: lead,
    payload: {
      day: '2026-11-23',
      reason: 'regular',
      channel: 'phone',
      submission: `campaign-answer-000${at}`,
      entries: [{ registerId: home(at).registerId, value }],
    },
  })

describe('a campaign', () => {
  let campaignId: string

  test('is previewed before it is made: who has read is not in it', async () => {
    const answer = await post('/desk/api/campaigns/preview', { purpose: 'reading', selection: draft().selection })
    expect(answer.json()).toEqual({
      customers: 7,
      meters: 7,
      withoutContract: 0,
      commodities: [{ commodity: 'power', meters: 7 }],
    })
  })

  test.each([
    ['a first day that has passed', { startsOn: '2026-11-22' }, 'startsOn'],
    ['no time to answer', { dueOn: '2026-11-23' }, 'dueOn'],
    ['an exchange by mail', { purpose: 'exchange' }, 'channels'],
    ['a way twice', { channels: ['letter', 'letter'] }, 'channels'],
  ])('is refused with %s', async (_name, more, field) => {
    const answer = await post('/desk/api/campaigns', draft(more))
    expect([answer.statusCode, answer.json().fields[0].field]).toEqual([422, field])
  })

  test('asks nobody as a draft; started, four a day, each by the first way that is open', async () => {
    campaignId = await make()
    expect(await run()).toBe(0)
    expect((await step(campaignId, 'start')).json()).toMatchObject({ state: 'running' })
    expect((await step(campaignId, 'start')).statusCode).toBe(409)
    const list = await ask<{ day: string; n: number }>(
      sql`select planned_on::text as day, count(*)::int as n from reading_campaign_member where campaign_id = ${campaignId} group by 1 order by 1`,
    )
    expect(list).toEqual([
      { day: '2026-11-23', n: 4 },
      { day: '2026-11-24', n: 3 },
    ])
    expect(await run()).toBe(4)
    const asked = await ask(sql`
      select m.channel, q.sent_by, k.last_name from reading_campaign_member m join reading_request q on q.id = m.request_id
        join customer k on k.id = m.customer_id where m.campaign_id = ${campaignId} order by k.id`)
    expect(asked).toEqual([
      { channel: 'e-mail', sent_by: 'e-mail', last_name: 'Nr0' },
      { channel: 'e-mail', sent_by: 'e-mail', last_name: 'Nr1' },
      { channel: 'letter', sent_by: 'letter', last_name: 'Nr2' },
      { channel: 'letter', sent_by: 'letter', last_name: 'Nr3' },
    ])
    expect(
      await ask(sql`select recipient from outbox where kind = 'staying.reading-request' order by recipient`),
    ).toEqual([{ recipient: 'nr0@kunden.example' }, { recipient: 'nr1@kunden.example' }])
    // The question stands in the letter centre of each of them, and is told by mail or goes as a letter.
    expect(
      await ask(
        sql`select count(*)::int as n, count(distinct customer_id)::int as customers from letter where kind = 'staying.reading-request'`,
      ),
    ).toEqual([{ n: 4, customers: 4 }])
  })

  test('asks nobody twice: not in a second run, not in two at once, not after a run that was killed in the middle', async () => {
    expect(await run()).toBe(0)
    house.clock.moveTo('2026-11-24T09:00:00Z')
    const [next] = await ask<{ id: string }>(
      sql`select id from reading_campaign_member where state = 'waiting' order by id limit 1`,
    )
    const before = await ask(
      sql`select (select count(*) from outbox) as mails, (select count(*) from letter) as letters`,
    )
    const killed = transaction(house.pools.worker, async (tx) => {
      expect(await askMember(tx, next?.id as string, { origin: 'http://localhost', now: house.clock.now() })).toBe(true)
      throw new Error('killed')
    })
    await expect(killed).rejects.toThrow('killed')
    expect(
      await ask(sql`select (select count(*) from outbox) as mails, (select count(*) from letter) as letters`),
    ).toEqual(before)
    const both = await Promise.all([run(), run()])
    expect(both[0] + both[1]).toBe((await countAsked(campaignId)) - 4)
    expect(
      await ask(
        sql`select customer_id from reading_request where asked_at >= '2026-11-23' group by 1 having count(*) > 1`,
      ),
    ).toEqual([])
    expect(await ask(sql`select idempotency_key from outbox group by 1 having count(*) > 1`)).toEqual([])
  })

  const countAsked = async (of: string) =>
    (
      await ask<{ n: number }>(
        sql`select count(*)::int as n from reading_campaign_member where campaign_id = ${of} and state = 'asked'`,
      )
    )[0]?.n as number

  test('leaves out who is asked already, and shows why', async () => {
    const page = await read(campaignId)
    expect(page.byReason).toEqual(expect.arrayContaining([{ because: 'asked-already', customers: 1 }]))
    expect(page).toMatchObject({ waiting: 0, state: 'running', quotaPercent: 0 })
    expect(page.byChannel.map((one: { channel: string }) => one.channel)).toEqual(['e-mail', 'letter', 'portal'])
  })

  test('counts who has answered, by whatever way, and what it costs', async () => {
    expect((await enter(0, '19750')).statusCode).toBe(201)
    expect((await enter(2, '19750')).statusCode).toBe(201)
    await run()
    const page = await read(campaignId)
    const mail = page.byChannel[0]
    expect(mail).toMatchObject({ channel: 'e-mail', asked: 2, answered: 1, reminded: 0, costCents: 2 })
    expect(page.answered).toBe(2)
    expect(page.quotaPercent).toBe(Math.floor((100 * 2) / page.asked))
    expect(page.days.reduce((sum: number, day: { answered: number }) => sum + day.answered, 0)).toBe(2)
  })

  test('reminds by the way of the question, counts the cost of it, and says who is overdue', async () => {
    house.clock.moveTo('2026-12-11T09:00:00Z')
    await followRequests(house.pools.worker, portalOrigin(house.settings), house.clock.now())
    await run()
    const page = await read(campaignId)
    const [mail, letter] = page.byChannel
    expect(mail).toMatchObject({ reminded: 1, overdue: 1, costCents: 3 })
    expect(letter.reminded).toBe(letter.asked - letter.answered)
    expect(letter.costCents).toBe(95 * (letter.asked + letter.reminded))
    const letters = await ask<{ n: number }>(
      sql`select count(*)::int as n from letter where kind = 'staying.reading-reminder' and customer_id in (
            select customer_id from reading_campaign_member where campaign_id = ${campaignId} and reminded_at is not null)`,
    )
    expect(letters[0]?.n).toBe(page.byChannel.reduce((sum: number, one: { reminded: number }) => sum + one.reminded, 0))
    expect(page.costCents).toBe(mail.costCents + letter.costCents)
  })

  test('stopped, nobody more is asked; resumed, it goes on; ended, it is over', async () => {
    const other = await make({
      selection: { commodity: 'power' },
      channels: ['company'],
      startsOn: '2026-12-11',
      dueOn: '2026-12-20',
      aDayMax: 100,
    })
    await step(other, 'start')
    await step(other, 'stop')
    expect(await run()).toBe(0)
    const stale = await post(`/desk/api/campaigns/${other}/state`, { verb: 'resume', rowVersion: 1 })
    expect(stale.statusCode).toBe(409)
    await step(other, 'resume')
    const asked = await run()
    expect(asked).toBeGreaterThanOrEqual(PEOPLE - 1)
    expect(await countAsked(other)).toBe(asked)
    expect((await step(other, 'end')).json()).toMatchObject({ state: 'done' })
    expect((await step(other, 'resume')).statusCode).toBe(409)
  })

  test('who may not run campaigns sees them or nothing', async () => {
    const agent = await house.asStaff('agent')
    expect((await house.server.inject({ url: '/desk/api/campaigns', headers: agent })).statusCode).toBe(200)
    expect((await post('/desk/api/campaigns', draft(), agent)).statusCode).toBe(404)
    const technician = await house.asStaff('technician')
    expect((await house.server.inject({ url: '/desk/api/campaigns', headers: technician })).statusCode).toBe(404)
  })

  test('is on record, each step of it', async () => {
    expect(
      await ask(sql`select payload ->> 'verb' as verb, (payload ->> 'customers')::int as customers from journal
                     where name = 'staying.campaign-changed' and payload ->> 'campaignId' = ${campaignId} order by id`),
    ).toEqual([{ verb: 'start', customers: 7 }])
  })
})

test('meters whose term ends become a campaign of exchange: an order for the company, answered when they are off the wall', async () => {
  await ask(
    sql`update meter set calibrated_until = '2026-12-31' where market_location_id = any(${[home(1).marketLocationId, home(3).marketLocationId]}::bigint[])`,
  )
  const campaignId = await make({
    name: 'Eichwechsel 2026',
    purpose: 'exchange',
    selection: { commodity: 'power', calibrationUntil: '2026-12-31' },
    channels: ['company'],
    startsOn: '2026-12-11',
    dueOn: '2026-12-31',
  })
  await step(campaignId, 'start')
  expect(await run()).toBe(2)
  const file = await house.server.inject({ url: `/desk/api/campaigns/${campaignId}/order.csv`, headers: lead })
  const [head = '', ...lines] = file.body.replace('\ufeff', '').trim().split('\n')
  expect(lines).toHaveLength(2)
  const cells = Object.fromEntries(head.split(';').map((name, at) => [name, lines[0]?.split(';')[at]]))
  expect(cells).toMatchObject({
    work: 'exchange',
    due_on: '2026-12-31',
    street: 'Lindenweg',
    meter_number: home(1).meterNumber,
    obis: '1.8.0',
    last_read_on: '2025-12-31',
    value_from: '17500',
  })
  // A year of 2,500 kWh: the upper bound lies above the expected 20,000.
  expect(Number(cells['value_to'])).toBeGreaterThan(20_000)
  expect(file.body).not.toContain('2500;')
  await ask(sql`update meter set removed_on = '2026-12-11' where market_location_id = ${home(1).marketLocationId}`)
  await run()
  expect(await read(campaignId)).toMatchObject({ answered: 1, quotaPercent: 50, costCents: 900, state: 'running' })
  await ask(sql`update meter set removed_on = '2026-12-11' where market_location_id = ${home(3).marketLocationId}`)
  await run()
  expect(await read(campaignId)).toMatchObject({ answered: 2, quotaPercent: 100, state: 'done' })
})
