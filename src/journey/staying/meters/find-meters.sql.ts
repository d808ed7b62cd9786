import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import { meterNumberKey } from './meter-number.ts'

const FOUND_MAX = 20

/** Where meters are whose number is, ends with or begins like what somebody typed, blanks and zeros aside. */
export async function placesOfMeters(
  tx: Tx,
  typed: readonly string[],
): Promise<{ marketLocationId: string; shown: string; whole: boolean }[]> {
  const keys = [...new Set(typed.map(meterNumberKey))].filter((key) => key.length >= 4)
  if (keys.length === 0) return []
  const { rows } = await sql<{ marketLocationId: string; shown: string; whole: boolean }>`
    select m.market_location_id as "marketLocationId", m.meter_number as shown, m.whole
      from unnest(${keys}::text[]) q(key) cross join lateral (
        (select market_location_id, meter_number, number_key = q.key as whole from meter
          where number_key collate "C" >= q.key and number_key collate "C" < q.key || ${'\u{10ffff}'} collate "C"
          order by number_key collate "C" limit ${FOUND_MAX})
        union all
        (select market_location_id, meter_number, true from meter
          where meter_number_tail(number_key) = q.key and number_key <> q.key limit ${FOUND_MAX})) m`.execute(
    tables<Record<string, never>>(tx),
  )
  return rows
}
