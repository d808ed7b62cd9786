import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { Preferences } from './consent.ts'

/** How a customer is reached for what the contract needs, and what was chosen. */
export type Reach = {
  readonly customerId: string
  readonly language: 'de' | 'en'
  /** Null as long as the customer has said nothing about it. */
  readonly letters: Preferences['letters'] | null
  readonly notify: Preferences['notify']
  readonly quietFrom: string | null
  readonly quietTo: string | null
  /** Confirmed addresses for messages about the contract, the main ones first; none of somebody who has died or is restricted. */
  readonly channels: readonly { readonly id: string; readonly kind: 'e-mail' | 'mobile'; readonly value: string }[]
  /** Lines of the postal address, the name first; empty without a street. */
  readonly addressLines: readonly string[]
}

/** The same for many customers in one statement: a run of letters asks for dozens at once. */
export async function reachOf(tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, Reach>> {
  const { rows } = await sql<Reach>`
    select c.id as "customerId", c.language, p.letters, coalesce(p.notify, 'e-mail') as notify,
           to_char(p.quiet_from, 'HH24:MI') as "quietFrom", to_char(p.quiet_to, 'HH24:MI') as "quietTo",
           coalesce((select jsonb_agg(jsonb_build_object('id', k.id::text, 'kind', k.kind, 'value', k.value)
                                      order by k.value in (lower(c.email), c.mobile) desc, k.id)
                       from contact_channel k
                      where k.customer_id = c.id and k.state = 'confirmed' and 'contract' = any(k.purposes)
                        and c.died_on is null and c.restricted_at is null), '[]') as channels,
           case when c.street is null then '{}'::text[] else array_remove(array[
             concat(case when c.died_on is not null then 'Nachlass ' end,
                    coalesce(c.company_name, concat_ws(' ', c.title, c.first_name, c.last_name))),
             case when c.died_on is not null then 'z. Hd. ' || c.estate_contact end, concat_ws(' ', c.street, c.house_number),
             concat_ws(' ', c.postal_code, c.city), case when c.country <> 'DE' then c.country end], null) end as "addressLines"
      from customer c left join customer_preference p on p.customer_id = c.id
     where c.id = any(${[...customerIds]}::bigint[])`.execute(tables<Record<string, never>>(tx))
  return new Map(rows.map((row) => [row.customerId, row]))
}
