import type pg from 'pg'
import { z, instant, id, line } from '#platform/contract'
import { transaction } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { inspect } from '../csv/encoding.ts'
import type { CsvRecord } from '../csv/reader.ts'
import { openCsv } from '../csv/records.ts'
import { type Source, sourceAt } from '../csv/source.ts'
import { fileRefused } from '../fault.ts'
import type { ReceiptEffect } from './receipt.ts'
import { receiveReceipt, type Receipt, type ReceiptSender } from './receive-receipt.ts'

const REQUIRED = ['change_id', 'outcome'] as const
const THEIRS = 'theirs_'

const receiptLine = z.object({
  change_id: id(),
  outcome: z.enum(['taken-over', 'refused']),
  key: line(100).optional(),
  answered_at: z.union([z.literal(''), instant()]).optional(),
  reference: line(100).optional(),
  reason_code: line(60).optional(),
  reason: line(500).optional(),
})

export type ReceiptFileResult = {
  readonly counts: Readonly<Record<ReceiptEffect, number>>
  /** Lines that could not be read, with the refusal's code. */
  readonly refused: readonly { readonly line: number; readonly code: string }[]
}

/**
 * Takes in a file of receipts: `change_id;outcome;key;answered_at;reference;reason_code;reason` and, with a refusal, what stands over
 * there in columns `theirs_street` and the like. Each line counts once by its key, so a file may be read again from its beginning.
 * @throws Refusal if the file as a whole cannot be read
 */
export async function receiveReceiptFile(
  pool: pg.Pool,
  path: string,
  name: string,
  sender: (now: Temporal.Instant) => ReceiptSender,
  now: () => Temporal.Instant,
): Promise<ReceiptFileResult> {
  const source = await sourceAt(path, name)
  const csv = await openCsv(source, (await inspect(source)).encoding)
  const counts = { applied: 0, repeated: 0, late: 0, unknown: 0 }
  const refused: { line: number; code: string }[] = []
  try {
    refuseMissing(csv.header, source)
    for await (const { records } of csv.batches(500))
      for (const record of records) {
        const receipt = toReceipt(csv.header, record, now())
        if (!receipt) {
          refused.push({ line: record.line, code: 'exchange.line.no-receipt' })
          continue
        }
        const done = await receiveOne(pool, receipt, sender(now()))
        if (done instanceof Refusal) refused.push({ line: record.line, code: done.code })
        else counts[done] += 1
      }
  } finally {
    await csv.close()
  }
  return { counts, refused }
}

function refuseMissing(header: readonly string[], source: Source): void {
  const missing = REQUIRED.find((name) => !header.includes(name))
  if (missing)
    throw fileRefused('exchange.file.column-missing', source.name, 1, {
      column: missing,
      found: header.join(', ').slice(0, 200),
    })
}

/** A transaction for each line: one that is refused keeps no other back. */
async function receiveOne(pool: pg.Pool, receipt: Receipt, sender: ReceiptSender): Promise<ReceiptEffect | Refusal> {
  try {
    return (await transaction(pool, (tx) => receiveReceipt(tx, sender, receipt))).effect
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function toReceipt(header: readonly string[], record: CsvRecord, now: Temporal.Instant): Receipt | undefined {
  if (record.fields.length !== header.length) return undefined
  const cells = Object.fromEntries(header.map((name, at) => [name, record.fields[at] ?? '']))
  const parsed = receiptLine.safeParse(cells)
  if (!parsed.success) return undefined
  const { change_id, outcome, answered_at, ...rest } = parsed.data
  const said = answered_at ? Temporal.Instant.from(answered_at) : now
  const theirs = header.flatMap((name) =>
    name.startsWith(THEIRS) && cells[name] !== '' ? [[name.slice(THEIRS.length), cells[name] ?? null] as const] : [],
  )
  return {
    changeId: change_id,
    outcome,
    key: rest.key || `${change_id}/${outcome}/${answered_at ?? ''}`,
    answeredAt: Temporal.Instant.compare(said, now) > 0 ? now : said,
    reference: rest.reference || undefined,
    reasonCode: rest.reason_code || undefined,
    reason: rest.reason || undefined,
    theirs: theirs.length > 0 ? Object.fromEntries(theirs) : undefined,
  }
}
