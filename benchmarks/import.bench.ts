import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { migrate } from '#platform/database'
import { writeFolder } from '../src/apps/demo/generate/index.ts'
import packageFile from '../package.json' with { type: 'json' }
import { startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'

/** Tables that the files fill, in the order of their references. */
const tables = [
  'customer',
  'site',
  'market_location',
  'contract_account',
  'contract',
  'contract_price',
  'meter',
  'register',
  'gas_factor',
  'reading',
  'temperature',
]

/** The bounds of memory that `npm run import` has: without them V8 lets garbage lie as long as the machine has room. */
const limits = packageFile.scripts.import.split(' ').filter((flag) => flag.startsWith('--max-'))

type Imported = { readonly seconds: number; readonly rows: number; readonly maxRssMb: number }

/**
 * Import against plain COPY of the same rows into the same tables with their keys and indexes, in one run on one server:
 * what counts is the ratio. The import runs in a process of its own, whose largest memory is reported.
 * `--customers 100000` is the size of the goal: at least a quarter of COPY's rows per second, below 300 MB.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { customers: { type: 'string', default: '20000' } } })
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-bench-import-'))
  chmodSync(folder, 0o711)
  const files = join(folder, 'files')
  const written = await writeFolder(files, {
    customers: Number(values.customers),
    seed: 1,
    today: Temporal.PlainDate.from('2026-11-22'),
  })
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    const [first, second] = [await database(server.url, 'imported'), await database(server.url, 'copied')]
    const imported = await importAll(first, files)
    const again = await importAll(first, files)
    const copied = await copyAll(first, second)
    const ratio = (imported.rows / imported.seconds / (copied.rows / copied.seconds)).toFixed(3)
    const rates = {
      importRowsPerSecond: Math.round(imported.rows / imported.seconds),
      copyRowsPerSecond: Math.round(copied.rows / copied.seconds),
      unchangedRowsPerSecond: Math.round(again.rows / again.seconds),
    }
    const { customers, readings } = written.rows
    const line = {
      customers,
      readings,
      rows: imported.rows,
      ...rates,
      ratio: Number(ratio),
      maxRssMb: imported.maxRssMb,
    }
    process.stdout.write(`${JSON.stringify({ benchmark: 'import', ...line })}\n`)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function database(ownerUrl: string, name: string): Promise<string> {
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  await owner.query(`create database ${name}`)
  await owner.end()
  const url = new URL(ownerUrl)
  url.pathname = `/${name}`
  await migrate({ DATABASE_URL: url.href, KW_ROLE_PREFIX: 'kundenwerk', KW_ROLE_PASSWORD: undefined, DB_POOL_MAX: 2 })
  return url.href
}

async function importAll(url: string, files: string): Promise<Imported> {
  const child = fork(join(import.meta.dirname, 'import-all.ts'), [files], {
    execArgv: [...limits, ...process.execArgv],
    env: { ...process.env, DATABASE_URL: url },
  })
  const [answer] = (await once(child, 'message')) as [Imported]
  await once(child, 'exit')
  return answer
}

/** Every table out of one database and into the other, as the owner: nothing is checked but keys and references. */
async function copyAll(source: string, target: string): Promise<{ readonly seconds: number; readonly rows: number }> {
  const [out, into] = [new pg.Client(source), new pg.Client(target)]
  await Promise.all([out.connect(), into.connect()])
  // As the owner is no superuser and the tables have row-level security, only a role with policies may copy into them;
  // the owner of a table is exempt from its policies.
  const started = performance.now()
  let rows = 0
  for (const table of tables) {
    const stream = into.query(from(`copy ${table} from stdin (format binary)`))
    await pipeline(out.query(to(`copy ${table} to stdout (format binary)`)), stream)
    rows += stream.rowCount
  }
  const seconds = (performance.now() - started) / 1000
  await Promise.all([out.end(), into.end()])
  return { seconds, rows }
}
