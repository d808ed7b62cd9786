import { sql } from 'kysely'
import type { Selected, SelectionCriteria } from '#company/customers'
import { tables, type Tx } from '#platform/database'
import type { DoneLately, Pace } from './pace.ts'

type Own = Record<string, never>
const on = (tx: Tx) => tables<Own>(tx)
const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`

export type RunState = 'draft' | 'proposed' | 'running' | 'stopped' | 'ended' | 'dropped'
export type RunPurpose = 'contract' | 'offers-by-mail' | 'surveys'
export type RunRow = Pace & {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly kindVersion: number | null
  readonly criteria: SelectionCriteria
  readonly parameters: Readonly<Record<string, unknown>>
  readonly purpose: RunPurpose
  readonly startsAt: Temporal.Instant
  readonly state: RunState
  readonly authorId: string
  readonly author: string | null
  readonly approvedBy: string | null
  readonly rowVersion: number
}
const columns = sql`r.id, r.name, r.kind, r.kind_version as "kindVersion", r.criteria, r.parameters, r.purpose, r.per_hour as "perHour",
  r.per_day as "perDay", r.quiet_from as "quietFrom", r.quiet_to as "quietTo", r.starts_at as "startsAt", r.state, r.author_id as "authorId",
  staff_name(r.author_id) as author, staff_name(r.approved_by) as "approvedBy", r.row_version as "rowVersion"`

export type NewRun = Omit<RunRow, 'id' | 'kindVersion' | 'state' | 'author' | 'approvedBy' | 'rowVersion'>

export async function insertRun(
  tx: Tx,
  run: NewRun,
  now: Temporal.Instant,
): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    insert into letter_run (name, kind, criteria, parameters, purpose, per_hour, per_day, starts_at, quiet_from, quiet_to, author_id, made_at)
    values (${run.name}, ${run.kind}, ${json(run.criteria)}, ${json(run.parameters)}, ${run.purpose}, ${run.perHour}, ${run.perDay},
            ${run.startsAt}, ${run.quietFrom}, ${run.quietTo}, ${run.authorId}, ${now})
    returning id, row_version as "rowVersion"`.execute(on(tx))
  return rows[0] as { id: string; rowVersion: number }
}

export async function runs(tx: Tx): Promise<readonly RunRow[]> {
  const { rows } = await sql<RunRow>`select ${columns} from letter_run r order by r.id desc limit 100`.execute(on(tx))
  return rows
}

export async function runById(tx: Tx, id: string, lock = false): Promise<RunRow | undefined> {
  const { rows } =
    await sql<RunRow>`select ${columns} from letter_run r where r.id = ${id} ${lock ? sql`for update` : sql``}`.execute(
      on(tx),
    )
  return rows[0]
}

export async function moveRun(
  tx: Tx,
  id: string,
  to: { readonly state: RunState; readonly kindVersion?: number; readonly approvedBy?: string },
  now: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ rowVersion: number }>`
    update letter_run set state = ${to.state}, kind_version = coalesce(${to.kindVersion ?? null}::int, kind_version),
           approved_by = coalesce(${to.approvedBy ?? null}::bigint, approved_by),
           approved_at = case when ${to.approvedBy ?? null}::bigint is null then approved_at else ${now}::timestamptz end,
           ended_at = case when ${to.state} = 'ended' then ${now}::timestamptz end, row_version = row_version + 1
     where id = ${id} returning row_version as "rowVersion"`.execute(on(tx))
  return rows[0]?.rowVersion as number
}

export async function insertItems(tx: Tx, runId: string, list: readonly Selected[]): Promise<void> {
  await sql`insert into letter_run_item (run_id, customer_id, contract_id)
    select ${runId}, * from unnest(${list.map((one) => one.customerId)}::bigint[], ${list.map((one) => one.contractId)}::bigint[])
    on conflict do nothing`.execute(on(tx))
}

/** A run whose time has come, locked for this dispatcher; another one takes another. */
export async function takeRun(tx: Tx, now: Temporal.Instant, except: readonly string[]): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`select ${columns} from letter_run r
     where r.state = 'running' and r.starts_at <= ${now} and not r.id = any (${except}::bigint[])
     order by r.id limit 1 for update skip locked`.execute(on(tx))
  return rows[0]
}

export async function doneLately(
  tx: Tx,
  runId: string,
  since: { readonly fiveMinutes: Temporal.Instant; readonly hour: Temporal.Instant; readonly day: Temporal.Instant },
): Promise<DoneLately> {
  const { rows } = await sql<DoneLately>`
    select count(*) filter (where done_at > ${since.fiveMinutes})::int as "inFiveMinutes",
           count(*) filter (where done_at > ${since.hour})::int as "inHour", count(*) filter (where done_at >= ${since.day})::int as today
      from letter_run_item where run_id = ${runId} and state = 'ordered'
       and done_at >= least(${since.day}::timestamptz, ${since.hour}::timestamptz)`.execute(on(tx))
  return rows[0] as DoneLately
}

export type Item = { readonly customerId: string; readonly contractId: string | null }

export async function waitingItems(tx: Tx, runId: string, limit: number): Promise<readonly Item[]> {
  const { rows } = await sql<Item>`select customer_id as "customerId", contract_id as "contractId" from letter_run_item
     where run_id = ${runId} and state = 'waiting' order by customer_id limit ${limit}`.execute(on(tx))
  return rows
}

export async function itemAt(tx: Tx, runId: string, at: number): Promise<Item | undefined> {
  const { rows } = await sql<Item>`select customer_id as "customerId", contract_id as "contractId" from letter_run_item
     where run_id = ${runId} order by customer_id offset ${at} limit 1`.execute(on(tx))
  return rows[0]
}

export async function endItem(
  tx: Tx,
  runId: string,
  customerId: string,
  end: { readonly letterId: string } | { readonly reason: string },
  now: Temporal.Instant,
): Promise<void> {
  const letterId = 'letterId' in end ? end.letterId : null
  const reason = 'reason' in end ? end.reason : null
  await sql`update letter_run_item set state = ${letterId === null ? 'refused' : 'ordered'}, letter_id = ${letterId}::bigint,
      reason = ${reason}, done_at = ${now} where run_id = ${runId} and customer_id = ${customerId}`.execute(on(tx))
}

export type RunCounts = {
  readonly waiting: number
  readonly ordered: number
  readonly refused: number
  readonly published: number
  readonly failed: number
}

export async function runCounts(tx: Tx, runId: string): Promise<RunCounts> {
  const { rows } = await sql<RunCounts>`
    select count(*) filter (where i.state = 'waiting')::int as waiting, count(*) filter (where i.state = 'ordered')::int as ordered,
           count(*) filter (where i.state = 'refused')::int as refused,
           count(*) filter (where l.state in ('published', 'withdrawn', 'replaced'))::int as published,
           count(*) filter (where l.state = 'failed')::int as failed
      from letter_run_item i left join letter l on l.id = i.letter_id where i.run_id = ${runId}`.execute(on(tx))
  return rows[0] as RunCounts
}

export type RefusedItem = { readonly customerId: string; readonly customerNumber: string; readonly reason: string }

export async function refusedItems(tx: Tx, runId: string): Promise<readonly RefusedItem[]> {
  const { rows } = await sql<RefusedItem>`
    select i.customer_id as "customerId", c.customer_number as "customerNumber", i.reason from letter_run_item i
      join customer c on c.id = i.customer_id
     where i.run_id = ${runId} and i.state = 'refused' order by i.customer_id limit 200`.execute(on(tx))
  return rows
}
