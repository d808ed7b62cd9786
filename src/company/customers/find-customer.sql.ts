import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

/** Who a customer is and where letters and mails go, for those who have to write to somebody. */
export type CustomerOnFile = {
  readonly id: string
  readonly customerNumber: string
  readonly shownName: string
  readonly email: string | null
  /** Lines of the postal address, the name first; without a street there is nowhere to write to. */
  readonly addressLines: readonly string[]
  readonly language: 'de' | 'en'
}

/** Longest number that is worth comparing; longer ones are cut, so hostile input costs nothing. */
const TYPED_LENGTH_MAX = 40

/** Of a customer who has died it is the estate: letters go to the hands of the heir, and no mail to the mailbox of the dead. */
const addressee = sql`concat(case when died_on is not null then 'Nachlass ' end,
  coalesce(company_name, concat_ws(' ', title, first_name, last_name)))`

const onFile = sql`select id, customer_number as "customerNumber", case when died_on is null then email end as email, language,
  ${addressee} as "shownName",
  case when street is null then '{}'::text[] else array_remove(array[
    ${addressee}, case when died_on is not null then 'z. Hd. ' || estate_contact end, concat_ws(' ', street, house_number),
    concat_ws(' ', postal_code, city), case when country <> 'DE' then country end], null) end as "addressLines"
  from customer`

/**
 * Finds a customer by the number as people type it: `1000 0001`, `010000001`, `Kd.-Nr. 10000001`. Needs a role that sees
 * all customers.
 */
export async function customerByNumber(tx: Tx, typed: string): Promise<CustomerOnFile | undefined> {
  const cut = typed.slice(0, TYPED_LENGTH_MAX)
  const digits = cut.replaceAll(/\D/g, '')
  const { rows } = await sql<CustomerOnFile>`${onFile}
     where customer_number_key(customer_number) in (customer_number_key(${cut}), customer_number_key(${digits}))
       and customer_number_key(customer_number) <> ''
     order by customer_number_key(customer_number) = customer_number_key(${cut}) desc
     limit 1`.execute(tables<Record<string, never>>(tx))
  return rows[0]
}

/** A customer by id; in a customer's session only the own one is there. */
export async function customerOnFile(tx: Tx, id: string): Promise<CustomerOnFile | undefined> {
  const { rows } = await sql<CustomerOnFile>`${onFile} where id = ${id}`.execute(tables<Record<string, never>>(tx))
  return rows[0]
}
