import { type RawBuilder, sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)
const statementOf = <Row>(query: RawBuilder<Row>): Statement<Row> =>
  query.compile(statements<NoTables>()) as Statement<Row>

/** Counting stops here. */
const COUNTED_MAX = 10_000

export type SystemRow = {
  readonly key: string
  readonly name: string
  readonly waiting: number
  readonly waitingSince: Temporal.Instant | null
  readonly refused: number
}

export const systemsStatement = (): Statement<SystemRow> =>
  statementOf(sql<SystemRow>`
    select s.key, s.name, coalesce(w.waiting, 0) as waiting, w.since as "waitingSince", coalesce(w.refused, 0) as refused
      from exchange_system s
      left join (select t.system, count(*) filter (where t.state = 'waiting')::int as waiting,
                        count(*) filter (where t.state = 'refused')::int as refused,
                        min(c.occurred_at) filter (where t.state = 'waiting') as since
                   from (select * from exchange_takeover where state in ('waiting', 'refused') limit ${COUNTED_MAX}) t
                   join exchange_change c on c.id = t.change_id group by t.system) w on w.system = s.key
     order by s.key`)

export type LeadingRow = { readonly object: string; readonly field: string; readonly system: string }

export const leadingStatement = (): Statement<LeadingRow> =>
  statementOf(sql<LeadingRow>`select object, field, system from leading_system order by object, field`)

export type PlannedRow = LeadingRow & { readonly system: string | null; readonly fromDay: Temporal.PlainDate }

export const plannedStatement = (): Statement<PlannedRow> =>
  statementOf(
    sql<PlannedRow>`select object, field, system, from_day as "fromDay" from leading_system_planned order by from_day, object, field`,
  )

export type Plan = {
  readonly object: string
  readonly field: string
  readonly system: string | null
  readonly fromDay: Temporal.PlainDate
}

/** Notes who will lead a field from a day on. @returns false if there is no such system */
export async function planLeading(
  tx: Tx,
  plan: Plan,
  by: { readonly staffId: string; readonly now: Temporal.Instant },
): Promise<boolean> {
  const done = await sql`
    insert into leading_system_planned (object, field, system, from_day, planned_by_staff_id, planned_at)
    select ${plan.object}, ${plan.field}, ${plan.system}, ${plan.fromDay}, ${by.staffId}, ${by.now}
     where ${plan.system}::text is null or exists (select from exchange_system where key = ${plan.system})
    on conflict (object, field, from_day) do update set system = excluded.system, planned_by_staff_id = excluded.planned_by_staff_id,
      planned_at = excluded.planned_at`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) > 0n
}

/** @returns false if nothing was planned */
export async function unplanLeading(tx: Tx, plan: Omit<Plan, 'system'>): Promise<boolean> {
  const done = await sql`delete from leading_system_planned
    where object = ${plan.object} and field = ${plan.field} and from_day = ${plan.fromDay}`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) > 0n
}

/** Takes what holds from a day on, or from one before, oldest first. */
export async function takeDue(tx: Tx, today: Temporal.PlainDate): Promise<(Plan & { readonly staffId: string })[]> {
  const { rows } = await sql<Plan & { readonly staffId: string }>`
    with due as (delete from leading_system_planned where from_day <= ${today} returning *)
    select object, field, system, from_day as "fromDay", planned_by_staff_id as "staffId" from due order by from_day, object, field`.execute(
    on(tx),
  )
  return rows
}

/** @returns false if there is no such system */
export async function setLeading(tx: Tx, object: string, field: string, system: string | null): Promise<boolean> {
  if (system === null) {
    await sql`delete from leading_system where object = ${object} and field = ${field} and field <> '*'`.execute(on(tx))
    return true
  }
  const done = await sql`
    insert into leading_system (object, field, system) select ${object}, ${field}, key from exchange_system where key = ${system}
    on conflict (object, field) do update set system = excluded.system`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) > 0n
}

export type CustomerChangeRow = {
  readonly changeId: string
  readonly object: string
  readonly fields: readonly string[]
  readonly occurredAt: Temporal.Instant
  readonly system: string
  readonly systemName: string
  readonly state: 'waiting' | 'taken-over' | 'refused' | 'settled'
  readonly answeredAt: Temporal.Instant | null
  readonly reason: string | null
}

/** What was asked of leading systems about a customer, the newest first. */
export const customerChangesStatement = (customerId: string, limit: number): Statement<CustomerChangeRow> =>
  statementOf(sql<CustomerChangeRow>`
    select t.change_id as "changeId", t.object, c.fields, c.occurred_at as "occurredAt", t.system, s.name as "systemName", t.state,
           t.answered_at as "answeredAt", t.reason
      from exchange_takeover t join exchange_change c on c.id = t.change_id join exchange_system s on s.key = t.system
     where t.customer_id = ${customerId} order by t.change_id desc, t.system limit ${limit}`)
