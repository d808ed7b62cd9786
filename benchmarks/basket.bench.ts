import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { legalDay } from '#platform/calendar'
import { type Call, type Route, methodOf } from '#platform/http'
import { migrate, openPools, type Pools, transaction } from '#platform/database'
import { keepMoving, taskRoutes } from '#company/tasks'
import { startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'

const connection = (url: string) =>
  ({ DATABASE_URL: url, KW_ROLE_PREFIX: 'kundenwerk', KW_ROLE_PASSWORD: undefined, DB_POOL_MAX: 4 }) as const

/**
 * The basket as a team works it: `--tasks` open tasks (one million) over 5 groups, 12 kinds and 120 people, half of them
 * overdue. One line of JSON per view: milliseconds of the use case behind the route, in the staff role with row-level
 * security, first page and a page from the middle; and of the counts, the team page, taking the next and escalating.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { tasks: { type: 'string', default: '1000000' }, each: { type: 'string', default: '40' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-bench-basket-'))
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    await migrate({ ...connection(server.url), DB_POOL_MAX: 2 })
    await fill(server.url, Number(values.tasks))
    await ask(server.url, Number(values.each))
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const NOW = Temporal.Instant.from('2026-11-22T09:00:00Z')
const say = (line: object): void => void process.stdout.write(`${JSON.stringify({ benchmark: 'basket', ...line })}\n`)

async function fill(url: string, tasks: number): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    `insert into staff (issuer, subject, name, roles) select 'bench', n::text, 'Person ' || n, '{agent}' from generate_series(1, 120) n`,
  )
  await client.query(
    `insert into task_group_member select g.code, s.id from staff s join task_group g on (s.id + g.position) % 2 = 0`,
  )
  const started = performance.now()
  for (let from = 1; from <= tasks; from += 50_000)
    await client.query(
      `insert into task (kind, subject, group_name, owner_staff_id, priority, due_on, dedupe_key, created_at, waits_until)
       select 'bench.kind-' || chr(97 + n % 12), jsonb_build_object('title', 'Vorgang ' || n), (array['service', 'metering', 'billing', 'it', 'emergency'])[1 + (n * 7) % 5],
              case when n % 3 = 0 then 1 + (n * 13) % 120 end, 1 + (n * 11) % 3, date '2026-11-22' + (n * 17) % 400 - 200, 'bench/' || n,
              timestamptz '2026-11-20' - make_interval(days => n % 300), case when n % 25 = 0 then date '2026-12-24' end
         from generate_series($1::int, $2::int) n`,
      [from, Math.min(tasks, from + 49_999)],
    )
  const seconds = Math.round((performance.now() - started) / 100) / 10
  say({ case: 'fill', tasks, seconds, perSecond: Math.round(tasks / seconds) })
  await client.query('vacuum analyze')
  await client.end()
}

type Acting = { readonly act: (tx: never, call: never) => Promise<{ next?: string | null }> }

/** What a route does, without the web server around it. */
async function callRoute(pools: Pools, method: string, path: string, input: object): Promise<{ next?: string | null }> {
  const route = taskRoutes.find((one: Route) => methodOf(one) === method && one.path === path)
  if (route?.kind !== 'api-act') throw new Error(`No such route: ${method} ${path}`)
  const call: Partial<Call> = {
    who: { kind: 'staff', sessionId: '1', staffId: '4', name: 'Person 4', roles: ['manager'] },
    input: { params: undefined, query: undefined, body: undefined, ...input },
    now: NOW,
  }
  return transaction(pools.staff, (tx) => (route as unknown as Acting).act(tx as never, call as never))
}

async function ask(url: string, each: number): Promise<void> {
  const pools = openPools(connection(url), () => undefined)
  try {
    const moved = performance.now()
    const { escalated } = await keepMoving(pools.worker, NOW)
    say({ case: 'job: escalate and fold all', escalated, ms: Math.round(performance.now() - moved) })
    const views: Record<string, object> = {
      all: {},
      group: { group: 'billing' },
      'my groups': { myGroups: 'yes' },
      mine: { mine: 'yes' },
      free: { free: 'yes' },
      overdue: { overdue: 'yes' },
      'group, overdue': { group: 'it', overdue: 'yes' },
      kind: { kind: 'bench.kind-c' },
      'group and kind': { group: 'metering', kind: 'bench.kind-d' },
      waiting: { waiting: 'yes' },
      'kind that nobody has': { kind: 'bench.never' },
    }
    for (const [name, query] of Object.entries(views))
      await times(name, each, () => callRoute(pools, 'GET', '/desk/api/tasks', { query: { ...query, limit: 200 } }))
    const middle = { after: `2.${legalDay(NOW)}.500000`, limit: 200 }
    await times('all, from the middle', each, () => callRoute(pools, 'GET', '/desk/api/tasks', { query: middle }))
    await times('counts', each, () => callRoute(pools, 'GET', '/desk/api/tasks/load', {}))
    await times('take next', each, () => callRoute(pools, 'POST', '/desk/api/tasks/take-next', { body: {} }))
    await times('job: nothing to do', each, () => keepMoving(pools.worker, NOW))
  } finally {
    await pools.end()
  }
}

async function times(name: string, each: number, work: () => Promise<unknown>): Promise<void> {
  const taken: number[] = []
  for (let n = 0; n < each; n += 1) {
    const started = performance.now()
    await work()
    taken.push(performance.now() - started)
  }
  const first = taken[0] as number
  taken.sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round((taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] as number) * 10) / 10
  say({ case: name, p50: at(0.5), p95: at(0.95), first: Math.round(first * 10) / 10 })
}
