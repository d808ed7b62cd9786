import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Account, serverAccount } from './account.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { abandonedClusters, type Cluster, existingCluster, openCluster, removeCluster } from './cluster.ts'
import {
  asSuperuser,
  defaultSettings,
  endPostmaster,
  livingPostmaster,
  type Settings,
  signalled,
  spawnPostmaster,
  untilReady,
} from './postmaster.ts'
import { AlreadySupervised, birthOf, claimFolder, livingSupervisorOf } from './supervision.ts'

export interface EmbeddedOptions {
  /** Where the database lives. Made if missing; everything of it is in there unless its path is closed (see cluster.ts). */
  readonly folder: string
  /** Called with a sentence for people when something happens: made, started again, adopted. */
  readonly log: (sentence: string) => void
  /** Settings of the server beside or instead of `defaultSettings()`. */
  readonly settings?: Settings
  /** Other programs than those that npm installed: an older PostgreSQL in tests. */
  readonly binaries?: Binaries
}

export interface Embedded {
  /** The database `kundenwerk` as its owner, who may make roles and databases but is no superuser. */
  readonly url: string
  /** Whether the server was running already, left over by a supervisor that was killed. */
  readonly adopted: boolean
  /** Whether this start made the database. */
  readonly created: boolean
  /** The server's process now; it changes when the server was started again. */
  pid(): number
  /** Ends the server in order. */
  stop(): Promise<void>
}

/** Who owns the database in the embedded server; on other servers it is who DATABASE_URL names. */
export const ownerRole = 'kundenwerk_owner'
const databaseName = 'kundenwerk'

/**
 * Starts the embedded PostgreSQL, or adopts one whose supervisor was killed, and looks after it: if it ends unasked
 * it is started again. It ends with this process.
 *
 * @throws AlreadySupervised when another living process looks after this folder.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  const claim = claimFolder(folder)
  try {
    const account = serverAccount()
    const binaries = options.binaries ?? findBinaries(folder, account)
    const settings = { ...defaultSettings(), ...options.settings }
    const cluster = openCluster(folder, binaries, account, settings.fsync !== 'off')
    const supervised = new Supervised(folder, cluster, binaries, account, settings, options.log)
    await supervised.begin()
    const created = await makeDatabase(cluster)
    if (created && account !== undefined && !cluster.files.startsWith(folder)) {
      options.log(
        `The database's files are in ${dirname(cluster.files)}: user ${account.name} may not enter ${folder}.`,
      )
      const abandoned = abandonedClusters()
      if (abandoned.length > 0) options.log(`Left by folders that are gone, to be deleted: ${abandoned.join(' ')}`)
    }
    return {
      url: `postgresql://${ownerRole}@localhost/${databaseName}?host=${encodeURIComponent(cluster.sockets)}`,
      adopted: supervised.adopted,
      created,
      pid: () => supervised.pid,
      async stop() {
        await supervised.end()
        claim.release()
      },
    }
  } catch (error) {
    claim.release()
    throw error
  }
}

/**
 * Deletes the embedded database of a folder.
 *
 * @throws AlreadySupervised when one runs there.
 */
export async function removeEmbedded(folder: string): Promise<void> {
  const living = livingSupervisorOf(folder)
  if (living !== undefined) throw new AlreadySupervised(folder, living)
  const cluster = existingCluster(folder)
  const left = cluster && livingPostmaster(cluster)
  if (left !== undefined) await endPostmaster(left)
  removeCluster(folder)
  rmSync(folder, { recursive: true, force: true })
}

async function makeDatabase(cluster: Cluster): Promise<boolean> {
  return asSuperuser(cluster, async (client) => {
    const found = await client.query('select from pg_database where datname = $1', [databaseName])
    if (found.rowCount !== 0) return false
    const role = await client.query('select from pg_roles where rolname = $1', [ownerRole])
    if (role.rowCount === 0) await client.query(`create role ${ownerRole} login createrole createdb`)
    await client.query(`create database ${databaseName} owner ${ownerRole}`)
    return true
  })
}

const restartPauseMaxMs = 2_000
const lookAtAdoptedEveryMs = 200

/** The server and the watch over it. */
class Supervised {
  pid = 0
  adopted = false
  private ending = false
  private watch: NodeJS.Timeout | undefined
  private restarting: Promise<void> | undefined
  private readonly folder: string
  private readonly cluster: Cluster
  private readonly binaries: Binaries
  private readonly account: Account | undefined
  private readonly settings: Settings
  private readonly log: (sentence: string) => void
  private readonly onExit = () => void signalled(this.pid, 'SIGINT')

  constructor(
    folder: string,
    cluster: Cluster,
    binaries: Binaries,
    account: Account | undefined,
    settings: Settings,
    log: (sentence: string) => void,
  ) {
    this.folder = folder
    this.cluster = cluster
    this.binaries = binaries
    this.account = account
    this.settings = settings
    this.log = log
  }

  async begin(): Promise<void> {
    const left = livingPostmaster(this.cluster)
    if (left !== undefined && (await this.adopt(left))) return
    if (!(await this.launch())) {
      // The backends of a server that was killed may hold its shared memory for a moment longer.
      await pause(500)
      if (!(await this.launch())) throw new Error(`The database server does not start:\n${this.lastWords()}`)
    }
  }

  private async adopt(pid: number): Promise<boolean> {
    const birth = birthOf(pid)
    const hasEnded = () => birthOf(pid) !== birth
    if (!(await untilReady(this.cluster, hasEnded))) return false
    this.pid = pid
    this.adopted = true
    this.log(`The database server was still running (process ${pid}); it is looked after again.`)
    this.watch = setInterval(() => {
      if (hasEnded()) this.ended()
    }, lookAtAdoptedEveryMs)
    this.watch.unref()
    process.once('exit', this.onExit)
    return true
  }

  /** False if the server ended before it was ready. */
  private async launch(): Promise<boolean> {
    livingPostmaster(this.cluster)
    const child = spawnPostmaster(this.cluster, this.binaries, this.account, this.settings, this.logFile)
    let alive = true
    let ready = false
    child.once('error', () => (alive = false))
    child.once('exit', () => {
      alive = false
      if (ready) this.ended()
    })
    child.unref()
    this.pid = child.pid ?? 0
    process.off('exit', this.onExit)
    process.once('exit', this.onExit)
    ready = await untilReady(this.cluster, () => !alive)
    if (ready && !alive) this.ended()
    return ready
  }

  private ended(): void {
    clearInterval(this.watch)
    if (this.ending) return
    this.log('The database server ended unasked; it is started again.')
    this.restarting ??= this.launchUntilItRuns().finally(() => (this.restarting = undefined))
  }

  private async launchUntilItRuns(): Promise<void> {
    for (let pauseMs = 50; !this.ending; pauseMs = Math.min(pauseMs * 2, restartPauseMaxMs)) {
      try {
        if (await this.launch()) {
          this.log(`The database server runs again (process ${this.pid}).`)
          return
        }
      } catch (error) {
        this.log(`The database server does not answer: ${error instanceof Error ? error.message : String(error)}`)
      }
      if (pauseMs === restartPauseMaxMs) this.log(`The database server does not start:\n${this.lastWords()}`)
      await pause(pauseMs)
    }
  }

  async end(): Promise<void> {
    if (this.ending) return
    this.ending = true
    clearInterval(this.watch)
    await this.restarting
    process.off('exit', this.onExit)
    await endPostmaster(this.pid)
  }

  private get logFile(): string {
    return join(this.folder, 'postgres.log')
  }

  private lastWords(): string {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-8).join('\n')
    } catch {
      return ''
    }
  }
}
