import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import type { Settings } from '#platform/config'
import { connectionOf, roleNames } from './pools.ts'

export const migrationsFolder = new URL('../../../database/migrations/', import.meta.url)

export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string }

/** All migrations in order. The name carries number and module: `0031-paying-dunning-steps.sql`. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, migrationsFolder), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

type Target = Pick<Settings, 'DATABASE_URL' | 'KW_ROLE_PREFIX' | 'KW_ROLE_PASSWORD' | 'DB_POOL_MAX'>

/** One number for all programs that migrate this database: the second waits for the first. */
const MIGRATION_LOCK = 7_214_001

/**
 * Brings the database to the newest migration. Each runs in a transaction of its own; a changed old one is refused, because
 * then two installations of one version would differ.
 * @returns the names of the migrations that ran now
 */
export async function migrate(settings: Target, say: (line: string) => void = () => {}): Promise<string[]> {
  const client = new pg.Client(connectionOf(settings, 'owner'))
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await makeRoles(client, settings)
    await installJobs(client, settings)
    const ran = await runPending(client, settings, say)
    // The sandbox has the columns of the real tables; where a migration changed some, it is made anew.
    if (ran.length > 0) await client.query('select sandbox_align()')
    return ran
  } finally {
    await client.end()
  }
}

async function runPending(client: pg.Client, settings: Target, say: (line: string) => void): Promise<string[]> {
  await client.query(
    'create table if not exists migration (name text primary key, sha256 text not null, run_at timestamptz not null default now())',
  )
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migration')
  const done = new Map(rows.map((row) => [row.name, row.sha256]))
  const ran: string[] = []
  for (const migration of await readMigrations()) {
    const before = done.get(migration.name)
    if (before === migration.sha256) continue
    if (before) throw new Error(`Migration ${migration.name} has run with another text. Write a new one instead.`)
    say(migration.name)
    await client.query('begin')
    try {
      await client.query(withRolePrefix(migration.sql, settings.KW_ROLE_PREFIX))
      await client.query('insert into migration (name, sha256) values ($1, $2)', [migration.name, migration.sha256])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
    }
    ran.push(migration.name)
  }
  return ran
}

/** Migrations name the roles kundenwerk_worker, kundenwerk_staff, kundenwerk_customer and kundenwerk_sandbox; the prefix is a setting. */
export function withRolePrefix(sql: string, prefix: string): string {
  return sql.replace(/\bkundenwerk_(worker|staff|customer|sandbox)\b/g, `${prefix}_$1`)
}

async function makeRoles(client: pg.Client, settings: Target): Promise<void> {
  for (const role of roleNames) {
    const name = pg.escapeIdentifier(`${settings.KW_ROLE_PREFIX}_${role}`)
    await client.query(`do $$ begin create role ${name} login nosuperuser nocreatedb nocreaterole nobypassrls;
      exception when duplicate_object or unique_violation then null; end $$`)
    if (settings.KW_ROLE_PASSWORD) {
      await client.query(`alter role ${name} password ${pg.escapeLiteral(settings.KW_ROLE_PASSWORD)}`)
    }
  }
}

/**
 * graphile-worker's tables have row-level security without policies, so the role that works must own them: its schema is
 * made by the worker role, which may create in the database only for these moments.
 */
async function installJobs(client: pg.Client, settings: Target): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const worker = pg.escapeIdentifier(`${settings.KW_ROLE_PREFIX}_worker`)
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`grant create on database ${database} to ${worker}`)
  const pool = new pg.Pool({ ...connectionOf(settings, 'worker'), max: 2 })
  for (const event of ['error', 'connect'] as const) pool.on(event, () => undefined)
  try {
    await runMigrations({ pgPool: pool, schema: 'graphile_worker' })
  } finally {
    await pool.end()
    await client.query(`revoke create on database ${database} from ${worker}`)
  }
}
