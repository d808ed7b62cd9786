import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { LetterTables } from '../store/letter-tables.ts'

/** Notes that a letter counts as received in law, and why; the first reason stays. @returns false if it was received before */
export async function noteReceipt(
  tx: Tx,
  letterId: string,
  why: 'opened' | 'posted' | 'agreed',
  at: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into letter_event (letter_id, customer_id, what, why, happened_at)
    select id, customer_id, 'deemed-received', ${why}, ${at} from letter where id = ${letterId}
    on conflict (letter_id, what, account_id) do nothing returning id`.execute(tables<LetterTables>(tx))
  return rows.length > 0
}
