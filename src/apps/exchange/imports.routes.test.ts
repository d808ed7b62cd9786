import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

describe('through the API', () => {
  const csv =
    'site_number;street;house_number;postal_code;city;kind\nAPI1;Weg;1;12341;Ort;flat\nAPI2;Weg;2;12341;Ort;palace\n'

  test('a machine sends a file, hears what became of it and asks again later', async () => {
    const headers = { ...(await house.asMachine('imports:write')), 'content-type': 'text/csv', 'accept-language': 'en' }
    const answer = await house.server.inject({ method: 'POST', url: '/api/imports/sites', headers, payload: csv })
    expect(answer.statusCode).toBe(200)
    const { import: batch, refused } = answer.json()
    expect(batch).toMatchObject({ file: 'sites', state: 'done', inserted: 1, refused: 1 })
    expect(refused).toMatchObject([{ line: 3, column: 'kind', code: 'exchange.cell.not-in-list', value: 'palace' }])
    expect(refused[0].reason).toMatch(/not foreseen/)
    const later = await house.server.inject({ url: String(answer.headers['location']), headers })
    expect(later.json()).toEqual(answer.json())
  })

  test.each([
    ['unknown file', '/api/imports/shoes', 'text/csv', csv, 404, 'exchange.file.unknown'],
    ['other media type', '/api/imports/sites', 'application/json', '{}', 415, 'platform.wrong-media-type'],
    ['empty body', '/api/imports/sites', 'text/csv', '', 422, 'exchange.file.empty'],
    ['NUL byte', '/api/imports/sites', 'text/csv', 'a;b\n\0;c\n', 422, 'exchange.file.nul-byte'],
  ])('%s is refused with a reason', async (_what, url, type, payload, status, code) => {
    const headers = { ...(await house.asMachine('imports:write')), 'content-type': type }
    const answer = await house.server.inject({ method: 'POST', url, headers, payload })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })

  test('without the scope nothing is read', async () => {
    const headers = { ...(await house.asMachine('customers:read')), 'content-type': 'text/csv' }
    const answer = await house.server.inject({ method: 'POST', url: '/api/imports/sites', headers, payload: csv })
    expect(answer.statusCode).toBe(404)
  })
})
