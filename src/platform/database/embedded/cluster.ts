import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, identity, mayEnter } from './account.ts'
import type { Binaries } from './binaries.ts'
import { privateFolder } from './places.ts'

/** The superuser inside of the server. The house never works as it; it only makes the owner and the database. */
export const superuser = 'postgres'

/** Where the server's files are: `cluster` inside of the given folder, or outside if the server may not enter there. */
export interface Cluster {
  readonly files: string
  readonly sockets: string
}

// sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero; the socket's own name takes 15 of them.
const socketFolderBytesMax = (process.platform === 'linux' ? 107 : 103) - '/.s.PGSQL.5432'.length

const recordName = 'cluster.json'

interface ClusterRecord {
  readonly id: string
  /** The folder that holds files and sockets. */
  readonly home: string
}

/**
 * Finds the folder's cluster or makes an empty one.
 *
 * @throws Error when the files are of another major version of PostgreSQL than the programs.
 */
export function openCluster(folder: string, binaries: Binaries, account: Account | undefined, sync: boolean): Cluster {
  const record = readRecord(folder) ?? writeRecord(folder, chooseHome(folder, account))
  own(record.home, account)
  const files = join(record.home, 'files')
  if (!existsSync(files)) initialise(files, binaries, account, sync)
  else checkVersion(files, binaries)
  return { files, sockets: socketFolder(record, account) }
}

/** The folder's cluster as it was left, if there is one. */
export function existingCluster(folder: string): Cluster | undefined {
  const record = readRecord(folder)
  return record && { files: join(record.home, 'files'), sockets: socketPath(record) }
}

/** Deletes the folder's cluster, wherever it is. Nothing may run on it. */
export function removeCluster(folder: string): void {
  const record = readRecord(folder)
  if (record !== undefined) {
    rmSync(record.home, { recursive: true, force: true })
    rmSync(socketPath(record), { recursive: true, force: true })
  }
  rmSync(join(folder, recordName), { force: true })
}

function readRecord(folder: string): ClusterRecord | undefined {
  const path = join(folder, recordName)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as ClusterRecord) : undefined
}

function writeRecord(folder: string, record: ClusterRecord): ClusterRecord {
  const path = join(folder, recordName)
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`)
  renameSync(`${path}.new`, path)
  return record
}

function chooseHome(folder: string, account: Account | undefined): ClusterRecord {
  const id = randomBytes(6).toString('hex')
  const inside = join(folder, 'cluster')
  own(inside, account)
  if (mayEnter(inside, account)) return { id, home: inside }
  rmSync(inside, { recursive: true })
  const home = join(privateFolder(), `cluster-${id}`)
  own(home, account)
  writeFileSync(join(home, originName), `${folder}\n`)
  return { id, home }
}

/** In a cluster outside of its folder: the folder that it belongs to. */
const originName = 'belongs-to'

/**
 * Clusters outside of their folder whose folder was deleted by hand. They may hold customers, so nobody deletes them
 * unasked (a disk may only be missing), but whoever starts is told.
 */
export function abandonedClusters(): string[] {
  const outside = privateFolder()
  return readdirSync(outside)
    .filter((name) => name.startsWith('cluster-'))
    .map((name) => join(outside, name))
    .filter((home) => {
      const origin = join(home, originName)
      return existsSync(origin) && readRecord(readFileSync(origin, 'utf8').trim())?.home !== home
    })
}

/** A closed folder of the account: trust among those who may enter is the only lock of the sockets in it. */
function own(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  chmodSync(folder, 0o700)
}

function socketFolder(record: ClusterRecord, account: Account | undefined): string {
  const folder = socketPath(record)
  own(folder, account)
  return folder
}

function socketPath(record: ClusterRecord): string {
  const inside = join(record.home, 'sockets')
  return Buffer.byteLength(inside) <= socketFolderBytesMax ? inside : join(shortFolder(), `kw-${record.id}`)
}

// TMPDIR may be long itself (macOS: 49 bytes, tests: anything), /tmp never is.
function shortFolder(): string {
  return Buffer.byteLength(tmpdir()) <= socketFolderBytesMax - 'kw-0123456789ab/'.length ? tmpdir() : '/tmp'
}

/** Made under another name and renamed when complete: an interrupted initdb leaves nothing that looks like a cluster. */
function initialise(files: string, binaries: Binaries, account: Account | undefined, sync: boolean): void {
  const unfinished = `${files}.new`
  rmSync(unfinished, { recursive: true, force: true })
  const options = [
    `--pgdata=${unfinished}`,
    `--username=${superuser}`,
    '--encoding=UTF8',
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
    // Code point order, equal on every machine and with every C library; where people read, `collate "de-x-icu"`.
    ...(majorOf(binaries) >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8', '--lc-messages=C']),
    ...(sync ? [] : ['--no-sync']),
  ]
  try {
    execFileSync(join(binaries.bin, 'initdb'), options, {
      cwd: '/',
      env: serverEnvironment(),
      stdio: 'pipe',
      ...identity(account),
    })
  } catch (error) {
    const said = String((error as { stderr?: Buffer }).stderr ?? '').trim()
    throw new Error(`The database could not be made: ${said || (error as Error).message}`, { cause: error })
  }
  renameSync(unfinished, files)
}

function checkVersion(files: string, binaries: Binaries): void {
  const made = Number(readFileSync(join(files, 'PG_VERSION'), 'utf8'))
  if (made === majorOf(binaries)) return
  throw new Error(
    `${files} was made by PostgreSQL ${made}, installed is ${binaries.version}. See docs/running.md on upgrades.`,
  )
}

/** The major version: 18 of "18.4.0-beta.17". */
export function majorOf(binaries: Binaries): number {
  return Number.parseInt(binaries.version, 10)
}

/** What the server sees of our environment: nothing that could turn it to another cluster, language or library. */
export function serverEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}
