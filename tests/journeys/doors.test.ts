import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../setup/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

test('the house answers that it lives and is ready', async () => {
  expect((await house.server.inject('/health/live')).json()).toEqual({ status: 'live' })
  expect((await house.server.inject('/health/ready')).statusCode).toBe(200)
})

test('what is not there is said in the language of the browser, as a page or as a problem document', async () => {
  const page = await house.server.inject({ url: '/nowhere', headers: { accept: 'text/html', 'accept-language': 'en' } })
  expect(page.statusCode).toBe(404)
  expect(page.body).toContain('We could not find that')
  const problem = await house.server.inject({ url: '/api/nowhere', headers: { accept: 'application/json' } })
  expect(problem.headers['content-type']).toContain('application/problem+json')
  expect(problem.json()).toMatchObject({ status: 404, code: 'platform.not-found' })
})

test('every answer carries the security headers', async () => {
  const { headers } = await house.server.inject('/health/live')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})
