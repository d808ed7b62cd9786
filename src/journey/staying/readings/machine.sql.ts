import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { ReadingReason, ReadingSource } from './reading.ts'
import type { ReadingTable, StayingTables } from './readings.sql.ts'

export type MachineRow = {
  readonly sourceKey: string
  readonly registerKey: string
  readonly day: string
  readonly value: string
  readonly reason: ReadingReason
  readonly source: ReadingSource
}

type Stored = {
  source_key: string
  reading_id: string | null
  outcome: 'stored' | 'same' | 'refused'
  code: string | null
}

/**
 * Takes in readings of another system in one statement. A key that is known with the same value is the same reading; with
 * another one it is refused, as is a register that is not known, a day when its meter does not hang, a value with more digits than it
 * has, and a second value for one day and reason.
 */
export async function takeInMachineReadings(
  tx: Tx,
  rows: readonly MachineRow[],
  by: {
    readonly prefix: string
    readonly machineId: string
    readonly now: Temporal.Instant
    readonly today: Temporal.PlainDate
  },
): Promise<Stored[]> {
  const sent = rows.map((row) => ({ ...row, key: `${by.prefix}${row.sourceKey}` }))
  const result = await sql<Stored>`
    with sent as (
      select s.*, row_number() over (partition by s.key order by s.place) as turn,
             row_number() over (partition by s."registerKey", s.day, s.reason order by s.place) as that_day
        from jsonb_to_recordset(${JSON.stringify(sent.map((row, place) => ({ ...row, place })))}::jsonb)
          as s(place int, key text, "sourceKey" text, "registerKey" text, day date, value numeric, reason text, source text)),
    checked as (
      select s.*, r.id as register_id, r.market_location_id, known.id as known_id,
             case
               when r.id is null then 'staying.unknown-register'
               when known.id is not null and (known.register_id, known.read_on, known.value) is distinct from (r.id, s.day, s.value)
                 then 'staying.other-value-for-key'
               when known.id is not null then null
               when s.turn > 1 then 'staying.other-value-for-key'
               when s.day > ${by.today}::date then 'staying.date-in-future'
               when s.day < m.installed_on or s.day > coalesce(m.removed_on, 'infinity'::date) then 'staying.no-meter-that-day'
               when s.value < 0 then 'staying.value-negative'
               when s.value >= 10::numeric ^ r.digits_before or s.value <> round(s.value, r.digits_after) then 'staying.value-too-long'
               when s.that_day > 1 or exists (select from reading o where o.register_id = r.id and o.read_on = s.day
                      and o.reason = s.reason and o.status in ('valid', 'in-check')) then 'staying.second-that-day'
             end as code
        from sent s
        left join register r on r.register_key = s."registerKey"
        left join meter m on m.id = r.meter_id
        left join reading known on known.source_key = s.key),
    stored as (
      insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind,
                           entered_by_id, entered_at, source_key)
      select register_id, market_location_id, day, value, reason, source, 'valid', 'api', 'machine', ${by.machineId}, ${by.now}, key
        from checked where code is null and known_id is null order by place
      on conflict do nothing
      returning id, source_key)
    select c."sourceKey" as source_key, coalesce(c.known_id, n.id) as reading_id,
           case when c.code is not null then 'refused' when c.known_id is not null then 'same'
                when n.id is not null then 'stored' else 'refused' end as outcome,
           case when c.code is null and c.known_id is null and n.id is null then 'staying.second-that-day' else c.code end as code
      from checked c left join stored n on n.source_key = c.key and c.code is null and c.known_id is null
     order by c.place`.execute(tables<StayingTables>(tx))
  return result.rows
}

export type MachineReadingRow = {
  id: string
  register_key: string
  read_on: Temporal.PlainDate
  value: string
  reason: ReadingReason
  source: ReadingSource
  status: ReadingTable['status']
  verdict: ReadingTable['verdict']
  entered_at: Temporal.Instant
  source_key: string | null
}

/** Readings by id, after the last one seen, of one register or all. */
export function machineReadingsStatement(filter: {
  readonly registerKey: string | undefined
  readonly after: string
  readonly limit: number
}): Statement<MachineReadingRow> {
  let query = statements<StayingTables>()
    .selectFrom('reading as g')
    .innerJoin('register as r', 'r.id', 'g.register_id')
    .select(['g.id', 'r.register_key', 'g.read_on', 'g.value', 'g.reason', 'g.source', 'g.status', 'g.verdict'])
    .select(['g.entered_at', 'g.source_key'])
    .where('g.id', '>', filter.after)
    .orderBy('g.id')
    .limit(filter.limit)
  if (filter.registerKey !== undefined) query = query.where('r.register_key', '=', filter.registerKey)
  return query.compile() as Statement<MachineReadingRow>
}
