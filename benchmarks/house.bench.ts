import { existsSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import autocannon from 'autocannon'
import { sql } from 'kysely'
import pg from 'pg'
import { newToken, tokenHash } from '../src/platform/http/index.ts'
import { tables, transaction } from '../src/platform/database/index.ts'
import { makeSenders, type Sender } from '../tests/proofs/kills/load.ts'
import { RunningHouse } from '../tests/proofs/kills/running-house.ts'

/**
 * `npm run bench -- house [SECONDS] [CASE ...]`: one web process with session and row-level security, worker beside it, load generator and
 * database on the same machine. CPU per request decides; requests a second are reported with the machine's load.
 */
const CONNECTIONS = 50

type Case = {
  readonly name: string
  readonly goalPerSecond: number
  readonly goalCpuMs?: number
  readonly run: (house: RunningHouse, senders: readonly Sender[], seconds: number) => Promise<Measured>
}
type Measured = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMs: number
  readonly databaseCpuMs: number
  readonly workerCpuMs: number
  readonly generatorCpuMs: number
  readonly requests: number
  readonly failed: number
  readonly [more: string]: unknown
}

const allCases = (): readonly Case[] => [
  {
    name: 'portal-home',
    goalPerSecond: 2_000,
    goalCpuMs: 0.5,
    run: (house, senders, seconds) =>
      fire(
        house,
        seconds,
        senders.map((one) => ({ path: '/uebersicht', headers: { cookie: one.cookie } })),
      ),
  },
  {
    name: 'portal-reading-page',
    goalPerSecond: 2_000,
    goalCpuMs: 0.5,
    run: (house, senders, seconds) =>
      fire(
        house,
        seconds,
        senders.map((one) => ({ path: '/zaehlerstand', headers: { cookie: one.cookie } })),
      ),
  },
  {
    name: 'api-read',
    goalPerSecond: 4_000,
    goalCpuMs: 0.22,
    run: (house, senders, seconds) =>
      fire(
        house,
        seconds,
        senders.map((one) => ({ path: '/api/readings', headers: { cookie: one.cookie } })),
      ),
  },
  { name: 'machine-read', goalPerSecond: 5_000, run: machineRead },
  { name: 'complete-reading', goalPerSecond: 1_000, run: completeReading },
  { name: 'fact-to-page', goalPerSecond: 500, run: factToPage },
]

export async function run(args: readonly string[]): Promise<void> {
  const seconds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 10)
  const wanted = args.filter((arg) => !/^\d+$/.test(arg))
  // One token asks as often as it can, which is more than a machine may in everyday use.
  process.env['API_PER_MINUTE'] = '1000000'
  const house = await RunningHouse.start('benchmarks/house-worker.ts')
  try {
    const senders = await makeSenders(house.pools, 200)
    await prepare(house)
    for (const one of allCases().filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      await one.run(house, senders, 2)
      await analyze(house)
      const measured = await one.run(house, senders, seconds)
      console.log(
        JSON.stringify({
          bench: 'house',
          case: one.name,
          goalPerSecond: one.goalPerSecond,
          goalCpuMs: one.goalCpuMs,
          ...measured,
          load: Number((loadavg()[0] ?? 0).toFixed(1)),
        }),
      )
    }
  } finally {
    await house.stop()
  }
}

/** A place for what the listeners write. */
async function prepare(house: RunningHouse): Promise<void> {
  const owner = new pg.Client(house.settings.DATABASE_URL)
  await owner.connect()
  await owner.query('create table bench_heard (listener integer, reading_id bigint)')
  await owner.query('grant insert, select on bench_heard to kundenwerk_worker')
  await owner.end()
}

/**
 * The statistics that the server of a real installation has by itself. After the warm-up: of tables that are still empty the
 * server would remember that reading them whole is cheapest, and look up every reference so.
 */
async function analyze(house: RunningHouse): Promise<void> {
  const owner = new pg.Client(house.settings.DATABASE_URL)
  await owner.connect()
  await owner.query('analyze')
  await owner.end()
}

type Shot = {
  readonly path: string
  readonly method?: 'GET' | 'POST'
  readonly headers: Record<string, string>
  readonly body?: string
}

