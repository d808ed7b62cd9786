import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { dangerAhead } from '../../src/apps/portal/danger-ahead.ts'
import { assetRoutes, assetsFor, errorPageOf, portalShell, signInPath } from '../../src/apps/shells.tsx'
import { listeners, refusalText, routesOf, sessionOpeners } from '../../src/house.ts'
import { CONFIRM_PATH } from '#company/identity'
import { auditTrail, hear, type HearingPayload, relayOnce } from '#company/journal'
import { standingClock } from '#platform/clock'
import { readSettings, type Settings } from '#platform/config'
import { openPools, type Pools, tables, transaction } from '#platform/database'
import { buildServer, cookieNames, newToken, type StaffRole, tokenHash } from '#platform/http'
import { createLog } from '#platform/log'
import { deliverDue, deliveryOf, inProcessEngine, letterArchive, pressDue, utilityOf } from '#service/letters'
import { type TestDatabase, testDatabase } from './database.ts'

/** What a signed-in customer may do; all of it without end if nothing is said. */
export type TestGrant = {
  readonly level?: 'readings' | 'open'
  readonly rights?: readonly string[]
  /** The only contracts that it is for. */
  readonly contractIds?: readonly string[]
  readonly validTo?: string
}

/** The whole house over a database of its own, without a port: requests go in by `server.inject`. */
export type TestHouse = {
  readonly settings: Settings
  readonly pools: Pools
  readonly server: FastifyInstance
  readonly clock: ReturnType<typeof standingClock>
  /** Headers of a signed-in customer; makes account, grant and session. */
  readonly asCustomer: (customerId: string, grant?: TestGrant) => Promise<Record<string, string>>
  readonly asStaff: (...roles: readonly StaffRole[]) => Promise<Record<string, string>>
  readonly asMachine: (...scopes: readonly string[]) => Promise<Record<string, string>>
  /** Passes pending facts on, runs every listener's job and makes ordered letters, until nothing is left. @returns how many facts were passed on */
  readonly settle: () => Promise<number>
  readonly end: () => Promise<void>
}

export async function testHouse(
  now = '2026-11-22T09:00:00Z',
  environment: Readonly<Record<string, string>> = {},
  server: Pick<Parameters<typeof buildServer>[0], 'patience'> = {},
): Promise<TestHouse> {
  const database: TestDatabase = await testDatabase()
  const settings = readSettings({
    DATABASE_URL: database.url(),
    KW_ROLE_PREFIX: process.env['KW_ROLE_PREFIX'],
    KW_ROLE_PASSWORD: process.env['KW_ROLE_PASSWORD'],
    DB_POOL_MAX: '6',
    LOG_LEVEL: 'silent',
    KW_DEMO: 'no',
    // Tests sign in from many browsers; those about new ones ask for the code.
    NEW_BROWSER: 'tell',
    ...environment,
    KW_FILES: join(tmpdir(), `kundenwerk-test-files-${process.pid}`),
  })
  const pools = openPools(settings, () => undefined)
  const clock = standingClock(now)
  const assets = assetsFor(settings)
  const built = await buildServer({
    ...server,
    pools,
    settings,
    openers: sessionOpeners,
    audit: auditTrail,
    clock,
    routes: [...routesOf(settings), ...assetRoutes(assets)],
    log: createLog(process.env['KW_TEST_LOG'] ?? 'silent'),
    refusalText,
    headers: {
      secure: settings.PUBLIC_URL?.startsWith('https:') ?? false,
      styleHashes: [assets.portalStyles.cspSource],
    },
    shell: portalShell(settings, assets),
    afterForm: dangerAhead,
    errorPage: errorPageOf(refusalText, settings),
    signInPath,
    confirmPath: CONFIRM_PATH,
  })
  return {
    settings,
    pools,
    server: built,
    clock,
    asCustomer: (customerId, grant) => customerSession(pools, customerId, grant),
    asStaff: (...roles) => staffSession(pools, roles),
    asMachine: (...scopes) => machineToken(pools, scopes),
    settle: () => settle(pools, settings, clock.now()),
    end: async () => {
      await built.close()
      await pools.end()
      await database.drop()
      await rm(settings.KW_FILES, { recursive: true, force: true })
    },
  }
}

