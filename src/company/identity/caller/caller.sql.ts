import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { AccountTables } from '../tables.ts'
import { WRONG_MAX } from './pin-rule.ts'

const now = sql<Temporal.Instant>`now()`

/** A check counts for one call: after half an hour the next caller is asked again. */
export const CHECK_MINUTES = 30

/** Sets the PIN of the customer that the session acts for; attempts begin anew. */
export async function setPin(tx: Tx, pin: { customerId: string; accountId: string; hash: string }): Promise<void> {
  const set = { pin_hash: pin.hash, set_by_account_id: pin.accountId }
  await tables<AccountTables>(tx)
    .insertInto('caller_pin')
    .values({ customer_id: pin.customerId, ...set })
    .onConflict((conflict) => conflict.column('customer_id').doUpdateSet({ ...set, set_at: now, wrong: 0 }))
    .execute()
}

/** @returns false if there was none */
export async function deletePin(tx: Tx, customerId: string): Promise<boolean> {
  const gone = await tables<AccountTables>(tx)
    .deleteFrom('caller_pin')
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

export type PinState = { readonly setAt: Temporal.Instant; readonly wrong: number }

/** When the PIN was set, and how many wrong ones there were. A customer's session sees the own one only. */
export const pinStatement = (customerId?: string): Statement =>
  statements<AccountTables>()
    .selectFrom('caller_pin')
    .select(['set_at as setAt', 'wrong'])
    .where('customer_id', '=', customerId ?? sql<string>`app_customer_id()`)
    .compile()

export async function pinOf(tx: Tx, customerId?: string): Promise<PinState | undefined> {
  const { rows } = await tables<AccountTables>(tx).executeQuery<PinState>(pinStatement(customerId) as never)
  return rows[0]
}

export const ownPin = (tx: Tx): Promise<PinState | undefined> => pinOf(tx)

/** Counts an attempt before it is compared, as worker. @returns undefined if there is no PIN, or it is locked */
export async function attemptPin(tx: Tx, customerId: string): Promise<string | undefined> {
  const row = await tables<AccountTables>(tx)
    .updateTable('caller_pin')
    .set({ wrong: sql<number>`wrong + 1` })
    .where('customer_id', '=', customerId)
    .where('wrong', '<', WRONG_MAX)
    .returning('pin_hash as hash')
    .executeTakeFirst()
  return row?.hash
}

/** The PIN was right: attempts begin anew. */
export async function clearAttempts(tx: Tx, customerId: string): Promise<void> {
  await tables<AccountTables>(tx)
    .updateTable('caller_pin')
    .set({ wrong: 0 })
    .where('customer_id', '=', customerId)
    .execute()
}

export type CheckLevel = 'pin' | 'questions' | 'failed'

/** Keeps what an agent has checked. @returns false if there is no such customer */
export async function insertCheck(
  tx: Tx,
  check: { readonly customerId: string; readonly staffId: string; readonly level: CheckLevel },
): Promise<boolean> {
  const kept = await sql`
    insert into caller_check (customer_id, staff_id, level)
    select c.id, ${check.staffId}, ${check.level} from customer c where c.id = ${check.customerId}`.execute(
    tables<Record<string, never>>(tx),
  )
  return (kept.numAffectedRows ?? 0n) > 0n
}

export type CallerCheck = { readonly level: CheckLevel; readonly checkedAt: Temporal.Instant }

/** What this very agent has checked in this call, the newest. */
export const checkStatement = (customerId: string): Statement =>
  statements<AccountTables>()
    .selectFrom('caller_check')
    .select(['level', 'checked_at as checkedAt'])
    .where('customer_id', '=', customerId)
    .where('staff_id', '=', sql<string>`app_staff_id()`)
    .where('checked_at', '>', sql<Temporal.Instant>`now() - make_interval(mins => ${CHECK_MINUTES})`)
    .orderBy('id', 'desc')
    .limit(1)
    .compile()
