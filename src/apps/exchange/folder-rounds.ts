import { join } from 'node:path'
import type pg from 'pg'
import type { Round } from '#company/exchange'
import { systemClock } from '#platform/clock'
import type { Settings } from '#platform/config'
import { demoBilling } from '../demo/billing/demo-billing.ts'
import { exchangeByFolder } from './exchange-folder.ts'

/** The demo shows it while somebody looks. */
const DEMO_EVERY_MS = 5_000

type Wanted = Pick<Settings, 'EXCHANGE_FOLDER' | 'EXCHANGE_SYSTEM' | 'EXCHANGE_EVERY_MS' | 'KW_DEMO' | 'KW_FILES'>

/** The exchange by files, where the settings name a folder; in the demo with a billing system on its other side. */
export function folderRounds(settings: Wanted, pool: pg.Pool): readonly Round[] {
  const folder = settings.EXCHANGE_FOLDER ?? (settings.KW_DEMO ? join(settings.KW_FILES, 'exchange') : undefined)
  if (folder === undefined) return []
  const exchange = { pool, folder, system: settings.EXCHANGE_SYSTEM, clock: systemClock }
  const billing = settings.KW_DEMO ? demoBilling(folder) : undefined
  const run = async () => {
    await exchangeByFolder(exchange)
    billing?.round()
  }
  return [{ everyMs: settings.KW_DEMO ? DEMO_EVERY_MS : settings.EXCHANGE_EVERY_MS, run }]
}