const browserHeaders = { 'sec-fetch-site': 'same-origin', accept: 'text/html,application/json' }

async function customerSession(pools: Pools, customerId: string, grant?: TestGrant): Promise<Record<string, string>> {
  const token = newToken()
  await transaction(pools.worker, (tx) =>
    sql`with a as (insert into account (name) values ('Test') returning id),
             g as (insert into account_grant (account_id, customer_id, level, rights, contract_ids, valid_to)
                   select id, ${customerId}, ${grant?.level ?? 'open'}, ${grant?.rights ?? ['all']},
                          ${grant?.contractIds ?? null}::bigint[], ${grant?.validTo ?? null}::timestamptz from a)
        insert into session (token_hash, account_id, customer_id, expires_at, idle_seconds)
        select ${tokenHash(token)}, id, ${customerId}, now() + interval '1 day', 86400 from a`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  return { ...browserHeaders, cookie: `${cookieNames.portal}=${token}` }
}

async function staffSession(pools: Pools, roles: readonly StaffRole[]): Promise<Record<string, string>> {
  const token = newToken()
  await transaction(pools.worker, (tx) =>
    sql`with s as (insert into staff (issuer, subject, name, roles) values ('test', ${token}, 'Kim Test', ${roles}) returning id)
        insert into staff_session (token_hash, staff_id, expires_at, idle_seconds)
        select ${tokenHash(token)}, id, now() + interval '1 day', 86400 from s`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  return { ...browserHeaders, cookie: `${cookieNames.staff}=${token}` }
}

async function machineToken(pools: Pools, scopes: readonly string[]): Promise<Record<string, string>> {
  const token = newToken()
  await transaction(pools.worker, (tx) =>
    sql`with c as (insert into machine_client (client_id, name, scopes, scopes_allowed) values (${token}, 'Test', ${scopes}, ${scopes}) returning id)
        insert into machine_token (token_hash, machine_client_id, scopes, expires_at)
        select ${tokenHash(token)}, id, ${scopes}, now() + interval '1 hour' from c`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  return { authorization: `Bearer ${token}`, accept: 'application/json' }
}

async function settle(pools: Pools, settings: Settings, now: Temporal.Instant): Promise<number> {
  let passed = 0
  for (;;) {
    const moved = await relayOnce(pools.worker, listeners)
    passed += moved
    const heard = await runListenerJobs(pools, now)
    const made = await makeLetters(pools, settings, now)
    const told = await deliverDue({ ...lettersOf(pools, settings), ...deliveryOf(settings) }, now)
    if (moved + heard + made + told === 0) return passed
  }
}

/** The press with the real engine in this process; loaded by the first letter. */
let engine: ReturnType<typeof inProcessEngine> | undefined
const lettersOf = (pools: Pools, settings: Settings) => ({
  pool: pools.worker,
  archive: letterArchive(settings),
  onError: (error: unknown) => {
    throw error
  },
})
const makeLetters = (pools: Pools, settings: Settings, now: Temporal.Instant): Promise<number> =>
  pressDue(
    {
      ...lettersOf(pools, settings),
      utility: utilityOf(settings),
      draw: async (sheet) => (await (engine ??= inProcessEngine())).draw(sheet),
    },
    now,
  )

/** What the job runner would do, in order and in this process. */
async function runListenerJobs(pools: Pools, now: Temporal.Instant): Promise<number> {
  const jobs = await transaction(pools.worker, (tx) =>
    sql<{ task: string; payload: HearingPayload }>`
      with gone as (select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs)))
      select t.identifier as task, j.payload
        from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id, (select count(*) from gone) g
       order by j.id`.execute(tables<Record<string, never>>(tx)),
  )
  for (const job of jobs.rows) {
    const listener = listeners.find((one) => `hear:${one.name}` === job.task)
    if (!listener) throw new Error(`No listener for job ${job.task}.`)
    await hear(pools.worker, listener, job.payload, now)
  }
  return jobs.rows.length
}
