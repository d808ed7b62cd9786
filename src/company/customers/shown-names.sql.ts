import { sql } from 'kysely'
import { type Statement, statements } from '#platform/database'

export type ShownNameRow = { id: string; shown_name: string }

/** Names of customers as people say them, for lists that hold only ids. */
export function shownNamesStatement(ids: readonly string[]): Statement<ShownNameRow> {
  return statements<{ customer: Record<string, unknown> & { id: string } }>()
    .selectFrom('customer')
    .select('id')
    .select(sql<string>`coalesce(company_name, concat_ws(' ', title, first_name, last_name))`.as('shown_name'))
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .compile() as Statement<ShownNameRow>
}
