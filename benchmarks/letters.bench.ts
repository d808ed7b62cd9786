// `npm run bench -- letters [run]`: what a letter costs. `run` letters (default 2,000; the proof is 10,000) go through the children
// of the press for memory over time (`verify` instead of a number: only the verification); 300 through the engine in this process for CPU; 60 through Chromium's print beside them.
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { readSettings } from '#platform/config'
import { migrate, openPools } from '#platform/database'
import { removeEmbedded, startEmbedded } from '../src/platform/database/embedded/start-embedded.ts'
import { closeChain } from '../src/service/letters/archive/close-chain.ts'
import { verifyLetters } from '../src/service/letters/archive/verify.ts'
import { writeLetters } from '../tests/proofs/letters/written-letters.ts'
import { launchChromium } from '../tests/setup/chromium.ts'
import type { Sheet } from '../src/service/letters/blocks.ts'
import { ReadingView } from '../src/service/letters/centre/reading-view.tsx'
import { createEngine } from '../src/service/letters/engine/engine.ts'
import { renderPool } from '../src/service/letters/engine/render-pool.ts'
import { madeKind } from '../src/service/letters/made/kinds/index.ts'
import { sampleBill } from '../src/service/letters/made/kinds/samples.fixtures.ts'
import { writeLetter } from '../src/service/letters/made/write-letter.ts'
import { letterArchive } from '../src/service/letters/store/archive.ts'

const utility = {
  name: 'Stadtwerke Musterstadt',
  colour: '#0b6e99',
  form: 'sie',
  portal: 'https://kunden.example',
  phone: '0123 456-0',
  returnLine: 'Stadtwerke Musterstadt · Am Werk 1 · 12345 Musterstadt',
  foot: [['Stadtwerke Musterstadt GmbH', 'Am Werk 1'], ['HRB 1234'], ['DE02 1203 0000 0000 2020 51']],
} as const

/** A two-page bill: 12 items, 4 sums, 24 bars, GiroCode. */
const bill = (number: number): Sheet =>
  writeLetter(
    madeKind('paying.bill') as never,
    sampleBill(`R-2026-${number}`, 5_000, number),
    {
      name: `Erika Musterfrau ${number}`,
      customerNumber: String(10_000_000 + number),
      language: 'de',
      recipient: [`Erika Musterfrau ${number}`, 'Lindenweg 7', '12341 Musterstadt'],
      day: Temporal.PlainDate.from('2026-11-22'),
    },
    utility,
  )

const print = (line: object) => console.log(JSON.stringify({ ...line, load: Number(loadavg()[0]?.toFixed(1)) }))
const turn = () => new Promise((resolve) => setImmediate(resolve))
const round = (value: number, digits = 1) => Number(value.toFixed(digits))

export async function run(args: readonly string[]): Promise<void> {
  const long = Number(args[0] ?? 2_000)
  if (args[0] === 'verify') return verification(Number(args[1] ?? 5_000))
  const typstMs = await engineCpu(300)
  const chromiumMs = await chromiumCpu(60)
  print({ case: 'ratio', chromiumToTypst: round(chromiumMs / typstMs) })
  await store(1_000)
  await verification(5_000)
  await memory(long)
}

/** CPU of everything that makes a letter: text, code, page, post-step. */
async function engineCpu(count: number): Promise<number> {
  const engine = createEngine()
  for (let at = 0; at < 20; at += 1) engine.draw(bill(at))
  const before = process.cpuUsage()
  let pages = 0
  for (let at = 0; at < count; at += 1) {
    pages += engine.draw(bill(1_000 + at)).pages
    await turn()
  }
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1_000 / count
  print({
    case: 'engine',
    letters: count,
    pagesPerLetter: pages / count,
    cpuMsPerLetter: round(ms),
    lettersPerCpuSecond: round(1_000 / ms),
  })
  return ms
}

/** The same text through a warm page of Chromium, CPU of its whole process tree. */
async function chromiumCpu(count: number): Promise<number> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const draw = async (number: number) => {
      const { reading } = bill(number)
      const body = renderToStaticMarkup(ReadingView({ reading, locale: 'de' }))
      await page.setContent(
        `<!doctype html><style>body{font:11pt sans-serif;margin:45mm 20mm 30mm 25mm}</style>${body}`,
      )
      await page.pdf({ format: 'A4', tagged: true })
    }
    for (let at = 0; at < 5; at += 1) await draw(at)
    const before = await treeCpuMs(process.pid)
    for (let at = 0; at < count; at += 1) await draw(1_000 + at)
    const ms = ((await treeCpuMs(process.pid)) - before) / count
    print({ case: 'chromium', letters: count, cpuMsPerLetter: round(ms) })
    return ms
  } finally {
    await browser.close()
  }
}

