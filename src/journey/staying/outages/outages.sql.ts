import { sql } from 'kysely'
import { statements, tables, type Statement, type Tx } from '#platform/database'
import type { Area, FaultReport, Publish } from './outages.contract.ts'

type NoTables = Record<string, never>
const compiled = <Row>(query: ReturnType<typeof sql>): Statement<Row> =>
  query.compile(statements<NoTables>()) as unknown as Statement<Row>

export type NoticeRow = {
  id: string
  commodity: 'power' | 'gas' | 'water' | 'heat'
  planned: boolean
  causeDe: string
  causeEn: string | null
  startsAt: Temporal.Instant
  expectedEndAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  areas: { postalCode: string; street: string }[]
  updates: { textDe: string; textEn: string | null; saidAt: string }[]
}

/** An ended outage stays on the page so long: who comes home wants to know that it is over. */
const SHOWN_AFTER_END = sql`interval '12 hours'`
const SHOWN_MAX = 50

const columns = sql`
  o.id, o.commodity, o.planned, o.cause_de as "causeDe", o.cause_en as "causeEn", o.starts_at as "startsAt", o.expected_end_at as "expectedEndAt",
  o.ended_at as "endedAt",
  (select json_agg(json_build_object('postalCode', a.postal_code, 'street', a.street) order by a.postal_code, a.street) from outage_area a where a.outage_id = o.id) as areas,
  coalesce((select json_agg(json_build_object('textDe', u.text_de, 'textEn', u.text_en, 'saidAt', u.said_at) order by u.id desc)
              from outage_update u where u.outage_id = o.id), '[]') as updates`

const isShown = (now: Temporal.Instant) =>
  sql`(o.ended_at is null or o.ended_at > ${now}::timestamptz - ${SHOWN_AFTER_END})`

/** Notices that everybody may read, those that run first. */
export const noticesStatement = (now: Temporal.Instant): Statement<NoticeRow> =>
  compiled(
    sql`select ${columns} from outage o where ${isShown(now)} order by o.ended_at desc nulls first, o.starts_at desc limit ${SHOWN_MAX}`,
  )

const reaches = sql`
  exists (select from outage_area a join supply s on s.postal_code = a.postal_code and (a.street_key = '' or outage_street_key(s.street) = a.street_key)
           where a.outage_id = o.id and s.commodity = o.commodity and s.starts_on <= legal_day(o.starts_at) and (s.ends_on is null or s.ends_on >= legal_day(o.starts_at)))`

/** Notices for the places of the customer that the session acts for: the view shows only those. */
export const ownNoticesStatement = (now: Temporal.Instant): Statement<NoticeRow> =>
  compiled(
    sql`select ${columns} from outage o where ${isShown(now)} and ${reaches} order by o.ended_at desc nulls first, o.starts_at desc limit 5`,
  )

export type OutageRow = NoticeRow & { rowVersion: number; told: number; toTell: number }

export const outagesStatement = (): Statement<OutageRow> =>
  compiled(sql`
    select ${columns}, o.row_version as "rowVersion",
           (select count(*)::int from outage_telling t where t.outage_id = o.id and t.told_at is not null) as told,
           (select count(*)::int from outage_telling t where t.outage_id = o.id) as "toTell"
      from outage o order by o.ended_at desc nulls first, o.starts_at desc limit 100`)

const areaRows = (areas: readonly Area[]) => sql`
  (select distinct "postalCode" as postal_code, coalesce(street, '') as street, outage_street_key(street) as street_key
     from jsonb_to_recordset(${JSON.stringify(areas)}::jsonb) as a("postalCode" text, street text))`

export type ReachedRow = { postalCode: string; street: string; contracts: number; customers: string[] }

/** Streets with running contracts in an area, and whose they are. */
export async function reached(
  tx: Tx,
  commodity: string,
  areas: readonly Area[],
  today: Temporal.PlainDate,
): Promise<{ customers: number; contracts: number; streets: Omit<ReachedRow, 'customers'>[] }> {
  const on = tables<NoTables>(tx)
  const { rows } = await sql<{ customers: number; contracts: number; streets: Omit<ReachedRow, 'customers'>[] }>`
    with there as (
      select s.postal_code, s.street, s.contract_id, s.customer_id from ${areaRows(areas)} a
        join supply s on s.postal_code = a.postal_code and (a.street_key = '' or outage_street_key(s.street) = a.street_key)
       where s.commodity = ${commodity} and s.direction = 'consumption' and s.starts_on <= ${today}::date and (s.ends_on is null or s.ends_on >= ${today}::date))
    select count(distinct customer_id)::int as customers, count(distinct contract_id)::int as contracts,
           coalesce((select json_agg(x) from (select postal_code as "postalCode", street, count(distinct contract_id)::int as contracts
                       from there group by 1, 2 order by 3 desc, 2 limit 50) x), '[]') as streets
      from there`.execute(on)
  return rows[0] ?? { customers: 0, contracts: 0, streets: [] }
}

