import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { searchRoutes } from '#company/customers'
import { placesOfMeters } from '#journey/staying'
import { migrate, openPools, type Pools, transaction } from '#platform/database'
import { startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'

const connection = (url: string) =>
  ({ DATABASE_URL: url, KW_ROLE_PREFIX: 'kundenwerk', KW_ROLE_PASSWORD: undefined, DB_POOL_MAX: 4 }) as const

/**
 * Search over what people wrote in `--entries` tasks and contacts (one million of each): p95 of each kind of question, by the use case
 * behind the desk's route, in the staff role with row-level security. Words follow a long tail: the most frequent stands in
 * every fifth note, the rarest in a few.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { entries: { type: 'string', default: '1000000' }, each: { type: 'string', default: '60' } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-bench-work-search-'))
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    await migrate({ ...connection(server.url), DB_POOL_MAX: 2 })
    await fill(server.url, Number(values.entries))
    const pools = openPools(connection(server.url), () => undefined)
    try {
      for (const [name, question] of Object.entries(questions)) await ask(pools, name, question, Number(values.each))
    } finally {
      await pools.end()
    }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const say = (line: object): void =>
  void process.stdout.write(`${JSON.stringify({ benchmark: 'work-search', ...line })}\n`)

const frequent =
  'abschlag rechnung zaehler umzug zaehlerstand vertrag bank adresse rueckruf beschwerde stoerung tarif mahnung guthaben'.split(
    ' ',
  )

/** Eight words a note: three of the frequent ones, five of 50,000 whose frequency falls with their rank. */
async function fill(url: string, entries: number): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('set synchronous_commit = off')
  await client.query('drop index work_search_words')
  const started = performance.now()
  for (const kind of ['task', 'contact'])
    for (let from = 1; from <= entries; from += 100_000)
      await client.query(
        `insert into work_search (kind, ref_id, title, words, happened_at)
         select $3, n, 'Vorgang ' || n,
                to_tsvector('simple', (select string_agg(($4::text[])[1 + floor(random() ^ 2 * $5)::int], ' ') from generate_series(1, 3) g where n > 0)
                  || ' ' || (select string_agg('wort' || floor(random() ^ 3 * 50000)::int, ' ') from generate_series(1, 5) g where n > 0)
                  || ' nr' || n),
                timestamptz '2026-11-22' - make_interval(mins => n % 500000)
           from generate_series($1::int, $2::int) n`,
        [from, Math.min(entries, from + 99_999), kind, frequent, frequent.length],
      )
  await client.query('create index work_search_words on work_search using gin (words)')
  await client.query('vacuum analyze work_search')
  await client.end()
  say({ case: 'fill', tasks: entries, contacts: entries, seconds: Math.round((performance.now() - started) / 1_000) })
}

/** What an agent types; the last word of a question may be unfinished. */
const questions: Readonly<Record<string, (nth: number) => string>> = {
  'a frequent word': (nth) => frequent[nth % frequent.length] as string,
  'two frequent words': (nth) => `${frequent[nth % 7]} ${frequent[7 + (nth % 7)]}`,
  'a rare word': (nth) => `wort${40_000 + nth * 37}`,
  'a frequent and a rare word': (nth) => `${frequent[nth % frequent.length]} wort${20_000 + nth * 53}`,
  'three letters': (nth) => (frequent[nth % frequent.length] as string).slice(0, 3),
  'beginning of very many words': () => 'wort',
  'a number that stands once': (nth) => `nr${nth * 7_919 + 1}`,
  'nothing fits': (nth) => `xyzzy${nth}`,
}

type Acting = { readonly act: (tx: never, call: never) => Promise<unknown> }

async function ask(pools: Pools, name: string, question: (nth: number) => string, each: number): Promise<void> {
  const route = searchRoutes(placesOfMeters).find((one) => one.path === '/desk/api/search/work') as unknown as Acting
  const times: number[] = []
  for (let nth = 0; nth < each; nth += 1) {
    const started = performance.now()
    await transaction(pools.staff, (tx) => route.act(tx as never, { input: { query: { q: question(nth) } } } as never))
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) =>
    Number((times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0).toFixed(1))
  say({ case: name, questions: each, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) })
}
