import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileNames } from '../exchange/files.ts'
import { fillFromFolder } from '../exchange/index.ts'
import { legalDay } from '#platform/calendar'
import { systemClock } from '#platform/clock'
import { readSettings } from '#platform/config'
import { openPools } from '#platform/database'
import { writeFolder } from './generate/index.ts'
import { askKnownCustomers } from './ask-known-customers.ts'
import { makeSampleClient } from './sample-client.ts'
import { makeDemoSignIns } from './sign-ins.ts'
import { runSampleCampaign } from './run-sample-campaign.ts'
import { writeLetterYear } from './write-letter-year.ts'
import { writeSampleLetters } from './write-sample-letters.ts'

export { demoSignIns } from './sign-ins.ts'

/** The demo is the same wherever it is filled on the same day. */
const DEMO_SEED = 20_261_122

export type FillOptions = {
  readonly customers: number
  /** Where the portal will be, for the links in the demo's mails. */
  readonly origin: string
  readonly progress: (done: number, total: number, what: string) => void
}

/**
 * Fills the demo utility: its files are written to a temporary folder and go in through the same importer as those of a real
 * utility.
 */
export async function fillDemo(ownerUrl: string, options: FillOptions): Promise<void> {
  const settings = readSettings({ ...process.env, DATABASE_URL: ownerUrl })
  const pools = openPools(settings, () => undefined)
  const folder = await mkdtemp(join(tmpdir(), 'kundenwerk-demo-'))
  const total = fileNames.length + 2
  try {
    options.progress(0, total, 'Stadtwerke Musterstadt')
    await writeFolder(folder, { customers: options.customers, seed: DEMO_SEED, today: legalDay(systemClock.now()) })
    const filled = await fillFromFolder({
      pool: pools.bulk,
      folder,
      now: systemClock.now,
      progress: ({ file }) => options.progress(1 + fileNames.indexOf(`${file}.csv`), total, file),
    })
    refuseIfBroken(filled)
    options.progress(total - 1, total, 'sign-ins')
    await makeDemoSignIns(pools)
    await makeSampleClient(pools, options.origin)
    await askKnownCustomers(pools, options.origin, systemClock.now())
    await writeSampleLetters(pools, systemClock.now())
    await runSampleCampaign(pools, options.origin, systemClock.now())
    await writeLetterYear(pools, settings, systemClock.now())
    options.progress(total, total, 'done')
  } finally {
    await pools.end()
    await rm(folder, { recursive: true, force: true })
  }
}

/** As in life, some values have a digit too many and are refused by the importer; more than a few are a fault of ours. */
const REFUSED_SHARE_MAX = 0.005

function refuseIfBroken(filled: Awaited<ReturnType<typeof fillFromFolder>>): void {
  for (const [file, { rows, refused }] of Object.entries(filled)) {
    if (refused > Math.max(2, (rows + refused) * REFUSED_SHARE_MAX))
      throw new Error(`${refused} lines of the demo's own ${file}.csv were refused.`)
  }
}
