import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'
import type { ErasureCase, RetentionRule } from './plan-erasure.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type ErasureState = 'asked' | 'refused' | 'released' | 'waiting' | 'restricted' | 'erased'
export type ErasureRequest = {
  readonly id: string
  readonly customerId: string
  readonly state: ErasureState
  readonly askedAt: Temporal.Instant
  readonly reason: string | null
  readonly decidedAt: Temporal.Instant | null
  readonly restrictedUntil: Temporal.PlainDate | null
  readonly rowVersion: number
}

const columns = sql`r.id, r.customer_id as "customerId", r.state, r.asked_at as "askedAt", r.reason, r.decided_at as "decidedAt",
  r.restricted_until as "restrictedUntil", r.row_version as "rowVersion"`
const whose = (whom: { readonly id: string } | 'session') =>
  whom === 'session' ? sql`(select app_customer_id())` : sql`${whom.id}::bigint`

export const erasureRequestsStatement = (whom: { readonly id: string } | 'session'): Statement<ErasureRequest> =>
  sql<ErasureRequest>`select ${columns} from erasure_request r where r.customer_id = ${whose(whom)} order by r.id desc limit 20`.compile(
    statements<NoTables>(),
  )

const caseOf = (customer: ReturnType<typeof sql>) => sql<ErasureCaseRow>`
  select (select case when count(*) = 0 then 'none' when count(*) filter (where k.ends_on is null) > 0 then 'runs'
                 else max(k.ends_on)::text end from contract k where k.customer_id = ${customer}) as "lastContractEnd",
         (select coalesce(json_agg(json_build_object('kind', h.kind) order by h.id), '[]') from legal_hold h
           where h.customer_id = ${customer} and h.ended_at is null) as holds,
         (select max(legal_day(coalesce(m.ended_at, m.signed_at)))::text from mandate m where m.customer_id = ${customer} and m.iban <> '') as "lastMandateEnd",
         (select max(legal_day(c.answered_at))::text from consent c where c.customer_id = ${customer}) as "lastConsent"`

export type ErasureCaseRow = {
  readonly lastContractEnd: string
  readonly holds: ErasureCase['holds']
  readonly lastMandateEnd: string | null
  readonly lastConsent: string | null
}

export const erasureCaseStatement = (whom: { readonly id: string } | 'session'): Statement<ErasureCaseRow> =>
  caseOf(whose(whom)).compile(statements<NoTables>())

const dayOr = (text: string | null) => (text === null ? undefined : Temporal.PlainDate.from(text))

export const toErasureCase = (row: ErasureCaseRow): ErasureCase => ({
  lastContractEnd:
    row.lastContractEnd === 'none'
      ? undefined
      : row.lastContractEnd === 'runs'
        ? null
        : Temporal.PlainDate.from(row.lastContractEnd),
  holds: row.holds,
  lastMandateEnd: dayOr(row.lastMandateEnd),
  lastConsent: dayOr(row.lastConsent),
})

const rules = sql<RetentionRule>`select category, valid_from as "validFrom", years, from_year_end as "fromYearEnd", statute from retention_rule`
export const retentionRulesStatement = (): Statement<RetentionRule> => rules.compile(statements<NoTables>())

export async function loadCase(tx: Tx, customerId: string) {
  const found = await caseOf(sql`${customerId}::bigint`).execute(on(tx))
  const all = await rules.execute(on(tx))
  return { known: toErasureCase(found.rows[0] as ErasureCaseRow), rules: all.rows }
}

/** @returns undefined if one is open already */
export async function insertErasure(
  tx: Tx,
  request: {
    readonly customerId: string
    readonly channel: string
    readonly actorKind: 'customer' | 'staff'
    readonly actorId: string
    /** What staff wrote down about who asked and how. */
    readonly reason: string | undefined
  },
  now: Temporal.Instant,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into erasure_request (customer_id, channel, actor_kind, actor_id, reason, asked_at)
    values (${request.customerId}, ${request.channel}, ${request.actorKind}, ${request.actorId}, ${request.reason ?? null}, ${now})
    on conflict (customer_id) where state in ('asked', 'released', 'waiting', 'restricted') do nothing returning id`.execute(
    on(tx),
  )
  return rows[0]?.id
}

export async function erasureById(tx: Tx, id: string): Promise<ErasureRequest | undefined> {
  return (
    await sql<ErasureRequest>`select ${columns} from erasure_request r where r.id = ${id} for update`.execute(on(tx))
  ).rows[0]
}

export const erasureStatement = (id: string): Statement<ErasureRequest> =>
  sql<ErasureRequest>`select ${columns} from erasure_request r where r.id = ${id}`.compile(statements<NoTables>())

export async function storeDecision(
  tx: Tx,
  id: string,
  decision: { readonly state: 'released' | 'refused'; readonly reason: string; readonly staffId: string },
  now: Temporal.Instant,
): Promise<void> {
  await sql`update erasure_request set state = ${decision.state}, reason = ${decision.reason},
      decided_by_staff_id = ${decision.staffId}, decided_at = ${now}, row_version = row_version + 1 where id = ${id}`.execute(
    on(tx),
  )
}

export async function storeProgress(
  tx: Tx,
  id: string,
  state: 'waiting' | 'restricted' | 'erased',
  until: Temporal.PlainDate | null,
  now: Temporal.Instant,
): Promise<void> {
  await sql`update erasure_request set state = ${state}, restricted_until = ${until}, row_version = row_version + 1,
      erased_at = case when ${state} = 'erased' then ${now}::timestamptz end where id = ${id}`.execute(on(tx))
}

/** Worker only: requests that wait for something to end, and those whose term is over. */
export async function dueErasures(tx: Tx, today: Temporal.PlainDate): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select id from erasure_request
    where state = 'waiting' or (state = 'restricted' and restricted_until <= ${today}) order by id`.execute(on(tx))
  return rows.map((row) => row.id)
}

export type NewHold = {
  readonly customerId: string
  readonly kind: 'open-balance' | 'dispute' | 'authority'
  readonly note: string
  readonly staffId: string
}

export async function insertHold(tx: Tx, hold: NewHold, now: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into legal_hold (customer_id, kind, note, set_by_staff_id, set_at)
    values (${hold.customerId}, ${hold.kind}, ${hold.note}, ${hold.staffId}, ${now}) returning id`.execute(on(tx))
  return rows[0]?.id as string
}

export type HoldOnFile = {
  readonly id: string
  readonly kind: NewHold['kind']
  readonly note: string
  readonly setAt: Temporal.Instant
}

/** What keeps data of a customer now, with what staff wrote about it. */
export const holdsStatement = (customerId: string): Statement<HoldOnFile> =>
  sql<HoldOnFile>`select id, kind, note, set_at as "setAt" from legal_hold
    where customer_id = ${customerId} and ended_at is null order by id`.compile(statements<NoTables>())

export async function endHold(tx: Tx, id: string, customerId: string, now: Temporal.Instant): Promise<boolean> {
  const done = await sql`update legal_hold set ended_at = ${now}
    where id = ${id} and customer_id = ${customerId} and ended_at is null`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}
