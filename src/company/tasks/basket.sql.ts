import { type RawBuilder, sql } from 'kysely'
import { statements, tables, type Statement, type Tx } from '#platform/database'
import { taskColumns, type TaskRow, type TaskTables } from './tasks.sql.ts'

export type BasketFilter = {
  readonly group?: string | undefined
  /** Tasks of the groups that this member of staff works in. */
  readonly groupsOf?: string | undefined
  /** Tasks of this member of staff only. */
  readonly ownerStaffId?: string | undefined
  /** Only tasks that nobody has taken. */
  readonly free?: boolean | undefined
  readonly kind?: string | undefined
  /** Only tasks due before this day. */
  readonly dueBefore?: Temporal.PlainDate | undefined
  /** Those that wait for their follow-up date. */
  readonly waiting?: boolean | undefined
  /** Those that wait for a second person who is not this one. */
  readonly toCheckBy?: string | undefined
  /** Continue after this task. */
  readonly after?: { readonly priority: string; readonly dueOn: string; readonly id: string } | undefined
  readonly limit: number
}

const ORDER = sql`order by t.priority, t.due_on, t.id`

/**
 * Conditions of a filter. What the partial indexes ask for is written out and never a parameter: a plan that does not know
 * its values could not use them.
 */
function conditionsOf(filter: BasketFilter): RawBuilder<unknown>[] {
  const { after } = filter
  return [
    sql`t.state = 'open'`,
    filter.waiting ? sql`t.waits_until is not null` : sql`t.waits_until is null`,
    ...(filter.group ? [sql`t.group_name = ${filter.group}`] : []),
    ...(filter.kind ? [sql`t.kind = ${filter.kind}`] : []),
    ...(filter.ownerStaffId ? [sql`t.owner_staff_id = ${filter.ownerStaffId}`] : []),
    ...(filter.free ? [sql`t.owner_staff_id is null`] : []),
    ...(filter.dueBefore ? [sql`t.due_on < ${filter.dueBefore}::date`] : []),
    ...(filter.toCheckBy ? [sql`t.proposed_by is not null and t.proposed_by <> ${filter.toCheckBy}`] : []),
    ...(after
      ? [sql`(t.priority, t.due_on, t.id) > (${after.priority}::smallint, ${after.dueOn}::date, ${after.id}::bigint)`]
      : []),
  ]
}

/**
 * A page of the basket: the most urgent first, then what is due first. Each view has its index in this order, so a basket of
 * a million opens as fast as one of ten. Several groups are read one by one and merged: an index keeps its order only
 * within a group.
 */
export async function readBasket(tx: Tx, filter: BasketFilter): Promise<TaskRow[]> {
  const on = tables<TaskTables>(tx)
  const where = sql.join(conditionsOf(filter), sql` and `)
  if (!filter.groupsOf || filter.group)
    return (
      await sql<TaskRow>`select ${taskColumns} from task t where ${where} ${ORDER} limit ${filter.limit}`.execute(on)
    ).rows
  const { rows } = await sql<TaskRow>`
    select ${taskColumns} from task_group_member m
     cross join lateral (select * from task t where t.group_name = m.group_code and ${where} ${ORDER} limit ${filter.limit}) t
     where m.staff_id = ${filter.groupsOf} ${ORDER} limit ${filter.limit}`.execute(on)
  return rows
}

export type LoadRow = {
  group_name: string
  name_de: string | null
  name_en: string | null
  mine: boolean
  open: number
  overdue: number
}

/** How many open tasks a group has, and how many of them are overdue: from the tally, never by counting tasks. */
export function loadStatement(today: Temporal.PlainDate, staffId: string): Statement<LoadRow> {
  return sql<LoadRow>`
    with counted as (
      select of, sum(n)::int as open, coalesce(sum(n) filter (where day < ${today}::date), 0)::int as overdue
        from task_count where tally = 'group-due' group by of)
    select coalesce(g.code, c.of) as group_name, g.name_de, g.name_en, coalesce(c.open, 0) as open, coalesce(c.overdue, 0) as overdue,
           exists (select from task_group_member m where m.group_code = g.code and m.staff_id = ${staffId}) as mine
      from task_group g full join counted c on c.of = g.code
     where g.code is not null or c.open > 0
     order by g.position nulls last, 1`.compile(statements<TaskTables>()) as unknown as Statement<LoadRow>
}

export function ownLoadStatement(
  today: Temporal.PlainDate,
  staffId: string,
): Statement<{ open: number; overdue: number }> {
  return sql`
    select coalesce(sum(n), 0)::int as open, coalesce(sum(n) filter (where day < ${today}::date), 0)::int as overdue
      from task_count where tally = 'owner-due' and of = ${staffId}`.compile(
    statements<TaskTables>(),
  ) as unknown as Statement<{ open: number; overdue: number }>
}

/** Kinds of which something is open. */
export function openKindsStatement(): Statement<{ kind: string; open: number }> {
  return sql`select of as kind, sum(n)::int as open from task_count where tally = 'kind-due' group by of having sum(n) > 0 order by 2 desc, 1 limit 100`.compile(
    statements<TaskTables>(),
  ) as unknown as Statement<{ kind: string; open: number }>
}

