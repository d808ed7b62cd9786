import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountAnswer, ContractAnswer, CustomerAnswer } from './customer-view.contract.ts'

type NoTables = Record<string, never>

const addressOf = (alias: string) =>
  sql.raw(
    `json_build_object('street', ${alias}.street, 'houseNumber', ${alias}.house_number, 'postalCode', ${alias}.postal_code, 'city', ${alias}.city, 'country', ${alias}.country)`,
  )

/** A customer in the shape of the API, from `customer c`. */
export const customerColumns = sql`
  c.id, c.customer_number as "customerNumber", c.kind, c.salutation, c.title, c.first_name as "firstName", c.last_name as "lastName",
  c.company_name as "companyName", c.register_number as "registerNumber", c.birth_date::text as "birthDate", c.email, c.phone, c.mobile,
  ${addressOf('c')} as address, c.language, c.row_version as "rowVersion"`

/** Whom a statement is about: a customer by id, or the one that the session acts for. */
export type Whom = { readonly id: string } | 'session'

const isWhom = (column: string, whom: Whom) =>
  whom === 'session' ? sql`${sql.raw(column)} = (select app_customer_id())` : sql`${sql.raw(column)} = ${whom.id}`

const statementOf = <Row>(query: ReturnType<typeof sql<Row>>): Statement => query.compile(statements<NoTables>())

export const customerStatement = (whom: Whom): Statement =>
  statementOf(sql<CustomerAnswer>`select ${customerColumns} from customer c where ${isWhom('c.id', whom)}`)

export const accountsStatement = (whom: Whom): Statement =>
  statementOf(sql<AccountAnswer>`
    select a.id, a.contract_account_number as "contractAccountNumber", a.payer_customer_id as "payerCustomerId",
           a.recipient_customer_id as "recipientCustomerId", a.billing_month as "billingMonth"
      from contract_account a where ${isWhom('a.customer_id', whom)} order by a.contract_account_number`)

/** Contracts with their place and prices; those that run first, then the newest. */
export const contractsStatement = (whom: Whom): Statement =>
  statementOf(sql<ContractAnswer>`
    select k.id, k.contract_number as "contractNumber", k.contract_account_id as "contractAccountId",
           k.starts_on::text as "startsOn", k.ends_on::text as "endsOn",
           json_build_object('id', m.id::text, 'code', m.market_location_code, 'commodity', m.commodity, 'direction', m.direction,
             'loadProfile', m.load_profile, 'forecastKwh', trim_scale(m.forecast_kwh)::text) as "marketLocation",
           json_build_object('id', s.id::text, 'siteNumber', s.site_number, 'kind', s.kind, 'locationHint', s.location_hint,
             'address', ${addressOf('s')}) as site,
           coalesce(p.prices, '[]'::json) as prices
      from contract k join market_location m on m.id = k.market_location_id join site s on s.id = m.site_id
      left join lateral (
        select json_agg(json_build_object('validFrom', p.valid_from, 'productCode', p.product_code, 'productName', p.product_name,
                 'priceSheet', p.price_sheet, 'unitPriceCt', trim_scale(p.unit_price_ct)::text,
                 'basePriceEurYear', trim_scale(p.base_price_eur_year)::text) order by p.valid_from desc) as prices
          from contract_price p where p.contract_id = k.id) p on true
     where ${isWhom('k.customer_id', whom)} order by k.ends_on desc nulls first, k.starts_on desc, k.id`)

/** The three statements of a customer's view, for one flight. */
export const customerViewStatements = (whom: Whom): readonly Statement[] => [
  customerStatement(whom),
  accountsStatement(whom),
  contractsStatement(whom),
]

/** What the three statements gave; undefined if there is no such customer. */
export function toCustomerView(rows: readonly (readonly unknown[])[]) {
  const [customers = [], accounts = [], contracts = []] = rows
  const customer = customers[0] as CustomerAnswer | undefined
  return customer && { customer, accounts: accounts as AccountAnswer[], contracts: contracts as ContractAnswer[] }
}

/** The customer, locked until the transaction ends: who comes second waits and then sees the new version. */
export async function lockCustomer(tx: Tx, id: string): Promise<CustomerAnswer | undefined> {
  const { rows } =
    await sql<CustomerAnswer>`select ${customerColumns} from customer c where c.id = ${id} for update`.execute(
      tables<NoTables>(tx),
    )
  return rows[0]
}

/** Column of each field that a change may write. */
const columnOf: Readonly<Record<string, string>> = {
  salutation: 'salutation',
  title: 'title',
  firstName: 'first_name',
  lastName: 'last_name',
  companyName: 'company_name',
  street: 'street',
  houseNumber: 'house_number',
  postalCode: 'postal_code',
  city: 'city',
  country: 'country',
  language: 'language',
  email: 'email',
  phone: 'phone',
  mobile: 'mobile',
}

/** Writes fields of a customer. @returns the new row version */
export async function storeFields(
  tx: Tx,
  id: string,
  fields: Readonly<Record<string, string | null>>,
  now: Temporal.Instant,
): Promise<number> {
  const written = Object.entries(fields).map(([field, value]) => {
    const column = columnOf[field]
    if (column === undefined) throw new Error(`${field} is no field of a customer that changes.`)
    return sql`${sql.ref(column)} = ${value}`
  })
  const { rows } = await sql<{ rowVersion: number }>`
    update customer set ${sql.join(written)}, row_version = row_version + 1, changed_here_at = ${now}
     where id = ${id} returning row_version as "rowVersion"`.execute(tables<NoTables>(tx))
  return rows[0]?.rowVersion as number
}
