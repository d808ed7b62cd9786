import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { removeLeftovers, startTestServer, type TestServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The socket at which a test file asks for the database server. */
    testServerDoor: string
  }
}

/**
 * One database server for all test files of a run, started when the first of them asks: who only runs pure tests does
 * not wait for it. The files run in processes of their own and ask through a socket.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  removeLeftovers()
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-door-'))
  const path = join(folder, 'door')
  let asked: Promise<TestServer> | undefined
  const door = await openDoor(path, () => (asked ??= startTestServer()))
  project.provide('testServerDoor', path)
  return async () => {
    door.close()
    rmSync(folder, { recursive: true, force: true })
    await (await asked?.catch(() => undefined))?.stop()
  }
}

async function openDoor(path: string, ask: () => Promise<TestServer>): Promise<Server> {
  const door = createServer((socket) => {
    socket.on('error', () => {})
    ask().then(
      (server) => socket.end(JSON.stringify(server)),
      (error: Error) => socket.end(JSON.stringify({ error: error.stack ?? error.message })),
    )
  })
  await new Promise<void>((resolve, reject) => door.once('error', reject).listen(path, resolve))
  return door
}
