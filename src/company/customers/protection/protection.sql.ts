import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type Protection = {
  readonly kind: 'address-block' | 'other'
  readonly note: string
  readonly grantedUntil: string | null
  readonly setAt: Temporal.Instant
}

export async function protectionOf(tx: Tx, customerId: string): Promise<Protection | undefined> {
  const { rows } = await sql<Protection>`
    select kind, note, granted_until::text as "grantedUntil", set_at as "setAt" from customer_protection
     where customer_id = ${customerId} and ended_at is null`.execute(on(tx))
  return rows[0]
}

type By = { readonly staffId: string; readonly now: Temporal.Instant }

/** @returns undefined if the record is protected already */
export async function insertProtection(
  tx: Tx,
  customerId: string,
  wanted: { readonly kind: string; readonly note: string; readonly grantedUntil: string | undefined },
  { staffId, now }: By,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into customer_protection (customer_id, kind, note, granted_until, set_by_staff_id, set_at)
    values (${customerId}, ${wanted.kind}, ${wanted.note}, ${wanted.grantedUntil ?? null}::date, ${staffId}, ${now})
    on conflict (customer_id) where ended_at is null do nothing returning id`.execute(on(tx))
  return rows[0]?.id
}

/** @returns false if the record is not protected */
export async function endProtection(tx: Tx, customerId: string, { staffId, now }: By): Promise<boolean> {
  const done = await sql`update customer_protection set ended_at = ${now}, ended_by_staff_id = ${staffId}
    where customer_id = ${customerId} and ended_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

export type Employee = { readonly staffId: string; readonly name: string }

export async function employeesOf(tx: Tx, customerId: string): Promise<readonly Employee[]> {
  const { rows } = await sql<Employee>`
    select staff_id::text as "staffId", coalesce(staff_name(staff_id), '–') as name from staff_customer
     where customer_id = ${customerId} and ended_at is null order by id`.execute(on(tx))
  return rows
}

/** Everybody of the staff, for who notes that one of them is a customer. */
export async function staffByName(tx: Tx): Promise<readonly Employee[]> {
  const { rows } = await sql<Employee>`select id::text as "staffId", name from staff_by_name()`.execute(on(tx))
  return rows
}

export async function insertEmployee(
  tx: Tx,
  customerId: string,
  employee: string,
  { staffId, now }: By,
): Promise<void> {
  await sql`insert into staff_customer (staff_id, customer_id, set_by_staff_id, set_at)
    values (${employee}, ${customerId}, ${staffId}, ${now})
    on conflict (staff_id, customer_id) where ended_at is null do nothing`.execute(on(tx))
}

/** @returns false if this person was not noted */
export async function endEmployee(
  tx: Tx,
  customerId: string,
  employee: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const done = await sql`update staff_customer set ended_at = ${now}
    where customer_id = ${customerId} and staff_id = ${employee} and ended_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}
