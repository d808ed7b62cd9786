import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LEGAL_ZONE } from '#platform/calendar'
import type { HandedOver, PrintHouse, PrintItem } from './print-house.ts'

const COLUMNS = [
  'job_key',
  'file',
  'pages',
  'sheets',
  'weight_g',
  'product',
  'registered',
  'postage_cents',
  'name',
  'line_2',
  'line_3',
  'line_4',
  'line_5',
  'line_6',
]

/** A field that begins like a formula would be run by a spreadsheet (OWASP: CSV injection). */
const field = (value: string | number | boolean): string => {
  const text = String(value).replace(/^[=+\-@\t\r]/, "'$&")
  return /[",\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const fileNames = (item: PrintItem): string[] =>
  item.pdfs.map((_pdf, at) => `${item.jobKey}${at === 0 ? '' : `-${at}`}.pdf`)

const lineOf = (item: PrintItem): string =>
  [
    item.jobKey,
    fileNames(item).join(' '),
    item.pages,
    item.sheets,
    item.weightG,
    item.product,
    item.registered ? 'yes' : 'no',
    item.postageCents,
    ...Array.from({ length: 6 }, (_, at) => item.recipient[at] ?? ''),
  ]
    .map(field)
    .join(',')

/**
 * The folder that a post room or a print house empties: one folder per drop with the PDFs and `manifest.csv`, which appears under its name
 * only when it is whole. Which jobs are in a drop is written down in `.drops` in one step before it appears: a program that dies in between
 * neither prints again nor leaves anything out, and nobody minds if the drop has been carried away meanwhile.
 */
export function folderHouse(root: string): PrintHouse {
  const ledger = join(root, '.drops')
  return {
    handOver: async (items, now) => {
      await mkdir(ledger, { recursive: true, mode: 0o700 })
      // Only what was begun before can be in a drop already.
      const decided = items.some((item) => item.attempts > 1)
        ? await decidedDrops(ledger, items)
        : new Map<string, string>()
      for (const drop of new Set(decided.values())) await finishDrop(root, drop)
      const fresh = items.filter((item) => !decided.has(item.jobKey))
      const drop = fresh.length > 0 ? await newDrop(root, ledger, fresh, now) : ''
      return items.map(
        ({ jobKey }): HandedOver => ({ jobKey, outcome: 'taken', printerRef: decided.get(jobKey) ?? drop }),
      )
    },
  }
}

/** In which drops these jobs are, newest drops first. */
async function decidedDrops(ledger: string, items: readonly PrintItem[]): Promise<Map<string, string>> {
  const wanted = new Set(items.map((item) => item.jobKey))
  const found = new Map<string, string>()
  for (const name of (await readdir(ledger))
    .filter((one) => one.endsWith('.jobs'))
    .toSorted()
    .toReversed()) {
    if (found.size === wanted.size) break
    for (const key of (await readFile(join(ledger, name), 'utf8')).split('\n'))
      if (wanted.has(key)) found.set(key, name.slice(0, -'.jobs'.length))
  }
  return found
}

async function newDrop(
  root: string,
  ledger: string,
  items: readonly PrintItem[],
  now: Temporal.Instant,
): Promise<string> {
  const at = now.toZonedDateTimeISO(LEGAL_ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' })
  const keys = items.map((item) => item.jobKey).join('\n')
  const drop = `${at.replaceAll(':', '')}-${createHash('sha256').update(keys).digest('hex').slice(0, 12)}`
  const unfinished = join(root, `.${drop}.part`)
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  for (const item of items)
    for (const [n, name] of fileNames(item).entries())
      await writeFile(join(unfinished, name), item.pdfs[n] as Buffer, { mode: 0o600 })
  const lines = [COLUMNS.join(','), ...items.map(lineOf)].join('\r\n')
  await writeFile(join(unfinished, 'manifest.csv'), `${lines}\r\n`, { mode: 0o600 })
  await syncAll(unfinished)
  // From this rename on the drop is decided: whoever comes next finishes it and begins no other one for these jobs.
  const decided = join(ledger, `${drop}.jobs`)
  await writeFile(`${decided}.part`, keys, { mode: 0o600, flush: true })
  await rename(`${decided}.part`, decided)
  await syncPath(ledger)
  await finishDrop(root, drop)
  return drop
}

/** Gives a whole drop its name; done already if the unfinished one is gone. */
async function finishDrop(root: string, drop: string): Promise<void> {
  try {
    await rename(join(root, `.${drop}.part`), join(root, drop))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await syncPath(root)
}

async function syncAll(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await syncPath(join(folder, name))
  await syncPath(folder)
}

async function syncPath(path: string): Promise<void> {
  const opened = await open(path, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
