import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { planDeliveries } from '../notify/plan-deliveries.ts'
import type { Reading } from '../blocks.ts'
import { foldForSearch, type Frame, readingText } from '../blocks.ts'
import type { FileTable, LetterTables } from './letter-tables.ts'

/** A file that lies in the archive already. */
export type StoredFile = {
  readonly form: FileTable['form']
  readonly language: string
  readonly title: string
  readonly sha256: Buffer
  readonly sizeBytes: number
  readonly pages: number
}

/** A letter whose files are on the disk: now it may be said to exist. */
export type Finished = {
  readonly letterId: string
  readonly files: readonly [StoredFile, ...StoredFile[]]
  readonly frame: Frame | undefined
  readonly reading: Reading
  readonly inputHash: Buffer
}

export type Published = {
  readonly id: string
  readonly customerId: string
  readonly contractId: string | null
  readonly kind: string
  readonly importance: string
  readonly pages: number
  readonly byPost: boolean
}

/**
 * Publishes letters that are still ordered, with their place in the chain; who was published meanwhile is left out. Statements,
 * not letters, cost round trips: a run publishes dozens in one transaction.
 * @returns what was published now
 */
export async function publishLetters(tx: Tx, list: readonly Finished[], now: Temporal.Instant): Promise<Published[]> {
  const on = tables<LetterTables>(tx)
  const { rows: due } = await sql<{ id: string; customer_id: string }>`
    select id, customer_id from letter where id = any(${list.map((one) => one.letterId)}::bigint[]) and state = 'ordered'
     order by id for update`.execute(on)
  const customerOf = new Map(due.map((row) => [row.id, row.customer_id]))
  const fresh = list.filter((one) => customerOf.has(one.letterId))
  if (fresh.length === 0) return []
  await on
    .insertInto('letter_content')
    .values(fresh.map((one) => contentRow(one, customerOf)))
    .execute()
  await on
    .insertInto('letter_file')
    .values(fresh.flatMap((one) => fileRows(one, customerOf)))
    .execute()
  const pages = JSON.stringify(fresh.map((one) => ({ id: one.letterId, pages: one.files[0].pages })))
  const { rows } = await sql<Published>`
    update letter l set state = 'published', published_at = ${now}, pages = made.pages, row_version = l.row_version + 1
      from jsonb_to_recordset(${pages}::jsonb) as made(id bigint, pages smallint), letter_kind k
     where l.id = made.id and k.code = l.kind
    returning l.id, l.customer_id as "customerId", l.contract_id as "contractId", l.kind, l.importance, l.pages, k.by_post as "byPost"`.execute(
    on,
  )
  const ids = fresh.map((one) => one.letterId)
  await sql`insert into letter_event (letter_id, customer_id, what, happened_at)
    select id, customer_id, 'published', ${now} from letter where id = any(${ids}::bigint[])`.execute(on)
  await planDeliveries(tx, ids, now)
  await on.deleteFrom('letter_order').where('letter_id', 'in', ids).execute()
  // Last, because the chain's head is locked from here to the commit.
  await sql`insert into letter_record (letter_id, act) select id, 'published' from letter where id = any(${ids}::bigint[]) order by id`.execute(
    on,
  )
  return rows
}

function contentRow(one: Finished, customerOf: ReadonlyMap<string, string>) {
  return {
    letter_id: one.letterId,
    customer_id: customerOf.get(one.letterId) as string,
    frame: one.frame ? sql<Frame>`${JSON.stringify(one.frame)}::jsonb` : null,
    reading: sql<Reading>`${JSON.stringify(one.reading)}::jsonb`,
    search_text: foldForSearch(`${one.files[0].title}\n${readingText(one.reading)}`),
    input_hash: one.inputHash,
  }
}

const fileRows = (one: Finished, customerOf: ReadonlyMap<string, string>) =>
  one.files.map((file, position) => ({
    letter_id: one.letterId,
    position,
    customer_id: customerOf.get(one.letterId) as string,
    form: file.form,
    language: file.language,
    title: file.title,
    sha256: file.sha256,
    size_bytes: file.sizeBytes,
    pages: file.pages,
  }))
