import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { removeEmbedded } from '../src/platform/database/embedded/start-embedded.ts'
import { AlreadySupervised, claimFolder } from '../src/platform/database/embedded/supervision.ts'
import { projectFolder } from './options.ts'

// `npm run reset [-- --yes]`: deletes the embedded database and all that stands beside it.

const dataFolder = process.env['KW_DATA'] ?? join(projectFolder, 'data')

async function main(): Promise<string> {
  if (!existsSync(dataFolder)) return 'There is nothing to delete.'
  const claim = claimFolder(dataFolder)
  try {
    if (!(await agreed())) return 'Nothing was deleted. (Without a terminal: npm run reset -- --yes)'
    await removeEmbedded(join(dataFolder, 'database'))
    for (const name of ['demo.json', 'logs', 'files']) {
      rmSync(join(dataFolder, name), { recursive: true, force: true })
    }
  } finally {
    claim.release()
  }
  return 'The database is deleted. npm start makes a new one.'
}

async function agreed(): Promise<boolean> {
  if (process.argv.includes('--yes')) return true
  if (!process.stdin.isTTY) return false
  const asker = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await asker.question(`Delete the database in ${dataFolder} with all customers in it? [y/N] `)
  asker.close()
  return /^(y|yes|j|ja)$/i.test(answer.trim())
}

try {
  console.log(await main())
} catch (error) {
  if (!(error instanceof AlreadySupervised)) throw error
  console.log(`Kundenwerk runs (process ${error.supervisor.pid}): end it first with Ctrl-C there.`)
  process.exitCode = 1
}
