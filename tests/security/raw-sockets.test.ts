import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

const patience = { headersMs: 400, bodyMs: 400, bytesPerSecondMin: 2_000, requestMs: 60_000, lookMs: 50 }

let house: TestHouse
let home: TestHome
let own: Record<string, string>
let port: number
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z', {}, { patience })
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
  port = Number(new URL(await house.server.listen({ port: 0, host: '127.0.0.1' })).port)
})
afterAll(() => house?.end())

/** A connection of its own: what came, and whether the server has ended it. */
function dial(): { socket: Socket; heard: () => string; ended: Promise<void> } {
  const socket = connect(port, '127.0.0.1')
  let heard = ''
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1')
  })
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return { socket, heard: () => heard, ended }
}
const within = <T>(ms: number, what: Promise<T>) =>
  Promise.race([what.then(() => true), pause(ms, undefined, { ref: false }).then(() => false)])
const status = (heard: string): number[] => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => Number(code))
const HIDDEN = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n'

describe('one request is never two (RFC 9112 6.3, 11.2)', () => {
  test.each([
    [
      'a length and chunks together',
      `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    ],
    [
      'two lengths',
      `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: ${HIDDEN.length}\r\n\r\n${HIDDEN}`,
    ],
    ['a length with a sign', `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nContent-Length: +0\r\n\r\n${HIDDEN}`],
    [
      'chunks hidden by a blank',
      `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    ],
    [
      'a coding that nobody knows',
      `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
    ],
    ['bare line feeds', `POST /anmelden HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n${HIDDEN}`],
    ['a folded header', `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n Content-Length: 50\r\n\r\n${HIDDEN}`],
    ['a NUL in a header', `GET / HTTP/1.1\r\nHost: local\u0000host\r\n\r\n${HIDDEN}`],
    [
      'a chunk size beyond all numbers',
      `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n\r\n${HIDDEN}`,
    ],
    ['no host', `GET / HTTP/1.1\r\n\r\n${HIDDEN}`],
  ])('%s: refused, the connection closed, what hides behind it unanswered', async (_what, bytes) => {
    const { socket, heard, ended } = dial()
    socket.write(bytes, 'latin1')
    expect(await within(3_000, ended)).toBe(true)
    expect(status(heard())).toEqual([400])
    expect(heard()).not.toContain('"live"')
  })

  test('two requests in a row on one connection, each with its answer', async () => {
    const { socket, heard } = dial()
    socket.write(HIDDEN + HIDDEN)
    await expect.poll(() => status(heard())).toEqual([200, 200])
    socket.destroy()
  })
})

describe('who sends slowly', () => {
  test('headers without end are answered with 408 and closed, and nobody else waits meanwhile', async () => {
    const slow = Array.from({ length: 100 }, () => dial())
    for (const { socket } of slow) socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ')
    const dripping = setInterval(() => slow.forEach(({ socket }) => socket.writable && socket.write('b')), 40)
    const started = performance.now()
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200)
    expect(performance.now() - started).toBeLessThan(350)
    expect(await within(5_000, Promise.all(slow.map((one) => one.ended)))).toBe(true)
    clearInterval(dripping)
    expect(slow.flatMap((one) => status(one.heard())).filter((code) => code !== 408)).toEqual([])
  })

  test('a body that drips is ended, whether it goes to a form or to the API', async () => {
    for (const head of [
      'POST /anmelden HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n',
      `POST /api/readings HTTP/1.1\r\nHost: localhost\r\nCookie: ${own['cookie']}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ]) {
      const { socket, heard, ended } = dial()
      socket.write(head)
      const dripping = setInterval(
        () => socket.writable && socket.write(head.includes('chunked') ? '1\r\na\r\n' : 'a'),
        40,
      )
      expect(await within(5_000, ended)).toBe(true)
      clearInterval(dripping)
      expect(status(heard())).toEqual([408])
    }
  })

  test('a body that comes in pieces, but comes, is read to its end', async () => {
    const fields = new URLSearchParams({ email: 'nobody@post.example', password: 'x'.repeat(8_000) }).toString()
    const { socket, heard } = dial()
    socket.write(
      `POST /anmelden HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${fields.length}\r\n\r\n`,
    )
    for (let at = 0; at < fields.length; at += 800) {
      socket.write(fields.slice(at, at + 800))
      await pause(100)
    }
    await expect.poll(() => status(heard()), { timeout: 5_000 }).toEqual([422])
    socket.destroy()
  })
})

