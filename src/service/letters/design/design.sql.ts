import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { Category, Importance } from '../store/letter-tables.ts'
import type { DesignBody, DesignModule } from './design.contract.ts'

type Own = Record<string, never>
const on = (tx: Tx) => tables<Own>(tx)
const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`

export type DesignRow = {
  readonly id: string
  readonly version: number
  readonly state: 'draft' | 'proposed' | 'released' | 'dropped'
  readonly body: DesignBody
  readonly note: string
  readonly authorIds: readonly string[]
  readonly rowVersion: number
}
const columns = sql`id, version, state, body, note, author_ids as "authorIds", row_version as "rowVersion"`

/** The open draft of a kind, locked for who changes it. */
export async function openDraft(tx: Tx, kind: string): Promise<DesignRow | undefined> {
  const { rows } = await sql<DesignRow>`select ${columns} from letter_design
     where kind = ${kind} and state in ('draft', 'proposed') for update`.execute(on(tx))
  return rows[0]
}

export async function designVersion(tx: Tx, kind: string, version: number): Promise<DesignRow | undefined> {
  const { rows } = await sql<DesignRow>`select ${columns} from letter_design
     where kind = ${kind} and version = ${version}`.execute(on(tx))
  return rows[0]
}

/** The released version that holds on this day: the one with the latest first day, and of two of one day the later. */
export async function versionInForce(tx: Tx, kind: string, day: Temporal.PlainDate): Promise<number | undefined> {
  const { rows } = await sql<{ version: number }>`select version from letter_design
     where kind = ${kind} and state = 'released' and valid_from <= ${day.toString()}::date
     order by valid_from desc, version desc limit 1`.execute(on(tx))
  return rows[0]?.version
}

export async function latestReleased(tx: Tx, kind: string): Promise<DesignRow | undefined> {
  const { rows } = await sql<DesignRow>`select ${columns} from letter_design
     where kind = ${kind} and state = 'released' order by version desc limit 1`.execute(on(tx))
  return rows[0]
}

export async function highestVersion(tx: Tx, kind: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0)::int as version
      from letter_design where kind = ${kind}`.execute(on(tx))
  return rows[0]?.version ?? 0
}

/** @returns undefined if there is an open draft already */
export async function insertDraft(
  tx: Tx,
  draft: { readonly kind: string; readonly version: number; readonly body: DesignBody; readonly staffId: string },
  now: Temporal.Instant,
): Promise<number | undefined> {
  const { rows } = await sql<{ rowVersion: number }>`
    insert into letter_design (kind, version, body, author_ids, changed_at)
    values (${draft.kind}, ${draft.version}, ${json(draft.body)}, array[${draft.staffId}::bigint], ${now})
    on conflict do nothing returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion
}

export async function storeDraft(
  tx: Tx,
  draft: {
    readonly id: string
    readonly body: DesignBody
    readonly note: string
    readonly staffId: string
  },
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ rowVersion: number }>`
    update letter_design set body = ${json(draft.body)}, note = ${draft.note}, state = 'draft', changed_at = ${now}, row_version = row_version + 1,
           author_ids = case when ${draft.staffId}::bigint = any (author_ids) then author_ids else author_ids || ${draft.staffId}::bigint end
     where id = ${draft.id} returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion as number
}

export async function moveDraft(
  tx: Tx,
  id: string,
  to: { readonly state: 'draft' | 'proposed' | 'dropped'; readonly note?: string },
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ rowVersion: number }>`
    update letter_design set state = ${to.state}, note = coalesce(${to.note ?? null}, note), row_version = row_version + 1,
           proposed_at = case when ${to.state} = 'proposed' then ${now}::timestamptz else proposed_at end
     where id = ${id} returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion as number
}

export async function releaseDraft(
  tx: Tx,
  release: {
    readonly id: string
    readonly body: DesignBody
    readonly staffId: string
    readonly validFrom: string
  },
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ rowVersion: number }>`
    update letter_design set state = 'released', body = ${json(release.body)}, checked_by = ${release.staffId}, released_at = ${now},
           valid_from = ${release.validFrom}::date, row_version = row_version + 1
     where id = ${release.id} returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion as number
}

/** Latest released version of each of these modules; all modules without a list. */
export async function latestModules(tx: Tx, codes?: readonly string[]): Promise<readonly DesignModule[]> {
  const { rows } = await sql<{ code: string; version: number; body: DesignModule }>`
    select distinct on (code) code, version, body from letter_module
     where ${codes === undefined} or code = any (${codes ?? []}::text[]) order by code, version desc`.execute(on(tx))
  return rows.map((row) => ({ ...row.body, code: row.code, version: row.version }))
}

