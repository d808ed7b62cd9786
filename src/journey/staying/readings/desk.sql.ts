import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { type HistoryRow, type ReadingTable, type StayingTables } from './readings.sql.ts'

export type CheckedReading = HistoryRow & {
  market_location_id: string
  row_version: number
  judgement: unknown
  channel: string
  customer_id: string
  contract_id: string
}

const checkedColumns = sql`
  g.id, g.register_id, g.read_on, g.value, g.reason, g.source, g.status, g.entered_at, g.explanation, g.estimate_reason,
  g.estimate_factors, g.replaces_reading_id, g.market_location_id, g.row_version, g.judgement, g.channel`

/**
 * A reading with the customer whose contract it lies in; of two (a move) the one whose first day comes next. `lock` makes
 * others wait who decide about it, too.
 */
export async function loadChecked(tx: Tx, readingId: string, lock: boolean): Promise<CheckedReading | undefined> {
  const on = tables<StayingTables>(tx)
  if (lock) await sql`select 1 from reading where id = ${readingId} for update`.execute(on)
  const { rows } = await sql<CheckedReading>`
    select ${checkedColumns}, s.customer_id, s.contract_id
      from reading g
      join supply s on s.market_location_id = g.market_location_id
       and g.read_on between s.starts_on - 1 and coalesce(s.ends_on, 'infinity'::date)
     where g.id = ${readingId}
     order by s.starts_on desc
     limit 1`.execute(on)
  return rows[0]
}

/** @returns the new row version */
export async function decideReading(
  tx: Tx,
  readingId: string,
  status: Extract<ReadingTable['status'], 'valid' | 'refused'>,
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ row_version: number }>`
    update reading set status = ${status}, row_version = row_version + 1, changed_here_at = ${now}
     where id = ${readingId} returning row_version`.execute(tables<StayingTables>(tx))
  return rows[0]?.row_version as number
}

/** What a refused value had replaced counts again, unless another value stands for that day by now. */
export async function restoreReplaced(tx: Tx, readingId: string, now: Temporal.Instant): Promise<void> {
  await sql`
    update reading g set status = 'valid', row_version = row_version + 1, changed_here_at = ${now}
     where g.id = ${readingId} and g.status = 'replaced'
       and not exists (select 1 from reading o where o.register_id = g.register_id and o.read_on = g.read_on
                         and o.reason = g.reason and o.status in ('valid', 'in-check'))`.execute(
    tables<StayingTables>(tx),
  )
}

export type ListedRow = {
  id: string
  customer_id: string | null
  meter_number: string
  obis: string
  read_on: Temporal.PlainDate
  value: string
  status: ReadingTable['status']
  judgement: unknown
}

export async function loadList(
  tx: Tx,
  listId: string,
): Promise<{ origin: string; made_at: Temporal.Instant; total: number } | undefined> {
  const { rows } = await sql<{ origin: string; made_at: Temporal.Instant; total: number }>`
    select l.origin, l.made_at, (select count(*)::int from reading_check_list_item i where i.list_id = l.id) as total
      from reading_check_list l where l.id = ${listId}`.execute(tables<StayingTables>(tx))
  return rows[0]
}

/** Readings of a list by id, after the last one seen. */
export async function loadListed(tx: Tx, listId: string, after: string, limit: number): Promise<ListedRow[]> {
  const { rows } = await sql<ListedRow>`
    select g.id, m.meter_number, r.obis, g.read_on, g.value, g.status, g.judgement,
           (select s.customer_id from supply s where s.market_location_id = g.market_location_id
               and g.read_on between s.starts_on - 1 and coalesce(s.ends_on, 'infinity'::date)
             order by s.starts_on desc limit 1) as customer_id
      from reading_check_list_item i
      join reading g on g.id = i.reading_id
      join register r on r.id = g.register_id
      join meter m on m.id = r.meter_id
     where i.list_id = ${listId} and i.reading_id > ${after}::bigint
     order by i.reading_id
     limit ${limit}`.execute(tables<StayingTables>(tx))
  return rows
}
