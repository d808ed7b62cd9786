import { sql } from 'kysely'
import { type Statement, statements } from '#platform/database'

type NoTables = Record<string, never>
const CHECKS_SHOWN = 14
const ROOTS_SHOWN = 30
const FINDINGS_SHOWN = 100

export type CountRow = { readonly letters: number; readonly erased: number; readonly unrooted: number }
/** Links are counted by their numbers, not one by one. */
export const countsStatement = (): Statement<CountRow> =>
  sql<CountRow>`
    with ends as (select coalesce(max(seq), 0) as last from letter_record),
         rooted as (select coalesce(max(last_seq), 0) as last from letter_root)
    select (select count(*)::int from letter_record where act = 'erased') as erased, (ends.last - rooted.last)::int as unrooted,
           coalesce((select letters::int from letter_check where scope = 'whole' order by id desc limit 1), 0) as letters
      from ends, rooted`.compile(statements<NoTables>())

export type CheckRow = {
  readonly id: string
  readonly scope: 'whole' | 'share'
  readonly begunAt: Temporal.Instant
  readonly seconds: number
  readonly records: string
  readonly letters: string
  readonly files: string
  readonly roots: number
  readonly stamps: number
  readonly findings: number
}
export const checksStatement = (): Statement<CheckRow> =>
  sql<CheckRow>`select id, scope, begun_at as "begunAt", extract(epoch from ended_at - begun_at)::float as seconds, records, letters, files,
      roots, stamps, findings from letter_check order by id desc limit ${sql.lit(CHECKS_SHOWN)}`.compile(
    statements<NoTables>(),
  )

export type FindingRow = {
  readonly checkId: string
  readonly what: string
  readonly seq: string | null
  readonly letterId: string | null
  readonly detail: string
}
export const findingsStatement = (): Statement<FindingRow> =>
  sql<FindingRow>`select check_id as "checkId", what, seq, letter_id as "letterId", detail from letter_check_finding
     where check_id = (select max(id) from letter_check where findings > 0
                         and id in (select id from letter_check order by id desc limit ${sql.lit(CHECKS_SHOWN)}))
     order by position limit ${sql.lit(FINDINGS_SHOWN)}`.compile(statements<NoTables>())

export type RootRow = {
  readonly number: number
  readonly closedOn: Temporal.PlainDate
  readonly firstSeq: string
  readonly lastSeq: string
  readonly root: string
  readonly stampedAt: Temporal.Instant | null
  readonly authority: string | null
  readonly lastError: string | null
}
export const rootsStatement = (): Statement<RootRow> =>
  sql<RootRow>`select number, closed_on as "closedOn", first_seq as "firstSeq", last_seq as "lastSeq", encode(root, 'hex') as root,
      stamped_at as "stampedAt", authority, last_error as "lastError" from letter_root order by number desc limit ${sql.lit(ROOTS_SHOWN)}`.compile(
    statements<NoTables>(),
  )
