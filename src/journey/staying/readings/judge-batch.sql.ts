import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { ReadingSource } from './reading.ts'
import { type HistoryRow, registerColumns, type RegisterRow, rowsOf, type StayingTables } from './readings.sql.ts'

/** What came in together: the batch of an import, or one call of another system. */
export type Batch = {
  readonly channel: 'import' | 'api'
  readonly enteredAt: Temporal.Instant
  readonly sources: readonly ReadingSource[]
}

export type ToJudge = {
  id: string
  register_id: string
  market_location_id: string
  read_on: Temporal.PlainDate
  value: string
  /** First day of the contract that the reading lies in; null where nobody is supplied. */
  starts_on: Temporal.PlainDate | null
}

/** Readings of a batch that nobody has judged yet, by id, after the last one seen. */
export async function readingsToJudge(tx: Tx, batch: Batch, after: string, limit: number): Promise<ToJudge[]> {
  const { rows } = await sql<ToJudge>`
    select g.id, g.register_id, g.market_location_id, g.read_on, g.value,
           (select max(s.starts_on) from supply s where s.market_location_id = g.market_location_id
               and g.read_on between s.starts_on - 1 and coalesce(s.ends_on, 'infinity'::date)) as starts_on
      from reading g
     where g.verdict = 'unknown' and g.judgement is null and g.entered_at = ${batch.enteredAt}
       and g.channel = ${batch.channel} and g.source = any(${[...batch.sources]}::text[])
       and g.status in ('valid', 'in-check') and g.id > ${after}::bigint
     order by g.id limit ${limit}`.execute(tables<StayingTables>(tx))
  return rows
}

/** All registers that ever hung at these places; of several contracts the last one. */
export function registersOfPlaces(tx: Tx, marketLocationIds: readonly string[]): Promise<RegisterRow[]> {
  return rowsOf<RegisterRow>(
    tx,
    statements<StayingTables>()
      .selectFrom('supply as s')
      .innerJoin('register as r', 'r.market_location_id', 's.market_location_id')
      .innerJoin('meter as m', 'm.id', 'r.meter_id')
      .select(registerColumns)
      .distinctOn('r.id')
      .where(sql<boolean>`s.market_location_id = any(${[...marketLocationIds]}::bigint[])`)
      .orderBy('r.id')
      .orderBy('s.starts_on', 'desc')
      .compile() as Statement<RegisterRow>,
  )
}

/** All readings that count at these places, in order of days. */
export async function historyOfPlaces(tx: Tx, marketLocationIds: readonly string[]): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select id, register_id, read_on, value, reason, source, status, entered_at, explanation, estimate_reason,
           estimate_factors, replaces_reading_id
      from reading
     where market_location_id = any(${[...marketLocationIds]}::bigint[]) and status = 'valid'
     order by read_on, id`.execute(tables<StayingTables>(tx))
  return rows
}

export type Verdict = {
  readonly id: string
  readonly verdict: 'plausible' | 'questionable'
  readonly judgement: unknown
}

/** Stores verdicts. The row is not changed for anybody else: its version and who leads it stay. */
export async function storeVerdicts(tx: Tx, verdicts: readonly Verdict[]): Promise<void> {
  if (verdicts.length === 0) return
  await sql`
    update reading g set verdict = v.verdict, judgement = v.judgement
      from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as v(id bigint, verdict text, judgement jsonb)
     where g.id = v.id`.execute(tables<StayingTables>(tx))
}

/** Puts readings on the list of their origin. @returns the list's id */
export async function putOnList(
  tx: Tx,
  origin: string,
  readingIds: readonly string[],
  now: Temporal.Instant,
): Promise<string> {
  const on = tables<StayingTables>(tx)
  await sql`insert into reading_check_list (origin, made_at) values (${origin}, ${now}) on conflict (origin) do nothing`.execute(
    on,
  )
  const { rows } = await sql<{ id: string }>`
    with list as (select id from reading_check_list where origin = ${origin}),
    put as (insert into reading_check_list_item (list_id, reading_id)
            select list.id, reading_id from list, unnest(${[...readingIds]}::bigint[]) as reading_id on conflict do nothing)
    select id from list`.execute(on)
  return rows[0]?.id as string
}

/**
 * Takes readings off the lists of former batches: they have another value now, and what is odd about it stands on the list of this
 * one. @returns lists that nothing is left on
 */
export async function takeOffFormerLists(tx: Tx, origin: string, readingIds: readonly string[]): Promise<string[]> {
  if (readingIds.length === 0) return []
  const on = tables<StayingTables>(tx)
  const { rows } = await sql<{ id: string }>`
    delete from reading_check_list_item i using reading_check_list l
     where i.reading_id = any(${[...readingIds]}::bigint[]) and l.id = i.list_id and l.origin <> ${origin}
    returning l.id`.execute(on)
  const lists = [...new Set(rows.map((row) => row.id))]
  if (lists.length === 0) return []
  const empty = await sql<{ id: string }>`
    select l.id from unnest(${lists}::bigint[]) as l(id)
     where not exists (select 1 from reading_check_list_item i where i.list_id = l.id) order by l.id`.execute(on)
  return empty.rows.map((row) => row.id)
}
