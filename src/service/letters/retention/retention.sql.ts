import { sql } from 'kysely'
import { sendTogether, type Statement, statements, tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type DueRow = {
  readonly kind: string
  readonly titleDe: string
  readonly titleEn: string
  readonly retention: string
  readonly statute: string
  readonly years: number
  readonly due: number
  readonly held: number
}

/**
 * By kind: what both clocks have let go, how much of it is held, and how much is kept. Candidates are found by the kind's index; only
 * those are looked at one by one.
 */
const dueStatement = (today: Temporal.PlainDate): Statement<DueRow> =>
  sql<DueRow>`
    with rule as (
      select distinct on (class) class, years, from_year_end, statute from letter_retention where valid_from <= ${today} order by class, valid_from desc),
    bound as (
      select k.code, case when r.from_year_end then make_date(extract(year from ${today}::date)::int - r.years, 1, 1)
                          else (${today}::date - make_interval(years => r.years))::date end as before
        from letter_kind k join rule r on r.class = k.retention),
    candidate as (
      select l.kind, letter_held(l.id, l.customer_id) as held from bound b join letter l on l.kind = b.code
       where l.published_at < b.before::timestamp at time zone 'Europe/Berlin' and l.state in ('published', 'withdrawn', 'replaced')
         and letter_view_end(letter_last_day(l.customer_id), l.published_at, letter_view_time(${today})) < ${today}
         and not exists (select 1 from letter_deletion_item i where i.letter_id = l.id and i.outcome is null))
    select k.code as kind, k.title_de as "titleDe", k.title_en as "titleEn", k.retention, r.statute, r.years,
           coalesce(c.due, 0)::int as due, coalesce(c.held, 0)::int as held
      from letter_kind k join rule r on r.class = k.retention
      left join (select kind, count(*) filter (where not held) as due, count(*) filter (where held) as held from candidate group by 1) c on c.kind = k.code
     order by coalesce(c.due, 0) desc, k.code`.compile(statements<NoTables>())

/** One deletion holds so many letters; the rest comes in the next. */
const ITEMS_MAX = 10_000

/** Proposes what is due of a kind. @returns undefined if nothing is */
export async function insertDeletion(
  tx: Tx,
  kind: string,
  staffId: string,
  now: Temporal.Instant,
): Promise<{ readonly id: string; readonly letters: number } | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into letter_deletion (kind, letters, proposed_by_staff_id, proposed_at)
    select code, 0, ${staffId}::bigint, ${now}::timestamptz from letter_kind where code = ${kind} returning id`.execute(
    on(tx),
  )
  const id = rows[0]?.id
  if (id === undefined) return undefined
  const items = await sql`
    insert into letter_deletion_item (deletion_id, letter_id)
    select ${id}, l.id from letter l where l.kind = ${kind} and l.state in ('published', 'withdrawn', 'replaced') and letter_due(l.id)
       and not exists (select 1 from letter_deletion_item i where i.letter_id = l.id and i.outcome is null)
     order by l.id limit ${ITEMS_MAX}`.execute(on(tx))
  const letters = Number(items.numAffectedRows ?? 0n)
  if (letters === 0) return undefined
  await sql`update letter_deletion set letters = ${letters} where id = ${id}`.execute(on(tx))
  return { id, letters }
}

export type DeletionRow = {
  readonly id: string
  readonly kind: string
  readonly titleDe: string
  readonly titleEn: string
  readonly state: 'proposed' | 'released' | 'refused' | 'done'
  readonly letters: number
  readonly proposedById: string
  readonly proposedBy: string
  readonly proposedAt: Temporal.Instant
  readonly decidedBy: string | null
  readonly decidedAt: Temporal.Instant | null
  readonly because: string | null
  readonly erased: number
  readonly left: number
  readonly rowVersion: number
}

const SHOWN_MAX = 30

const deletionsStatement = (): Statement<DeletionRow> =>
  sql<DeletionRow>`
    select d.id, d.kind, k.title_de as "titleDe", k.title_en as "titleEn", d.state, d.letters, d.proposed_by_staff_id as "proposedById",
           staff_name(d.proposed_by_staff_id) as "proposedBy", d.proposed_at as "proposedAt", staff_name(d.decided_by_staff_id) as "decidedBy", d.decided_at as "decidedAt", d.because, d.row_version as "rowVersion",
           (select count(*) filter (where outcome = 'erased')::int from letter_deletion_item i where i.deletion_id = d.id) as erased,
           (select count(*) filter (where outcome in ('held', 'not-due'))::int from letter_deletion_item i where i.deletion_id = d.id) as "left"
      from letter_deletion d join letter_kind k on k.code = d.kind order by d.id desc limit ${sql.lit(SHOWN_MAX)}`.compile(
    statements<NoTables>(),
  )

export async function deletionOf(
  tx: Tx,
  id: string,
): Promise<{ state: string; proposedBy: string; rowVersion: number } | undefined> {
  const { rows } = await sql<{ state: string; proposedBy: string; rowVersion: number }>`
    select state, proposed_by_staff_id as "proposedBy", row_version as "rowVersion" from letter_deletion where id = ${id} for update`.execute(
    on(tx),
  )
  return rows[0]
}

export async function storeDecision(
  tx: Tx,
  id: string,
  decided: { readonly state: 'released' | 'refused'; readonly because: string; readonly staffId: string },
  now: Temporal.Instant,
): Promise<void> {
  await sql`update letter_deletion set state = ${decided.state}, because = ${decided.because}, decided_by_staff_id = ${decided.staffId},
      decided_at = ${now}, row_version = row_version + 1 where id = ${id}`.execute(on(tx))
  if (decided.state === 'refused')
    await sql`update letter_deletion_item set outcome = 'refused' where deletion_id = ${id} and outcome is null`.execute(
      on(tx),
    )
}

export type HoldRow = {
  readonly id: string
  readonly customerId: string | null
  readonly letterId: string | null
  readonly reason: string
  readonly setBy: string
  readonly setAt: Temporal.Instant
}

const holdsStatement = (): Statement<HoldRow> =>
  sql<HoldRow>`select id, customer_id as "customerId", letter_id as "letterId", reason, staff_name(set_by_staff_id) as "setBy", set_at as "setAt"
      from letter_hold where lifted_at is null order by id desc limit 200`.compile(statements<NoTables>())

export async function insertHold(
  tx: Tx,
  hold: {
    readonly customerId: string | null
    readonly letterId: string | null
    readonly reason: string
    readonly staffId: string
  },
  now: Temporal.Instant,
): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`insert into letter_hold (customer_id, letter_id, reason, set_by_staff_id, set_at)
    values (${hold.customerId}, ${hold.letterId}, ${hold.reason}, ${hold.staffId}, ${now}) returning id`.execute(on(tx))
  return rows[0]?.id as string
}

export async function liftHold(
  tx: Tx,
  id: string,
  lifted: { readonly because: string; readonly staffId: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const done =
    await sql`update letter_hold set lifted_at = ${now}, lifted_because = ${lifted.because}, lifted_by_staff_id = ${lifted.staffId}
    where id = ${id} and lifted_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

type ViewRule = { readonly months: number; readonly noticeDays: number }
const viewRuleStatement = (today: Temporal.PlainDate): Statement<ViewRule> =>
  sql<ViewRule>`select months, notice_days as "noticeDays" from letter_view_rule where valid_from <= ${today} order by valid_from desc limit 1`.compile(
    statements<NoTables>(),
  )

/** All that the page of retention shows, in one flight. */
export async function retentionOverview(tx: Tx, today: Temporal.PlainDate) {
  const [rules, kinds, deletions, holds] = await sendTogether(tx, [
    viewRuleStatement(today),
    dueStatement(today),
    deletionsStatement(),
    holdsStatement(),
  ])
  return {
    rule: (rules as ViewRule[])[0] as ViewRule,
    kinds: kinds as DueRow[],
    deletions: deletions as DeletionRow[],
    holds: holds as HoldRow[],
  }
}

export async function letterExists(tx: Tx, id: string): Promise<boolean> {
  return (await sql`select 1 from letter where id = ${id}`.execute(on(tx))).rows.length > 0
}

/** Where the customer's clock stands: null while a contract runs. */
export type OwnViewEnd = { readonly until: Temporal.PlainDate | null }
export const ownViewEndStatement = (): Statement<OwnViewEnd> =>
  sql<OwnViewEnd>`select nullif(letter_view_end(letter_own_last_day(), '-infinity', letter_view_time(letter_today())), 'infinity') as until
     where letter_own_last_day() < letter_today()`.compile(statements<NoTables>())
