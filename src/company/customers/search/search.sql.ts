import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { TypedQuery } from './typed-query.ts'

type NoTables = Record<string, never>

/** A word of the vocabulary that a typed word may mean. */
export type Candidate = {
  /** Which typed word, from 0. */
  readonly of: number
  readonly word: string
  readonly uses: number
  readonly how: 'exact' | 'prefix' | 'similar' | 'sounds'
}

/** Words that begin like the typed one: those looked at, and those taken, most frequent first. */
const PREFIX_SCAN_MAX = 2_000
const PREFIX_TAKEN_MAX = 60

/** The last sign of Unicode ends a range of everything with a beginning. */
const END = '\u{10ffff}'

/** The typed words as they are, and words that begin with them. */
export async function candidatesOf(tx: Tx, words: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<{ of: number; word: string; uses: string; how: Candidate['how'] }>`
    select (q.number - 1)::int as of, c.word, c.uses, c.how
      from unnest(${words}::text[]) with ordinality q(word, number)
     cross join lateral (
       select word, uses, 'exact' as how from customer_search_word where word = q.word collate "C"
       union all
       (select * from (
          select word, uses, 'prefix' from customer_search_word
           where word > q.word collate "C" and word < (q.word || ${END}) collate "C" order by word limit ${PREFIX_SCAN_MAX}) near
        order by uses desc limit ${PREFIX_TAKEN_MAX})) c`.execute(tables<NoTables>(tx))
  return rows.map((row) => ({ ...row, uses: Number(row.uses) }))
}

const SIMILAR_SCAN_MAX = 400

/** Words with one error, and words that sound the same. */
export async function similarTo(tx: Tx, words: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<{ of: number; word: string; uses: string; how: Candidate['how'] }>`
    select (q.number - 1)::int as of, c.word, c.uses, c.how
      from unnest(${words}::text[]) with ordinality q(word, number)
     cross join lateral (
       (select word, uses, 'similar' as how from customer_search_word
         where variants && search_variants(q.word) limit ${SIMILAR_SCAN_MAX})
       union all
       (select word, uses, 'sounds' from customer_search_word
         where sound = search_sound(q.word) collate "C" and length(search_sound(q.word)) > 1 limit ${SIMILAR_SCAN_MAX})) c
     where q.word ~ '^[a-z]{3,}$'`.execute(tables<NoTables>(tx))
  return rows.map((row) => ({ ...row, uses: Number(row.uses) }))
}

/** Words with two errors and more, by their trigrams: only asked where nothing else was found. */
export async function farFrom(tx: Tx, words: readonly string[]): Promise<Candidate[]> {
  const on = tables<NoTables>(tx)
  await sql`select set_config('pg_trgm.similarity_threshold', '0.35', true)`.execute(on)
  const { rows } = await sql<{ of: number; word: string; uses: string }>`
    select (q.number - 1)::int as of, c.word, c.uses
      from unnest(${words}::text[]) with ordinality q(word, number)
     cross join lateral (
       select word, uses from customer_search_word where word % q.word order by similarity(word, q.word) desc limit 40) c
     where length(q.word) > 4`.execute(on)
  return rows.map((row) => ({ ...row, uses: Number(row.uses), how: 'similar' }))
}

export type FoundDoc = { readonly customerId: string; readonly words: readonly string[]; readonly names: number }

/**
 * Customers that have one of the words of each list. Where even the rarest list stands for very many customers, reading
 * the table until enough are found is quicker than collecting all of them from the index first.
 */
export async function docsWith(
  tx: Tx,
  lists: readonly (readonly string[])[],
  options: { readonly limit: number; readonly frequent: boolean },
): Promise<FoundDoc[]> {
  const on = tables<NoTables>(tx)
  const conditions = lists.map((list) => sql`words && ${list}::text[]`)
  if (options.frequent) await sql`select set_config('enable_bitmapscan', 'off', true)`.execute(on)
  else await sql`select set_config('enable_seqscan', 'off', true)`.execute(on)
  const { rows } = await sql<FoundDoc>`
    select customer_id as "customerId", words, names from customer_search
     where ${sql.join(conditions, sql` and `)} limit ${options.limit}`.execute(on)
  await sql`select set_config('enable_bitmapscan', 'on', true), set_config('enable_seqscan', 'on', true)`.execute(on)
  return rows
}

/** A number of a customer that fits what was typed. */
export type NumberHit = {
  readonly customerId: string
  readonly kind: 'customer' | 'contract-account' | 'contract' | 'market-location' | 'phone' | 'email' | 'meter'
  readonly shown: string
  /** True if it is that number, false if it begins so. */
  readonly whole: boolean
}

const HITS_PER_KIND_MAX = 20

