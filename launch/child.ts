import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, type Living, living } from '../src/platform/database/embedded/supervision.ts'
import { projectFolder } from './options.ts'

/** How long a process may finish what it has begun. */
const patienceMs = 10_000

const backOffFirstMs = 500
const backOffMaxDefaultMs = 30_000

/** Who has run so long does not crash at once: the next crash begins the back-off anew. */
const steadyAfterMs = 60_000

const logBytesMax = 16 * 1024 * 1024

export interface ChildPlan {
  readonly name: string
  /** The program and its options, run by the own Node. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Where its output goes; undefined for our terminal. */
  readonly logFile: string | undefined
  readonly say: (sentence: string) => void
  /** Called whenever the process was started or ended. */
  readonly changed: () => void
  /** Longest wait before a crashed process is started again. */
  readonly backOffMaxMs?: number
}

/** A process that is started again when it ends unasked. */
export class Child {
  private readonly plan: ChildPlan
  private running: ChildProcess | undefined
  private ending = false
  private startedAt = 0
  private backOffMs = backOffFirstMs
  private timer: NodeJS.Timeout | undefined

  constructor(plan: ChildPlan) {
    this.plan = plan
  }

  /** Starts the process. Its first end can be waited for, to tell a false start from a later crash. */
  start(): void {
    this.startedAt = Date.now()
    const child = this.spawn()
    this.running = child
    child.once('error', (error) => this.plan.say(`${this.plan.name} cannot be run: ${error.message}`))
    child.once('exit', (status, signal) => this.ended(signal ?? `status ${status}`))
    this.plan.changed()
  }

  get alive(): boolean {
    return this.running !== undefined
  }

  get identity(): Living | undefined {
    return this.running?.pid === undefined ? undefined : living(this.running.pid)
  }

  /** The last lines it wrote, for people to see why it ended. */
  lastWords(): string {
    if (this.plan.logFile === undefined) return ''
    return readFileSync(this.plan.logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
  }

  async stop(): Promise<void> {
    this.ending = true
    clearTimeout(this.timer)
    const identity = this.identity
    if (identity !== undefined) await endInOrder(identity)
  }

  private spawn(): ChildProcess {
    const hooks = ['tsx-hook.mjs', 'end-with-parent.mjs'].flatMap((name) => [
      '--import',
      join(import.meta.dirname, name),
    ])
    const out = openLog(this.plan.logFile)
    try {
      return spawn(process.execPath, ['--enable-source-maps', ...hooks, ...this.plan.args], {
        cwd: projectFolder,
        env: this.plan.env,
        stdio: ['ignore', out, out, 'ipc'],
        // A group of its own: Ctrl-C is for the supervisor, which ends its children in order.
        detached: true,
      })
    } finally {
      if (typeof out === 'number') closeSync(out)
    }
  }

  private ended(how: string): void {
    this.running = undefined
    this.plan.changed()
    if (this.ending) return
    if (Date.now() - this.startedAt > steadyAfterMs) this.backOffMs = backOffFirstMs
    this.plan.say(`${this.plan.name} ended unasked (${how}); it is started again in ${this.backOffMs / 1000} s.`)
    this.timer = setTimeout(() => this.start(), this.backOffMs)
    this.backOffMs = Math.min(this.backOffMs * 2, this.plan.backOffMaxMs ?? backOffMaxDefaultMs)
  }
}

function openLog(logFile: string | undefined): number | 'inherit' {
  if (logFile === undefined) return 'inherit'
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) renameSync(logFile, `${logFile}.1`)
  return openSync(logFile, 'a')
}

/** Asks a process to end, and ends it by force if it has not after ten seconds. */
export async function endInOrder(identity: Living): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(identity)) return
    try {
      process.kill(identity.pid, signal)
    } catch {
      return
    }
    const until = Date.now() + patienceMs
    while (isAlive(identity) && Date.now() < until) await pause(20)
  }
}
