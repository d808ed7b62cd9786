import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { methodOf, type Route } from '#platform/http'
import { routes } from '../../src/house.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn } from '../setup/people.ts'
import { arbitraryOf } from './arbitrary.ts'

/**
 * What opens at which level of proof: who has shown the two numbers of a bill (`readings`) hands in readings, and nothing that
 * asks for more answers before the link to the address on file or the posted code was used (`open`).
 */
let house: TestHouse
let readings: Record<string, string>
let open: Record<string, string>

beforeAll(async () => {
  house = await testHouse()
  const { customerId } = await settleIn(house.pools)
  readings = await house.asCustomer(customerId, { level: 'readings' })
  open = await house.asCustomer(customerId, { level: 'open' })
})
afterAll(() => house?.end())

const sample = (schema: unknown): Record<string, unknown> =>
  schema ? (fc.sample(arbitraryOf(schema as never), { numRuns: 1, seed: 11 })[0] as Record<string, unknown>) : {}

const ask = (route: Route, headers: Record<string, string>) => {
  const params = sample(route.contract.params)
  const url = route.path.replaceAll(/:(\w+)/g, (_: string, name: string) => encodeURIComponent(String(params[name])))
  const method = methodOf(route)
  if (route.kind !== 'form')
    return house.server.inject({ method, url, headers, ...(method !== 'GET' && { payload: {} }) })
  const typed = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  return house.server.inject({ method, url, headers: typed, payload: '' })
}

/** Shown as it stands; what a portal sends along when it asks for a sign-in is part of that page's address. */
const isPlainPage = (route: Route) =>
  route.kind === 'page' && !route.contract.params && !route.contract.query && route.path !== '/openid/anmelden'

const ofCustomers = routes.filter((route) => route.who.kind === 'customer')
const asking = (level: string) =>
  ofCustomers
    .filter((route) => (route.who as { level: string }).level === level)
    .map((route) => [`${methodOf(route)} ${route.path}`, route] as const)

describe('who has shown two numbers only', () => {
  test.each(asking('open'))('is told how to open the rest at %s', async (_name, route) => {
    const answer = await ask(route, { ...readings, accept: 'application/json' })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'platform.account-not-open'])
  })

  test.each(asking('readings').filter(([, route]) => isPlainPage(route)))('sees %s', async (_name, route) => {
    expect((await ask(route, readings)).statusCode).toBe(200)
  })

  test('hands a reading in on a page that is there for this level', () => {
    const paths = asking('readings').map(([name]) => name)
    expect(paths).toContain('POST /zaehlerstand')
    expect(asking('open').length).toBeGreaterThan(0)
  })
})

test('who has opened all sees what asks for it', async () => {
  for (const [name, route] of asking('open').filter(([, one]) => isPlainPage(one)))
    expect((await ask(route, open)).statusCode, name).toBe(200)
})
