import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { SelectionCriteria } from './selection.contract.ts'

type Own = Record<string, never>

/** Customers who are supplied on the day and meet the criteria, each once with the oldest contract that does. */
const selected = (criteria: SelectionCriteria, day: Temporal.PlainDate) => sql`
  select c.id as customer_id, min(s.contract_id) as contract_id
    from customer c join supply s on s.customer_id = c.id
   where s.starts_on <= ${day.toString()}::date and (s.ends_on is null or s.ends_on >= ${day.toString()}::date)
     and c.died_on is null
     and (${criteria.commodity ?? null}::text is null or s.commodity = ${criteria.commodity ?? null})
     and (${criteria.kind ?? null}::text is null or c.kind = ${criteria.kind ?? null})
     and (${criteria.language ?? null}::text is null or c.language = ${criteria.language ?? null})
     and (${criteria.postalCodes === undefined} or exists (
           select from unnest(${criteria.postalCodes ?? []}::text[]) begins where starts_with(s.postal_code, begins)))
     and (${criteria.product ?? null}::text is null or exists (
           select from contract_price p where p.contract_id = s.contract_id and p.valid_from <= ${day.toString()}::date
              and position(lower(${criteria.product ?? ''}) in lower(p.product_name)) > 0
              and not exists (select from contract_price later where later.contract_id = p.contract_id
                                 and later.valid_from > p.valid_from and later.valid_from <= ${day.toString()}::date)))
   group by c.id`

export type Selected = { readonly customerId: string; readonly contractId: string }

/** A page of a selection in the order of customers: whoever goes on behind the last one has all, each once. */
export async function selectCustomers(
  tx: Tx,
  criteria: SelectionCriteria,
  page: { readonly day: Temporal.PlainDate; readonly after: string; readonly limit: number },
): Promise<readonly Selected[]> {
  const { rows } = await sql<Selected>`
    select customer_id as "customerId", contract_id as "contractId" from (${selected(criteria, page.day)}) chosen
     where customer_id > ${page.after} order by customer_id limit ${page.limit}`.execute(tables<Own>(tx))
  return rows
}

export type SelectedExample = { readonly customerNumber: string; readonly city: string | null }

/** How many there are, and some of them, spread over all. */
export async function countSelected(
  tx: Tx,
  criteria: SelectionCriteria,
  day: Temporal.PlainDate,
): Promise<{ readonly count: number; readonly examples: readonly SelectedExample[] }> {
  const { rows } = await sql<{ count: number; examples: SelectedExample[] | null }>`
    with chosen as (${selected(criteria, day)}),
         few as (select customer_id from chosen order by sha256(customer_id::text::bytea) limit 5)
    select (select count(*)::int from chosen) as count,
           (select jsonb_agg(jsonb_build_object('customerNumber', c.customer_number, 'city', c.city) order by c.id)
              from customer c where c.id in (select customer_id from few)) as examples`.execute(tables<Own>(tx))
  return { count: rows[0]?.count ?? 0, examples: rows[0]?.examples ?? [] }
}

/** What is on file about a contract, for letters that name it. */
export type ContractOnFile = {
  readonly customerNumber: string
  readonly contractNumber: string
  readonly product: string | null
  readonly site: string
  /** False if it has ended by then. */
  readonly runs: boolean
}

export async function contractOnFile(
  tx: Tx,
  contractId: string,
  day: Temporal.PlainDate,
): Promise<ContractOnFile | undefined> {
  const { rows } = await sql<ContractOnFile>`
    select c.customer_number as "customerNumber", s.contract_number as "contractNumber",
           concat(s.street, ' ', s.house_number, ', ', s.postal_code, ' ', s.city) as site,
           s.starts_on <= ${day.toString()}::date and (s.ends_on is null or s.ends_on >= ${day.toString()}::date) as runs,
           (select p.product_name from contract_price p where p.contract_id = s.contract_id and p.valid_from <= ${day.toString()}::date
             order by p.valid_from desc limit 1) as product
      from supply s join customer c on c.id = s.customer_id where s.contract_id = ${contractId}`.execute(
    tables<Own>(tx),
  )
  return rows[0]
}
