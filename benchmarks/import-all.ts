import { importFolder } from '#company/exchange'
import { systemClock } from '#platform/clock'
import { readSettings } from '#platform/config'
import { openPools } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { exchangeFiles } from '../src/apps/exchange/index.ts'

// The import of a folder in a process of its own, so that its memory can be measured.
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('import-all.ts FOLDER')
const pools = openPools(readSettings(process.env), () => undefined)
const started = performance.now()
let rows = 0
let maxRss = 0
for await (const { outcome } of importFolder({
  pool: pools.bulk,
  folder,
  definitions: exchangeFiles,
  now: systemClock.now,
  // Not resourceUsage().maxRSS: on Linux it begins with that of the process which started this one.
  progress: () => {
    maxRss = Math.max(maxRss, process.memoryUsage.rss())
  },
})) {
  if (outcome instanceof Refusal) throw outcome
  rows += outcome.batch.read
  if (process.env['KW_BENCH_FILES'])
    process.stderr.write(
      `${outcome.batch.file} ${outcome.batch.read} ${((performance.now() - started) / 1000).toFixed(2)}\n`,
    )
}
const seconds = (performance.now() - started) / 1000
await pools.end()
const answer = { seconds, rows, maxRssMb: Math.round(maxRss / 1_048_576) }
if (process.send) process.send(answer)
else process.stdout.write(`${JSON.stringify(answer)}\n`)
process.disconnect?.()
