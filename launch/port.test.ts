import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { choosePort } from './port.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(host: string): Promise<number> {
  const server = createServer()
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

test('a free port is taken as it is', async () => {
  const port = await listen('127.0.0.1')
  servers.pop()?.close()
  expect(await choosePort(port)).toBe(port)
})

test.each(['127.0.0.1', '::1', '0.0.0.0'])('a port on which somebody listens at %s counts as taken', async (host) => {
  const port = await listen(host)
  await expect(choosePort(port)).rejects.toThrow(`Port ${port} is taken`)
})

test('the port that is offered is free', async () => {
  const port = await listen('127.0.0.1')
  const said = await choosePort(port).catch((error: Error) => error.message)
  const offered = Number(/--port (\d+)$/.exec(String(said))?.[1])
  expect(offered).toBeGreaterThan(port)
  expect(await choosePort(offered)).toBe(offered)
})
