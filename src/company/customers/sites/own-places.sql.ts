import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

/** A place that the customer of the session is supplied at, with the contracts there. */
export type OwnPlace = {
  readonly siteId: string
  readonly street: string
  readonly houseNumber: string
  readonly city: string
  readonly locationHint: string | null
  readonly contracts: readonly {
    readonly id: string
    readonly commodity: 'power' | 'gas' | 'water' | 'heat'
    readonly number: string
  }[]
}

const query = (today: Temporal.PlainDate) => sql<OwnPlace>`
  select site_id as "siteId", street, house_number as "houseNumber", city, location_hint as "locationHint",
         json_agg(json_build_object('id', contract_id::text, 'commodity', commodity, 'number', contract_number) order by contract_number) as contracts
    from supply
   where customer_id = (select app_customer_id()) and (ends_on is null or ends_on >= ${today}::date)
   group by site_id, street, house_number, city, location_hint
   order by city, street, length(house_number), house_number, site_id
   limit 2000`

/** Places where a contract runs or will run, by address. */
export const ownPlacesStatement = (today: Temporal.PlainDate): Statement<OwnPlace> =>
  query(today).compile(statements<Record<string, never>>())

export async function ownPlaces(tx: Tx, today: Temporal.PlainDate): Promise<readonly OwnPlace[]> {
  return (await query(today).execute(tables<Record<string, never>>(tx))).rows
}
