import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { type Account, identity } from './account.ts'
import type { Binaries } from './binaries.ts'
import { type Cluster, serverEnvironment, superuser } from './cluster.ts'
import { birthOf } from './supervision.ts'

export type Settings = Readonly<Record<string, string>>

const logBytesMax = 16 * 1024 * 1024

/** How often we look whether the server answers, or whether a server that is not our child still lives. */
const lookEveryMs = 10

/** For two cores and a machine that serves web and worker beside the database. fsync and full_page_writes stay on. */
export function defaultSettings(): Settings {
  const memoryMb = Math.floor(totalmem() / 1024 / 1024)
  return {
    listen_addresses: '',
    max_connections: '200',
    // A quarter of the memory is the manual's rule for a machine of its own; we share it, so an eighth, 512 MB at most.
    shared_buffers: `${Math.max(64, Math.min(512, Math.floor(memoryMb / 8)))}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memoryMb / 2))}MB`,
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    // Imports of a million readings shall not force a checkpoint every few seconds (measured in docs/benchmarks.md).
    max_wal_size: '4GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '15min',
    wal_buffers: '16MB',
    random_page_cost: '1.1',
    max_worker_processes: '8',
    max_parallel_workers_per_gather: '1',
    max_parallel_maintenance_workers: '1',
    // Short statements by the thousand: compiling one costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_checkpoints: 'off',
  }
}

/** Starts `postgres` in a session of its own: Ctrl-C in the terminal is for us, who end the server last. */
export function spawnPostmaster(
  cluster: Cluster,
  binaries: Binaries,
  account: Account | undefined,
  settings: Settings,
  logFile: string,
): ChildProcess {
  const options = ['-D', cluster.files, '-k', cluster.sockets]
  for (const [name, value] of Object.entries(settings)) options.push('-c', `${name}=${value}`)
  rotate(logFile)
  // A file and no pipe: the server must be able to write on when we have been killed.
  const log = openSync(logFile, 'a')
  try {
    return spawn(join(binaries.bin, 'postgres'), options, {
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', log, log],
      detached: true,
      ...identity(account),
    })
  } finally {
    closeSync(log)
  }
}

function rotate(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (size > logBytesMax) renameSync(logFile, `${logFile}.1`)
}

/**
 * The number of the living postmaster of these files. If there is none, the lock files of a dead one are removed:
 * PostgreSQL itself believes a number that now belongs to a stranger of the same user, and one whose process is dead
 * but was never asked for by its parent, as in containers without an init.
 */
export function livingPostmaster(cluster: Cluster): number | undefined {
  const lockFile = join(cluster.files, 'postmaster.pid')
  const pid = firstNumberIn(lockFile)
  if (pid !== undefined && birthOf(pid) !== undefined && commandOf(pid).includes(cluster.files)) return pid
  rmSync(lockFile, { force: true })
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(cluster.sockets, name), { force: true })
  return undefined
}

function firstNumberIn(lockFile: string): number | undefined {
  try {
    return Number(readFileSync(lockFile, 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

function commandOf(pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return ''
  }
}

/** Runs work as the superuser, in the database that always exists. */
export async function asSuperuser<T>(cluster: Cluster, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ host: cluster.sockets, user: superuser, database: 'postgres' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Waits until the server answers. Recovery after a crash may take minutes, so time alone is no failure.
 *
 * @returns false if it ended before.
 */
export async function untilReady(cluster: Cluster, hasEnded: () => boolean): Promise<boolean> {
  for (;;) {
    try {
      await asSuperuser(cluster, (client) => client.query('select 1'))
      return true
    } catch (error) {
      if (hasEnded()) return false
      if (!isNotYet(error)) throw error
      await pause(lookEveryMs)
    }
  }
}

// 57P03: it says that it is starting up, in recovery or shutting down. 53300: all connections are taken, so it lives.
const notYet = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', '53300'])

function isNotYet(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return notYet.has(code ?? '') || /terminated unexpectedly/.test(message ?? '')
}

/**
 * Ends the server: first in order (open transactions are rolled back, a checkpoint is written), then at once (next
 * start recovers), then by force.
 */
export async function endPostmaster(pid: number): Promise<void> {
  const birth = birthOf(pid)
  if (birth === undefined) return
  for (const [signal, patienceMs] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!signalled(pid, signal)) return
    const until = Date.now() + patienceMs
    while (Date.now() < until) {
      if (birthOf(pid) !== birth) return
      await pause(lookEveryMs)
    }
  }
  throw new Error(`The database server (process ${pid}) does not end.`)
}

/** Sends a signal. False if there is no such process. */
export function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
