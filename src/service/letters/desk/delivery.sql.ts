import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type KindWayRow = {
  readonly code: string
  readonly titleDe: string
  readonly titleEn: string
  readonly way: 'digital' | 'post'
  readonly law: string | null
  readonly byNature: boolean
  readonly letters: number
  readonly onPaper: number
  readonly withinReach: number
  /** Postage of the letters within reach. */
  readonly postageCents: number
  readonly sheets: number
  readonly canGoBack: boolean
}

/** Every kind with its way, what law bars, and what a year of it came to. One pass over the year's deliveries. */
export const kindWaysStatement = (today: Temporal.PlainDate): Statement<KindWayRow> =>
  sql<KindWayRow>`
    with year as (
      select l.kind, count(*)::int as letters, count(*) filter (where d.way in ('post', 'both'))::int as on_paper,
             count(*) filter (where d.because = 'kind-post')::int as within_reach,
             coalesce(sum(j.postage_cents) filter (where d.because = 'kind-post'), 0)::int as postage_cents,
             coalesce(sum(j.sheets) filter (where d.because = 'kind-post'), 0)::int as sheets
        from letter_delivery d join letter l on l.id = d.letter_id
        left join print_job j on j.letter_id = d.letter_id and j.because = 'kind-post'
       where d.decided_at >= (${today}::date - 365)::timestamp at time zone 'Europe/Berlin' group by l.kind
    )
    select k.code, k.title_de as "titleDe", k.title_en as "titleEn", k.by_post as "byNature",
           coalesce((select w.way from letter_kind_way w where w.kind = k.code order by w.id desc limit 1), 'post') as way,
           (select count(*) > 0 from letter_kind_way w where w.kind = k.code) as "canGoBack",
           (select r.source from delivery_rule r where r.kind = k.code and r.valid_from <= ${today}::date
               and (r.valid_to is null or r.valid_to >= ${today}::date) order by r.id limit 1) as law,
           coalesce(y.letters, 0) as letters, coalesce(y.on_paper, 0) as "onPaper", coalesce(y.within_reach, 0) as "withinReach",
           coalesce(y.postage_cents, 0) as "postageCents", coalesce(y.sheets, 0) as sheets
      from letter_kind k left join year y on y.kind = k.code order by coalesce(y.on_paper, 0) desc, k.code`.compile(
    statements<NoTables>(),
  )

/** Whether law or its nature keeps a kind on paper; undefined for an unknown kind. */
export async function barOf(
  tx: Tx,
  code: string,
  today: Temporal.PlainDate,
): Promise<{ readonly law: boolean; readonly byNature: boolean } | undefined> {
  const { rows } = await sql<{ law: boolean; byNature: boolean }>`
    select k.by_post as "byNature", exists (select 1 from delivery_rule r where r.kind = k.code and r.valid_from <= ${today}::date
             and (r.valid_to is null or r.valid_to >= ${today}::date)) as law
      from letter_kind k where k.code = ${code} for share of k`.execute(on(tx))
  return rows[0]
}

export async function insertKindWay(
  tx: Tx,
  decision: { readonly kind: string; readonly way: 'digital' | 'post'; readonly staffId: string },
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into letter_kind_way (kind, way, decided_at, staff_id)
            values (${decision.kind}, ${decision.way}, ${now}, ${decision.staffId})`.execute(on(tx))
}

export type StopRow = {
  readonly id: string
  readonly via: 'e-mail' | 'sms' | 'push'
  readonly sent: number
  readonly bounced: number
  readonly stoppedAt: Temporal.Instant
}

export const stopsStatement = (): Statement<StopRow> =>
  sql<StopRow>`select id, via, sent, bounced, stopped_at as "stoppedAt" from notice_stop where released_at is null order by id`.compile(
    statements<NoTables>(),
  )

/** @returns false if somebody was quicker */
export async function releaseStop(tx: Tx, id: string, staffId: string, now: Temporal.Instant): Promise<boolean> {
  const done = await sql`update notice_stop set released_at = ${now}, released_by_staff_id = ${staffId}
    where id = ${id} and released_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}
