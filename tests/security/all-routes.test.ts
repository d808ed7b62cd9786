import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  anyRight,
  cookieNames,
  customerRights,
  methodOf,
  rolesLetIn,
  type Route,
  type StaffRole,
  staffRoles,
} from '#platform/http'
import { routes } from '../../src/house.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'
import { arbitraryOf, brokenOf } from './arbitrary.ts'

/** Rounds per route; `KW_FUZZ_ROUNDS=2000 npm run proofs -- fuzz` runs longer. */
const ROUNDS = Number(process.env['KW_FUZZ_ROUNDS'] ?? 25)

let house: TestHouse
let victim: TestHome
let owner: Record<string, string>
let stranger: Record<string, string>
let withoutRight: ReadonlyMap<string, Record<string, string>>
let withoutScope: Record<string, string>
let notOpen: Record<string, string>
let ended: Record<string, string>
const MARK = 'Geheimnisträger'

beforeAll(async () => {
  house = await testHouse()
  victim = await settleIn(house.pools, { lastName: MARK })
  owner = await house.asCustomer(victim.customerId)
  stranger = await house.asCustomer((await settleIn(house.pools)).customerId)
  const all: readonly string[] = customerRights
  withoutRight = new Map(
    await Promise.all(
      all.map(async (right) => {
        const rights = all.filter((other) => other !== right)
        return [right, await house.asCustomer(victim.customerId, { rights })] as const
      }),
    ),
  )
  withoutScope = await house.asCustomer(victim.customerId, { contractIds: [victim.contractId] })
  notOpen = await house.asCustomer(victim.customerId, { level: 'readings' })
  ended = await house.asCustomer(victim.customerId, { validTo: '2026-11-21T23:00:00Z' })
})
afterAll(() => house?.end())

/** Streams do not end by themselves; who may open one is tested, what they send stands in live.test.ts. */
const isStream = (route: Route) => route.path.endsWith('/live')

type Parts = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

const partsOf = (route: Route, make: typeof arbitraryOf): fc.Arbitrary<Parts> =>
  fc.record({
    params: route.contract.params ? make(route.contract.params) : fc.constant({}),
    query: route.contract.query ? make(route.contract.query) : fc.constant({}),
    body: route.contract.body ? make(route.contract.body) : fc.constant(undefined),
  })

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** What a form sends for a value: `entries.0.value=…`. */
function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path || 'value', value === null ? '' : String(value)]]
  return Object.entries(value).flatMap(([key, one]) => flatten(one, path ? `${path}.${key}` : key))
}

const wellFormed = (text: string): string => text.toWellFormed()

function requestOf(route: Route, parts: Parts, headers: Record<string, string>): InjectOptions {
  const params = (typeof parts.params === 'object' && parts.params !== null ? parts.params : {}) as Record<
    string,
    unknown
  >
  const path = route.path.replaceAll(
    /:(\w+)/g,
    (_: string, name: string) => encodeURIComponent(wellFormed(textOf(params[name] ?? 'x'))).slice(0, 150) || 'x',
  )
  const query = new URLSearchParams(
    typeof parts.query === 'object' && parts.query !== null
      ? Object.entries(parts.query).map(([key, value]) => [key, textOf(value)])
      : {},
  ).toString()
  const url = query ? `${path}?${query}` : path
  const method = methodOf(route)
  if (method === 'GET' || (method === 'DELETE' && !route.contract.body)) return { method, url, headers }
  if (route.kind === 'form')
    return {
      method,
      url,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(flatten(parts.body ?? {})).toString(),
    }
  return {
    method,
    url,
    headers: { ...headers, 'content-type': 'application/json' },
    payload: JSON.stringify(parts.body ?? {}),
  }
}

/** Headers of somebody whom the rule lets in. */
async function allowed(route: Route): Promise<Record<string, string>> {
  switch (route.who.kind) {
    case 'nobody':
      return { 'sec-fetch-site': 'same-origin', accept: 'text/html,application/json' }
    case 'customer':
      return owner
    case 'staff':
      return house.asStaff(...(route.who.roles as typeof staffRoles))
    default:
      return house.asMachine(route.who.scope as string)
  }
}

