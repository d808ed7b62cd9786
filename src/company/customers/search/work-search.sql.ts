import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>

export type WorkHit = {
  kind: 'task' | 'contact'
  id: string
  customerId: string | null
  title: string
  at: Temporal.Instant
}

/** Words beyond these say nothing more. */
const WORDS_MAX = 6
/** Entries of an index that are looked at for a very frequent word: some of them are enough, and a page must not wait. */
const LOOKED_AT_MAX = 3_000
const RANKED_MAX = 500

/**
 * Tasks and contacts in which somebody wrote these words, the newest first; the last word may be unfinished. Whole words are asked for
 * first: the index reads the rarest of them only, while every word with an open end has all its entries collected before any is
 * compared (measured over two million entries: 230 ms for two frequent words with open ends).
 */
export async function findWork(tx: Tx, words: readonly string[], limit: number): Promise<WorkHit[]> {
  const wanted = words.slice(0, WORDS_MAX).map((word) => `'${word.replaceAll(/['\\]/g, '')}'`)
  if (wanted.length === 0) return []
  const whole = await workWith(tx, wanted.join(' & '), limit)
  return whole.length === limit ? whole : workWith(tx, `${wanted.join(' & ')}:*`, limit)
}

async function workWith(tx: Tx, query: string, limit: number): Promise<WorkHit[]> {
  const on = tables<NoTables>(tx)
  await sql`select set_config('gin_fuzzy_search_limit', ${String(LOOKED_AT_MAX)}, true)`.execute(on)
  const { rows } = await sql<WorkHit>`
    select kind, ref_id as id, customer_id as "customerId", title, happened_at as at
      from (select * from work_search where words @@ to_tsquery('simple', ${query}) limit ${RANKED_MAX}) found
     where customer_id is null or customer_id <> all (array(select app_closed_customers()))
     order by happened_at desc, ref_id desc limit ${limit}`.execute(on)
  return rows
}

/** Writes what is found of one task or contact; without words nothing is. */
export async function storeWork(
  tx: Tx,
  work: {
    kind: WorkHit['kind']
    id: string
    customerId: string | null
    title: string
    text: string
    at: Temporal.Instant
  },
): Promise<void> {
  await sql`
    insert into work_search (kind, ref_id, customer_id, title, words, happened_at)
    values (${work.kind}, ${work.id}, ${work.customerId}, ${work.title}, to_tsvector('simple', search_fold(${work.text})), ${work.at})
    on conflict (kind, ref_id) do update set customer_id = excluded.customer_id, title = excluded.title, words = excluded.words`.execute(
    tables<NoTables>(tx),
  )
}

/** What somebody noted at a contact. */
export async function noteOfContact(
  tx: Tx,
  id: string,
): Promise<{ note: string; customerId: string | null; at: Temporal.Instant } | undefined> {
  const { rows } = await sql<{ note: string; customerId: string | null; at: Temporal.Instant }>`
    select note, customer_id as "customerId", began_at as at from contact where id = ${id} and note <> ''`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]
}
