import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'

/**
 * Says for which client a transaction is that a handler opened itself. It was admitted before; only in a sandbox do rows depend on it.
 */
export async function actIn(tx: Tx, machineId: string): Promise<void> {
  await sql`select set_config('app.machine_id', ${machineId}, true)`.execute(tables<Record<string, never>>(tx))
}