/** CPU seconds that the web process has used, from the kernel. */
function cpuSeconds(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return 0
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const ticksPerSecond = 100
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** CPU seconds of the database: the server and its living children. */
function databaseSeconds(house: RunningHouse): number {
  const server = house.pidOf('database')
  const children = readFileSync(`/proc/${server}/task/${server}/children`, 'utf8').trim().split(' ').map(Number)
  return [server, ...children].reduce((sum, pid) => sum + cpuSeconds(pid), 0)
}

async function fire(house: RunningHouse, seconds: number, shots: readonly Shot[], rate?: number): Promise<Measured> {
  let next = 0
  const before = cpuSeconds(house.pidOf('web'))
  const workerBefore = cpuSeconds(house.pidOf('worker'))
  const ownBefore = process.cpuUsage()
  const databaseBefore = databaseSeconds(house)
  const result = await autocannon({
    url: `http://localhost:${house.port}`,
    connections: CONNECTIONS,
    duration: seconds,
    ...(rate && { overallRate: rate }),
    requests: [
      {
        setupRequest: (request) => {
          const shot = shots[next++ % shots.length] as Shot
          return {
            ...request,
            method: shot.method ?? 'GET',
            path: shot.path,
            headers: { accept: 'application/json,text/html', 'sec-fetch-site': 'same-origin', ...shot.headers },
            ...(shot.body && { body: shot.body }),
          } as typeof request
        },
      },
    ],
  })
  const cpu = cpuSeconds(house.pidOf('web')) - before
  const requests = result.requests.total
  const own = process.cpuUsage(ownBefore)
  return {
    perSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    cpuMs: Number(((cpu * 1_000) / requests).toFixed(3)),
    databaseCpuMs: Number((((databaseSeconds(house) - databaseBefore) * 1_000) / requests).toFixed(3)),
    workerCpuMs: Number((((cpuSeconds(house.pidOf('worker')) - workerBefore) * 1_000) / requests).toFixed(3)),
    generatorCpuMs: Number(((own.user + own.system) / 1_000 / requests).toFixed(3)),
    requests,
    failed: result.non2xx + result.errors,
  }
}

async function machineRead(house: RunningHouse, senders: readonly Sender[], seconds: number): Promise<Measured> {
  const token = newToken()
  await transaction(house.pools.worker, (tx) =>
    sql`with c as (insert into machine_client (client_id, name, scopes, scopes_allowed) values (${token}, 'Bench', '{customers:read}', '{customers:read}') returning id)
        insert into machine_token (token_hash, machine_client_id, scopes, expires_at) select ${tokenHash(token)}, id, '{customers:read}', now() + interval '1 hour' from c`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  return fire(
    house,
    seconds,
    senders.map((one) => ({
      path: `/api/customers/${one.home.customerId}`,
      headers: { authorization: `Bearer ${token}` },
    })),
  )
}

let submissions = 0

/** Lock, judge, store, fact; listeners and relay work beside it. Each reading is of another day or corrects one. */
function readingShots(senders: readonly Sender[]): Shot[] {
  const today = Temporal.Now.plainDateISO('Europe/Berlin')
  return Array.from({ length: 40_000 }, (_, n) => {
    const sender = senders[n % senders.length] as Sender
    const age = Math.floor(n / senders.length) % 41
    submissions += 1
    return {
      path: '/api/readings',
      method: 'POST',
      headers: { cookie: sender.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({
        day: today.subtract({ days: age }).toString(),
        reason: 'check',
        submission: `bench-${submissions}`.padEnd(20, '-'),
        entries: [{ registerId: sender.home.registerId, value: String(19_700 - age * 7), confirmed: true }],
      }),
    }
  })
}

/** `listenersBehindMs`: how long after the last answer all three listeners have heard of every reading: the way out, and two of the bench. */
const completeReading: Case['run'] = async (house, senders, seconds) => {
  const measured = await fire(house, seconds, readingShots(senders))
  const ended = performance.now()
  while ((await unheard(house)) > 0) await pause(20)
  return { ...measured, listenersBehindMs: Math.round(performance.now() - ended) }
}

async function unheard(house: RunningHouse): Promise<number> {
  const { rows } = await house.pools.worker.query<{ left: number }>(
    `select (2 * (select count(*) from journal where name = 'staying.reading-entered') - (select count(*) from bench_heard))::int
            + (select count(*) from journal where name in ('staying.reading-entered', 'staying.reading-corrected'))::int
            - (select count(*) from exchange_change where object = 'reading')::int as left`,
  )
  return rows[0]?.left ?? 0
}

/** From the moment a reading is sent to the moment an open page of that customer hears of it, at half the load. */
async function factToPage(house: RunningHouse, senders: readonly Sender[], seconds: number): Promise<Measured> {
  const watched = senders[0] as Sender
  const stream = await fetch(`http://localhost:${house.port}/api/live`, { headers: { cookie: watched.cookie } })
  const reader = stream.body?.getReader()
  if (!reader) throw new Error('The stream did not open.')
  const delays: number[] = []
  let sentAt = 0
  let listening = true
  const heard = (async () => {
    while (listening) {
      const { done, value } = await reader.read()
      if (done) return
      if (sentAt > 0 && new TextDecoder().decode(value).includes('event: fact')) {
        delays.push(performance.now() - sentAt)
        sentAt = 0
      }
    }
  })()
  const load = fire(house, seconds, readingShots(senders.slice(1)), 500)
  const own = readingShots([watched])
  const until = performance.now() + seconds * 1_000 - 500
  for (let n = 0; performance.now() < until; n += 1) {
    const shot = own[n] as Shot
    if (sentAt === 0) {
      sentAt = performance.now()
      await fetch(`http://localhost:${house.port}${shot.path}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', ...shot.headers },
        body: shot.body ?? '',
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  const measured = await load
  listening = false
  await reader.cancel()
  await heard
  delays.sort((a, b) => a - b)
  return {
    ...measured,
    goalP95Ms: 300,
    factP50Ms: Math.round(delays[Math.floor(delays.length / 2)] ?? -1),
    factP95Ms: Math.round(delays[Math.floor(delays.length * 0.95)] ?? -1),
    facts: delays.length,
  }
}
