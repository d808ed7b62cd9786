import { type RawBuilder, sql } from 'kysely'
import type { ImportFile, Load } from '../import-file.ts'

/** Temporary tables of one connection; their rows vanish with each transaction. */
export const stageOf = (definition: ImportFile): string => `import_stage_${definition.file.replaceAll('-', '_')}`

const quoted = (name: string): string => `"${name}"`

/** Columns of the staging table beside the line number. */
export const stagedColumns = (definition: ImportFile): { readonly name: string; readonly sqlType: string }[] => [
  ...definition.columns,
  ...(definition.derived ?? []),
]

/**
 * What a transaction of a batch begins with. Durability of a single batch is not needed: if a crash takes the last
 * commits, it takes their line number with them, and the import goes on from the one before. Plans are made anew for each
 * batch, because the tables grow by orders of magnitude under one connection, but not for each row: planned one by one, the
 * checks of references took a quarter of the whole time. Random pages are as cheap as others, because a batch finds its few
 * pages in memory while a scan would read the whole table for it.
 */
export function setUpStatements(definition: ImportFile): string[] {
  const columns = stagedColumns(definition).map((column) => `${quoted(column.name)} ${column.sqlType}`)
  return [
    'set local synchronous_commit = off',
    'discard plans',
    'set local random_page_cost = 1.1',
    "set local work_mem = '64MB'",
    'set local client_min_messages = warning',
    `create temporary table if not exists ${stageOf(definition)} (line bigint not null, ${columns.join(', ')}) on commit delete rows`,
    ...['line', ...(definition.stageIndexes ?? [])].map(
      (columns, at) => `create index if not exists ${stageOf(definition)}_${at} on ${stageOf(definition)} (${columns})`,
    ),
    'create temporary table if not exists import_landed (line bigint not null, change text not null) on commit delete rows',
  ]
}

export const copyStatement = (definition: ImportFile): string => {
  const columns = stagedColumns(definition).map((column) => quoted(column.name))
  return `copy ${stageOf(definition)} (line, ${columns.join(', ')}) from stdin`
}

type Rule = { readonly column: string; readonly code: string; readonly refusedWhen: string }

