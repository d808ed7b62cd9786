import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionOf, tables, transaction } from '#platform/database'
import { makeSenders, type Sender } from '../proofs/kills/load.ts'
import { RunningHouse } from '../proofs/kills/running-house.ts'
import { freePort, isReady, until } from '../proofs/start/launched.ts'

const project = join(import.meta.dirname, '../..')
let house: RunningHouse
let sender: Sender
let holder: pg.Client
const started: ChildProcess[] = []

beforeAll(async () => {
  house = await RunningHouse.start()
  sender = (await makeSenders(house.pools, 1))[0] as Sender
  holder = new pg.Client(connectionOf(house.settings, 'worker'))
  await holder.connect()
}, 120_000)
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  await holder?.end()
  await house?.stop()
}, 60_000)

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** A process of the program as an installation starts it. */
async function start(role: 'web' | 'worker') {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    ['--import', join(project, 'launch/tsx-hook.mjs'), join(project, 'src/main.ts'), '--roles', role],
    {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: house.settings.DATABASE_URL,
        PORT: String(port),
        LOG_LEVEL: 'error',
        TZ: 'UTC',
      },
      stdio: 'ignore',
    },
  )
  started.push(child)
  return { port, child, ended: once(child, 'exit').then(([code]) => code as number | null) }
}

/** Readings of this register wait until the lock is given back: so a request is in the middle for as long as a test wants. */
const LOCK = "hashtextextended('register:' || $1, 0)"
const hold = () => holder.query(`select pg_advisory_lock(${LOCK})`, [sender.home.registerId])
const letGo = () => holder.query(`select pg_advisory_unlock(${LOCK})`, [sender.home.registerId])
const waiting = async () =>
  (
    await ask<{ n: number }>(sql`select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`)
  )[0]?.n

const day = Temporal.Now.plainDateISO('Europe/Berlin').subtract({ days: 3 }).toString()
const bodyOf = (value: string, submission: string) =>
  JSON.stringify({
    day,
    reason: 'check',
    submission,
    entries: [{ registerId: sender.home.registerId, value, confirmed: true }],
  })
const refuses = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, 'localhost')
    socket.once('connect', () => resolve(socket.destroy() && false))
    socket.once('error', () => resolve(true))
  })

test('a web process that is told to stop answers what it has begun, takes nothing new, and ends with 0', async () => {
  const { port, child, ended } = await start('web')
  await until(
    () => isReady(port),
    'the web process',
    60_000,
    () => '',
  )
  await hold()
  const answer = fetch(`http://localhost:${port}/api/readings`, {
    method: 'POST',
    headers: { cookie: sender.cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: bodyOf('19800', 'graceful-stop-web-001'),
  })
  await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
  // An open page's stream must not keep the process.
  const page = await fetch(`http://localhost:${port}/api/live`, { headers: { cookie: sender.cookie } })
  child.kill('SIGTERM')
  await expect.poll(() => refuses(port), { timeout: 5_000 }).toBe(true)
  expect(await Promise.race([ended, pause(300, 'still there')])).toBe('still there')
  await letGo()
  expect((await answer).status).toBe(201)
  expect(await ended).toBe(0)
  await page.text().catch(() => undefined)
  expect(
    await ask(sql`select value::int as value from reading where source_key like '%graceful-stop-web-001%'`),
  ).toEqual([{ value: 19800 }])
}, 60_000)

test('a worker that is told to stop finishes its job first', async () => {
  const pid = house.pidOf('worker')
  await hold()
  const guest = await fetch(`http://localhost:${house.port}/zaehlerstand/gast`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
    },
    body: new URLSearchParams({
      meter: sender.home.meterNumber,
      contract: sender.home.contractNumber,
      value: '19810',
      day: Temporal.Now.plainDateISO('Europe/Berlin').toString(),
      submission: 'graceful-stop-guest-01',
    }).toString(),
  })
  expect(guest.status).toBe(303)
  await expect.poll(waiting, { timeout: 30_000 }).toBe(1)
  process.kill(pid, 'SIGTERM')
  await pause(500)
  expect(isThere(pid)).toBe(true)
  await letGo()
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false)
  expect(await ask(sql`select state from guest_reading`)).toEqual([{ state: 'taken-over' }])
}, 90_000)

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