/** Numbers, telephone numbers and mail addresses that are or begin like the typed ones. */
export async function numbersLike(tx: Tx, query: TypedQuery): Promise<NumberHit[]> {
  const parts = query.numbers.flatMap((key) => [
    numberPart('customer', 'customer_number', key, sql`t.id`),
    numberPart('contract_account', 'contract_account_number', key, sql`t.customer_id`),
    numberPart('contract', 'contract_number', key, sql`t.customer_id`),
    locationPart(key),
  ])
  if (query.email) parts.push(contactPart('email', 'lower(email)', query.email))
  if (query.phone) parts.push(contactPart('phone', 'phone', query.phone), contactPart('phone', 'mobile', query.phone))
  if (parts.length === 0) return []
  const { rows } = await sql<NumberHit>`${sql.join(parts, sql` union all `)}`.execute(tables<NoTables>(tx))
  return rows
}

const kinds = { customer: 'customer', contract_account: 'contract-account', contract: 'contract' } as const

function numberPart(table: keyof typeof kinds, column: string, key: string, customer: ReturnType<typeof sql>) {
  const typed = sql.raw(`customer_number_key(t.${column}) collate "C"`)
  return sql`(select ${customer} as "customerId", ${kinds[table]}::text as kind, t.${sql.raw(column)} as shown, ${typed} = ${key} as whole
    from ${sql.raw(table)} t where ${typed} >= ${key} and ${typed} < ${key + END} order by ${typed} limit ${HITS_PER_KIND_MAX})`
}

function locationPart(key: string) {
  const typed = sql.raw('customer_number_key(t.market_location_code) collate "C"')
  return sql`(select k.customer_id as "customerId", 'market-location'::text as kind, t.market_location_code as shown, ${typed} = ${key} as whole
    from market_location t join contract k on k.market_location_id = t.id
   where ${typed} >= ${key} and ${typed} < ${key + END} order by ${typed}, k.starts_on desc limit ${HITS_PER_KIND_MAX})`
}

function contactPart(kind: 'email' | 'phone', expression: string, typed: string) {
  const key = sql.raw(`${expression} collate "C"`)
  return sql`(select id as "customerId", ${kind}::text as kind, ${sql.raw(kind === 'email' ? 'email' : expression)} as shown, ${key} = ${typed} as whole
    from customer t where ${key} >= ${typed} and ${key} < ${typed + END} order by ${key} limit ${HITS_PER_KIND_MAX})`
}

/** Who has or had a contract at these places, the newest contract first. */
export async function customersAt(
  tx: Tx,
  marketLocationIds: readonly string[],
): Promise<{ readonly customerId: string; readonly marketLocationId: string }[]> {
  const { rows } = await sql<{ customerId: string; marketLocationId: string }>`
    select customer_id as "customerId", market_location_id as "marketLocationId" from contract
     where market_location_id = any(${marketLocationIds}::bigint[]) order by starts_on desc`.execute(
    tables<NoTables>(tx),
  )
  return rows
}

export type FoundCustomer = {
  readonly id: string
  readonly customerNumber: string
  readonly kind: 'person' | 'household' | 'company'
  readonly name: string
  /** Empty where an authority protects it. */
  readonly address: string
  readonly isProtected: boolean
}

/** Records that are closed to whoever searches and have exactly this number: there is something, and no more. */
export async function closedByNumber(
  tx: Tx,
  keys: readonly string[],
): Promise<{ id: string; customerNumber: string }[]> {
  const { rows } = await sql<{ id: string; customerNumber: string }>`
    select c.id, c.customer_number as "customerNumber" from unnest(${keys}::text[]) k cross join lateral staff_closed_by_number(k) c`.execute(
    tables<NoTables>(tx),
  )
  return rows
}

export async function foundCustomers(tx: Tx, ids: readonly string[]): Promise<FoundCustomer[]> {
  const { rows } = await sql<FoundCustomer>`
    select id, customer_number as "customerNumber", kind, coalesce(company_name, concat_ws(' ', title, first_name, last_name)) as name,
           case when p.isp then '' else
           concat_ws(', ', nullif(concat_ws(' ', street, house_number), ''), nullif(concat_ws(' ', postal_code, city), '')) end as address,
           p.isp as "isProtected"
      from customer cross join lateral (select exists (select from customer_protection p where p.customer_id = customer.id and p.ended_at is null) as isp) p
     where id = any(${ids}::bigint[])`.execute(tables<NoTables>(tx))
  return rows
}

/** Writes the read model of one customer anew. */
export async function refreshSearch(tx: Tx, customerId: string): Promise<void> {
  await sql`select customer_search_refresh(array[${customerId}::bigint])`.execute(tables<NoTables>(tx))
}
