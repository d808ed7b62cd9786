import { sql } from 'kysely'
import { statements, tables, type Statement, type Tx } from '#platform/database'

type NoTables = Record<string, never>
const compiled = <Row>(query: ReturnType<typeof sql>): Statement<Row> =>
  query.compile(statements<NoTables>()) as unknown as Statement<Row>

type Load = { open: number; overdue: number; over7: number; over30: number; oldest: Temporal.Instant | null }
export type GroupLoadRow = Load & { code: string; name_de: string; name_en: string }
export type PersonLoadRow = Load & { staff_id: string; name: string; groups: string[]; skills: string[] }

/** Load and age by group, from the tally; the oldest is the first entry of an index. */
export const groupLoadsStatement = (today: Temporal.PlainDate): Statement<GroupLoadRow> =>
  compiled(sql`
    select g.code, g.name_de, g.name_en, coalesce(d.open, 0) as open, coalesce(d.overdue, 0) as overdue,
           coalesce(m.over7, 0) as over7, coalesce(m.over30, 0) as over30,
           (select created_at from task where state = 'open' and group_name = g.code order by created_at limit 1) as oldest
      from task_group g
      left join (select of, sum(n)::int as open, coalesce(sum(n) filter (where day < ${today}::date), 0)::int as overdue
                   from task_count where tally = 'group-due' group by of) d on d.of = g.code
      left join (select of, coalesce(sum(n) filter (where day < ${today}::date - 7), 0)::int as over7,
                        coalesce(sum(n) filter (where day < ${today}::date - 30), 0)::int as over30
                   from task_count where tally = 'group-made' group by of) m on m.of = g.code
     order by g.position, g.code`)

export const peopleLoadsStatement = (today: Temporal.PlainDate): Statement<PersonLoadRow> =>
  compiled(sql`
    select p.id as staff_id, p.name, coalesce(d.open, 0) as open, coalesce(d.overdue, 0) as overdue,
           coalesce(m.over7, 0) as over7, coalesce(m.over30, 0) as over30,
           (select created_at from task where state = 'open' and owner_staff_id = p.id order by created_at limit 1) as oldest,
           array(select group_code from task_group_member where staff_id = p.id order by 1) as groups,
           array(select skill from staff_skill where staff_id = p.id order by 1) as skills
      from staff_for_tasks() p
      left join (select of, sum(n)::int as open, coalesce(sum(n) filter (where day < ${today}::date), 0)::int as overdue
                   from task_count where tally = 'owner-due' group by of) d on d.of = p.id::text
      left join (select of, coalesce(sum(n) filter (where day < ${today}::date - 7), 0)::int as over7,
                        coalesce(sum(n) filter (where day < ${today}::date - 30), 0)::int as over30
                   from task_count where tally = 'owner-made' group by of) m on m.of = p.id::text
     order by p.name, p.id`)

export const peopleStatement = (): Statement<{ staff_id: string; name: string }> =>
  compiled(sql`select id as staff_id, name from staff_for_tasks()`)

export type NamedRow = { readonly code: string; readonly name_de: string; readonly name_en: string }

export const groupNamesStatement = (): Statement<NamedRow> =>
  compiled(sql`select code, name_de, name_en from task_group order by position, code`)

export const skillsStatement = (): Statement<NamedRow> =>
  compiled(sql`select code, name_de, name_en from task_skill order by name_de`)

/** Whether all of these groups, skills and people exist. */
export async function allExist(
  tx: Tx,
  named: { groups?: readonly string[]; skills?: readonly string[]; staff?: readonly string[] },
): Promise<boolean> {
  const { groups = [], skills = [], staff = [] } = named
  const { rows } = await sql<{ ok: boolean }>`
    select not exists (select from unnest(${groups}::text[]) g(code) where not exists (select from task_group t where t.code = g.code))
       and not exists (select from unnest(${skills}::text[]) s(code) where not exists (select from task_skill t where t.code = s.code))
       and not exists (select from unnest(${staff}::bigint[]) p(id) where not exists (select from staff_for_tasks() t where t.id = p.id)) as ok`.execute(
    tables<NoTables>(tx),
  )
  return rows[0]?.ok === true
}

/** Groups and skills of a person become exactly these. */
export async function storeMember(
  tx: Tx,
  staffId: string,
  { groups, skills }: { groups: readonly string[]; skills: readonly string[] },
): Promise<void> {
  const on = tables<NoTables>(tx)
  await sql`delete from task_group_member where staff_id = ${staffId} and group_code <> all(${groups}::text[])`.execute(
    on,
  )
  await sql`insert into task_group_member (group_code, staff_id) select g, ${staffId} from unnest(${groups}::text[]) g on conflict do nothing`.execute(
    on,
  )
  await sql`delete from staff_skill where staff_id = ${staffId} and skill <> all(${skills}::text[])`.execute(on)
  await sql`insert into staff_skill (staff_id, skill) select ${staffId}, s from unnest(${skills}::text[]) s on conflict do nothing`.execute(
    on,
  )
}

export type Redistribution = {
  readonly fromStaffId?: string | undefined
  readonly fromGroup?: string | undefined
  readonly kind?: string | undefined
  readonly toStaffId?: string | undefined
  readonly toGroup?: string | undefined
  readonly count: number
}
export type MovedRow = {
  id: string
  kind: string
  customer_id: string | null
  contract_id: string | null
  group_name: string
}

/**
 * Gives the most urgent tasks of a person, or the free ones of a group, to another. What somebody proposed to finish is not
 * given to that person to check.
 */
export async function moveTasks(tx: Tx, from: Redistribution): Promise<MovedRow[]> {
  const source = from.fromStaffId
    ? sql`t.owner_staff_id = ${from.fromStaffId}`
    : sql`t.group_name = ${from.fromGroup} and t.owner_staff_id is null`
  const both = from.fromStaffId && from.fromGroup ? sql`and t.group_name = ${from.fromGroup}` : sql``
  const kind = from.kind ? sql`and t.kind = ${from.kind}` : sql``
  const checker = from.toStaffId ? sql`and t.proposed_by is distinct from ${from.toStaffId}` : sql``
  const { rows } = await sql<MovedRow>`
    update task set owner_staff_id = ${from.toStaffId ?? null}, group_name = coalesce(${from.toGroup ?? null}, group_name), row_version = row_version + 1
     where id in (select t.id from task t where t.state = 'open' and t.waits_until is null and ${source} ${both} ${kind} ${checker}
                   order by t.priority, t.due_on, t.id limit ${from.count} for update skip locked)
    returning id, kind, customer_id, contract_id, group_name`.execute(tables<NoTables>(tx))
  return rows
}
