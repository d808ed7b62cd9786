import { sql } from 'kysely'
import { meterNumberKey } from '#journey/staying/web'
import { type Pools, tables, transaction } from '#platform/database'
import type { TestHome } from './people.ts'

export type TestSite = {
  readonly registerId: string
  readonly meterNumber: string
  readonly contractId: string
  readonly marketLocationId: string
}

/**
 * Sites of a property manager: `Hausweg 1` and so on, each with one contract since 2023 and one power meter of six digits, read
 * at the end of 2024 and 2025: 9,000 and 10,000 (1,000 kWh a year).
 */
export async function addSites(pools: Pools, home: TestHome, count: number): Promise<TestSite[]> {
  return transaction(pools.worker, async (tx) => {
    const on = tables<Record<string, never>>(tx)
    const numbers = Array.from({ length: count }, (_, at) => `1EBZ${String(70_000_000 + at)}`)
    const keys = numbers.map(meterNumberKey)
    const { rows } = await sql<TestSite>`
      with wanted as (
        select n, ${home.contractNumber} || '-' || n as name, (${numbers}::text[])[n] as number, (${keys}::text[])[n] as number_key
          from generate_series(1, ${count}::int) n),
      site_made as (
        insert into site (site_number, street, house_number, postal_code, city, kind)
        select 'S' || name, 'Hausweg', n::text, '12341', 'Musterstadt', 'common-area' from wanted returning id, site_number),
      location_made as (
        insert into market_location (market_location_code, site_id, commodity, load_profile, forecast_kwh)
        select 'M' || w.name, s.id, 'power', 'H25', 1000 from wanted w join site_made s on s.site_number = 'S' || w.name
        returning id, market_location_code),
      contract_made as (
        insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
        select 'V' || w.name, (select contract_account_id from contract where id = ${home.contractId}), ${home.customerId}, l.id, '2023-01-01'
          from wanted w join location_made l on l.market_location_code = 'M' || w.name returning id, market_location_id),
      meter_made as (
        insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
        select w.number, w.number_key, 'power', 'conventional', l.id, '2020-01-01'
          from wanted w join location_made l on l.market_location_code = 'M' || w.name returning id, meter_number, market_location_id),
      register_made as (
        insert into register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after)
        select meter_number || '/1.8.0', id, '1.8.0', 'total', 'consumption', market_location_id, 'kWh', 6, 0 from meter_made
        returning id, meter_id, market_location_id),
      read as (
        insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
        select r.id, r.market_location_id, d.day, d.value, 'regular', 'customer', 'valid', 'import', 'system', d.day + interval '12 hours'
          from register_made r cross join (values ('2024-12-31'::date, 9000), ('2025-12-31'::date, 10000)) as d(day, value))
      select r.id as "registerId", m.meter_number as "meterNumber", c.id as "contractId", r.market_location_id as "marketLocationId"
        from register_made r join meter_made m on m.id = r.meter_id join contract_made c on c.market_location_id = r.market_location_id
       order by r.id`.execute(on)
    return rows
  })
}
