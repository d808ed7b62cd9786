import { expect, it, test } from 'vitest'
import { testHouse } from '../../../tests/setup/house.ts'
import { mayServeOn } from './hosts.ts'

const two = { PUBLIC_URL: 'https://portal.example', STAFF_URL: 'https://desk.example' }

it.each<[string, string, boolean]>([
  ['portal.example', '/anmelden', true],
  ['portal.example', '/api/token', true],
  ['portal.example', '/desk', false],
  ['portal.example', '/desk/anmelden', false],
  ['portal.example', '/deskjet', true],
  ['desk.example', '/desk?x=1', true],
  ['desk.example', '/desk/api/live', true],
  ['desk.example', '/anmelden', false],
  ['desk.example', '/assets/ui/x.css', true],
  ['10.0.0.7:3000', '/health/ready', true],
  ['evil.example', '/anmelden', false],
])('on %s the path %s is served: %s', (host, path, served) => {
  expect(mayServeOn(host, path, two)).toBe(served)
})

test('one host, or none set, serves all', () => {
  expect(mayServeOn('localhost:3000', '/desk', {})).toBe(true)
  const one = { PUBLIC_URL: 'http://localhost:3000', STAFF_URL: 'http://localhost:3000' }
  expect(mayServeOn('localhost:3000', '/desk', one)).toBe(true)
})

test('the server answers "not found" on the other host, also with a session', async () => {
  const house = await testHouse(undefined, two)
  const headers = await house.asStaff('administrator')
  const ask = async (host: string, url: string) =>
    (await house.server.inject({ url, headers: { ...headers, host } })).statusCode
  expect(await ask('desk.example', '/desk/api/machines')).toBe(200)
  expect(await ask('portal.example', '/desk/api/machines')).toBe(404)
  expect(await ask('portal.example', '/%64esk/api/machines')).toBe(404)
  expect(await ask('desk.example', '/anmelden')).toBe(404)
  expect(await ask('portal.example', '/anmelden')).toBe(200)
  await house.end()
})
