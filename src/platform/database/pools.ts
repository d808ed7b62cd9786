import pg from 'pg'
import parseConnectionString from 'pg-connection-string'
import type { Settings } from '#platform/config'
import { typeParsers } from './wire.ts'

/**
 * Login roles made by migration. The customer's rows are guarded by row-level security, see docs/security.md. The role of the
 * sandbox finds tables of its own under the names of the real ones, and may not even read those.
 */
export const roleNames = ['worker', 'staff', 'customer', 'sandbox'] as const
export type RoleName = (typeof roleNames)[number]

export type Pools = Readonly<Record<RoleName, pg.Pool>> & {
  /** The worker role on connections of their own without pipelining: COPY takes a connection over (imports, exports). */
  readonly bulk: pg.Pool
  readonly end: () => Promise<void>
}

/** Instants are compared as text nowhere, but a fixed zone keeps every log and dump the same on all machines. */
const UTC = '-c timezone=UTC'

/**
 * What a customer asks is always about one customer, so one plan fits all; left alone, the server plans some statements anew
 * for every request (the look for a form that was sent before: 0.33 ms of planning for 0.01 ms of work).
 */
const ONE_PLAN = '-c plan_cache_mode=force_generic_plan'

/** Who tries something out must not take connections from who works. */
const SANDBOX_CONNECTIONS_MAX = 4
/** Imports and exports at once per process; a further one waits. */
const BULK_CONNECTIONS_MAX = 2

type Connection = Pick<Settings, 'DATABASE_URL' | 'KW_ROLE_PREFIX' | 'KW_ROLE_PASSWORD' | 'DB_POOL_MAX'>

/** The owner's connection with the user changed to a login role. */
export function connectionOf(settings: Connection, role: RoleName | 'owner'): pg.ClientConfig {
  const owner = parseConnectionString.parse(settings.DATABASE_URL)
  const address: pg.ClientConfig = {
    host: owner.host ?? undefined,
    port: owner.port ? Number(owner.port) : undefined,
    database: owner.database ?? undefined,
    ssl: owner.ssl as boolean | undefined,
    types: typeParsers,
    options: role === 'sandbox' ? `${UTC} -c search_path=sandbox,public` : UTC,
  }
  if (role === 'owner') return { ...address, user: owner.user, password: owner.password }
  return { ...address, user: `${settings.KW_ROLE_PREFIX}_${role}`, password: settings.KW_ROLE_PASSWORD }
}

/**
 * A pool per login role. `pipeline` lets a request's statements leave together: the cost of a request is round trips, not
 * row-level security (measured: 4,700 reads/s in one flight, 2,900/s one by one).
 */
export function openPools(settings: Connection, onError: (error: Error) => void): Pools {
  const open = (role: RoleName, options: pg.PoolConfig) => {
    const pool = new pg.Pool({
      ...connectionOf(settings, role),
      application_name: `kundenwerk ${role}`,
      idleTimeoutMillis: 60_000,
      ...options,
    })
    pool.on('error', onError)
    // A connection that breaks while it is lent out tells itself, not the pool; unheard, that would end the process.
    pool.on('connect', (client) => client.on('error', onError))
    return pool
  }
  const serving = { max: settings.DB_POOL_MAX, connectionTimeoutMillis: 10_000, pipeline: true }
  const pools = {
    worker: open('worker', serving),
    staff: open('staff', serving),
    customer: open('customer', { ...serving, options: `${UTC} ${ONE_PLAN}` }),
    sandbox: open('sandbox', { ...serving, max: Math.min(settings.DB_POOL_MAX, SANDBOX_CONNECTIONS_MAX) }),
    bulk: open('worker', { max: BULK_CONNECTIONS_MAX, application_name: 'kundenwerk bulk' }),
  }
  return { ...pools, end: async () => void (await Promise.all(Object.values(pools).map((pool) => pool.end()))) }
}

/** Connections into the sandbox of one client, for what is done there without a call: the postman's round. */
export const sandboxPoolOf = (settings: Connection, machineId: string, onError: (error: Error) => void): pg.Pool => {
  const connection = connectionOf(settings, 'sandbox')
  const options = `${connection.options} -c app.machine_id=${BigInt(machineId)}`
  const pool = new pg.Pool({ ...connection, options, max: 2, application_name: 'kundenwerk sandbox' })
  pool.on('error', onError)
  return pool
}
