import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { abandonedClusters } from './cluster.ts'
import { type Embedded, removeEmbedded, startEmbedded } from './start-embedded.ts'
import { AlreadySupervised, birthOf } from './supervision.ts'

// A new cluster takes a second of two idle cores, and many on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const isRoot = process.getuid?.() === 0

/** A path that others may enter; a closed one is a case of its own below. */
function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kw-embedded-'))
  chmodSync(folder, 0o711)
  return folder
}

const start = (folder: string, settings = {}) =>
  startEmbedded({ folder, log: () => {}, settings: { shared_buffers: '16MB', ...settings } })

/** For tests that are not about the disk. */
const hasty = { fsync: 'off' }

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

async function askUntilAnswered<T extends object>(url: string, sql: string): Promise<T[]> {
  for (const until = Date.now() + 15_000; ; await pause(20)) {
    try {
      return await ask<T>(url, sql)
    } catch (error) {
      if (Date.now() > until) throw error
    }
  }
}

describe('an embedded database', () => {
  const root = openFolder()
  const folder = join(root, 'database')
  let embedded: Embedded

  beforeAll(async () => {
    const first = await start(folder)
    expect({ created: first.created, adopted: first.adopted }).toEqual({ created: true, adopted: false })
    await ask(first.url, 'create table kept (value int); insert into kept values (1)')
    await first.stop()
  })
  beforeEach(async () => {
    embedded = await start(folder)
  })
  afterEach(() => embedded.stop())
  afterAll(async () => {
    await removeEmbedded(folder)
    rmSync(root, { recursive: true })
  })

  test('keeps its data from one start to the next', async () => {
    expect({ created: embedded.created, adopted: embedded.adopted }).toEqual({ created: false, adopted: false })
    expect(await ask(embedded.url, 'select value from kept')).toEqual([{ value: 1 }])
  })

  test('refuses a second start beside the first', async () => {
    await expect(start(folder)).rejects.toBeInstanceOf(AlreadySupervised)
    expect(await ask(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('is started again when its server is killed, with all that was committed', async () => {
    const before = embedded.pid()
    await ask(embedded.url, 'create table committed as select 2 as value')
    process.kill(before, 'SIGKILL')
    expect(await askUntilAnswered(embedded.url, 'select value from committed')).toEqual([{ value: 2 }])
    expect(embedded.pid()).not.toBe(before)
    await ask(embedded.url, 'drop table committed')
  })

  test('listens on no network address, and its socket lies in a folder closed to others', async () => {
    expect(await ask(embedded.url, `select current_setting('listen_addresses') as addresses`)).toEqual([
      { addresses: '' },
    ])
    const sockets = new URL(embedded.url).searchParams.get('host') ?? ''
    expect((statSync(sockets).mode & 0o777).toString(8)).toBe('700')
    expect(readdirSync(sockets)).toContain('.s.PGSQL.5432')
  })

  test('writes to the disk before it says that something is committed', async () => {
    const settings = `select name, setting from pg_settings where name in
      ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') order by name`
    expect(await ask(embedded.url, settings)).toEqual([
      { name: 'data_checksums', setting: 'on' },
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ])
  })

  test('orders German names for people and by code point otherwise', async () => {
    const names = `from (values ('Zug'), ('Ähre'), ('apfel')) names (name)`
    expect(await ask(embedded.url, `select string_agg(name, ' ' order by name) as names ${names}`)).toEqual([
      { names: 'Zug apfel Ähre' },
    ])
    const people = `select string_agg(name, ' ' order by name collate "de-x-icu") as names ${names}`
    expect(await ask(embedded.url, people)).toEqual([{ names: 'Ähre apfel Zug' }])
  })
})

describe('after a supervisor was killed', () => {
  const root = openFolder()
  const folder = join(root, 'database')
  let leftPid: number

  beforeEach(async () => {
    const program = join(import.meta.dirname, 'start-embedded.fixture.ts')
    const supervisor = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = (await once(supervisor.stdout, 'data')) as [Buffer]
    leftPid = Number(said.toString())
    supervisor.kill('SIGKILL')
    await once(supervisor, 'exit')
  })
  afterAll(async () => {
    await removeEmbedded(folder)
    rmSync(root, { recursive: true })
  })

  test('the next one adopts the living server and ends it with itself', async () => {
    const embedded = await start(folder)
    expect({ adopted: embedded.adopted, pid: embedded.pid() }).toEqual({ adopted: true, pid: leftPid })
    expect(await ask(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await embedded.stop()
    expect(birthOf(leftPid)).toBeUndefined()
  })

  test('an adopted server that is killed is started again', async () => {
    const embedded = await start(folder)
    process.kill(leftPid, 'SIGKILL')
    expect(await askUntilAnswered(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await embedded.stop()
  })

  test('a lock file whose number now belongs to a stranger does not stop the start', async () => {
    process.kill(leftPid, 'SIGKILL')
    const home = homeOf(folder)
    const lockFile = join(home, 'files', 'postmaster.pid')
    const [, ...rest] = readFileSync(lockFile, 'utf8').split('\n')
    writeFileSync(lockFile, [process.pid, ...rest].join('\n'))
    const embedded = await start(folder)
    expect(embedded.adopted).toBe(false)
    await embedded.stop()
  })

  test('removing the database ends the server that was left', async () => {
    await removeEmbedded(folder)
    expect(birthOf(leftPid)).toBeUndefined()
    expect(existsSync(folder)).toBe(false)
  })
})

/** A database in a folder below a new one, which is ended and removed whatever becomes of the test. */
async function startForThisTest(parent: string, name: string): Promise<Embedded> {
  const folder = join(parent, name)
  onTestFinished(async () => {
    await embedded?.stop()
    await removeEmbedded(folder)
    rmSync(parent, { recursive: true })
  })
  let embedded: Embedded | undefined
  embedded = await start(folder, hasty)
  return embedded
}

const homeOf = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'cluster.json'), 'utf8')) as { home: string }).home

test.runIf(isRoot)(
  'as root in a path that the server may not enter, the files are kept outside and removed',
  async () => {
    const closed = mkdtempSync(join(tmpdir(), 'kw-closed-'))
    const embedded = await startForThisTest(closed, 'database')
    expect(await ask(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(statSync(`/proc/${embedded.pid()}`).uid).not.toBe(0)
    const home = homeOf(join(closed, 'database'))
    expect(home.startsWith(closed)).toBe(false)
    expect(abandonedClusters()).not.toContain(home)
    await embedded.stop()
    renameSync(join(closed, 'database', 'cluster.json'), join(closed, 'kept'))
    expect(abandonedClusters()).toContain(home)
    renameSync(join(closed, 'kept'), join(closed, 'database', 'cluster.json'))
    await removeEmbedded(join(closed, 'database'))
    expect(existsSync(home)).toBe(false)
  },
)

test('a path too long for a socket gets its sockets elsewhere', async () => {
  const root = openFolder()
  const name = 'a-folder-with-a-long-name-'.repeat(6)
  const embedded = await startForThisTest(root, name)
  const sockets = new URL(embedded.url).searchParams.get('host') ?? ''
  expect(sockets.startsWith(root)).toBe(false)
  expect(await ask(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
  await embedded.stop()
  await removeEmbedded(join(root, name))
  expect(existsSync(sockets)).toBe(false)
})
