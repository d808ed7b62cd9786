import { request } from 'node:http'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'

test('writes to console.error', () => {
  console.error('something %s', 'odd')
})

test('fetches from a stranger and swallows the failure', async () => {
  await fetch('http://192.0.2.1/').catch(() => {})
})

test('calls a stranger by name through node:http', async () => {
  await new Promise((resolve) => request('http://stranger.invalid/').on('error', resolve).end())
})

test('calls its own machine, which is allowed', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  await expect(fetch(`http://127.0.0.1:${address.port}/`)).rejects.toThrow()
  server.close()
})