/** Folds at most `limit` differences into the tally. @returns how many were folded */
export async function foldTally(tx: Tx, limit: number): Promise<number> {
  const on = tables<TaskTables>(tx)
  const locked = await sql<{ ok: boolean }>`select pg_try_advisory_xact_lock(hashtext('task_tally')) as ok`.execute(on)
  if (!locked.rows[0]?.ok) return 0
  const { rows } = await sql<{ folded: number }>`
    with gone as (
      delete from task_tally_change where id in (select id from task_tally_change order by id limit ${limit}) returning *),
    folded as (
      insert into task_tally as t (tally, of, day, n)
      select v.tally, v.of, v.day, sum(g.n) from gone g
       cross join lateral (values ('group-due', g.group_name, g.due_on), ('owner-due', g.owner_staff_id::text, g.due_on), ('kind-due', g.kind, g.due_on),
                                  ('group-made', g.group_name, g.made_on), ('owner-made', g.owner_staff_id::text, g.made_on)) as v(tally, of, day)
       group by 1, 2, 3 having sum(g.n) <> 0
      on conflict (tally, of, day) do update set n = t.n + excluded.n)
    select count(*)::int as folded from gone`.execute(on)
  await sql`delete from task_tally where n = 0`.execute(on)
  return rows[0]?.folded ?? 0
}

/** Tasks whose follow-up date has come are back in the basket. */
export async function wakeTasks(tx: Tx, today: Temporal.PlainDate, limit: number): Promise<number> {
  const done = await sql`
    update task set waits_until = null, row_version = row_version + 1
     where id in (select id from task where state = 'open' and waits_until is not null and waits_until <= ${today}::date
                   order by waits_until, id limit ${limit} for update skip locked)`.execute(tables<TaskTables>(tx))
  return Number(done.numAffectedRows ?? 0n)
}

/** Where the last batch ended: behind it lie dead entries of the rows that it moved. */
export type EscalationCursor = { readonly day: string; readonly id: string }
export const fromTheStart: EscalationCursor = { day: '-infinity', id: '0' }

export type EscalatedRow = {
  day: Temporal.PlainDate
  id: string
  kind: string
  customer_id: string | null
  contract_id: string | null
  step: number
  priority: number
  group_name: string
}

/**
 * Moves tasks up that their kind's rule says were not done in time. A task stands at the step it has reached, so a repeated
 * run does nothing; who owns it keeps it unless it goes to another group.
 */
export async function escalateTasks(
  tx: Tx,
  today: Temporal.PlainDate,
  now: Temporal.Instant,
  limit: number,
  after: EscalationCursor = fromTheStart,
): Promise<EscalatedRow[]> {
  const { rows } = await sql<EscalatedRow>`
    update task t set priority = least(t.priority, coalesce(e.priority, t.priority)), group_name = coalesce(e.to_group, t.group_name),
           owner_staff_id = case when e.to_group is null or e.to_group = t.group_name then t.owner_staff_id end,
           waits_until = null, escalation = e.step, escalated_at = ${now}, row_version = t.row_version + 1,
           escalates_on = task_next_escalation(t.kind, t.due_on, e.step)
      from (select id, escalates_on from task where state = 'open' and escalates_on <= ${today}::date
               and (escalates_on, id) > (${after.day}::date, ${after.id}::bigint)
             order by escalates_on, id limit ${limit} for update skip locked) late
      join task lt on lt.id = late.id
      cross join lateral (select step, priority, to_group from task_escalation e
                           where e.kind = case when exists (select from task_escalation own where own.kind = lt.kind) then lt.kind else '*' end
                             and e.step > lt.escalation order by e.step limit 1) e
     where t.id = lt.id
     returning late.escalates_on as day, t.id, t.kind, t.customer_id, t.contract_id, t.escalation as step, t.priority, t.group_name`.execute(
    tables<TaskTables>(tx),
  )
  return rows
}

/** Ids of free tasks that somebody may take next: of their groups and skills, the most urgent first. */
export async function nextFree(tx: Tx, staffId: string, group: string | undefined, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with mine as (
      select code from task_group
       where ${group ?? null}::text = code
          or (${group ?? null}::text is null
              and (code in (select group_code from task_group_member where staff_id = ${staffId})
                   or not exists (select from task_group_member where staff_id = ${staffId})))),
    wanted as (
      select code, null::text as skill from mine
      union all select code, skill from mine cross join staff_skill where staff_id = ${staffId})
    select t.id from wanted w
     cross join lateral (
       (select id, priority, due_on from task t
         where w.skill is null and t.state = 'open' and t.waits_until is null and t.owner_staff_id is null and t.group_name = w.code
           and t.skill is null and t.proposed_by is distinct from ${staffId}
         order by t.priority, t.due_on, t.id limit ${limit})
       union all
       (select id, priority, due_on from task t
         where t.state = 'open' and t.waits_until is null and t.owner_staff_id is null and t.group_name = w.code
           and t.skill = w.skill and t.proposed_by is distinct from ${staffId}
         order by t.priority, t.due_on, t.id limit ${limit})) t
     order by t.priority, t.due_on, t.id limit ${limit}`.execute(tables<TaskTables>(tx))
  return rows.map((row) => row.id)
}

/** Locks the first of these that is still free; what another person is just taking is passed over. */
export async function claimFirst(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; row_version: number } | undefined> {
  const { rows } = await sql<{ id: string; row_version: number }>`
    select id, row_version from task
     where id = any(${ids}::bigint[]) and state = 'open' and owner_staff_id is null and waits_until is null
       and (customer_id is null or customer_id <> all (array(select app_closed_customers())))
     order by priority, due_on, id limit 1 for update skip locked`.execute(tables<TaskTables>(tx))
  return rows[0]
}
