import { sql } from 'kysely'
import { meterNumberKey } from '#journey/staying/web'
import { type Pools, tables, transaction } from '#platform/database'

export type TestHome = {
  readonly customerId: string
  readonly contractId: string
  readonly marketLocationId: string
  readonly registerId: string
  readonly meterNumber: string
  readonly contractNumber: string
}

let count = 0

/**
 * A customer with one power meter of five digits, supplied since 2023-01-01, with readings at the end of each December:
 * 10000, 12500, 15000 (2,500 kWh a year).
 */
export async function settleIn(
  pools: Pools,
  wishes: { lastName?: string; readings?: readonly (readonly [string, string])[] } = {},
): Promise<TestHome> {
  count += 1
  const key = `${Date.now().toString(36)}${count}`
  const readings = wishes.readings ?? [
    ['2022-12-31', '10000'],
    ['2023-12-31', '12500'],
    ['2024-12-31', '15000'],
    ['2025-12-31', '17500'],
  ]
  return transaction(pools.worker, async (tx) => {
    const on = tables<Record<string, never>>(tx)
    const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await query.execute(on)).rows[0]?.id as string
    const customerId = await one(sql<{
      id: string
    }>`insert into customer (customer_number, kind, first_name, last_name, email, street, house_number, postal_code, city)
      values (${`K${key}`}, 'person', 'Erika', ${wishes.lastName ?? 'Musterfrau'}, ${`${key}@kunden.example`}, 'Lindenweg', '7', '12341', 'Musterstadt') returning id`)
    const siteId = await one(
      sql<{
        id: string
      }>`insert into site (site_number, street, house_number, postal_code, city, kind) values (${`S${key}`}, 'Lindenweg', '7', '12341', 'Musterstadt', 'flat') returning id`,
    )
    const marketLocationId = await one(
      sql<{
        id: string
      }>`insert into market_location (market_location_code, site_id, commodity, load_profile, forecast_kwh) values (${`M${key}`}, ${siteId}, 'power', 'H25', 2500) returning id`,
    )
    const accountId = await one(
      sql<{
        id: string
      }>`insert into contract_account (contract_account_number, customer_id) values (${`A${key}`}, ${customerId}) returning id`,
    )
    const contractId = await one(
      sql<{
        id: string
      }>`insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on) values (${`V${key}`}, ${accountId}, ${customerId}, ${marketLocationId}, '2023-01-01') returning id`,
    )
    const meterId = await one(
      sql<{
        id: string
      }>`insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on) values (${`1EMH00${key}`}, ${meterNumberKey(`1EMH00${key}`)}, 'power', 'conventional', ${marketLocationId}, '2020-01-01') returning id`,
    )
    const registerId = await one(
      sql<{
        id: string
      }>`insert into register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after) values (${`R${key}`}, ${meterId}, '1.8.0', 'total', 'consumption', ${marketLocationId}, 'kWh', 6, 0) returning id`,
    )
    for (const [day, value] of readings) {
      await sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
        values (${registerId}, ${marketLocationId}, ${day}::date, ${value}, 'regular', 'customer', 'valid', 'import', 'system', ${`${day}T12:00:00Z`}::timestamptz)`.execute(
        on,
      )
    }
    return {
      customerId,
      contractId,
      marketLocationId,
      registerId,
      meterNumber: `1EMH00${key}`,
      contractNumber: `V${key}`,
    }
  })
}
