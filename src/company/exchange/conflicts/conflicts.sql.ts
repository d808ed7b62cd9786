import { type RawBuilder, sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { ConflictField } from '../takeover/takeover.sql.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)
const rowsOf = async <Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> => (await query.execute(on(tx))).rows

export type ConflictRow = {
  readonly id: string
  readonly source: 'import' | 'refusal'
  readonly batchId: string | null
  readonly line: string | null
  readonly changeId: string | null
  readonly system: string | null
  readonly object: string
  readonly objectId: string | null
  readonly customerId: string | null
  readonly fields: readonly ConflictField[]
  readonly state: 'open' | 'kept' | 'taken' | 'gone'
  readonly seenAt: Temporal.Instant
  readonly reasonCode: string | null
  readonly reason: string | null
}

const select = sql`
  select o.id, o.source, o.batch_id as "batchId", o.line, o.change_id as "changeId", o.system, o.object, o.object_id as "objectId",
         coalesce(c.customer_id, case when o.object = 'customer' then o.object_id end) as "customerId", o.fields, o.state,
         o.seen_at as "seenAt", t.reason_code as "reasonCode", t.reason
    from exchange_conflict o
    left join exchange_change c on c.id = o.change_id
    left join exchange_takeover t on t.change_id = o.change_id and t.system = o.system`

export type ConflictFilter = {
  readonly batch?: string | undefined
  readonly change?: string | undefined
  readonly system?: string | undefined
}

/** Conflicts of one import or of one refused change, those that are open first. */
export const conflictsOf = (tx: Tx, filter: ConflictFilter, limit: number): Promise<ConflictRow[]> =>
  rowsOf(
    tx,
    sql<ConflictRow>`${select}
     where ${filter.batch === undefined ? sql`true` : sql`o.batch_id = ${filter.batch}`}
       and ${filter.change === undefined ? sql`true` : sql`o.change_id = ${filter.change}`}
       and ${filter.system === undefined ? sql`true` : sql`o.system = ${filter.system}`}
     order by o.state <> 'open', o.id limit ${limit}`,
  )

export async function lockConflict(tx: Tx, id: string): Promise<ConflictRow | undefined> {
  const [row] = await rowsOf(tx, sql<ConflictRow>`${select} where o.id = ${id} for update of o`)
  return row
}

export async function storeDecision(
  tx: Tx,
  id: string,
  decision: { readonly state: 'kept' | 'taken'; readonly staffId: string; readonly now: Temporal.Instant },
): Promise<void> {
  await sql`
    update exchange_conflict set state = ${decision.state}, decided_at = ${decision.now}, decided_by_staff_id = ${decision.staffId}
     where id = ${id}`.execute(on(tx))
}

/** Other open conflicts about some of these columns of the object: the same decision stands for them. */
export const openSiblings = (
  tx: Tx,
  of: Pick<ConflictRow, 'id' | 'object'>,
  objectId: string,
  columns: readonly string[],
): Promise<ConflictRow[]> =>
  rowsOf(
    tx,
    sql<ConflictRow>`${select}
     where o.object = ${of.object} and o.object_id = ${objectId} and o.state = 'open' and o.id <> ${of.id}
       and not exists (select from jsonb_to_recordset(o.fields) as f(field text) where f.field <> all(${columns}::text[]))
     for update of o`,
  )

/** Imports whose conflicts have all gone by themselves since a moment. */
export async function batchesGone(tx: Tx, since: Temporal.Instant): Promise<string[]> {
  const rows = await rowsOf(
    tx,
    sql<{ id: string }>`
    select distinct o.batch_id as id from exchange_conflict o
     where o.state = 'gone' and o.decided_at >= ${since} and o.batch_id is not null
       and not exists (select from exchange_conflict p where p.batch_id = o.batch_id and p.state = 'open')`,
  )
  return rows.map((row) => row.id)
}

/** How many of an import or of a refused change are still open. */
export async function countOpen(
  tx: Tx,
  of: { readonly batchId: string | null; readonly changeId: string | null; readonly system: string | null },
): Promise<number> {
  const [row] = await rowsOf(
    tx,
    sql<{ open: number }>`
    select count(*)::int as open from exchange_conflict where state = 'open' and batch_id is not distinct from ${of.batchId}
       and change_id is not distinct from ${of.changeId} and system is not distinct from ${of.system}`,
  )
  return row?.open ?? 0
}
