import { type RawBuilder, sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Json } from './out-object.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)
const rowsOf = async <Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> => (await query.execute(on(tx))).rows

export type NewChange = {
  readonly object: string
  readonly objectId: string
  readonly customerId: string | null
  readonly factId: string
  readonly fact: string
  readonly fields: readonly string[]
  readonly channel: string
  readonly actorKind: string
  readonly actorId: string | null
  readonly occurredAt: Temporal.Instant
  readonly state: Json
  readonly changedHereAt: Temporal.Instant | null
  /** Columns that a leading system has to take over; empty where nobody is asked. */
  readonly awaits: readonly string[]
}

/**
 * Stores changes in their order, asks the systems that lead their columns, and puts a delivery before each receiver that may
 * see the object. One statement; the caller holds the cursor.
 * @returns how many were new
 */
export async function storeChanges(tx: Tx, list: readonly NewChange[], scopes: ReadonlyMap<string, string>) {
  if (list.length === 0) return 0
  const changes = JSON.stringify(
    list.map((change, place) => ({
      ...change,
      place,
      occurredAt: String(change.occurredAt),
      changedHereAt: change.changedHereAt?.toString() ?? null,
    })),
  )
  const wanted = JSON.stringify([...scopes].map(([object, scope]) => ({ object, scope })))
  const [counted] = await rowsOf(
    tx,
    sql<{ stored: number }>`
    with sent as (
      select * from jsonb_to_recordset(${changes}::jsonb) as s(place int, object text, "objectId" bigint, "customerId" bigint,
        "factId" bigint, fact text, fields text[], channel text, "actorKind" text, "actorId" bigint, "occurredAt" timestamptz,
        state jsonb, "changedHereAt" timestamptz, awaits text[])),
    stored as (
      insert into exchange_change (object, object_id, customer_id, fact_id, fact, fields, channel, actor_kind, actor_id, occurred_at,
                                   state, changed_here_at)
      select object, "objectId", "customerId", "factId", fact, fields, channel, "actorKind", "actorId", "occurredAt", state, "changedHereAt"
        from sent order by place
      on conflict (fact_id, object, object_id) do nothing
      returning id, object, object_id, customer_id, fact_id, fact),
    asked as (
      insert into exchange_takeover (change_id, system, object, object_id, customer_id, fields)
      select n.id, l.system, n.object, n.object_id, n.customer_id, array_agg(column_name order by column_name)
        from stored n
        join sent s on s."factId" = n.fact_id and s.object = n.object and s."objectId" = n.object_id
        cross join unnest(s.awaits) as column_name
        join lateral (select system from leading_system l where l.object = n.object and l.field in (column_name, '*')
                       order by l.field = '*' limit 1) l on l.system <> 'kundenwerk'
              and not exists (select from exchange_speaker p where s."actorKind" = 'machine' and p.machine_id = s."actorId"
                                 and p.system = l.system)
       group by n.id, l.system, n.object, n.object_id, n.customer_id),
    put as (
      insert into webhook_delivery (subscription_id, change_id, object, object_id)
      select w.id, n.id, n.object, n.object_id
        from stored n
        join jsonb_to_recordset(${wanted}::jsonb) as o(object text, scope text) on o.object = n.object
        join webhook_subscription w on w.state <> 'gone' and machine_may(w.machine_id, o.scope)
         and (w.objects = '{}' or n.object = any(w.objects)) and (w.facts = '{}' or n.fact = any(w.facts)))
    select count(*)::int as stored from stored`,
  )
  return counted?.stored ?? 0
}

export type ChangeRow = {
  readonly id: string
  readonly object: string
  readonly objectId: string
  readonly customerId: string | null
  readonly fact: string
  readonly fields: readonly string[]
  readonly channel: string
  readonly actorKind: string
  readonly actorId: string | null
  readonly occurredAt: Temporal.Instant
  readonly state: Json
}

const changeColumns =
  sql.raw(`c.id, c.object, c.object_id as "objectId", c.customer_id as "customerId", c.fact, c.fields, c.channel,
  c.actor_kind as "actorKind", c.actor_id as "actorId", c.occurred_at as "occurredAt", c.state`)

export type ChangeFilter = {
  /** Objects that the reader may see. */
  readonly objects: readonly string[]
  readonly after: string
  /** Not beyond this one, so that the same range gives the same rows again. */
  readonly until?: string | undefined
  readonly objectId?: string | undefined
  readonly limit: number
}

/** Changes in their order after a cursor. */
export const changesAfter = (tx: Tx, filter: ChangeFilter): Promise<ChangeRow[]> =>
  rowsOf(
    tx,
    sql<ChangeRow>`
    select ${changeColumns} from exchange_change c
     where c.id > ${filter.after} and c.object = any(${filter.objects}::text[])
       ${filter.until === undefined ? sql`` : sql`and c.id <= ${filter.until}`}
       ${filter.objectId === undefined ? sql`` : sql`and c.object_id = ${filter.objectId}`}
     order by c.id limit ${filter.limit}`,
  )

export async function changeById(tx: Tx, id: string): Promise<ChangeRow | undefined> {
  const [row] = await rowsOf(tx, sql<ChangeRow>`select ${changeColumns} from exchange_change c where c.id = ${id}`)
  return row
}

/** The newest change there is; 0 if there is none. */
export async function lastChange(tx: Tx): Promise<string> {
  const [row] = await rowsOf(tx, sql<{ id: string | null }>`select max(id) as id from exchange_change`)
  return row?.id ?? '0'
}

export type Takeover = {
  readonly changeId: string
  readonly system: string
  readonly state: 'waiting' | 'taken-over' | 'refused' | 'settled'
  readonly fields: readonly string[]
  readonly answeredAt: Temporal.Instant | null
  readonly reference: string | null
  readonly reasonCode: string | null
  readonly reason: string | null
}

const takeoverColumns =
  sql.raw(`t.change_id as "changeId", t.system, t.state, t.fields, t.answered_at as "answeredAt", t.reference,
  t.reason_code as "reasonCode", t.reason`)

export const takeoversOf = (tx: Tx, changeIds: readonly string[]): Promise<Takeover[]> =>
  rowsOf(
    tx,
    sql<Takeover>`select ${takeoverColumns} from exchange_takeover t where t.change_id = any(${changeIds}::bigint[]) order by t.change_id, t.system`,
  )

/** Takes states from before a moment away; what still waits for an answer or a delivery keeps its own. @returns how many */
export async function forgetStates(tx: Tx, before: Temporal.Instant, limit: number): Promise<number> {
  const result = await sql`
    update exchange_change set state = null where id in (
      select c.id from exchange_change c where c.state is not null and c.occurred_at < ${before}
         and not exists (select from exchange_takeover t where t.change_id = c.id and t.state in ('waiting', 'refused'))
         and not exists (select from webhook_delivery d where d.change_id = c.id and d.state = 'waiting')
       limit ${limit})`.execute(on(tx))
  return Number(result.numAffectedRows ?? 0n)
}
