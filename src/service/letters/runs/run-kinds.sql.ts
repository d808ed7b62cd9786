import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { DesignBody } from '../design/design.contract.ts'

export type RunKindRow = {
  readonly code: string
  readonly titleDe: string
  readonly titleEn: string
  readonly body: DesignBody
}

/** Kinds whose version of this day may be sent to many. */
export async function runKinds(tx: Tx, day: Temporal.PlainDate): Promise<readonly RunKindRow[]> {
  const { rows } = await sql<RunKindRow>`
    select k.code, k.title_de as "titleDe", k.title_en as "titleEn", f.body
      from letter_kind k
      join lateral (select d.body from letter_design d
                     where d.kind = k.code and d.state = 'released' and d.valid_from <= ${day.toString()}::date
                     order by d.valid_from desc, d.version desc limit 1) f on (f.body ->> 'forRuns')::boolean
     order by k.title_de`.execute(tables<Record<string, never>>(tx))
  return rows
}
