import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { searchCustomers } from '#company/customers'
import { placesOfMeters } from '#journey/staying'
import { migrate, openPools, type Pools, transaction } from '#platform/database'
import { startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'
import { fillMillion } from './search-million.ts'
import { type AskedCase, casesOf } from './search-cases.ts'

/**
 * Search over a million customers as an agent types it: p95 of each kind of question, and how often the customer meant is
 * among the first ten. The names follow a long-tailed distribution over 160,000 surnames, so there are very frequent and
 * very rare ones. `--url` uses a database that an earlier run with `--keep` has filled.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      customers: { type: 'string', default: '1000000' },
      each: { type: 'string', default: '60' },
      url: { type: 'string' },
    },
  })
  if (values.url) return ask(values.url, Number(values.each))
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-bench-search-'))
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    await migrate({ ...connection(server.url), DB_POOL_MAX: 2 })
    const started = performance.now()
    await fillMillion(server.url, Number(values.customers))
    const seconds = Math.round((performance.now() - started) / 1000)
    process.stdout.write(
      `${JSON.stringify({ benchmark: 'search', case: 'fill', customers: Number(values.customers), seconds })}\n`,
    )
    await ask(server.url, Number(values.each))
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const connection = (url: string) =>
  ({ DATABASE_URL: url, KW_ROLE_PREFIX: 'kundenwerk', KW_ROLE_PASSWORD: undefined, DB_POOL_MAX: 4 }) as const

async function ask(url: string, each: number): Promise<void> {
  const owner = new pg.Client(url)
  await owner.connect()
  const cases = await casesOf(owner, each)
  await owner.end()
  const pools = openPools(connection(url), () => undefined)
  try {
    const all: number[] = []
    for (const [name, list] of Object.entries(cases)) all.push(...(await askKind(pools, name, list)))
    process.stdout.write(`${JSON.stringify({ benchmark: 'search', case: 'all', ...percentiles(all) })}\n`)
  } finally {
    await pools.end()
  }
}

async function askKind(pools: Pools, name: string, list: readonly AskedCase[]): Promise<number[]> {
  const times: number[] = []
  let found = 0
  let asked = 0
  for (const { typed, means } of list) {
    const started = performance.now()
    const hits = await transaction(pools.staff, (tx) =>
      searchCustomers(tx, typed, { limit: 20, meters: placesOfMeters }),
    )
    times.push(performance.now() - started)
    if (means === undefined) continue
    asked += 1
    if (hits.slice(0, 10).some((hit) => hit.id === means)) found += 1
  }
  const rate = asked > 0 ? { foundInFirstTen: Number((found / asked).toFixed(3)) } : {}
  process.stdout.write(`${JSON.stringify({ benchmark: 'search', case: name, ...percentiles(times), ...rate })}\n`)
  return times
}

function percentiles(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1))
  return { questions: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}
