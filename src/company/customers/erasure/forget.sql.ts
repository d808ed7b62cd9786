import { type RawBuilder, sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { ErasurePart } from './plan-erasure.ts'

type NoTables = Record<string, never>

/** How many rows were emptied or deleted, by table: the proof says how much, and nothing of what. */
export type ErasedRows = Record<string, number>

/** What is done to forget a part; values go, ids and dates stay where a fact or another row names them. */
const forgetting: Readonly<
  Record<ErasurePart, (customer: RawBuilder<unknown>) => readonly (readonly [string, RawBuilder<unknown>])[]>
> = {
  contact: (customer) => [
    ['channel_proof', sql`delete from channel_proof where customer_id = ${customer}`],
    ['contact_channel', sql`delete from contact_channel where customer_id = ${customer}`],
    [
      'customer',
      sql`update customer set email = null, phone = null, mobile = null, row_version = row_version + 1
           where id = ${customer} and coalesce(email, phone, mobile) is not null`,
    ],
  ],
  wishes: (customer) => [['customer_preference', sql`delete from customer_preference where customer_id = ${customer}`]],
  changes: (customer) => [
    [
      'customer_change',
      sql`update customer_change set before = null, after = null, reason = null, undo_hash = null, undo_until = null
           where customer_id = ${customer} and (before is not null or after is not null)`,
    ],
    [
      'personal_copy',
      sql`update personal_copy set state = 'ended', file_sha256 = null, summary = null
           where customer_id = ${customer} and state <> 'ended'`,
    ],
  ],
  birthDate: (customer) => [
    ['customer', sql`update customer set birth_date = null where id = ${customer} and birth_date is not null`],
  ],
  consents: (customer) => [['consent', sql`delete from consent where customer_id = ${customer}`]],
  mandates: (customer) => [
    [
      'bank_details',
      sql`update bank_details set way = 'transfer', iban = null, holder = null, mandate_id = null, row_version = row_version + 1
           where customer_id = ${customer} and iban is not null`,
    ],
    [
      'mandate',
      sql`update mandate set iban = '', holder = '', wording = '', wording_hash = '', state = case state when 'active' then 'revoked' else state end,
             ended_at = coalesce(ended_at, now()) where customer_id = ${customer} and iban <> ''`,
    ],
  ],
  // The letters themselves lie in the archive of the letter centre, which ends them by its own terms and never later than these.
  letters: () => [],
  vouchers: (customer) => [
    ['customer_protection', sql`delete from customer_protection where customer_id = ${customer}`],
    ['staff_customer', sql`delete from staff_customer where customer_id = ${customer}`],
    ['customer_search', sql`delete from customer_search where customer_id = ${customer}`],
    [
      'customer',
      sql`update customer set kind = 'person', salutation = 'none', title = null, first_name = null, last_name = '–', company_name = null,
             register_number = null, street = null, house_number = null, postal_code = null, city = null, erased_at = now(),
             restricted_at = coalesce(restricted_at, now()), row_version = row_version + 1
           where id = ${customer} and erased_at is null`,
    ],
  ],
}

/** Worker only: forgets these parts of a customer. */
export async function forgetParts(tx: Tx, customerId: string, parts: readonly ErasurePart[]): Promise<ErasedRows> {
  const erased: ErasedRows = {}
  for (const part of parts)
    for (const [table, statement] of forgetting[part](sql`${customerId}::bigint`)) {
      const done = await statement.execute(tables<NoTables>(tx))
      erased[table] = (erased[table] ?? 0) + Number(done.numAffectedRows ?? 0n)
    }
  return erased
}

/** Worker only: from now on the record is kept for the law only, and no search finds it. */
export async function restrictCustomer(tx: Tx, customerId: string, now: Temporal.Instant): Promise<void> {
  await sql`update customer set restricted_at = ${now}, row_version = row_version + 1
    where id = ${customerId} and restricted_at is null`.execute(tables<NoTables>(tx))
  await sql`delete from customer_search where customer_id = ${customerId}`.execute(tables<NoTables>(tx))
}

/** Whether the record is kept for the law only. */
export async function isRestricted(tx: Tx, customerId: string): Promise<boolean> {
  const { rows } = await sql<{ restricted: boolean }>`
    select restricted_at is not null as restricted from customer where id = ${customerId}`.execute(tables<NoTables>(tx))
  return rows[0]?.restricted ?? false
}
