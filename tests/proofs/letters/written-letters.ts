import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { tables, transaction } from '#platform/database'
import type { LetterArchive } from '../../../src/service/letters/store/archive.ts'
import { type Finished, publishLetters } from '../../../src/service/letters/store/publish.sql.ts'
import { endLetter } from '../../../src/service/letters/desk/desk.sql.ts'

/** As the engine would: what a letter is made of, with bytes of a size instead of a page. */
const bytesOf = (number: number, size: number): Buffer => {
  const bytes = Buffer.alloc(size, createHash('sha256').update(`letter ${number}`).digest())
  bytes.write('%PDF-1.7', 0, 'latin1')
  return bytes
}

const BATCH = 100

/** Customers with letters, published through the ordinary door: row, content, files, chain. @returns ids of the letters */
export async function writeLetters(
  pool: pg.Pool,
  archive: Pick<LetterArchive, 'putAll'>,
  options: {
    readonly letters: number
    readonly customers: number
    readonly sizeBytes: number
    readonly now: Temporal.Instant
    /** All for this customer, instead of some made here. */
    readonly customerId?: string
    readonly kind?: string
  },
): Promise<readonly string[]> {
  const ids: string[] = []
  for (let from = 0; from < options.letters; from += BATCH) {
    const count = Math.min(BATCH, options.letters - from)
    const contents = Array.from({ length: count }, (_, at) => bytesOf(from + at, options.sizeBytes))
    const hashes = await archive.putAll(contents)
    await transaction(pool, async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`insert into customer (customer_number, kind, last_name, city)
        select 'W' || n, 'person', 'Brief ' || n, 'Musterstadt' from generate_series(1, ${options.customers}) n on conflict do nothing`.execute(
        on,
      )
      const { rows } = await sql<{ id: string }>`
        insert into letter (customer_id, kind, kind_version, source, source_key, title, language, importance, category, ordered_at)
        select c.id, ${options.kind ?? 'paying.bill'}, 1, 'written', 'W-' || n || coalesce('-' || ${options.customerId ?? null}::text, ''), 'Rechnung ' || n, 'de', 'important', 'paying', ${options.now}
          from generate_series(${from}::int, ${from + count - 1}::int) n join customer c on case when ${options.customerId ?? null}::bigint is null
           then c.customer_number = 'W' || (n % ${options.customers}::int + 1) else c.id = ${options.customerId ?? null}::bigint end
         order by n returning id`.execute(on)
      const finished = rows.map(
        ({ id }, at): Finished => finishedOf(id, from + at, hashes[at] as Buffer, options.sizeBytes),
      )
      ids.push(...(await publishLetters(tx, finished, options.now)).map((letter) => letter.id))
    })
  }
  return ids
}

const finishedOf = (letterId: string, number: number, sha256: Buffer, sizeBytes: number): Finished => ({
  letterId,
  files: [{ form: 'letter', language: 'de', title: `Rechnung ${number}`, sha256, sizeBytes, pages: 2 }],
  frame: {
    title: `Rechnung ${number}`,
    language: 'de',
    day: { year: 2026, month: 11, day: 22 },
    recipient: [`Brief ${number}`, 'Lindenweg 7', '12341 Musterstadt'],
    details: [],
    words: { page: 'Seite', of: 'von' },
    sender: { name: 'Stadtwerke', colour: '#0b6e99', returnLine: '', foot: [] },
  },
  reading: {
    salutation: 'Guten Tag,',
    blocks: [{ kind: 'paragraph', spans: [{ text: `Ihre Rechnung ${number} ist da. `.repeat(20) }] }],
    closing: 'Freundliche Grüße',
    signed: 'Stadtwerke',
  },
  inputHash: createHash('sha256').update(`input ${number}`).digest(),
})

/** Withdraws one as the desk would. */
export async function withdrawLetter(pool: pg.Pool, letterId: string, now: Temporal.Instant): Promise<void> {
  await transaction(pool, async (tx) => {
    const { rows } = await sql<{ v: number }>`select row_version as v from letter where id = ${letterId}`.execute(
      tables<Record<string, never>>(tx),
    )
    const ending = {
      letterId,
      rowVersion: rows[0]?.v as number,
      because: 'Falscher Betrag.',
      cutOff: true,
      replacedBy: null,
    }
    if (!(await endLetter(tx, ending, now))) throw new Error('Not withdrawn.')
  })
}
