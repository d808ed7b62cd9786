import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate } from '../../src/platform/database/index.ts'
import type { Binaries } from '../../src/platform/database/embedded/binaries.ts'
import { removeEmbedded, startEmbedded } from '../../src/platform/database/embedded/start-embedded.ts'
import { livingSupervisorOf } from '../../src/platform/database/embedded/supervision.ts'

export interface TestServer {
  /** The server as the owner of everything in it. */
  readonly ownerUrl: string
  /** A database with all migrations, to copy. */
  readonly template: string
  /** What stands before `_worker`, `_staff` and so on in the names of the roles, which belong to the whole server. */
  readonly rolePrefix: string
  /** The password of those roles; undefined where the server asks for none. */
  readonly rolePassword: string | undefined
  stop(): Promise<void>
}

const folderPrefix = 'kundenwerk-test-'

/** Debian's place for the programs of another major version, for `KW_TEST_POSTGRES=15`. */
const debianPrograms = (major: string) => `/usr/lib/postgresql/${major}/bin`

/**
 * The server of this run: TEST_DATABASE_URL (an owner with CREATEROLE and CREATEDB), or an embedded one in a folder of
 * its own, of the version KW_TEST_POSTGRES if that is set.
 */
export async function startTestServer(): Promise<TestServer> {
  const foreign = process.env['TEST_DATABASE_URL']
  if (foreign !== undefined && foreign !== '') {
    const prefix = `kwtest_${randomBytes(4).toString('hex')}`
    // A server that asks for passwords gets some for the roles, too.
    const password = new URL(foreign).password === '' ? undefined : randomBytes(16).toString('hex')
    return prepare(foreign, prefix, password, () => dropAll(foreign, prefix))
  }
  const folder = mkdtempSync(join(tmpdir(), folderPrefix))
  // The server runs as another user if we are root, and would keep its files elsewhere if it could not enter here.
  chmodSync(folder, 0o711)
  const major = process.env['KW_TEST_POSTGRES']
  const embedded = await startEmbedded({
    folder: join(folder, 'database'),
    log: () => {},
    // A run that is cut off throws its data away anyway, so nothing has to reach the disk.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', shared_buffers: '128MB' },
    ...(major === undefined ? {} : { binaries: otherPrograms(major) }),
  })
  return prepare(embedded.url, process.env['KW_ROLE_PREFIX'] ?? 'kundenwerk', undefined, async () => {
    await embedded.stop()
    await removeTestFolder(folder)
  })
}

function otherPrograms(major: string): Binaries {
  const bin = debianPrograms(major)
  if (!existsSync(join(bin, 'postgres'))) throw new Error(`There is no PostgreSQL ${major} in ${bin}.`)
  return { bin, version: major }
}

async function prepare(
  ownerUrl: string,
  rolePrefix: string,
  rolePassword: string | undefined,
  stop: () => Promise<void>,
): Promise<TestServer> {
  const template = `${rolePrefix}_template`
  const templateUrl = withDatabase(ownerUrl, template)
  try {
    await asOwner(ownerUrl, (client) => client.query(`create database ${template}`))
    await migrate({
      DATABASE_URL: templateUrl,
      KW_ROLE_PREFIX: rolePrefix,
      KW_ROLE_PASSWORD: rolePassword,
      DB_POOL_MAX: 2,
    })
  } catch (error) {
    await stop()
    throw error
  }
  return { ownerUrl, template, rolePrefix, rolePassword, stop }
}

/** Leaves a server that is not ours as we found it. */
async function dropAll(ownerUrl: string, rolePrefix: string): Promise<void> {
  await asOwner(ownerUrl, async (client) => {
    const databases = await client.query<{ name: string }>(
      `select datname as name from pg_database where starts_with(datname, $1)`,
      [`${rolePrefix}_`],
    )
    for (const { name } of databases.rows) await client.query(`drop database if exists "${name}"`)
    const roles = await client.query<{ name: string }>(
      `select rolname as name from pg_roles where starts_with(rolname, $1)`,
      [`${rolePrefix}_`],
    )
    for (const { name } of roles.rows) await client.query(`drop role if exists "${name}"`)
  })
}

/** The URL of another database on the same server. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

export async function asOwner<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A run that was killed leaves its server behind, without anybody to end it. */
export function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith(folderPrefix) || !isOursAndOld(folder)) continue
    if (livingSupervisorOf(join(folder, 'database')) === undefined) void removeTestFolder(folder).catch(() => {})
  }
}

function isOursAndOld(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false })
  return found !== undefined && found.uid === (process.getuid?.() ?? 0) && Date.now() - found.mtimeMs > 60_000
}

async function removeTestFolder(folder: string): Promise<void> {
  await removeEmbedded(join(folder, 'database'))
  rmSync(folder, { recursive: true, force: true })
}
