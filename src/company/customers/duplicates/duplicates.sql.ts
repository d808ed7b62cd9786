import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type PairState = 'open' | 'dismissed' | 'merged'
export type DuplicatePair = {
  readonly id: string
  readonly aId: string
  readonly bId: string
  readonly aName: string
  readonly bName: string
  readonly score: number
  readonly reasons: readonly string[]
  readonly state: PairState
  readonly rowVersion: number
}

const shown = (alias: string) =>
  sql.raw(`coalesce(${alias}.company_name, concat_ws(' ', ${alias}.title, ${alias}.first_name, ${alias}.last_name))`)
const columns = sql`p.id, p.a_id as "aId", p.b_id as "bId", ${shown('a')} as "aName", ${shown('b')} as "bName", p.score, p.reasons, p.state,
  p.row_version as "rowVersion"`
const pairs = sql`select ${columns} from duplicate_pair p join customer a on a.id = p.a_id join customer b on b.id = p.b_id`

/** What waits for a person, the surest first. */
export const openPairsStatement = (limit: number): Statement<DuplicatePair> =>
  sql<DuplicatePair>`${pairs} where p.state = 'open' order by p.score desc, p.id limit ${limit}`.compile(
    statements<NoTables>(),
  )

export async function pairById(tx: Tx, id: string): Promise<DuplicatePair | undefined> {
  return (await sql<DuplicatePair>`${pairs} where p.id = ${id} for update of p`.execute(on(tx))).rows[0]
}

export async function decidePair(
  tx: Tx,
  pair: { readonly aId: string; readonly bId: string },
  state: PairState,
  staffId: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update duplicate_pair set state = ${state}, decided_at = ${state === 'open' ? null : now}, decided_by_staff_id = ${staffId},
      row_version = row_version + 1 where a_id = ${pair.aId} and b_id = ${pair.bId}`.execute(on(tx))
}

export type MergeRow = {
  readonly id: string
  readonly survivorId: string
  readonly mergedId: string
  readonly before: Readonly<Record<string, string | null>>
  readonly after: Readonly<Record<string, string | null>>
  readonly undoneAt: Temporal.Instant | null
}

export async function insertMerge(
  tx: Tx,
  merge: {
    readonly survivorId: string
    readonly mergedId: string
    readonly staffId: string
    readonly reason: string
    readonly before: unknown
    readonly after: unknown
  },
  now: Temporal.Instant,
): Promise<string> {
  await sql`update customer set merged_into_id = ${merge.survivorId}, row_version = row_version + 1 where id = ${merge.mergedId}`.execute(
    on(tx),
  )
  const { rows } = await sql<{ id: string }>`
    insert into customer_merge (survivor_id, merged_id, staff_id, reason, before, after, merged_at)
    values (${merge.survivorId}, ${merge.mergedId}, ${merge.staffId}, ${merge.reason}, ${JSON.stringify(merge.before)}::jsonb,
            ${JSON.stringify(merge.after)}::jsonb, ${now}) returning id`.execute(on(tx))
  return rows[0]?.id as string
}

const merges = sql`select m.id, m.survivor_id as "survivorId", m.merged_id as "mergedId", m.before, m.after, m.undone_at as "undoneAt"
  from customer_merge m`

export async function mergeById(tx: Tx, id: string): Promise<MergeRow | undefined> {
  return (await sql<MergeRow>`${merges} where m.id = ${id} for update`.execute(on(tx))).rows[0]
}

export async function markMergeUndone(tx: Tx, merge: MergeRow, staffId: string, now: Temporal.Instant): Promise<void> {
  await sql`update customer_merge set undone_at = ${now}, undone_by_staff_id = ${staffId} where id = ${merge.id}`.execute(
    on(tx),
  )
  await sql`update customer set merged_into_id = null, row_version = row_version + 1 where id = ${merge.mergedId}`.execute(
    on(tx),
  )
}

/** Whether a record was merged away, or something about it is being erased: then it is not merged again. */
export async function whyNotMerged(
  tx: Tx,
  customer: CustomerAnswer,
): Promise<'merged-already' | 'erasure-open' | undefined> {
  const { rows } = await sql<{ merged: boolean; erasing: boolean }>`
    select c.merged_into_id is not null as merged,
           exists (select 1 from erasure_request r where r.customer_id = c.id and r.state in ('asked', 'released', 'waiting', 'restricted')) as erasing
      from customer c where c.id = ${customer.id}`.execute(on(tx))
  if (rows[0]?.merged) return 'merged-already'
  return rows[0]?.erasing ? 'erasure-open' : undefined
}

/**
 * A table whose rows belong to a customer. `stays` is a condition over `t` for rows that cannot move, because the survivor ($2) has
 * the same thing already; they go back into sight with the undo.
 */
export type OwnedTable = {
  readonly table: string
  readonly key: string
  readonly column?: string
  readonly stays?: string
}

/** The tables of this room. */
export const ownTables: readonly OwnedTable[] = [
  { table: 'contract_account', key: 'id' },
  { table: 'contract', key: 'id' },
  { table: 'bank_details', key: 'contract_account_id' },
  { table: 'mandate', key: 'id' },
  {
    table: 'contact_channel',
    key: 'id',
    stays: `exists (select 1 from contact_channel o where o.customer_id = $2 and o.kind = t.kind and o.value = t.value and o.state <> 'removed')`,
  },
  { table: 'consent', key: 'id' },
  { table: 'customer_change', key: 'id' },
  { table: 'legal_hold', key: 'id' },
  { table: 'move_announcement', key: 'id' },
  { table: 'contact', key: 'id' },
]

/** Moves the rows of one customer to another and notes which. Names of tables are the program's own text. @returns how many */
export async function moveRows(
  tx: Tx,
  { table, key, column = 'customer_id', stays = 'false' }: OwnedTable,
  move: { readonly mergeId: string; readonly from: string; readonly to: string },
): Promise<number> {
  const condition = stays.replaceAll('$2', `${BigInt(move.to)}`)
  const done = await sql`
    with moved as (
      update ${sql.table(table)} t set ${sql.ref(column)} = ${move.to}
       where t.${sql.ref(column)} = ${move.from} and not (${sql.raw(condition)}) returning t.${sql.ref(key)} as key)
    insert into customer_merge_row (merge_id, table_name, row_key)
    select ${move.mergeId}, ${`${table}.${column}`}, key from moved`.execute(on(tx))
  return Number(done.numAffectedRows ?? 0n)
}

/** Moves exactly the rows back that a merge moved and that still belong to the survivor. */
export async function moveRowsBack(
  tx: Tx,
  { table, key, column = 'customer_id' }: OwnedTable,
  move: { readonly mergeId: string; readonly from: string; readonly to: string },
): Promise<number> {
  const done = await sql`
    update ${sql.table(table)} t set ${sql.ref(column)} = ${move.from}
      from customer_merge_row r
     where r.merge_id = ${move.mergeId} and r.table_name = ${`${table}.${column}`} and r.row_key = t.${sql.ref(key)}
       and t.${sql.ref(column)} = ${move.to}`.execute(on(tx))
  return Number(done.numAffectedRows ?? 0n)
}

/** Worker only: a record that was merged away is not found by its words. */
export async function forgetWords(tx: Tx, customerId: string): Promise<void> {
  await sql`delete from customer_search where customer_id = ${customerId}`.execute(on(tx))
}