/** User and system time of a process and all below it, living ones. */
async function treeCpuMs(root: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const rows = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
      return { pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
    }),
  )
  const family = new Set([root])
  for (let grown = true; grown; ) {
    grown = false
    for (const row of rows) if (family.has(row.parent) && !family.has(row.pid)) grown = Boolean(family.add(row.pid))
  }
  // Linux counts in ticks of 10 ms.
  return rows.filter((row) => family.has(row.pid)).reduce((sum, row) => sum + row.ticks * 10, 0)
}

async function store(count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-letters-bench-'))
  try {
    const engine = createEngine()
    const files = Array.from({ length: count }, (_, at) =>
      Buffer.concat([engine.draw(bill(at % 20)).pdf, Buffer.from(String(at))]),
    )
    const archive = letterArchive({ KW_FILES: folder })
    const begun = performance.now()
    for (let at = 0; at < count; at += 16) await archive.putAll(files.slice(at, at + 16))
    const seconds = (performance.now() - begun) / 1_000
    print({
      case: 'store',
      files: count,
      kb: round((files[0]?.length ?? 0) / 1_024),
      perSecond: round(count / seconds),
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Letters a second that the verification reads: rows and chain in SQL, every byte of 70 KB files. */
async function verification(count: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-letters-bench-'))
  await chmod(folder, 0o711)
  const server = await startEmbedded({ folder: join(folder, 'database'), log: () => undefined })
  try {
    await migrate(readSettings({ DATABASE_URL: server.url }))
    const pools = openPools(readSettings({ DATABASE_URL: server.url }), () => undefined)
    const archive = letterArchive({ KW_FILES: folder })
    const now = Temporal.Now.instant()
    await writeLetters(pools.worker, archive, { letters: count, customers: 500, sizeBytes: 70_000, now })
    await closeChain(pools.worker, now)
    const [begun, before] = [performance.now(), process.cpuUsage()]
    const verified = await verifyLetters({ pool: pools.worker, archive, trust: undefined })
    const seconds = (performance.now() - begun) / 1_000
    const { user, system } = process.cpuUsage(before)
    if (verified.findings.length > 0 || verified.letters !== count) throw new Error('The archive is not whole.')
    print({
      case: 'verify',
      letters: count,
      kb: 70,
      perSecond: round(count / seconds),
      perCpuSecond: round(count / ((user + system) / 1_000_000)),
    })
    await pools.end()
  } finally {
    await server.stop()
    await removeEmbedded(join(folder, 'database'))
    await rm(folder, { recursive: true, force: true })
  }
}

/** Memory of one child over a long run; the slope is measured over its second half, when caches are full. */
async function memory(count: number): Promise<void> {
  const pool = renderPool(1)
  const samples: { letters: number; mb: number }[] = []
  const begun = performance.now()
  try {
    for (let at = 0; at < count; at += 1) {
      await pool.draw(bill(at))
      if (at % Math.max(50, Math.floor(count / 100)) === 0)
        samples.push({ letters: at, mb: await residentMb(pool.pids()[0]) })
    }
  } finally {
    await pool.stop()
  }
  const half = samples.slice(Math.floor(samples.length / 2)).filter((one) => one.mb > 0)
  print({
    case: 'memory',
    letters: count,
    perSecond: round(count / ((performance.now() - begun) / 1_000)),
    mbMax: round(Math.max(...samples.map((one) => one.mb))),
    slopeKbPerLetter: round(slope(half) * 1_024, 2),
  })
}

async function residentMb(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '0 0')
  return (Number(text.split(' ')[1]) * 4_096) / 1_048_576
}

/** Least squares. */
function slope(points: readonly { letters: number; mb: number }[]): number {
  const n = points.length
  const x = points.reduce((sum, one) => sum + one.letters, 0) / n
  const y = points.reduce((sum, one) => sum + one.mb, 0) / n
  const above = points.reduce((sum, one) => sum + (one.letters - x) * (one.mb - y), 0)
  const below = points.reduce((sum, one) => sum + (one.letters - x) ** 2, 0)
  return below === 0 ? 0 : above / below
}