const valid = (route: Route): Parts => fc.sample(partsOf(route, arbitraryOf), { numRuns: 1, seed: 7 })[0] as Parts

/** Refused, and without a word about what is there: to sign in, or "not found", or "not yours to do". */
function expectRefused(
  answer: { statusCode: number; body: string; headers: Record<string, unknown> },
  what: string,
): void {
  expect([303, 401, 403, 404], what).toContain(answer.statusCode)
  if (answer.statusCode === 303) expect(String(answer.headers['location']), what).toMatch(/\/anmelden\?/)
  expect(answer.body, what).not.toContain(MARK)
}

const guarded = routes.filter((route) => route.who.kind !== 'nobody')
const names = (list: readonly Route[]) => list.map((route) => [`${methodOf(route)} ${route.path}`, route] as const)

describe('who may not, gets nothing', () => {
  test.each(names(guarded))('%s', async (_name, route) => {
    const parts = valid(route)
    const tries: [string, Record<string, string>][] = [
      ['nobody', { 'sec-fetch-site': 'same-origin', accept: 'text/html' }],
      ['nobody by API', { accept: 'application/json' }],
      [
        'an invented portal session',
        { cookie: `${cookieNames.portal}=${'x'.repeat(43)}`, 'sec-fetch-site': 'same-origin' },
      ],
      [
        'an invented staff session',
        { cookie: `${cookieNames.staff}=${'x'.repeat(43)}`, 'sec-fetch-site': 'same-origin' },
      ],
      ['an invented machine', { authorization: `Bearer ${'x'.repeat(43)}` }],
      ['a machine with another scope', await house.asMachine('nothing:read')],
    ]
    if (route.who.kind !== 'customer') tries.push(['a customer', owner])
    if (route.who.kind === 'customer') {
      tries.push(['a person of the same account whose grant has ended', ended])
      const without = route.who.right === anyRight ? undefined : withoutRight.get(route.who.right)
      if (without) tries.push(['a person of the same account without the right', without])
      if (without && route.who.scope === 'all')
        tries.push(['a person who acts for some contracts of the customer', withoutScope])
      if (route.who.level === 'open') tries.push(['a person whose account is not open', notOpen])
    }
    if (route.who.kind === 'staff') {
      const letIn = rolesLetIn(route.who.roles as readonly StaffRole[])
      const others = staffRoles.filter((role) => !letIn.includes(role))
      for (const role of others) tries.push([role, await house.asStaff(role)])
    } else tries.push(['staff', await house.asStaff(...staffRoles)])
    for (const [who, headers] of tries) {
      expectRefused(await house.server.inject(requestOf(route, parts, headers)), who)
    }
  })
})

test('what changes something refuses a request from another site', async () => {
  for (const route of routes.filter(
    (one) => (one.kind === 'form' || one.kind === 'api-act') && methodOf(one) !== 'GET' && one.who.kind !== 'machine',
  )) {
    const headers = { ...(await allowed(route)), 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    const answer = await house.server.inject(requestOf(route, valid(route), headers))
    expect(answer.statusCode, route.path).toBeGreaterThanOrEqual(400)
    expect(answer.statusCode, route.path).toBeLessThan(500)
  }
})

describe('bad input ends in a clear error, never in a fault or in a stranger’s data', () => {
  test.each(names(routes.filter((route) => !isStream(route))))('%s', { timeout: 60_000 }, async (_name, route) => {
    const headers = route.who.kind === 'customer' ? stranger : await allowed(route)
    await fc.assert(
      fc.asyncProperty(partsOf(route, brokenOf), async (parts) => {
        const answer = await house.server.inject(requestOf(route, parts, headers))
        expect(answer.statusCode).toBeLessThan(500)
        if (route.who.kind === 'customer' || route.who.kind === 'nobody') expect(answer.body).not.toContain(MARK)
        if (answer.statusCode >= 400 && String(answer.headers['content-type']).includes('problem+json')) {
          expect(answer.json()).toMatchObject({
            status: answer.statusCode,
            code: expect.any(String),
            detail: expect.any(String),
          })
        }
      }),
      { numRuns: ROUNDS },
    )
  })
})
