import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { findChromium } from '../launch/chromium.mjs'
import { makeSenders } from '../tests/proofs/kills/load.ts'
import { RunningHouse } from '../tests/proofs/kills/running-house.ts'

/**
 * `npm run bench -- lighthouse [--runs 5]`: Lighthouse as on a phone (its own throttling of network and processor) for the
 * portal's home and the page on which readings are entered, signed in, against a web process as in production. One line of
 * JSON a page, the median of each figure. Goals: performance 98, accessibility 100, best practices 100, script 10 KiB.
 */
const pages = [
  { name: 'home', path: '/uebersicht' },
  { name: 'reading', path: '/zaehlerstand' },
]

const GOALS = { performance: 98, accessibility: 100, bestPractices: 100, scriptKiBMax: 10 }

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '5' } } })
  const chromium = await findChromium({ install: false })
  if (chromium === undefined) throw new Error('There is no Chromium here; KW_CHROMIUM may name one.')
  const house = await RunningHouse.start()
  try {
    const [sender] = await makeSenders(house.pools, 1)
    const cookie = sender?.cookie as string
    for (const { name, path } of pages) {
      const url = `http://localhost:${house.port}${path}`
      const measured: Measured[] = []
      for (let n = 0; n < Number(values.runs); n += 1)
        measured.push(await recorded(() => measure(url, cookie, chromium)))
      const load = Number((loadavg()[0] ?? 0).toFixed(1))
      console.log(JSON.stringify({ bench: 'lighthouse', page: name, ...medians(measured), ...said(measured), load }))
    }
  } finally {
    await house.stop()
  }
}

/** On a busy machine Chromium now and then records no trace at all; that is no figure, and the run is made again. */
async function recorded(work: () => Promise<Measured>, triesLeft = 3): Promise<Measured> {
  try {
    return await work()
  } catch (error) {
    const isUnrecorded = /NO_NAVSTART|NO_FCP|NO_TRACING_STARTED/.test(error instanceof Error ? error.message : '')
    if (!isUnrecorded || triesLeft <= 1) throw error
    return recorded(work, triesLeft - 1)
  }
}

type Report = {
  readonly finalDisplayedUrl: string
  readonly categories: Readonly<
    Record<string, { readonly score: number | null; readonly auditRefs: readonly { readonly id: string }[] }>
  >
  readonly audits: Readonly<Record<string, Audit>>
}
type Audit = {
  readonly score: number | null
  readonly numericValue?: number
  readonly details?: { readonly items?: readonly { readonly resourceType?: string; readonly transferSize?: number }[] }
}
type Measured = {
  readonly performance: number
  readonly accessibility: number
  readonly bestPractices: number
  readonly lcpMs: number
  readonly cls: number
  readonly scriptKiB: number
  readonly pageKiB: number
  /** What kept accessibility or best practices from 100. */
  readonly missed: readonly string[]
}

/** One run in a process and a browser profile of its own, so that nothing is warm from the run before. */
async function measure(url: string, cookie: string, chromium: string): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'kundenwerk-lighthouse-'))
  const output = join(folder, 'report.json')
  const lighthouse = join(dirname(createRequire(import.meta.url).resolve('lighthouse/package.json')), 'cli', 'index.js')
  try {
    await promisify(execFile)(
      process.execPath,
      [
        lighthouse,
        url,
        '--quiet',
        '--output=json',
        `--output-path=${output}`,
        '--only-categories=performance,accessibility,best-practices',
        `--extra-headers=${JSON.stringify({ cookie })}`,
        '--no-enable-error-reporting',
        '--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync',
      ],
      { env: { ...process.env, CHROME_PATH: chromium }, timeout: 180_000, maxBuffer: 64 * 1024 * 1024 },
    )
    return figuresOf(JSON.parse(readFileSync(output, 'utf8')) as Report, url)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function figuresOf(report: Report, url: string): Measured {
  if (report.finalDisplayedUrl !== url)
    throw new Error(`${url} led to ${report.finalDisplayedUrl}: nobody was signed in.`)
  const score = (category: string) => Math.round((report.categories[category]?.score ?? 0) * 100)
  const audit = (id: string) => report.audits[id]
  const requests = audit('network-requests')?.details?.items ?? []
  const kib = (of: typeof requests) =>
    Number((of.reduce((sum, one) => sum + (one.transferSize ?? 0), 0) / 1024).toFixed(1))
  const missed = ['accessibility', 'best-practices']
    .flatMap((category) => report.categories[category]?.auditRefs ?? [])
    .map(({ id }) => id)
    .filter((id) => (audit(id)?.score ?? 1) < 1)
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    lcpMs: Math.round(audit('largest-contentful-paint')?.numericValue ?? 0),
    cls: Number((audit('cumulative-layout-shift')?.numericValue ?? 0).toFixed(3)),
    scriptKiB: kib(requests.filter((one) => one.resourceType === 'Script')),
    pageKiB: kib(requests),
    missed,
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

type Figures = Omit<Measured, 'missed'>

function medians(measured: readonly Measured[]): Figures & { readonly runs: number; readonly goalsMet: boolean } {
  const of = (name: keyof Figures) => median(measured.map((one) => one[name]))
  const figures = {
    performance: of('performance'),
    accessibility: of('accessibility'),
    bestPractices: of('bestPractices'),
    lcpMs: of('lcpMs'),
    cls: of('cls'),
    scriptKiB: of('scriptKiB'),
    pageKiB: of('pageKiB'),
  }
  const goalsMet =
    figures.performance >= GOALS.performance &&
    figures.accessibility >= GOALS.accessibility &&
    figures.bestPractices >= GOALS.bestPractices &&
    figures.scriptKiB <= GOALS.scriptKiBMax
  return { runs: measured.length, ...figures, goalsMet }
}

const said = (measured: readonly Measured[]) => ({ missed: [...new Set(measured.flatMap((one) => one.missed))] })
