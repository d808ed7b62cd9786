import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Child } from '../../../launch/child.ts'
import { readSettings, type Settings } from '../../../src/platform/config/index.ts'
import { migrate, openPools, type Pools } from '../../../src/platform/database/index.ts'
import { type Embedded, removeEmbedded, startEmbedded } from '../../../src/platform/database/embedded/start-embedded.ts'
import { freePort, isReady, until } from '../start/launched.ts'

const project = join(import.meta.dirname, '../../..')

/** What may be killed: the processes that a real installation has. */
export const victims = ['web', 'worker', 'database'] as const
export type Victim = (typeof victims)[number]

const MAIN = 'src/main.ts'

/** Database, web and worker as processes of their own, each started again when it dies. Nothing of it is simulated. */
export class RunningHouse {
  readonly port: number
  readonly settings: Settings
  readonly pools: Pools
  private readonly folder: string
  private readonly database: Embedded
  private readonly more: Child[] = []
  private readonly children: Readonly<Record<'web' | 'worker', Child>>

  private constructor(folder: string, database: Embedded, port: number, settings: Settings, workerMain: string) {
    this.folder = folder
    this.database = database
    this.port = port
    this.settings = settings
    // The prover's own connections die with the database, too; that is expected.
    this.pools = openPools(settings, () => undefined)
    this.children = { web: this.child('web'), worker: this.child('worker', this.settings.PORT, workerMain) }
  }

  /** `workerMain`: another main file for the worker, from the project's root; benchmarks have one with more listeners. */
  static async start(workerMain = MAIN): Promise<RunningHouse> {
    const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-kills-'))
    // fsync stays on: what is proved is that a confirmed reading is on the disk.
    const database = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
    const port = await freePort()
    const settings = readSettings({
      DATABASE_URL: database.url,
      PORT: String(port),
      LOG_LEVEL: 'error',
      DB_POOL_MAX: '8',
    })
    await migrate(settings)
    const house = new RunningHouse(folder, database, port, settings, workerMain)
    for (const child of Object.values(house.children)) child.start()
    await house.untilReady()
    return house
  }

  /** Starts one more web process over the same database. It ends with the house. */
  async addWeb(): Promise<number> {
    const port = await freePort()
    const child = this.child('web', port)
    this.more.push(child)
    child.start()
    await until(
      () => isReady(port),
      'one more web process',
      60_000,
      () => this.logs(),
    )
    return port
  }

  private child(role: 'web' | 'worker', port = this.settings.PORT, main = MAIN): Child {
    const { DATABASE_URL } = this.settings
    return new Child({
      name: role,
      args: ['--import', join(project, 'launch/tsx-hook.mjs'), join(project, main), '--roles', role],
      env: { ...process.env, NODE_ENV: 'production', DATABASE_URL, PORT: String(port), LOG_LEVEL: 'error', TZ: 'UTC' },
      logFile: join(this.folder, `${role}.log`),
      say: () => undefined,
      changed: () => undefined,
      // Killed on purpose again and again: a crash loop's patience would only make the proof longer.
      backOffMaxMs: 500,
    })
  }

  untilReady(): Promise<void> {
    return until(
      () => isReady(this.port),
      'the web process',
      60_000,
      () => this.logs(),
    )
  }

  logs(): string {
    return (['web', 'worker'] as const)
      .map((role) => readFileSync(join(this.folder, `${role}.log`), 'utf8').slice(-2_000))
      .join('\n')
  }

  /** Process id of one of its processes now; 0 while it is being started again. */
  pidOf(victim: Victim): number {
    return (victim === 'database' ? this.database.pid() : this.children[victim].identity?.pid) ?? 0
  }

  kill(victim: Victim): void {
    const pid = this.pidOf(victim)
    if (pid > 0) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It died by itself between the question and the shot.
      }
    }
  }

  async stop(): Promise<void> {
    await this.pools.end()
    for (const child of [...this.more, ...Object.values(this.children)]) await child.stop()
    await this.database.stop()
    await pause(100)
    await removeEmbedded(join(this.folder, 'database'))
    rmSync(this.folder, { recursive: true, force: true })
  }
}
