import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { forgetRules } from '../../src/journey/staying/readings/calendar-rules.sql.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn } from '../setup/people.ts'

/** What every answer says to browsers and caches, and what none says. Rows of docs/asvs.md name these tests. */
let house: TestHouse
let customer: Record<string, string>
let agent: Record<string, string>

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z', { PUBLIC_URL: 'https://portal.example' })
  customer = await house.asCustomer((await settleIn(house.pools)).customerId)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const pages = ['/uebersicht', '/zaehlerstand', '/verbrauch', '/verlauf', '/meine-daten', '/konto']
const open = (url: string, headers: Record<string, string> = {}, host = 'portal.example') =>
  house.server.inject({ url, headers: { host, ...headers } })

test('HTTPS is demanded for a year where the public address has it', async () => {
  for (const url of ['/anmelden', '/nowhere', '/api/readings', '/health/live'])
    expect((await open(url)).headers['strict-transport-security'], url).toMatch(/^max-age=31536000; includeSubDomains/)
})

test('no other origin is let in by a header', async () => {
  for (const url of ['/anmelden', '/api/readings', '/api/openapi.json', '/health/live']) {
    const answer = await open(url, { ...customer, origin: 'https://stranger.example' })
    const names = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))
    expect(names, url).toEqual([])
  }
})

test('passwords are typed into fields that hide them and take them from a manager', async () => {
  for (const url of ['/anmelden', '/konto/passwort']) {
    const { body } = await open(url, url === '/anmelden' ? {} : customer)
    const fields = body.match(/<input[^>]*type="password"[^>]*>/g) ?? []
    expect(fields.length, url).toBeGreaterThan(0)
    for (const field of fields) expect(field).toMatch(/autoComplete="(current|new)-password"/i)
    expect(body).not.toMatch(/onpaste|autocomplete="off"/i)
  }
})

describe('the signed-in', () => {
  test('every page of the signed-in has the way out', async () => {
    for (const url of pages) expect((await open(url, customer)).body, url).toContain('href="/abmelden"')
  })

  test('whoever leaves leaves nothing in the browser', async () => {
    const own = await house.asCustomer((await settleIn(house.pools)).customerId)
    const left = await house.server.inject({
      method: 'POST',
      url: '/abmelden',
      headers: { host: 'portal.example', 'content-type': 'application/x-www-form-urlencoded', ...own },
      payload: '',
    })
    expect(left.headers['clear-site-data']).toBe('"cache", "storage"')
    expect((await open('/uebersicht', own)).statusCode).toBe(303)
  })

  test('nothing of a person is kept by a cache', async () => {
    for (const url of pages) expect((await open(url, customer)).headers['cache-control'], url).toBe('no-store')
    expect((await open('/api/readings', customer)).headers['cache-control']).toBe('no-store')
    expect((await open('/desk/api/tasks', agent)).headers['cache-control']).toBe('no-store')
  })
})

test('nothing of the source, no listing and no version is given away', async () => {
  const paths = [
    '/.git/config',
    '/package.json',
    '/src/main.ts',
    '/assets/',
    '/assets/ui/',
    '/..%2fpackage.json',
    '/.env',
  ]
  for (const url of paths) expect((await open(url)).statusCode, url).toBe(404)
  const { headers } = await open('/anmelden')
  expect(headers['server']).toBeUndefined()
  expect(headers['x-powered-by']).toBeUndefined()
})

test('TRACE is refused', async () => {
  const answer = await house.server.inject({
    method: 'TRACE' as 'GET',
    url: '/anmelden',
    headers: { host: 'portal.example' },
  })
  expect([404, 405, 501]).toContain(answer.statusCode)
  expect(answer.body).not.toContain('portal.example')
})

test('a fault of ours says nothing of its inside', async () => {
  const broken = await testHouse()
  const home = await settleIn(broken.pools)
  const headers = await broken.asCustomer(home.customerId)
  await transaction(broken.pools.worker, (tx) =>
    sql`delete from reading_rule`.execute(tables<Record<string, never>>(tx)),
  )
  forgetRules()
  const answers = await Promise.all([
    broken.server.inject({ url: '/zaehlerstand', headers }),
    broken.server.inject({
      method: 'POST',
      url: '/api/readings',
      headers: { ...headers, accept: 'application/json' },
      payload: {
        day: '2026-11-20',
        reason: 'check',
        submission: 'a-form-of-its-own-01',
        entries: [{ registerId: home.registerId, value: '19000' }],
      },
    }),
  ])
  for (const answer of answers) {
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toMatch(/reading_rule|rules for readings|\bat [\w.]+ \(|\.ts:\d/)
  }
  await broken.end()
})
