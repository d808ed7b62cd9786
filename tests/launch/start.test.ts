import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive } from '../../src/platform/database/embedded/supervision.ts'
import { removeEmbedded } from '../../src/platform/database/embedded/start-embedded.ts'
import { freePort, isReady, Launched, until, untilGone } from '../proofs/start/launched.ts'

// The short version of `npm run proofs -- start`: in this checkout, with data elsewhere and hardly any customers.

const project = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-launch-'))
const dataFolder = join(folder, 'data')
const npm = (...args: string[]) => new Launched(project, args, undefined, dataFolder)

let port: number
let running: Launched

beforeAll(async () => {
  chmodSync(folder, 0o711)
  port = await freePort()
  running = npm('start', '--', '--port', String(port), '--customers', '5')
  await running.untilSaid('Kundenwerk runs: ', 120_000)
}, 130_000)

afterAll(async () => {
  running.pressCtrlC()
  await running.untilEnded()
  await removeEmbedded(join(dataFolder, 'database'))
  rmSync(folder, { recursive: true, force: true })
})

test('it serves at the address that it prints', async () => {
  expect(running.said).toContain(`Kundenwerk runs: http://localhost:${port}`)
  expect(await isReady(port)).toBe(true)
})

test('a second start says where the first runs, and ends well', async () => {
  const second = npm('start', '--', '--port', String(port))
  expect(await second.untilEnded()).toBe(0)
  expect(second.said).toContain(`runs already: http://localhost:${port} `)
})

test('a port that is taken is named, with one that is free', async () => {
  const other = npm('start', '--', '--port', String(port), '--data', join(folder, 'other'))
  expect(await other.untilEnded()).toBe(1)
  expect(other.said).toMatch(new RegExp(`Port ${port} is taken .* npm start -- --port \\d+`))
})

test('a wrong option is refused with the list of the right ones', async () => {
  const wrong = npm('start', '--', '--prot', '3000')
  expect(await wrong.untilEnded()).toBe(1)
  expect(wrong.said).toContain("Unknown option '--prot'")
  expect(wrong.said).toContain('--port N')
})

test('a killed web process and a killed worker are started again', async () => {
  const before = running.supervisor.children ?? []
  expect(before).toHaveLength(2)
  for (const { pid } of before) process.kill(pid, 'SIGKILL')
  await untilGone(before)
  await until(() => running.supervisor.children?.length === 2 && isReady(port), 'web and worker', 20_000)
}, 40_000)

test('reset is refused while it runs, Ctrl-C ends everything, and then reset deletes the database', async () => {
  const tooEarly = npm('run', 'reset', '--', '--yes')
  expect(await tooEarly.untilEnded()).toBe(1)
  expect(tooEarly.said).toContain('end it first')

  const { processes } = running
  expect(processes.filter(isAlive)).toHaveLength(4)
  running.pressCtrlC()
  await running.untilEnded()
  expect(processes.filter(isAlive)).toEqual([])

  const reset = npm('run', 'reset', '--', '--yes')
  expect(await reset.untilEnded()).toBe(0)
  expect(existsSync(join(dataFolder, 'database'))).toBe(false)
}, 40_000)
