import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeFolder } from '../../src/apps/demo/generate/index.ts'
import { freePort, isReady, until } from '../proofs/start/launched.ts'
import { testDatabase, type TestDatabase } from '../setup/database.ts'
import { asOwner, withDatabase } from '../setup/server.ts'

// What the README tells an operator to do, in its order, on a database in which nothing has been made.

const project = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-own-'))
let beside: TestDatabase
let env: NodeJS.ProcessEnv
const name = `own_${randomBytes(5).toString('hex')}`

beforeAll(async () => {
  beside = await testDatabase()
  await asOwner(beside.url(), (client) => client.query(`create database ${name}`))
  env = { ...process.env, DATABASE_URL: withDatabase(beside.url(), name), LOG_LEVEL: 'error', NODE_ENV: 'test' }
  await writeFolder(folder, { customers: 5, seed: 2, today: Temporal.PlainDate.from('2026-11-22') })
})
afterAll(async () => {
  await asOwner(beside.url(), (client) => client.query(`drop database if exists ${name}`))
  await beside.drop()
  rmSync(folder, { recursive: true, force: true })
})

const npm = async (...words: string[]) =>
  (await promisify(execFile)('npm', ['run', '--silent', ...words], { cwd: project, env })).stdout

test('the first administrator is invited, the customers come in, and the same files go out', async () => {
  expect(await npm('admin:invite', '--', 'Paul Schreiber')).toMatch(/\/desk\/einladung\/[\w-]{20,}/)
  expect(await npm('import', '--', folder)).toContain('customers')
  expect(await npm('export', '--', join(folder, 'out'))).toContain('readings.csv')
}, 120_000)

test('web and worker start as the README says, and end when they are told to', async () => {
  const port = await freePort()
  const child = spawn('npm', ['run', '--silent', 'serve', '--', '--roles', 'web,worker'], {
    cwd: project,
    env: { ...env, PORT: String(port) },
    detached: true,
  })
  try {
    await until(() => isReady(port), 'the server', 60_000)
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-(child.pid as number), 'SIGTERM')
    await ended
  }
}, 120_000)
