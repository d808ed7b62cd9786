import { type RawBuilder, sql } from 'kysely'
import { prepared, type Statement } from '#platform/database'

/** A customer by id, the one that the session acts for, or the one whom a link was sent to that has not ended. */
export type CustomerRef =
  | { readonly id: string }
  | { readonly linkHash: Buffer; readonly now: Temporal.Instant }
  | 'session'

/** The customer's id as SQL. */
export function customerRef(customer: CustomerRef): RawBuilder<string> {
  if (customer === 'session') return sql<string>`(select app_customer_id())`
  if ('id' in customer) return sql<string>`${customer.id}::bigint`
  return sql<string>`(select q.customer_id from reading_request q 
                     where (q.link_token_hash = ${customer.linkHash} or q.reminder_token_hash = ${customer.linkHash})
                      and q.answered_at is null and q.link_ends_at > ${customer.now}::timestamptz)`
}

type Named = { readonly id: string }
type Linked = { readonly linkHash: Buffer; readonly now: Temporal.Instant }

/** A statement for a customer however named: built once for each way, then only filled with values. */
export function forCustomer<Values extends object, Row>(
  build: (customer: RawBuilder<string>, values: Values) => Statement<Row>,
): (customer: CustomerRef, values: Values) => Statement<Row> {
  const ofSession = prepared((values: Values) => build(customerRef('session'), values))
  const ofNamed = prepared((values: Values & Named) => build(customerRef({ id: values.id }), values))
  const ofLink = prepared((values: Values & Linked) => build(byLink(values), values))
  return (customer, values) => {
    if (customer === 'session') return ofSession({ ...values })
    return 'id' in customer ? ofNamed({ ...values, id: customer.id }) : ofLink({ ...values, ...customer })
  }
}

const byLink = ({ linkHash, now }: Linked): RawBuilder<string> => customerRef({ linkHash, now })
