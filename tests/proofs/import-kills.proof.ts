import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { exportFolder } from '#company/exchange'
import { readSettings } from '#platform/config'
import { migrate, openPools } from '#platform/database'
import { writeFolder } from '../../src/apps/demo/generate/index.ts'
import { exchangeFiles } from '../../src/apps/exchange/index.ts'
import { removeEmbedded, startEmbedded } from '../../src/platform/database/embedded/start-embedded.ts'

// `npm run proofs -- import-kills [KILLS [CUSTOMERS]]`: the same utility is imported twice, once in peace and once by a program
// that is killed with -9 again and again at random and started anew. Both databases give the same files, the second has no line
// twice, and every file has one run that is done.

const project = join(import.meta.dirname, '../..')

export type ImportKillFigures = {
  readonly kills: number
  readonly starts: number
  readonly rows: number
  readonly differing: readonly string[]
  readonly unfinished: number
  readonly counted: number
}

export async function prove(args: readonly string[]): Promise<void> {
  const figures = await killImports(Number(args[0] ?? 20), Number(args[1] ?? 3_000))
  console.log(JSON.stringify({ case: 'import-kills', ...figures, differing: figures.differing.length }))
  assertSame(figures)
}

export function assertSame({ differing, unfinished, counted, rows }: ImportKillFigures): void {
  assert.deepEqual(differing, [])
  assert.equal(unfinished, 0)
  // Each line is counted in one batch only, however often the program began anew.
  assert.equal(counted, rows)
}

/** Imports with so many kills; then once to the end. */
export async function killImports(kills: number, customers: number): Promise<ImportKillFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-import-kills-'))
  chmodSync(folder, 0o711)
  const files = join(folder, 'files')
  await writeFolder(files, { customers, seed: 11, today: Temporal.PlainDate.from('2026-11-22') })
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    const [peaceful, killed] = [await database(server.url, 'peaceful'), await database(server.url, 'killed')]
    await start(peaceful, files).done
    let starts = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const run = start(killed, files)
      starts += 1
      // As soon as it has stored something more, and then somewhere in the middle of a batch, between two, or at the end of a file.
      const before = await linesDone(killed)
      await Promise.race([untilMore(killed, before), run.done])
      await pause((kill * 379) % 1_500)
      run.kill()
      await run.done.catch(() => undefined)
    }
    await start(killed, files).done
    const differing = await compare(folder, peaceful, killed)
    return { kills, starts: starts + 1, differing, ...(await audit(killed, files)) }
  } finally {
    await server.stop()
    await removeEmbedded(join(folder, 'database'))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function linesDone(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ n: string | null }>('select sum(line_done) as n from import_batch')
  await client.end()
  return Number(rows[0]?.n ?? 0)
}

async function untilMore(url: string, before: number): Promise<void> {
  while ((await linesDone(url)) <= before) await pause(10)
}

async function database(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await migrate(readSettings({ DATABASE_URL: url.href }))
  return url.href
}

/** `npm run import` as a program of its own. */
function start(url: string, files: string) {
  const args = [
    '--import',
    join(project, 'launch/tsx-hook.mjs'),
    join(project, 'src/apps/exchange/import.command.ts'),
    files,
  ]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const done = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`The import ended with ${signal ?? code}.`)),
    )
  })
  return { done, kill: () => child.kill('SIGKILL') }
}

/** Names of exported files that are not the same, byte for byte. */
async function compare(folder: string, ...urls: readonly [string, string]): Promise<string[]> {
  const folders = await Promise.all(
    urls.map(async (url, at) => {
      const pools = openPools(readSettings({ DATABASE_URL: url }), () => undefined)
      const into = join(folder, `out-${at}`)
      await exportFolder({ pool: pools.bulk, definitions: exchangeFiles, folder: into })
      await pools.end()
      return into
    }),
  )
  const [peaceful = '', killed = ''] = folders
  // Rows come out in the order of their ids, and these are the same only if the lines went in once and in their order.
  return readdirSync(peaceful).filter((name) => sorted(join(peaceful, name)) !== sorted(join(killed, name)))
}

const sorted = (path: string): string => readFileSync(path, 'utf8').split('\n').toSorted().join('\n')

async function audit(url: string, files: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ unfinished: string; counted: string }>(
    `select count(*) filter (where state <> 'done') as unfinished, sum(rows_read) as counted from import_batch
      where id in (select min(id) from import_batch group by file)`,
  )
  await client.end()
  const there = exchangeFiles.filter(({ file }) => existsSync(join(files, `${file}.csv`)))
  const lines = there.map(
    ({ file }) =>
      readFileSync(join(files, `${file}.csv`), 'utf8')
        .trimEnd()
        .split('\n').length - 1,
  )
  return {
    unfinished: Number(rows[0]?.unfinished),
    counted: Number(rows[0]?.counted),
    rows: lines.reduce((sum, n) => sum + n, 0),
  }
}