describe('methods, formats and sizes', () => {
  const send = (method: string, url: string, headers: Record<string, string> = {}, payload?: string) =>
    house.server.inject({ method: method as 'GET', url, headers, ...(payload !== undefined && { payload }) })

  test.each([
    ['DELETE', '/anmelden', 'GET, HEAD, POST'],
    ['PUT', '/api/readings', 'GET, HEAD, POST'],
    ['POST', '/verbrauch', 'GET, HEAD'],
    ['PATCH', '/desk/api/tasks/7/take', 'POST'],
    ['HEAD', '/api/live', 'GET'],
    ['OPTIONS', '/uebersicht', 'GET, HEAD'],
    ['TRACE', '/anmelden', 'GET, HEAD, POST'],
  ])('%s %s is 405 and says what there is', async (method, url, allow) => {
    const answer = await send(method, url, { accept: 'application/json' })
    expect(answer.statusCode).toBe(405)
    expect(answer.headers.allow).toBe(allow)
  })

  test('an address that is not there stays 404 for every method', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) expect((await send(method, '/gibt-es-nicht')).statusCode).toBe(404)
  })

  test('HEAD says what GET would, without a body', async () => {
    const [get, head] = [await send('GET', '/anmelden'), await send('HEAD', '/anmelden')]
    expect(head.statusCode).toBe(get.statusCode)
    expect(head.body).toBe('')
    for (const name of ['content-type', 'content-security-policy', 'x-content-type-options'])
      expect(head.headers[name]).toBe(get.headers[name])
  })

  test('who takes no JSON is told by the API so (406), and only who may come in', async () => {
    expect((await send('GET', '/api/readings', { ...own, accept: 'application/xml' })).statusCode).toBe(406)
    expect((await send('GET', '/api/readings', { ...own, accept: 'application/xml, */*;q=0.1' })).statusCode).toBe(200)
    expect((await send('GET', '/api/readings', { ...own, accept: 'application/json;q=0' })).statusCode).toBe(406)
    expect((await send('GET', '/api/readings', { accept: 'application/xml' })).statusCode).toBe(401)
  })

  test('the API reads JSON only and forms only forms (415): no page of a stranger sends what our script sends', async () => {
    const body = JSON.stringify({ day: '2026-11-20' })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp'])
      expect((await send('POST', '/api/readings', { ...own, 'content-type': type }, body)).statusCode).toBe(415)
    for (const type of ['application/json', 'text/plain'])
      expect((await send('POST', '/zaehlerstand', { ...own, 'content-type': type }, body)).statusCode).toBe(415)
  })

  test('more than a megabyte is 413, headers of more than 16 KiB are 431', async () => {
    const json = { ...own, 'content-type': 'application/json' }
    expect((await send('POST', '/api/readings', json, `"${'x'.repeat(1_100_000)}"`)).statusCode).toBe(413)
    const { socket, heard, ended } = dial()
    socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`)
    expect(await within(3_000, ended)).toBe(true)
    expect(status(heard())).toEqual([431])
    expect(heard()).toContain('application/problem+json')
  })

  test.each([
    ['half a million brackets', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['half a million objects in each other', '{"a":'.repeat(170_000) + '1' + '}'.repeat(170_000)],
    ['half a million numbers', JSON.stringify({ day: Array(480_000).fill(7) })],
    ['eighty thousand unknown fields', `{${Array.from({ length: 80_000 }, (_, at) => `"f${at}":1`).join(',')}}`],
    ['a prototype', '{"__proto__":{"admin":true},"day":"2026-11-20"}'],
    ['a constructor', '{"constructor":{"prototype":{"admin":true}}}'],
    ['a number beyond all numbers', '{"day":1e999}'],
    ['nothing', ''],
    ['half of it', '{"day":"2026-11-'],
  ])('JSON of %s ends in a clear refusal within a second', async (_what, payload) => {
    const started = process.cpuUsage()
    const answer = await send('POST', '/api/readings', { ...own, 'content-type': 'application/json' }, payload)
    expect([400, 422]).toContain(answer.statusCode)
    expect(answer.json().code).toMatch(/^platform\./)
    expect(answer.body.length).toBeLessThan(20_000)
    // What it cost this process, which is more than the server alone; the machine may be busy with other things.
    const { user, system } = process.cpuUsage(started)
    expect((user + system) / 1_000).toBeLessThan(1_000)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })
})
