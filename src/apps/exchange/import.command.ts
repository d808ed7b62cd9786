import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importFolder, type ImportFolderOptions, type ImportProgress } from '#company/exchange'
import { systemClock } from '#platform/clock'
import { readSettings, SettingsRefused } from '#platform/config'
import { migrate, openPools, type Pools } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { convertBo4e } from './bo4e/convert-folder.ts'
import { exchangeFiles, fileNames } from './files.ts'
import { openTaskForConflicts } from './conflicts.ts'
import { RefusedReport } from './report.ts'
import { refusalText, terminalLocale } from './texts.ts'

const USAGE =
  'npm run import -- FOLDER [--url postgres://...] [--numbers german|plain] [--report FOLDER/refused-lines.csv]'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' }, numbers: { type: 'string' }, report: { type: 'string' } },
})

/** One line that is written over in a terminal; a line every five seconds elsewhere. */
function progressLine(): (progress: ImportProgress) => void {
  const terminal = process.stderr.isTTY
  let said = 0
  return ({ file, lineDone, bytes, bytesTotal, rowsPerSecond }) => {
    const now = performance.now()
    if (now - said < (terminal ? 100 : 5_000)) return
    said = now
    const percent = Math.floor((100 * bytes) / bytesTotal)
    const line = `${file}: ${percent} %, line ${lineDone}, ${rowsPerSecond} rows/s`
    process.stderr.write(terminal ? `\r\u001b[K${line}` : `${line}\n`)
  }
}

/** Ctrl-C once: the batch under way is finished and the place noted. Twice: at once, which loses nothing either. */
function stopOnSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
      process.stderr.write('\nStopping after this batch. The same command goes on from there.\n')
    })
  return controller.signal
}

type Run = {
  readonly pools: Pools
  readonly report: RefusedReport
  readonly locale: 'de' | 'en'
  readonly signal: AbortSignal
}
type Totals = { readonly files: number; readonly failed: number }

const clearLine = process.stderr.isTTY ? '\r\u001b[K' : ''
const say = (line: string) => process.stdout.write(`${clearLine}${line}\n`)

/** Imports the files of one folder and says what became of each. */
async function importFiles({ pools, report, locale, signal }: Run, folder: string, named: string): Promise<Totals> {
  let files = 0
  let failed = 0
  const numbers: Pick<ImportFolderOptions, 'numbers'> =
    values.numbers === 'german' || values.numbers === 'plain' ? { numbers: values.numbers } : {}
  const options = { pool: pools.bulk, folder, definitions: exchangeFiles, now: systemClock.now, signal, ...numbers }
  for await (const { source, outcome } of importFolder({ ...options, progress: progressLine() })) {
    files += 1
    if (outcome instanceof Refusal) {
      failed += 1
      say(refusalText(locale, outcome.code, outcome.figures))
      continue
    }
    const { batch, unknownColumns, resumed, encoding } = outcome
    await report.add(pools.worker, named + source, batch.id)
    await openTaskForConflicts(pools.worker, batch, systemClock.now())
    const { state, read, inserted, updated, same, refused, conflicting } = batch
    const figures = { read, inserted, updated, same, refused, conflicting, encoding, ...(resumed && { resumed }) }
    say(`${named}${source} ${state} ${JSON.stringify(figures)}`)
    if (unknownColumns.length > 0) say(`${source}: ignored columns ${unknownColumns.join(', ')}`)
  }
  return { files, failed }
}

/** Objects of BO4E become files like the others first; what is no such object is named. */
async function importBo4e(run: Run, folder: string): Promise<Totals> {
  try {
    const converted = await convertBo4e(folder)
    if (!converted) return { files: 0, failed: 0 }
    for (const [kind, count] of Object.entries(converted.leftOut)) say(`bo4e: ${count} of ${kind} are not read`)
    return await importFiles(run, converted.folder, 'bo4e/converted/')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    say(refusalText(run.locale, error.code, error.figures))
    return { files: 1, failed: 1 }
  }
}

async function run(folder: string): Promise<number> {
  const locale = terminalLocale(process.env)
  const settings = readSettings({ ...process.env, ...(values.url && { DATABASE_URL: values.url }) })
  await migrate(settings)
  const pools = openPools(settings, () => undefined)
  const report = new RefusedReport(values.report ?? resolve(folder, 'refused-lines.csv'), locale)
  try {
    const begun = { pools, report, locale, signal: stopOnSignal() }
    const totals = [await importFiles(begun, folder, ''), await importBo4e(begun, folder)]
    const written = await report.end()
    if (written > 0) say(`${written} refused places stand in ${report.path}`)
    const none = totals.every((one) => one.files === 0)
    if (none) say(refusalText(locale, 'exchange.folder.empty', { folder, known: fileNames.join(', ') }))
    return none || totals.some((one) => one.failed > 0) ? 1 : 0
  } finally {
    await pools.end()
  }
}

const [folder] = positionals
try {
  if (folder === undefined || positionals.length !== 1) throw new SettingsRefused(`Which folder? ${USAGE}`)
  if (values.numbers !== undefined && !['german', 'plain'].includes(values.numbers))
    throw new SettingsRefused(`--numbers takes german or plain. ${USAGE}`)
  process.exitCode = await run(resolve(folder))
} catch (error) {
  if (!(error instanceof SettingsRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 78
}
