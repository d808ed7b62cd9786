import { sql } from 'kysely'
import { type Statement, statements } from '#platform/database'

export type EstateRow = { readonly diedOn: string | null; readonly estateContact: string | null }

/** Whether a customer has died, and to whose hands letters go then. */
export const estateStatement = (customerId: string): Statement<EstateRow> =>
  sql<EstateRow>`select died_on::text as "diedOn", estate_contact as "estateContact" from customer where id = ${customerId}`.compile(
    statements<Record<string, never>>(),
  )
