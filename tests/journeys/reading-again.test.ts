import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'
import { addSites } from '../setup/sites.ts'

// What people do with a form besides filling it in: leave lines empty, go back, change their mind, get several things wrong at once.

let house: TestHouse
let home: TestHome
let own: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const send = (fields: Record<string, string>) =>
  house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      'day.day': '22',
      'day.month': '11',
      'day.year': '2026',
      reason: 'regular',
      submission: 'submission-again-1',
      ...fields,
    }).toString(),
  })
const own0 = (value: string) => ({ 'entries.0.registerId': home.registerId, 'entries.0.value': value })
const stored = () =>
  transaction(
    house.pools.worker,
    async (tx) =>
      (
        await sql<{ value: string; status: string }>`
          select value::float::text as value, status from reading where channel = 'portal' order by id`.execute(
          tables<Record<string, never>>(tx),
        )
      ).rows,
  )

test('with an empty line before it, what is wrong is said at the line in which it stands', async () => {
  const page = await send({
    'entries.0.registerId': '999999',
    'entries.0.value': '',
    'entries.1.registerId': home.registerId,
    'entries.1.value': '19x',
  })
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('href="#field-entries-1-value"')
  expect(page.body).not.toContain('href="#field-entries-0-value"')
})

test('a wrong value and a day of the future are said together', async () => {
  const [site] = await addSites(house.pools, home, 1)
  const both = await send({
    'day.day': '30',
    ...own0('19720'),
    'entries.1.registerId': site?.registerId ?? '',
    'entries.1.value': 'abc',
  })
  expect(both.statusCode).toBe(422)
  expect(both.body).toContain('href="#field-day')
  expect(both.body).toContain('href="#field-entries-1-value"')
})

test('who goes back to a former value of the same form means it anew, and what is confirmed is what counts', async () => {
  for (const value of ['19720', '19730', '19720']) {
    const done = await send(own0(value))
    expect(done.statusCode).toBe(303)
    const thanks = await house.server.inject({ url: done.headers.location as string, headers: own })
    expect(thanks.body).not.toContain('inzwischen einen anderen Stand')
  }
  expect(await stored()).toEqual([
    { value: '19720', status: 'replaced' },
    { value: '19730', status: 'replaced' },
    { value: '19720', status: 'valid' },
  ])
  const again = await send(own0('19720'))
  expect(again.statusCode).toBe(303)
  expect(await stored()).toHaveLength(3)
})
