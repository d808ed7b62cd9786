import { sql } from 'kysely'
import { defineListener, facts } from '#company/journal'
import { tables, type Tx } from '#platform/database'

/**
 * Nobody acts any more for a customer whose data are blocked or erased: grants, sessions and invitations end. A login that acts for
 * others goes on; one that acts for nobody is emptied of its name and address.
 */
async function endAccess(tx: Tx, customerId: string, now: Temporal.Instant): Promise<void> {
  const on = tables<Record<string, never>>(tx)
  const { rows } = await sql<{ id: string }>`
    update account_grant set valid_to = ${now}, ended_by = 'staff', row_version = row_version + 1
     where customer_id = ${customerId} and (valid_to is null or valid_to > ${now}) returning account_id as id`.execute(
    on,
  )
  await sql`update session set ended_at = ${now} where customer_id = ${customerId} and ended_at is null`.execute(on)
  await sql`update grant_invite set withdrawn_at = coalesce(withdrawn_at, ${now}), email = '', person_name = ''
     where customer_id = ${customerId}`.execute(on)
  await sql`update account a set name = null, email = null, password_hash = null, disabled_at = ${now}
     where a.id = any(${rows.map((row) => row.id)}::bigint[])
       and not exists (select 1 from account_grant g where g.account_id = a.id and (g.valid_to is null or g.valid_to > ${now}))`.execute(
    on,
  )
}

export const onCustomerRestricted = defineListener({
  name: 'identity.end-access-on-restricted',
  hears: facts.customerRestricted,
  hear: (tx, fact, now) => endAccess(tx, fact.customerId as string, now),
})

export const onCustomerErased = defineListener({
  name: 'identity.end-access-on-erased',
  hears: facts.customerErased,
  hear: (tx, fact, now) => endAccess(tx, fact.customerId as string, now),
})
