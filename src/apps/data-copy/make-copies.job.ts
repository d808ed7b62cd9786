import { join } from 'node:path'
import type { CopySection, DueCopy } from '#company/customers'
import {
  copyStore,
  endCopies,
  giveUpCopies,
  namedCopies,
  storeCopy,
  takeDueCopy,
  tellCopyFailed,
  tellCopyReady,
} from '#company/customers'
import { type Pools, transaction } from '#platform/database'
import { fileStore, type KeptStore, type ZipEntry, zipOf } from '#platform/files'
import type { Job } from '#platform/jobs'
import { csvOf } from './csv.ts'
import { type CopiedRow, freeze, rowsOf } from './data-copy.sql.ts'
import { exportedTables, type PersonalTable } from './personal-tables.ts'

/** Long enough to come back from a holiday, short enough that a copy of everything does not lie about. */
const KEPT_DAYS = 14
/** So many rows of each kind stand on the page; the file has all. */
const SHOWN_ROWS = 20
/** What one copy may hold of photos and letters; the rest is named in the list and given on request. */
const FILES_BYTES_MAX = 200 * 1_048_576

type Kit = {
  readonly pools: Pools
  readonly folder: string
  /** Where letters lie, if not in the folder. */
  readonly letters?: Pick<KeptStore, 'get'>
}

type Copied = { readonly table: PersonalTable; readonly rows: readonly CopiedRow[] }

/** Makes one copy that is due. @returns false if there is none */
export async function makeDueCopy(kit: Kit, now: Temporal.Instant): Promise<boolean> {
  const { pools, folder } = kit
  const copy = await transaction(pools.worker, takeDueCopy)
  if (!copy) return false
  const copied = await transaction(pools.worker, async (tx) => {
    await freeze(tx)
    const all: Copied[] = []
    for (const table of exportedTables) all.push({ table, rows: await rowsOf(tx, table, copy) })
    return all
  })
  const zip = zipOf([...machineFiles(copied, copy, now), ...(await attachedFiles(copied, kit))], now)
  const sha256 = await copyStore(folder).put(zip)
  const endsAt = now.add({ hours: 24 * KEPT_DAYS })
  const summary = copied.map((one) => sectionOf(one, copy.language))
  await transaction(pools.worker, async (tx) => {
    const stored = await storeCopy(tx, copy.id, { sha256, sizeBytes: zip.length, summary, madeAt: now, endsAt })
    if (stored) await tellCopyReady(tx, copy, endsAt, now)
  })
  return true
}

const fileName = ({ table }: PersonalTable): string => `${table.replaceAll('_', '-')}.csv`

/** One JSON with everything, one CSV for each kind, and a page that says what they are. */
function machineFiles(copied: readonly Copied[], copy: DueCopy, now: Temporal.Instant): ZipEntry[] {
  const whole = {
    format: 'kundenwerk-personal-copy/1',
    madeAt: now.toString(),
    customerId: copy.customerId,
    tables: Object.fromEntries(copied.map(({ table, rows }) => [table.table, rows])),
  }
  const index = copied
    .map(({ table, rows }) => `${fileName(table)}: ${table[copy.language]} (${rows.length})`)
    .join('\r\n')
  const about =
    copy.language === 'de'
      ? 'Alle Daten, die wir über Sie gespeichert haben. data.json enthält alles; die CSV-Dateien (UTF-8, Semikolon) enthalten dasselbe je Art.'
      : 'All data that we keep about you. data.json holds everything; the CSV files (UTF-8, semicolon) hold the same by kind.'
  return [
    { name: 'README.txt', bytes: Buffer.from(`${about}\r\n\r\n${index}\r\n`) },
    { name: 'data.json', bytes: Buffer.from(JSON.stringify(whole, null, 1)) },
    ...copied
      .filter(({ rows }) => rows.length > 0)
      .map(({ table, rows }) => ({ name: `csv/${fileName(table)}`, bytes: Buffer.from(csvOf(rows)) })),
  ]
}

/** Photos and letters themselves, as far as they fit. */
async function attachedFiles(copied: readonly Copied[], { folder, letters }: Kit): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = []
  let total = 0
  for (const { table, rows } of copied.filter((one) => one.table.filesOf !== undefined))
    for (const row of rows) {
      const hash = String(row['sha256']).replace('\\x', '')
      const bytes = await (table.filesOf === 'letters' && letters
        ? letters
        : fileStore(join(folder, table.filesOf as string))
      ).get(Buffer.from(hash, 'hex'))
      if (!bytes || total + bytes.length > FILES_BYTES_MAX) continue
      total += bytes.length
      entries.push({ name: `files/${table.table.replaceAll('_', '-')}/${hash.slice(0, 16)}${endingOf(bytes)}`, bytes })
    }
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()]
}

/** By the first bytes, because names are not kept. */
function endingOf(bytes: Buffer): string {
  if (bytes.subarray(0, 4).toString('latin1') === '%PDF') return '.pdf'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return '.jpg'
  if (bytes.subarray(1, 4).toString('latin1') === 'PNG') return '.png'
  return '.bin'
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

function sectionOf({ table, rows }: Copied, language: 'de' | 'en'): CopySection {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column] !== null))
  return {
    title: table[language],
    file: fileName(table),
    count: rows.length,
    columns,
    rows: rows.slice(0, SHOWN_ROWS).map((row) => columns.map((column) => shown(row[column]).slice(0, 200))),
  }
}

/** A file is younger than its row for a moment only; what no row names after an hour goes. */
const UNNAMED_HOURS = 1

/** Ends what is over and deletes its file. */
export async function endOldCopies({ pools, folder }: Kit, now: Temporal.Instant): Promise<void> {
  const over = await transaction(pools.worker, (tx) => endCopies(tx, now))
  if (over.length === 0) return
  await copyStore(folder).clear(now.subtract({ hours: UNNAMED_HOURS }), (hashes) =>
    transaction(pools.worker, (tx) => namedCopies(tx, hashes)),
  )
}

/** Every minute: makes what was asked for, one by one, then ends what is over. What fails is tried again, then a person does it. */
export const makeCopiesJob = (kit: Kit): Job => ({
  name: 'customers.make-copies',
  cron: '* * * * *',
  run: async (_payload, now) => {
    await transaction(kit.pools.worker, async (tx) => {
      for (const copy of await giveUpCopies(tx)) await tellCopyFailed(tx, copy, now)
    })
    while (await makeDueCopy(kit, now)) {
      // Each copy is a transaction of its own.
    }
    await endOldCopies(kit, now)
  },
})