export async function insertOutage(
  tx: Tx,
  outage: Publish,
  by: { staffId: string; now: Temporal.Instant },
): Promise<string> {
  const on = tables<NoTables>(tx)
  const { rows } = await sql<{ id: string }>`
    insert into outage (commodity, planned, cause_de, cause_en, starts_at, expected_end_at, published_at, published_by)
    values (${outage.commodity}, ${outage.planned}, ${outage.causeDe}, ${outage.causeEn || null}, ${outage.startsAt}::timestamptz, ${outage.expectedEndAt ?? null}::timestamptz, ${by.now}, ${by.staffId})
    returning id`.execute(on)
  const id = rows[0]?.id as string
  await sql`insert into outage_area (outage_id, postal_code, street) select ${id}, postal_code, street from ${areaRows(outage.areas)} a`.execute(
    on,
  )
  return id
}

export async function lockOutage(
  tx: Tx,
  id: string,
): Promise<{ row_version: number; ended_at: Temporal.Instant | null; starts_at: Temporal.Instant } | undefined> {
  const { rows } = await sql<{ row_version: number; ended_at: Temporal.Instant | null; starts_at: Temporal.Instant }>`
    select row_version, ended_at, starts_at from outage where id = ${id} for update`.execute(tables<NoTables>(tx))
  return rows[0]
}

export async function insertUpdate(
  tx: Tx,
  outageId: string,
  update: { textDe: string; textEn: string | null; expectedEndAt: string | null },
  by: { staffId: string; now: Temporal.Instant },
): Promise<void> {
  const on = tables<NoTables>(tx)
  await sql`insert into outage_update (outage_id, text_de, text_en, expected_end_at, said_at, said_by)
            values (${outageId}, ${update.textDe}, ${update.textEn}, ${update.expectedEndAt}::timestamptz, ${by.now}, ${by.staffId})`.execute(
    on,
  )
  await sql`update outage set expected_end_at = coalesce(${update.expectedEndAt}::timestamptz, expected_end_at), row_version = row_version + 1 where id = ${outageId}`.execute(
    on,
  )
}

export async function endOutageRow(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update outage set ended_at = ${at}, row_version = row_version + 1 where id = ${id}`.execute(
    tables<NoTables>(tx),
  )
}

/** Notes for everybody whom an outage reaches that they are to be told. Needs a role that sees all customers. @returns how many */
export async function listToTell(tx: Tx, outageId: string, about: 'published' | 'ended'): Promise<number> {
  const done = await sql`
    insert into outage_telling (outage_id, customer_id, about)
    select distinct o.id, s.customer_id, ${about} from outage o join outage_area a on a.outage_id = o.id
      join supply s on s.postal_code = a.postal_code and (a.street_key = '' or outage_street_key(s.street) = a.street_key)
     where o.id = ${outageId} and s.commodity = o.commodity and s.direction = 'consumption'
       and s.starts_on <= legal_day(o.starts_at) and (s.ends_on is null or s.ends_on >= legal_day(o.starts_at))
    on conflict do nothing`.execute(tables<NoTables>(tx))
  return Number(done.numAffectedRows ?? 0n)
}

export type ToTell = { outage_id: string; customer_id: string; about: 'published' | 'ended' }

/** Takes some who are still to be told; two workers never take the same. */
export async function takeToTell(tx: Tx, limit: number): Promise<ToTell[]> {
  const { rows } = await sql<ToTell>`
    select outage_id, customer_id, about from outage_telling where told_at is null order by outage_id, customer_id limit ${limit} for update skip locked`.execute(
    tables<NoTables>(tx),
  )
  return rows
}

export async function markTold(tx: Tx, one: ToTell, at: Temporal.Instant): Promise<void> {
  await sql`update outage_telling set told_at = ${at} where outage_id = ${one.outage_id} and customer_id = ${one.customer_id} and about = ${one.about}`.execute(
    tables<NoTables>(tx),
  )
}

export async function noticeOf(tx: Tx, id: string): Promise<NoticeRow | undefined> {
  const { rows } = await sql<NoticeRow>`select ${columns} from outage o where o.id = ${id}`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]
}

export async function insertReport(
  tx: Tx,
  report: FaultReport,
  at: Temporal.Instant,
): Promise<{ id: string; placeKey: string }> {
  const { rows } = await sql<{ id: string; placeKey: string }>`
    insert into fault_report (kind, street, house_number, postal_code, city, description, phone, reported_at)
    values (${report.kind}, ${report.street}, ${report.houseNumber || null}, ${report.postalCode}, ${report.city || null}, ${report.description || null}, ${report.phone || null}, ${at})
    returning id, postal_code || '/' || outage_street_key(street) as "placeKey"`.execute(tables<NoTables>(tx))
  return rows[0] as { id: string; placeKey: string }
}

export async function linkReport(tx: Tx, reportId: string, taskId: string): Promise<void> {
  await sql`update fault_report set task_id = ${taskId} where id = ${reportId}`.execute(tables<NoTables>(tx))
}

export type ReportRow = FaultReport & { id: string; reportedAt: Temporal.Instant }

/** Reports that one task gathers, the newest first. */
export const reportsOfTaskStatement = (taskId: string): Statement<ReportRow> =>
  compiled(sql`
    select id, kind, street, house_number as "houseNumber", postal_code as "postalCode", city, description, phone, reported_at as "reportedAt"
      from fault_report where task_id = ${taskId} order by id desc limit 100`)
