import { type RawBuilder, sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { ReceiptEffect, ReceiptOutcome, TakeoverState } from './receipt.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)
const rowsOf = async <Row>(tx: Tx, query: RawBuilder<Row>): Promise<Row[]> => (await query.execute(on(tx))).rows

/** The system for which a machine speaks; undefined if it was not said. */
export async function systemOfMachine(tx: Tx, machineId: string): Promise<string | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<{ system: string }>`select system from exchange_speaker where machine_id = ${machineId}`,
  )
  return row?.system
}

export type LockedTakeover = {
  readonly object: string
  readonly objectId: string
  readonly customerId: string | null
  readonly fields: readonly string[]
  readonly state: TakeoverState
  readonly answeredAt: Temporal.Instant | null
  readonly changedHereAt: Temporal.Instant | null
  readonly changeFields: readonly string[]
}

/** What a system has to say to a change, locked. */
export async function lockTakeover(tx: Tx, changeId: string, system: string): Promise<LockedTakeover | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<LockedTakeover>`
    select t.object, t.object_id as "objectId", t.customer_id as "customerId", t.fields, t.state, t.answered_at as "answeredAt",
           c.changed_here_at as "changedHereAt", c.fields as "changeFields"
      from exchange_takeover t join exchange_change c on c.id = t.change_id
     where t.change_id = ${changeId} and t.system = ${system} for update of t`,
  )
  return row
}

export type NewReceipt = {
  readonly system: string
  readonly key: string
  readonly changeId: string
  readonly outcome: ReceiptOutcome
  readonly effect: ReceiptEffect
  readonly answeredAt: Temporal.Instant
  readonly receivedAt: Temporal.Instant
  readonly way: 'api' | 'file'
}

/** @returns false if a receipt with this key is there already */
export async function storeReceipt(tx: Tx, receipt: NewReceipt): Promise<boolean> {
  const done = await sql`
    insert into exchange_receipt (system, receipt_key, change_id, outcome, effect, answered_at, received_at, way)
    values (${receipt.system}, ${receipt.key}, ${receipt.changeId}, ${receipt.outcome}, ${receipt.effect}, ${receipt.answeredAt},
            ${receipt.receivedAt}, ${receipt.way})
    on conflict do nothing`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) > 0n
}

export async function receiptByKey(
  tx: Tx,
  system: string,
  key: string,
): Promise<{ readonly changeId: string; readonly outcome: ReceiptOutcome } | undefined> {
  const [row] = await rowsOf(
    tx,
    sql<{ changeId: string; outcome: ReceiptOutcome }>`
    select change_id as "changeId", outcome from exchange_receipt where system = ${system} and receipt_key = ${key}`,
  )
  return row
}

export type StoredAnswer = {
  readonly state: TakeoverState
  readonly answeredAt: Temporal.Instant
  readonly reference: string | null
  readonly reasonCode: string | null
  readonly reason: string | null
}

export async function storeAnswer(tx: Tx, changeId: string, system: string, answer: StoredAnswer): Promise<void> {
  await sql`
    update exchange_takeover set state = ${answer.state}, answered_at = ${answer.answeredAt}, reference = ${answer.reference},
           reason_code = ${answer.reasonCode}, reason = ${answer.reason}
     where change_id = ${changeId} and system = ${system}`.execute(on(tx))
}

/** The same answer again, of a later time: an older one that differs must not count any more. */
export async function noteAnsweredAt(
  tx: Tx,
  changeId: string,
  system: string,
  answeredAt: Temporal.Instant,
): Promise<void> {
  await sql`
    update exchange_takeover set answered_at = greatest(answered_at, ${answeredAt}::timestamptz)
     where change_id = ${changeId} and system = ${system}`.execute(on(tx))
}

/**
 * What a system took over holds all that came before for the same columns, because a change carries the whole state: earlier
 * questions whose columns are all among these need no answer any more.
 */
export async function settleEarlier(
  tx: Tx,
  of: {
    readonly changeId: string
    readonly system: string
    readonly object: string
    readonly objectId: string
    readonly fields: readonly string[]
  },
): Promise<void> {
  await sql`
    update exchange_takeover set state = 'settled'
     where object = ${of.object} and object_id = ${of.objectId} and system = ${of.system} and change_id < ${of.changeId}
       and state in ('waiting', 'refused') and fields <@ ${of.fields}::text[]`.execute(on(tx))
}

/** Takes open questions about these columns back: a person has decided. */
export async function settleColumns(
  tx: Tx,
  object: string,
  objectId: string,
  columns: readonly string[],
): Promise<void> {
  await sql`
    update exchange_takeover set state = 'settled'
     where object = ${object} and object_id = ${objectId} and state in ('waiting', 'refused') and fields && ${columns}::text[]`.execute(
    on(tx),
  )
}

/** Columns of an object that some system has not taken over yet. */
export async function openColumns(tx: Tx, object: string, objectId: string): Promise<string[]> {
  const rows = await rowsOf(
    tx,
    sql<{ field: string }>`
    select distinct unnest(fields) as field from exchange_takeover
     where object = ${object} and object_id = ${objectId} and state in ('waiting', 'refused')`,
  )
  return rows.map((row) => row.field)
}

/** The object's own note of its last change here, as the newest change knows it. */
export async function newestChangedHereAt(tx: Tx, object: string, objectId: string): Promise<Temporal.Instant | null> {
  const [row] = await rowsOf(
    tx,
    sql<{ at: Temporal.Instant | null }>`
    select changed_here_at as at from exchange_change where object = ${object} and object_id = ${objectId} order by id desc limit 1`,
  )
  return row?.at ?? null
}

/** `theirs` is missing where the other side did not say what stands there. */
export type ConflictField = { readonly field: string; readonly ours: string | null; readonly theirs?: string | null }

export type NewConflict = {
  readonly source: 'refusal'
  readonly changeId: string
  readonly system: string
  readonly object: string
  readonly objectId: string
  readonly fields: readonly ConflictField[]
}

/** Both values, to be decided. */
export async function storeConflict(tx: Tx, conflict: NewConflict, now: Temporal.Instant): Promise<void> {
  await sql`
    insert into exchange_conflict (source, change_id, system, object, object_id, fields, seen_at)
    values (${conflict.source}, ${conflict.changeId}, ${conflict.system}, ${conflict.object}, ${conflict.objectId},
            ${JSON.stringify(conflict.fields)}::jsonb, ${now})
    on conflict (change_id, system) where state = 'open' and source = 'refusal'
    do update set fields = excluded.fields, seen_at = excluded.seen_at`.execute(on(tx))
}

/** A conflict that has gone by itself: the other side took the change over after all. */
export async function endConflictOf(tx: Tx, changeId: string, now: Temporal.Instant): Promise<void> {
  await sql`
    update exchange_conflict set state = 'gone', decided_at = ${now} where change_id = ${changeId} and state = 'open'`.execute(
    on(tx),
  )
}
