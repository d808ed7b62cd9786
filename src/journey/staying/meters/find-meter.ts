import { tables, type Tx } from '#platform/database'
import { isSameMeterNumber } from './meter-number.ts'

/** The property firm of a whole quarter has some hundred; more are not compared. */
const METERS_MAX = 2_000
/** Bills of a contract that has ended are still looked for, and so are those with a meter that was exchanged since. */
const YEARS_BACK = 3

type Tables = {
  readonly supply: { customer_id: string; market_location_id: string; ends_on: Temporal.PlainDate | null }
  readonly meter: { meter_number: string; market_location_id: string; removed_on: Temporal.PlainDate | null }
}

/**
 * Whether a number as typed (blanks, dots, letters and zeros left out or added) is that of a meter at a site that this
 * customer is supplied at, or was in the last three years. Needs a role that sees all meters.
 */
export async function isMeterOfCustomer(
  tx: Tx,
  customerId: string,
  typed: string,
  today: Temporal.PlainDate,
): Promise<boolean> {
  const since = today.subtract({ years: YEARS_BACK })
  const found = await tables<Tables>(tx)
    .selectFrom('supply as s')
    .innerJoin('meter as m', 'm.market_location_id', 's.market_location_id')
    .select('m.meter_number as number')
    .where('s.customer_id', '=', customerId)
    .where((eb) => eb.or([eb('s.ends_on', 'is', null), eb('s.ends_on', '>=', since)]))
    .where((eb) => eb.or([eb('m.removed_on', 'is', null), eb('m.removed_on', '>=', since)]))
    .limit(METERS_MAX)
    .execute()
  return found.some(({ number }) => isSameMeterNumber(typed, number))
}
