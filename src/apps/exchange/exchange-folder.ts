import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { type ReceiptFileResult, receiveReceiptFile, type ReceiptSender, writeDelta } from '#company/exchange'
import { openTask } from '#company/tasks'
import { legalDay } from '#platform/calendar'
import type { Clock } from '#platform/clock'
import { transaction } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { outObjects } from './out-objects.ts'

export type ExchangeFolder = {
  readonly pool: pg.Pool
  readonly folder: string
  /** The system on the other side of the folder. */
  readonly system: string
  readonly clock: Clock
}

export type FolderRound = {
  readonly written: readonly string[]
  readonly received: Readonly<Record<string, ReceiptFileResult | string>>
}

/**
 * One round of the exchange by files: changes go into `out`, receipts come from `in` and are put into `in/done` when they have been
 * read. A file that appears under its final name must be whole; names that begin with a dot or end in `.part` are left alone.
 */
export async function exchangeByFolder(exchange: ExchangeFolder): Promise<FolderRound> {
  const { pool, folder, system } = exchange
  const written = await writeDelta({ pool, objects: outObjects, folder: join(folder, 'out'), name: `folder.${system}` })
  const done = join(folder, 'in', 'done')
  await mkdir(done, { recursive: true })
  const received: Record<string, ReceiptFileResult | string> = {}
  const names = (await readdir(join(folder, 'in'))).filter((name) => /^[^.].*\.csv$/.test(name)).sort()
  for (const name of names) received[name] = await receiveFile(exchange, name, done)
  return { written, received }
}

async function receiveFile(exchange: ExchangeFolder, name: string, done: string): Promise<ReceiptFileResult | string> {
  const { pool, folder, system, clock } = exchange
  const path = join(folder, 'in', name)
  const sender = (now: Temporal.Instant): ReceiptSender => ({
    system,
    way: 'file',
    objects: outObjects,
    context: { channel: 'import', actor: { kind: 'system' }, occurredAt: now },
  })
  try {
    const result = await receiveReceiptFile(pool, path, name, sender, clock.now)
    if (result.refused.length > 0) {
      const lines = result.refused.map((one) => `${one.line};${one.code}\n`)
      await writeFile(join(done, `${name}.refused`), `line;code\n${lines.join('')}`)
      await openTaskForFile(exchange, name, result.refused.length)
    }
    await rename(path, join(done, name))
    return result
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // A file that cannot be read at all must not be met again in every round.
    await rename(path, join(done, `${name}.unreadable`))
    await openTaskForFile(exchange, name, 0)
    return error.code
  }
}

/** Lines that nobody could read are somebody's work: else an answer would be lost without a word. */
async function openTaskForFile({ pool, clock, system }: ExchangeFolder, file: string, lines: number): Promise<void> {
  const now = clock.now()
  await transaction(pool, (tx) =>
    openTask(
      tx,
      {
        kind: 'exchange.receipts-unreadable',
        customerId: null,
        contractId: null,
        subject: { file, lines, system },
        group: 'it',
        priority: 2,
        dueOn: legalDay(now).add({ days: 2 }),
        dedupeKey: `receipts-unreadable/${system}/${file}/${legalDay(now).toString()}`,
      },
      { channel: 'import', actor: { kind: 'system' }, occurredAt: now },
    ),
  )
}
