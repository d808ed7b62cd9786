import { CompiledQuery, sql } from 'kysely'
import { prepared, type Statement, statements, tables, type Tx } from '#platform/database'
import type { Actor, Channel, Fact, Phase } from './fact.ts'

type JournalTable = {
  id: string
  name: string
  phase: Phase
  customer_id: string | null
  contract_id: string | null
  channel: Channel
  actor_kind: Actor['kind']
  actor_id: string | null
  occurred_at: Temporal.Instant
  recorded_at: Temporal.Instant
  payload: unknown
}
type FeedTable = {
  position: string
  journal_id: string
  recorded_at: Temporal.Instant
  name: string
  customer_id: string | null
}
type HeardTable = { listener: string; journal_id: string }
export type JournalTables = {
  journal: JournalTable
  journal_pending: { journal_id: string; recorded_at: Temporal.Instant }
  journal_feed: FeedTable
  journal_heard: HeardTable
}

export type NewFact = {
  name: string
  phase: Phase
  customerId: string | null
  contractId: string | null
  channel: Channel
  actor: Actor
  occurredAt: Temporal.Instant
  payload: unknown
}

const actorId = (actor: Actor): string | null => ('id' in actor ? actor.id : null)

/**
 * Fact and pending row in one statement: one round trip. The ids come from the sequence first, because a customer's role
 * may insert into journal_pending but never read it back, and an insert that returns the journal's id pays for the
 * policies of reading.
 */
export function factsStatement(list: readonly NewFact[]): Statement {
  const rows = JSON.stringify(
    list.map((fact) => ({
      name: fact.name,
      phase: fact.phase,
      customer_id: fact.customerId,
      contract_id: fact.contractId,
      channel: fact.channel,
      actor_kind: fact.actor.kind,
      actor_id: actorId(fact.actor),
      occurred_at: fact.occurredAt.toString(),
      payload: fact.payload,
    })),
  )
  return CompiledQuery.raw(INSERT_FACTS, [rows])
}

const INSERT_FACTS = `
    with fact as materialized (
      select nextval('journal_id_seq') as id, clock_timestamp() as recorded_at, *
        from jsonb_to_recordset($1::jsonb) as fact(name text, phase text, customer_id bigint, contract_id bigint,
             channel text, actor_kind text, actor_id bigint, occurred_at timestamptz, payload jsonb)
    ), entry as (
      insert into journal (id, name, phase, customer_id, contract_id, channel, actor_kind, actor_id, occurred_at, recorded_at, payload)
      overriding system value
      select id, name, phase, customer_id, contract_id, channel, actor_kind, actor_id, occurred_at, recorded_at, payload from fact
    )
    insert into journal_pending (journal_id, recorded_at) select id, recorded_at from fact`

function toFact(row: JournalTable): Fact {
  const actor = row.actor_id === null ? { kind: row.actor_kind } : { kind: row.actor_kind, id: row.actor_id }
  return {
    id: row.id,
    name: row.name,
    phase: row.phase,
    customerId: row.customer_id,
    contractId: row.contract_id,
    channel: row.channel,
    actor: actor as Actor,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    payload: row.payload,
  } as Fact
}

/** One fact; looked for in each year's partition. */
export async function readFact(tx: Tx, id: string): Promise<Fact | undefined> {
  const row = await tables<JournalTables>(tx).selectFrom('journal').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toFact(row)
}

