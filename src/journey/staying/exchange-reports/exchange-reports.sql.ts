import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { ReportedRegister } from './exchange-report.ts'

type NoTables = Record<string, never>

export type ReportRow = {
  id: string
  customer_id: string
  contract_id: string | null
  meter_id: string
  meter_number: string
  exchanged_on: Temporal.PlainDate
  new_meter_number: string
  registers: ReportedRegister[]
  note: string | null
  source: 'customer' | 'partner' | 'machine'
  reported_at: Temporal.Instant
  state: 'reported' | 'accepted' | 'refused'
  because: string | null
  row_version: number
}

const columns = sql`e.id, e.customer_id, e.contract_id, e.meter_id, m.meter_number, e.exchanged_on, e.new_meter_number, e.registers, e.note, e.source,
  e.reported_at, e.state, e.because`

/** What the customer of the session has reported, newest first. */
export const ownReportsStatement = (): Statement<ReportRow> =>
  sql`select ${columns} from meter_exchange_report e join meter m on m.id = e.meter_id
       where e.customer_id = (select app_customer_id()) order by e.id desc limit 20`.compile(
    statements<NoTables>(),
  ) as unknown as Statement<ReportRow>

/** A report with its version; `lock` makes others wait who decide about it, too. */
export async function loadReport(tx: Tx, id: string, lock: boolean): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`
    select ${columns}, e.row_version from meter_exchange_report e join meter m on m.id = e.meter_id where e.id = ${id}
     ${lock ? sql`for update of e` : sql``}`.execute(tables<NoTables>(tx))
  return rows[0]
}

/** The report of a form or call that was sent before. */
export async function reportOfKey(
  tx: Tx,
  sourceKey: string,
): Promise<Pick<ReportRow, 'id' | 'state' | 'because'> | undefined> {
  const { rows } = await sql<Pick<ReportRow, 'id' | 'state' | 'because'>>`
    select id, state, because from meter_exchange_report where source_key = ${sourceKey}`.execute(tables<NoTables>(tx))
  return rows[0]
}

export const hasOpenReport = async (tx: Tx, meterId: string): Promise<boolean> =>
  (
    await sql`select 1 from meter_exchange_report where meter_id = ${meterId} and state = 'reported'`.execute(
      tables<NoTables>(tx),
    )
  ).rows.length > 0

export type NewReport = {
  readonly customerId: string
  readonly contractId: string
  readonly meterId: string
  readonly marketLocationId: string
  readonly day: Temporal.PlainDate
  readonly newMeterNumber: string
  readonly registers: readonly ReportedRegister[]
  readonly note: string | null
  readonly source: ReportRow['source']
  readonly sourceId: string | null
  readonly sourceKey: string
  readonly now: Temporal.Instant
}

/** @returns its id; undefined if the key, or an open report of this meter, is there already */
export async function insertReport(tx: Tx, report: NewReport): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into meter_exchange_report (customer_id, contract_id, meter_id, market_location_id, exchanged_on, new_meter_number, registers, note,
                                       source, source_id, source_key, reported_at)
    values (${report.customerId}, ${report.contractId}, ${report.meterId}, ${report.marketLocationId}, ${report.day}::date, ${report.newMeterNumber},
            ${JSON.stringify(report.registers)}::jsonb, ${report.note}, ${report.source}, ${report.sourceId}, ${report.sourceKey}, ${report.now})
    on conflict do nothing returning id`.execute(tables<NoTables>(tx))
  return rows[0]?.id
}

export async function decideReport(
  tx: Tx,
  id: string,
  decided: {
    readonly state: 'accepted' | 'refused'
    readonly because: string | null
    readonly staffId: string
    readonly newMeterId: string | null
    readonly now: Temporal.Instant
  },
): Promise<void> {
  await sql`update meter_exchange_report
               set state = ${decided.state}, because = ${decided.because}, decided_by = ${decided.staffId}, decided_at = ${decided.now},
                   new_meter_id = ${decided.newMeterId}, row_version = row_version + 1
             where id = ${id}`.execute(tables<NoTables>(tx))
}

/** Whose meter of this number hangs there today; needs a role that sees all. */
export async function customerOfMeter(
  tx: Tx,
  numberKey: string,
  today: Temporal.PlainDate,
): Promise<{ readonly customerId: string; readonly meterId: string } | undefined> {
  const { rows } = await sql<{ customerId: string; meterId: string }>`
    select s.customer_id as "customerId", m.id as "meterId" from meter m join supply s on s.market_location_id = m.market_location_id
     where m.number_key = ${numberKey} and m.removed_on is null and s.starts_on <= ${today}::date
       and (s.ends_on is null or s.ends_on >= ${today}::date)
     order by s.starts_on desc limit 2`.execute(tables<NoTables>(tx))
  return rows.length === 1 ? rows[0] : undefined
}
