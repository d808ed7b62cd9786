import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  isAlive,
  type Living,
  living,
  type Supervisor,
  supervisorOf,
} from '../../../src/platform/database/embedded/supervision.ts'
import type { Owner } from './project-copy.ts'

/** One `npm` command in a copy of the project, with what it said and, if it ended, how. */
export class Launched {
  said = ''
  status: number | string | undefined
  private readonly npm: ChildProcess
  private readonly dataFolder: string

  constructor(folder: string, args: readonly string[], owner?: Owner, dataFolder = join(folder, 'data')) {
    this.dataFolder = dataFolder
    // The tests' own settings must not reach the program, nor this machine's npm.
    const env = { PATH: process.env['PATH'], HOME: dirname(dataFolder), TZ: 'UTC', KW_DATA: dataFolder }
    this.npm = spawn('npm', args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...owner })
    for (const stream of [this.npm.stdout, this.npm.stderr]) {
      stream?.on('data', (part: Buffer) => (this.said += part.toString()))
    }
    this.npm.once('close', (status, signal) => (this.status = status ?? signal ?? 'unknown'))
  }

  /** What a terminal does on Ctrl-C: the signal goes to everything in the foreground. */
  pressCtrlC(): void {
    if (this.npm.pid !== undefined && this.status === undefined) process.kill(-this.npm.pid, 'SIGINT')
  }

  async untilSaid(words: string, withinMs = 90_000): Promise<void> {
    await until(
      () => this.said.includes(words) || this.status !== undefined,
      `"${words}"`,
      withinMs,
      () => this.said,
    )
    if (!this.said.includes(words)) throw new Error(`Ended without saying "${words}":\n${this.said}`)
  }

  async untilEnded(withinMs = 30_000): Promise<number | string> {
    await until(
      () => this.status !== undefined,
      'the end',
      withinMs,
      () => this.said,
    )
    return this.status ?? 'unknown'
  }

  get supervisor(): Supervisor {
    const found = supervisorOf(this.dataFolder)
    if (found === undefined) throw new Error('No supervisor has written itself down.')
    return found
  }

  get postmaster(): Living {
    const record = readFileSync(join(this.dataFolder, 'database', 'cluster.json'), 'utf8')
    const { home } = JSON.parse(record) as { home: string }
    const lockFile = join(home, 'files', 'postmaster.pid')
    return living(existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8').split('\n')[0]) : 0)
  }

  /** Everything that the command started and that must be gone after it. */
  get processes(): Living[] {
    return [this.supervisor, ...(this.supervisor.children ?? []), this.postmaster]
  }
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return address.port
}

export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  withinMs: number,
  explain: () => string = () => '',
): Promise<void> {
  for (const end = Date.now() + withinMs; !(await holds()); await pause(20)) {
    if (Date.now() > end) throw new Error(`Waited ${withinMs / 1000} s for ${what}. ${explain()}`)
  }
}

export async function untilGone(processes: readonly Living[], withinMs = 15_000): Promise<void> {
  const left = () => processes.filter(isAlive).map(({ pid }) => pid)
  await until(
    () => left().length === 0,
    'all processes to end',
    withinMs,
    () => `Left: ${left().join(', ')}`,
  )
}

/** Whether the web process answers with the database behind it. */
export async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
