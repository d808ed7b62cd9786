import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exportFolder } from '#company/exchange'
import { readSettings, SettingsRefused } from '#platform/config'
import { migrate, openPools } from '#platform/database'
import { exchangeFiles } from './files.ts'

const USAGE = 'npm run export -- FOLDER [--url postgres://...]'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { url: { type: 'string' } } })

async function run(folder: string): Promise<void> {
  const settings = readSettings({ ...process.env, ...(values.url && { DATABASE_URL: values.url }) })
  await migrate(settings)
  const pools = openPools(settings, () => undefined)
  try {
    await exportFolder({
      pool: pools.bulk,
      folder,
      definitions: exchangeFiles,
      progress: (file, rows) => process.stdout.write(`${file}.csv ${rows}\n`),
    })
  } finally {
    await pools.end()
  }
}

try {
  const [folder] = positionals
  if (folder === undefined || positionals.length !== 1) throw new SettingsRefused(`Which folder? ${USAGE}`)
  await run(resolve(folder))
} catch (error) {
  if (!(error instanceof SettingsRefused)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 78
}
