import { sql } from 'kysely'
import type { Json, ObjectState } from '#company/exchange'
import { tables, type Tx } from '#platform/database'

/** Readings in the shape of the API. */
export async function readingStates(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ObjectState>> {
  const { rows } = await sql<{ id: string; state: Json; changed_here_at: Temporal.Instant | null }>`
    select g.id, g.changed_here_at, json_build_object('readingId', g.id::text, 'registerKey', r.register_key, 'day', g.read_on,
             'value', trim_scale(g.value)::text, 'reason', g.reason, 'source', g.source, 'status', g.status, 'verdict', g.verdict,
             'enteredAt', to_char(g.entered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'sourceKey', g.source_key) as state
      from reading g join register r on r.id = g.register_id where g.id = any(${ids}::bigint[])`.execute(
    tables<Record<string, never>>(tx),
  )
  return new Map(rows.map((row) => [row.id, { state: row.state, changedHereAt: row.changed_here_at }]))
}
