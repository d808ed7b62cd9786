import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>

export async function meterOfNumber(
  tx: Tx,
  meterNumber: string,
): Promise<{ id: string; replacesMeterId: string | null } | undefined> {
  const { rows } = await sql<{ id: string; replacesMeterId: string | null }>`
    select id, replaces_meter_id as "replacesMeterId" from meter where meter_number = ${meterNumber}`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]
}

export type HangingMeter = {
  readonly id: string
  readonly installedOn: Temporal.PlainDate
  /** Ids of its registers. */
  readonly registers: readonly string[]
  /** The contract that runs there, by customer. */
  readonly contractIdOf: ReadonlyMap<string, string>
}

/** Locks a device that hangs, with its registers; undefined if there is none, or it was taken off. */
export async function loadHangingMeter(tx: Tx, id: string): Promise<HangingMeter | undefined> {
  const on = tables<NoTables>(tx)
  const { rows } = await sql<{ id: string; installed_on: Temporal.PlainDate; market_location_id: string }>`
    select id, installed_on, market_location_id from meter where id = ${id} and removed_on is null for update`.execute(
    on,
  )
  const meter = rows[0]
  if (!meter) return undefined
  const registers = await sql<{ id: string }>`select id from register where meter_id = ${id} order by obis, id`.execute(
    on,
  )
  const contracts = await sql<{ contract_id: string; customer_id: string }>`
    select contract_id, customer_id from supply where market_location_id = ${meter.market_location_id} order by starts_on`.execute(
    on,
  )
  return {
    id: meter.id,
    installedOn: meter.installed_on,
    registers: registers.rows.map((row) => row.id),
    contractIdOf: new Map(contracts.rows.map((row) => [row.customer_id, row.contract_id])),
  }
}

/** Taken off on a day; an import does not hang it up again. */
export async function removeMeter(tx: Tx, id: string, day: Temporal.PlainDate, now: Temporal.Instant): Promise<void> {
  await sql`update meter set removed_on = ${day}::date, row_version = row_version + 1, changed_here_at = ${now}
             where id = ${id}`.execute(tables<NoTables>(tx))
}

export type NewMeter = {
  readonly meterNumber: string
  readonly numberKey: string
  readonly kind: 'conventional' | 'modern' | 'smart'
  readonly manufacturer: string | null
  readonly calibratedUntil: Temporal.PlainDate | null
  readonly installedOn: Temporal.PlainDate
  /** The device whose place it takes. */
  readonly like: string
  readonly now: Temporal.Instant
}

export async function insertMeter(tx: Tx, meter: NewMeter): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into meter (meter_number, number_key, commodity, kind, metering_location_code, market_location_id, manufacturer,
                       installed_on, replaces_meter_id, calibrated_until, changed_here_at)
    select ${meter.meterNumber}, ${meter.numberKey}, o.commodity, ${meter.kind}, o.metering_location_code, o.market_location_id,
           ${meter.manufacturer}, ${meter.installedOn}::date, o.id, ${meter.calibratedUntil}::date, ${meter.now}
      from meter o where o.id = ${meter.like}
    returning id`.execute(tables<NoTables>(tx))
  return rows[0]?.id as string
}

export type NewRegister = {
  readonly meterId: string
  readonly meterNumber: string
  /** The register that it goes on for: same code, rate, direction, place, unit and factor. */
  readonly like: string
  readonly digitsBefore: number
  readonly digitsAfter: number
  readonly now: Temporal.Instant
}

export async function insertRegister(tx: Tx, register: NewRegister): Promise<{ id: string; marketLocationId: string }> {
  const { rows } = await sql<{ id: string; marketLocationId: string }>`
    insert into register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after,
                          factor, changed_here_at)
    select ${register.meterNumber}::text || '/' || o.obis, ${register.meterId}::bigint, o.obis, o.rate, o.direction, o.market_location_id,
           o.unit, ${register.digitsBefore}::smallint, ${register.digitsAfter}::smallint, o.factor, ${register.now}
      from register o where o.id = ${register.like}
    returning id, market_location_id as "marketLocationId"`.execute(tables<NoTables>(tx))
  return rows[0] as { id: string; marketLocationId: string }
}
