import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { BasketFilterAsked } from './tasks.contract.ts'

type NoTables = Record<string, never>
export type ViewRow = { id: string; name: string; filter: BasketFilterAsked; shared: boolean }

/** Most that are listed; more than these nobody reads. */
const VIEWS_MAX = 100

/** Saved views of a person and those that everybody sees. */
export async function readViews(tx: Tx, staffId: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    select id, name, filter, staff_id is null as shared from task_view
     where staff_id = ${staffId} or staff_id is null order by staff_id is null, name, id limit ${VIEWS_MAX}`.execute(
    tables<NoTables>(tx),
  )
  return rows
}

export async function insertView(
  tx: Tx,
  view: { staffId: string | null; name: string; filter: BasketFilterAsked; at: Temporal.Instant },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into task_view (staff_id, name, filter, made_at) values (${view.staffId}, ${view.name}, ${JSON.stringify(view.filter)}::jsonb, ${view.at}) returning id`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]?.id as string
}

/** Deletes an own view, or a shared one if the caller may. @returns false if there is none such */
export async function deleteView(tx: Tx, id: string, staffId: string, shared: boolean): Promise<boolean> {
  const done = await sql`
    delete from task_view where id = ${id} and (staff_id = ${staffId} or (staff_id is null and ${shared}))`.execute(
    tables<NoTables>(tx),
  )
  return Number(done.numAffectedRows ?? 0n) > 0
}