/** The newest facts of a customer, for a timeline; `beforeId` continues. `names` limits to what is shown. */
export function timelineStatement(
  customerId: string,
  names: readonly string[],
  limit: number,
  beforeId?: string,
): Statement<JournalTable> {
  let query = statements<JournalTables>()
    .selectFrom('journal')
    .selectAll()
    .where(sql<boolean>`customer_id = any ((select customer_with_merged(${customerId}))::bigint[])`)
    .where(sql<boolean>`name = any(${names}::text[])`)
    .orderBy('occurred_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (beforeId) query = query.where(olderThan(beforeId))
  return query.compile() as Statement<JournalTable>
}

/**
 * What comes after a fact in a timeline. It goes by when things happened, not by when they were noted: a call of last week may be
 * entered today.
 */
const olderThan = (id: string) =>
  sql<boolean>`(occurred_at, id) < (select before.occurred_at, before.id from journal before where before.id = ${id})`

type OwnTimeline = { names: readonly string[]; limit: number; beforeId: string }

const ownTimeline = (goesOn: boolean) =>
  prepared((values: OwnTimeline) => {
    const query = statements<JournalTables>()
      .selectFrom('journal')
      .selectAll()
      // With the journals of records that were merged into this one; they keep their ids.
      .where(sql<boolean>`customer_id = any ((select app_customer_ids())::bigint[])`)
      .where(sql<boolean>`name = any(${values.names}::text[])`)
      .orderBy('occurred_at', 'desc')
      .orderBy('id', 'desc')
      .limit(values.limit)
    return (goesOn ? query.where(olderThan(values.beforeId)) : query).compile() as Statement<JournalTable>
  })
const newestOfOwn = ownTimeline(false)
const olderOfOwn = ownTimeline(true)

/** Timeline of the customer that the session acts for: row-level security says who that is. */
export const ownTimelineStatement = (
  names: readonly string[],
  limit: number,
  beforeId?: string,
): Statement<JournalTable> =>
  beforeId === undefined ? newestOfOwn({ names, limit, beforeId: '0' }) : olderOfOwn({ names, limit, beforeId })

export const factsOf = (rows: readonly unknown[]): Fact[] => (rows as JournalTable[]).map(toFact)

/** @returns false if this listener has heard the fact before */
export async function markHeard(tx: Tx, listener: string, journalId: string): Promise<boolean> {
  const done = await tables<JournalTables>(tx)
    .insertInto('journal_heard')
    .values({ listener, journal_id: journalId })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** @returns those that this listener has not heard before */
export async function markAllHeard(tx: Tx, listener: string, journalIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ journal_id: string }>`
    insert into journal_heard (listener, journal_id) select ${listener}, unnest(${journalIds}::bigint[])
    on conflict do nothing returning journal_id`.execute(tables<JournalTables>(tx))
  return rows.map((row) => row.journal_id)
}

export type FeedRow = {
  position: string
  journalId: string
  name: string
  customerId: string | null
  recordedAt: Temporal.Instant
}

/**
 * Takes a batch of pending facts, gives each its position, oldest first. Committed together with their jobs. A row about a
 * fact that is in the feed already, or so old that it has been cleared from it, is taken and forgotten: it must neither stop all
 * others behind it nor be delivered again.
 */
export async function movePendingToFeed(tx: Tx, limit: number): Promise<FeedRow[]> {
  const result = await sql<{
    position: string
    journal_id: string
    name: string
    customer_id: string | null
    recorded_at: Temporal.Instant
  }>`
    with taken as (
      delete from journal_pending
       where journal_id in (select journal_id from journal_pending order by journal_id limit ${limit} for update skip locked)
      returning journal_id, recorded_at
    )
    insert into journal_feed (journal_id, recorded_at, name, customer_id)
    select j.id, j.recorded_at, j.name, j.customer_id
      from taken join journal j on j.id = taken.journal_id and j.recorded_at = taken.recorded_at
     where j.recorded_at >= coalesce((select cleared_before from journal_clearing), '-infinity')
     order by j.id
    on conflict (journal_id) do nothing
    returning position, journal_id, name, customer_id, recorded_at`.execute(tables<JournalTables>(tx))
  return result.rows.map((row) => ({
    position: row.position,
    journalId: row.journal_id,
    name: row.name,
    customerId: row.customer_id,
    recordedAt: row.recorded_at,
  }))
}

/**
 * One move into the feed at a time, so that positions are committed in their order and a reader who keeps the last one it saw
 * misses nothing, even in the moment in which a second relay takes the lead.
 */
export const oneMoveAtATime = (): Statement => CompiledQuery.raw('select pg_advisory_xact_lock(7214003)', [])

/** The facts of these ids, in the order of the feed. */
export async function factsByIds(tx: Tx, ids: readonly string[]): Promise<Fact[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<JournalTable>`
    select j.* from journal_feed f join journal j on j.id = f.journal_id and j.recorded_at = f.recorded_at
     where f.journal_id = any(${ids}::bigint[]) order by f.position`.execute(tables<JournalTables>(tx))
  return rows.map(toFact)
}

/** What came after a position, oldest first; of one customer, or of all. */
export async function feedAfter(tx: Tx, position: string, limit: number, customerId?: string): Promise<FeedRow[]> {
  const all = tables<JournalTables>(tx).selectFrom('journal_feed').selectAll().where('position', '>', position)
  const rows = await (customerId === undefined ? all : all.where('customer_id', '=', customerId))
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    position: row.position,
    journalId: row.journal_id,
    name: row.name,
    customerId: row.customer_id,
    recordedAt: row.recorded_at,
  }))
}

export async function lastPosition(tx: Tx): Promise<string> {
  const row = await tables<JournalTables>(tx)
    .selectFrom('journal_feed')
    .select((select) => select.fn.max('position').as('position'))
    .executeTakeFirst()
  return row?.position ?? '0'
}
