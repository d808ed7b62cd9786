import { sql } from 'kysely'
import { prepared, type Statement, statements } from '#platform/database'

export type OwnCustomerRow = {
  id: string
  customer_number: string
  kind: 'person' | 'household' | 'company'
  shown_name: string
  email: string | null
  row_version: number
}

/** The customer that the session acts for. `shown_name` is how people greet: first and last name, or the company's. */
export const ownCustomerStatement: (values: Record<never, never>) => Statement<OwnCustomerRow> = prepared(
  () =>
    statements<{ customer: Record<string, unknown> }>()
      .selectFrom('customer')
      .select(['id', 'customer_number', 'kind', 'email', 'row_version'])
      .select(sql<string>`coalesce(company_name, concat_ws(' ', title, first_name, last_name))`.as('shown_name'))
      .where(sql<boolean>`id = (select app_customer_id())`)
      .compile() as Statement<OwnCustomerRow>,
)