export async function insertModules(
  tx: Tx,
  designId: string,
  modules: readonly DesignModule[],
  now: Temporal.Instant,
): Promise<void> {
  for (const { code, version, ...body } of modules)
    await sql`insert into letter_module (code, version, body, released_in, released_at)
      values (${code}, ${version}, ${json({ ...body, when: [] })}, ${designId}, ${now}) on conflict do nothing`.execute(
      on(tx),
    )
}

export type KindOnFile = {
  readonly code: string
  readonly titleDe: string
  readonly titleEn: string
  readonly importance: Importance
  readonly category: Category
}

export async function kindOnFile(tx: Tx, code: string): Promise<KindOnFile | undefined> {
  const { rows } = await sql<KindOnFile>`select code, title_de as "titleDe", title_en as "titleEn", importance, category
      from letter_kind where code = ${code}`.execute(on(tx))
  return rows[0]
}

/** @returns false if there is a kind of this code already */
export async function insertKind(tx: Tx, kind: KindOnFile & { readonly topic: string }): Promise<boolean> {
  const { rows } = await sql`insert into letter_kind (code, title_de, title_en, importance, category, topic)
    values (${kind.code}, ${kind.titleDe}, ${kind.titleEn}, ${kind.importance}, ${kind.category}, ${kind.topic})
    on conflict do nothing returning code`.execute(on(tx))
  return rows.length > 0
}

export type KindSummary = {
  readonly code: string
  readonly titleDe: string
  readonly titleEn: string
  readonly version: number | null
  readonly nextFrom: string | null
  readonly open: 'draft' | 'proposed' | null
  readonly forAgents: boolean
  readonly forRuns: boolean
  readonly rowVersion: number
}

/** Kinds of these codes, and all that somebody wrote, with the version in force on this day. */
export const kindSummaries = (codes: readonly string[], day: Temporal.PlainDate): Statement<KindSummary> =>
  sql<KindSummary>`
    select k.code, k.title_de as "titleDe", k.title_en as "titleEn", k.row_version as "rowVersion", f.version, n.next as "nextFrom", o.state as open,
           coalesce((f.body ->> 'forAgents')::boolean, false) as "forAgents", coalesce((f.body ->> 'forRuns')::boolean, false) as "forRuns"
      from letter_kind k
      left join lateral (select d.version, d.body from letter_design d
                          where d.kind = k.code and d.state = 'released' and d.valid_from <= ${day.toString()}::date
                          order by d.valid_from desc, d.version desc limit 1) f on true
      left join lateral (select min(d.valid_from)::text as next from letter_design d
                          where d.kind = k.code and d.state = 'released' and d.valid_from > ${day.toString()}::date) n on true
      left join letter_design o on o.kind = k.code and o.state in ('draft', 'proposed')
     where k.code = any (${codes}::text[]) or exists (select from letter_design d where d.kind = k.code)
     order by (o.state = 'proposed') desc nulls last, k.title_de`.compile(statements<Own>())

export type VersionRow = {
  readonly version: number
  readonly state: DesignRow['state']
  readonly note: string
  readonly authors: readonly string[]
  readonly checkedBy: string | null
  readonly changedAt: Temporal.Instant
  readonly releasedAt: Temporal.Instant | null
  readonly validFrom: string | null
}

export async function versionsOf(tx: Tx, kind: string): Promise<readonly VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select version, state, note, array(select staff_name(a) from unnest(author_ids) a) as authors, staff_name(checked_by) as "checkedBy",
           changed_at as "changedAt", released_at as "releasedAt", valid_from::text as "validFrom"
      from letter_design where kind = ${kind} order by version desc limit 200`.execute(on(tx))
  return rows
}

/** How many letters were written with each version. */
export async function lettersByVersion(tx: Tx, kind: string): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ version: number; letters: number }>`
    select kind_version as version, count(*)::int as letters from letter where kind = ${kind} and source = 'kundenwerk' group by 1`.execute(
    on(tx),
  )
  return new Map(rows.map((row) => [row.version, row.letters]))
}

/** Where each module stands today: titles of kinds whose latest released version has it. */
export async function moduleUses(tx: Tx): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ code: string; kinds: string[] }>`
    with latest as (select distinct on (kind) kind, body from letter_design where state = 'released' order by kind, version desc)
    select m ->> 'code' as code, array_agg(distinct k.title_de order by k.title_de) as kinds
      from latest l join letter_kind k on k.code = l.kind, jsonb_array_elements(l.body -> 'modules') m group by 1`.execute(
    on(tx),
  )
  return new Map(rows.map((row) => [row.code, row.kinds]))
}
