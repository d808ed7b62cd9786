import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverAccount } from '../../src/platform/database/embedded/account.ts'
import { removeEmbedded } from '../../src/platform/database/embedded/start-embedded.ts'
import { freePort, isReady, Launched, until, untilGone } from './start/launched.ts'
import { copyProject, type Owner } from './start/project-copy.ts'

// `npm run proofs -- start`: the two commands of a newcomer and what can be in their way, in copies of the project:
// as the present user under a closed path, and if that is root, as an ordinary user as well.

const customers = '30'
const readyAgainMs = 15_000
const secondStartMaxMs = 5_000

export async function prove(): Promise<void> {
  const root = process.getuid?.() === 0
  const port = await freePort()
  await inCopy(undefined, (folder) => proveStarts(folder, undefined, port, root ? 'root, closed path' : 'closed path'))
  const account = serverAccount()
  if (account === undefined) return
  await inCopy(account, async (folder) => {
    await proveStarts(folder, account, port, `ordinary user (${account.name})`)
    await proveNoWriteAccess(folder, account)
  })
}

async function inCopy(owner: Owner | undefined, work: (folder: string) => Promise<void>): Promise<void> {
  // mkdtemp makes a folder that only we may enter: the closed path. An ordinary user must be let through.
  const outer = mkdtempSync(join(tmpdir(), 'kundenwerk-start-'))
  if (owner !== undefined) chmodSync(outer, 0o711)
  try {
    copyProject(join(outer, 'project'), owner)
    await work(join(outer, 'project'))
  } finally {
    // Under a closed path the database's files lie outside of the copy.
    await removeEmbedded(join(outer, 'project', 'data', 'database'))
    rmSync(outer, { recursive: true, force: true })
  }
}

async function proveStarts(folder: string, owner: Owner | undefined, port: number, who: string): Promise<void> {
  const note = (what: string) => console.log(`${who}: ${what}`)
  const all: Launched[] = []
  const npm = (...args: string[]) => {
    const launched = new Launched(folder, args, owner)
    all.push(launched)
    return launched
  }
  const start = (...args: string[]) => npm('start', '--', '--port', String(port), '--customers', customers, ...args)

  const began = performance.now()
  const running = start()
  try {
    await running.untilSaid('Kundenwerk runs: ', 180_000)
    note(`first start to ready in ${seconds(began)} with ${customers} customers`)
    await proveBesideARunningOne(running, npm, port)
    note('a second start says where the first runs; a taken port is named with a free one; reset is refused')
    await proveKills(running, port)
    note('web, worker and database are back after kill -9')
    await proveEnds(running, start, port, note)
  } finally {
    for (const launched of all) launched.pressCtrlC()
    for (const launched of all) await launched.untilEnded()
  }
  const reset = npm('run', 'reset', '--', '--yes')
  assert.equal(await reset.untilEnded(), 0, reset.said)
  assert.equal(existsSync(join(folder, 'data', 'database')), false)
  note('reset deletes the database')
}

async function proveBesideARunningOne(running: Launched, npm: (...args: string[]) => Launched, port: number) {
  const second = npm('start', '--', '--port', String(port))
  assert.equal(await second.untilEnded(), 0, second.said)
  assert.match(second.said, new RegExp(`runs already: http://localhost:${port} `))
  const other = npm('start', '--', '--port', String(port), '--data', 'other-data')
  assert.equal(await other.untilEnded(), 1, other.said)
  const offered = /Port \d+ is taken .* npm start -- --port (\d+)/.exec(other.said)
  assert.ok(offered, other.said)
  assert.equal(await isReady(Number(offered[1])), false)
  const reset = npm('run', 'reset', '--', '--yes')
  assert.equal(await reset.untilEnded(), 1, reset.said)
  assert.match(reset.said, /end it first/)
  assert.equal(running.status, undefined)
}

async function proveKills(running: Launched, port: number): Promise<void> {
  const children = running.supervisor.children ?? []
  assert.equal(children.length, 2)
  for (const child of children) process.kill(child.pid, 'SIGKILL')
  await untilGone(children)
  const isBack = () => (running.supervisor.children ?? []).length === 2 && isReady(port)
  await until(isBack, 'web and worker', readyAgainMs, () => running.said)
  const before = running.postmaster
  process.kill(before.pid, 'SIGKILL')
  const isNew = () => running.postmaster.pid !== before.pid && isReady(port)
  await until(isNew, 'the database', readyAgainMs, () => running.said)
}

async function proveEnds(
  first: Launched,
  start: () => Launched,
  port: number,
  note: (what: string) => void,
): Promise<void> {
  const processes = first.processes
  first.pressCtrlC()
  await first.untilEnded()
  await untilGone(processes, 1_000)
  assert.equal(await isReady(port), false)
  note('Ctrl-C ends everything')

  const began = performance.now()
  const second = start()
  await second.untilSaid('Kundenwerk runs: ')
  const tookMs = performance.now() - began
  const load = loadavg()[0] ?? 0
  note(`second start to ready in ${seconds(began)} (load ${load.toFixed(1)} on ${availableParallelism()} cores)`)
  // A machine that is busy with other things says nothing about the limit.
  if (load <= availableParallelism()) assert.ok(tookMs <= secondStartMaxMs, `The second start took ${tookMs} ms.`)

  const { supervisor, postmaster } = second
  process.kill(supervisor.pid, 'SIGKILL')
  await untilGone([supervisor, ...(supervisor.children ?? [])])
  const third = start()
  await third.untilSaid('Kundenwerk runs: ')
  assert.match(third.said, /looked after again/)
  assert.equal(third.postmaster.pid, postmaster.pid)
  note('after kill -9 of the supervisor web and worker end by themselves, the next start adopts the database')
}

async function proveNoWriteAccess(folder: string, owner: Owner): Promise<void> {
  const closed = join(folder, '..', 'not-his')
  const refused = new Launched(folder, ['start', '--', '--data', join(closed, 'data')], owner)
  assert.equal(await refused.untilEnded(), 1, refused.said)
  assert.match(refused.said, /No write access to .*not-his/)
  console.log('ordinary user: a folder without write access is named')
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