/** A lookup that finds nothing is a check like the others, and comes before them. */
function rulesOf(load: Load): Rule[] {
  const missing = (load.lookups ?? []).flatMap(({ alias, column, code, found }) =>
    code
      ? [{ column, code, refusedWhen: `s.${quoted(column)} is not null and ${found ?? `${alias}.id`} is null` }]
      : [],
  )
  return [...missing, ...(load.checks ?? [])]
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** The number of the first rule that refuses the line. */
function refusedBy(rules: readonly Rule[]): string {
  if (rules.length === 0) return 'null::int as refused_by'
  return `case ${rules.map((rule, at) => `when ${rule.refusedWhen} then ${at + 1}`).join(' ')} end as refused_by`
}

/** What stood in the column that the rule names. Asked for refused lines only, so that no rule is judged twice. */
function refusedCell(definition: ImportFile, rules: readonly Rule[]): string {
  const staged = new Set(stagedColumns(definition).map((column) => column.name))
  const cells = rules.flatMap((rule, at) =>
    staged.has(rule.column) ? [`when ${at + 1} then s.${quoted(rule.column)}::text`] : [],
  )
  return cells.length === 0 ? 'null' : `case r.refused_by ${cells.join(' ')} end`
}

/** Fields that an import may change: those whose column is in the file and which this house does not lead. */
function changeable(load: Load, untouched: ReadonlySet<string>): string[] {
  return load.fields
    .filter((field) => !untouched.has(field.fedBy ?? field.column) && !untouched.has(field.column))
    .map((field) => field.column)
}

function resolvedQuery(definition: ImportFile, load: Load, first: boolean): string {
  const fields = load.fields.map((field) => [field.column, field.from ?? `s.${quoted(field.column)}`] as const)
  const made = [...load.key, ...fields].map(([column, from]) => `${from} as "new_${column}"`)
  const extra = (load.onInsert ?? []).map(([column, from]) => `${from} as "first_${column}"`)
  const later = (load.onUpdate ?? []).map(([column, from]) => `${from} as "next_${column}"`)
  const old = fields.map(([column]) => `t.${quoted(column)} as "old_${column}"`)
  const lookups = (load.lookups ?? []).map((lookup) => `left join ${lookup.table} ${lookup.alias} on ${lookup.on}`)
  const key = load.key.map(([column, from]) => `t.${quoted(column)} = ${from}`).join(' and ')
  return `select s.line, t.ctid as old_place, t.ctid is not null as known,
      ${hereOf(load)} as here, ${load.versioned ? 't.changed_here_at' : 'null::timestamptz'} as was_here,
      ${load.objectId ?? 'null'}::bigint as object_id, ${heldOf(definition, load)} as held,
      ${[...made, ...extra, ...later, ...old].join(', ')}, ${refusedBy(rulesOf(load))}
    from ${stageOf(definition)} s ${lookups.join(' ')} left join ${load.table} t on ${key}
   where s.line between :from and :to
     ${first ? '' : "and not exists (select from import_landed l where l.line = s.line and l.change in ('refused', 'conflict'))"}`
}

const hereOf = (load: Load): string => load.changedHere ?? (load.versioned ? 't.changed_here_at is not null' : 'false')

/**
 * Columns of a row changed here that another system has still to take over; null where all of the row is left alone, because
 * nothing leaves the house of it, or because it was changed so lately that its change has not been put in order yet.
 */
function heldOf(definition: ImportFile, load: Load): string {
  if (!load.objectId || !load.versioned) return 'null::text[]'
  const of = `object = ${text(definition.object)} and object_id = ${load.objectId}`
  return `case when t.changed_here_at is not null
      and t.changed_here_at = (select c.changed_here_at from exchange_change c where ${of} order by c.id desc limit 1)
    then array(select distinct unnest(w.fields) from exchange_takeover w where ${of} and w.state in ('waiting', 'refused')) end`
}

function insertPart(load: Load): string {
  const columns = [...load.key.map(([column]) => column), ...load.fields.map((field) => field.column)]
  const firsts = (load.onInsert ?? []).map(([column]) => column)
  const into = [...columns, ...firsts].map(quoted).join(', ')
  const from = [...columns.map((column) => `"new_${column}"`), ...firsts.map((column) => `"first_${column}"`)]
  return `insert into ${load.table} (${into}) select ${from.join(', ')} from resolved
     where refused_by is null and not known order by line returning 1`
}

function updatePart(load: Load, columns: readonly string[]): string {
  if (columns.length === 0) return 'select null::bigint as line where false'
  const sets = columns.map((column) => `${quoted(column)} = r."new_${column}"`)
  for (const [column] of load.onUpdate ?? []) sets.push(`${quoted(column)} = r."next_${column}"`)
  if (load.versioned) sets.push('row_version = t.row_version + 1')
  const guard = load.versioned ? 'and t.changed_here_at is not distinct from r.was_here' : ''
  return `update ${load.table} t set ${sets.join(', ')} from resolved r
     where t.ctid = r.old_place and r.refused_by is null and r.differs and not r.blocked ${guard} returning r.line`
}

/**
 * One statement judges and stores all lines of a range: what refers to nothing or breaks a rule is refused with its reason,
 * what is new goes in, what differs is changed, what was changed here since is left alone and listed as a conflict. A row
 * is changed by its place (ctid), so one that somebody changes at this very moment is a conflict, too, and never lost.
 */
export function loadStatement(
  definition: ImportFile,
  load: Load,
  untouched: ReadonlySet<string>,
  options: { readonly first: boolean; readonly notes: boolean },
): string {
  const columns = changeable(load, untouched)
  const differs =
    columns.length === 0
      ? 'false'
      : `(${columns.map((column) => `"new_${column}"`).join(', ')}) is distinct from (${columns.map((column) => `"old_${column}"`).join(', ')})`
  const which = columns.map(
    (column) => `case when "new_${column}" is distinct from "old_${column}" then ${text(column)} end`,
  )
  const rules = rulesOf(load).map((rule, at) => `(${at + 1}, ${text(rule.column)}, ${text(rule.code)})`)
  return `with resolved as materialized (
      select q.*, q.known and ${columns.length === 1 ? differs.replaceAll(/[()]/g, '') : differs} as differs,
             q.here and (q.held is null or q.held && array[${which.join(', ')}]::text[]) as blocked
        from (${resolvedQuery(definition, load, options.first)}) q),
    inserted as (${insertPart(load)}),
    updated as (${updatePart(load, columns)}),
    conflict as (
      select line, object_id, ${bothValues(columns)} as fields,
             ${which.length > 0 ? `concat_ws(', ', ${which.join(', ')})` : "''"} as shown from resolved r
       where refused_by is null and differs and not exists (select from updated u where u.line = r.line)),
    rule (number, column_name, code) as (values ${rules.length > 0 ? rules.join(', ') : "(0, '', '')"}),
    listed as (
      insert into import_refusal (batch_id, line, column_name, code, value_shown)
      select :batch::bigint, r.line, rule.column_name, rule.code, left(${refusedCell(definition, rulesOf(load))}, 100)
        from (select line, refused_by from resolved where refused_by is not null) r
        join rule on rule.number = r.refused_by join ${stageOf(definition)} s on s.line = r.line
      union all
      select :batch::bigint, c.line, '', 'exchange.line.changed-here', left(c.shown, 100) from conflict c
      on conflict do nothing),
    kept as (${keptPart(definition)}),
    gone as (${gonePart(definition)})
    ${options.notes ? `, noted as (${notePart()})` : ''}
    select (select count(*) from resolved)::int as rows,
           (select count(*) from inserted)::int as inserted,
           (select count(*) from updated)::int as updated,
           (select count(*) from conflict)::int as conflicting,
           (select count(*) from resolved where refused_by is not null)::int as refused`
}

/** Column, our value and that of the file, of those that differ. */
function bothValues(columns: readonly string[]): string {
  if (columns.length === 0) return "'[]'::jsonb"
  const pairs = columns.map((column) => `(${text(column)}, "old_${column}"::text, "new_${column}"::text)`)
  return `(select jsonb_agg(jsonb_build_object('field', v.name, 'ours', v.ours, 'theirs', v.theirs))
      from (values ${pairs.join(', ')}) v(name, ours, theirs) where v.ours is distinct from v.theirs)`
}

/** Both values for the person who decides; what an earlier file brought already stays one conflict, with the newest values. */
const keptPart = (definition: ImportFile): string => `
  insert into exchange_conflict (source, batch_id, line, object, object_id, fields, seen_at)
  select distinct on (coalesce(c.object_id, -c.line)) 'import', :batch::bigint, c.line, ${text(definition.object)}, c.object_id,
         c.fields, :now
    from conflict c order by coalesce(c.object_id, -c.line), c.line desc
  on conflict (object, object_id) where state = 'open' and source = 'import' and object_id is not null
  do update set fields = excluded.fields, line = excluded.line, seen_at = excluded.seen_at`

/** The other side has come to our value meanwhile, or took the change over and has gone on from there. */
const gonePart = (definition: ImportFile): string => `
  update exchange_conflict o set state = 'gone', decided_at = :now from resolved r
   where r.object_id is not null and r.refused_by is null and r.known and not (r.differs and r.blocked)
     and o.object = ${text(definition.object)} and o.object_id = r.object_id and o.source = 'import' and o.state = 'open'`

/** Notes what became of each line, for a second load and for statements that follow. */
const notePart = (): string => `insert into import_landed (line, change)
  select line, 'refused' from resolved where refused_by is not null
  union all select line, 'conflict' from conflict
  union all select line, 'changed' from updated
  union all select line, 'new' from resolved where refused_by is null and not known`

export type Bindings = {
  readonly batch: string
  readonly from: number
  readonly to: number
  readonly now: Temporal.Instant
}

/** Replaces `:batch`, `:from`, `:to`, `:now` by parameters. The text is the program's own. */
export function bind<Row>(statement: string, bindings: Bindings): RawBuilder<Row> {
  const parts = statement.split(/(?<!:):(batch|from|to|now)\b/)
  const pieces = parts.map((part, at) =>
    at % 2 === 0 ? sql.raw(part) : at % 2 === 1 ? parameter(part as keyof Bindings, bindings) : sql.raw(''),
  )
  return sql<Row>`${sql.join(pieces, sql.raw(''))}`
}

const casts = { batch: 'bigint', from: 'bigint', to: 'bigint', now: 'timestamptz' } as const

function parameter(name: keyof Bindings, bindings: Bindings): RawBuilder<unknown> {
  return sql`${bindings[name]}::${sql.raw(casts[name])}`
}
