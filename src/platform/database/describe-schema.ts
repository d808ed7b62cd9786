import type pg from 'pg'

/**
 * Writes the schema `public` as SQL for reading, from the catalog alone, so that a reviewer sees what the migrations add up
 * to. It is compared, not run: the migrations are what makes a database. Roles are written with the default prefix.
 */
export async function describeSchema(client: pg.ClientBase, rolePrefix: string): Promise<string> {
  const parts = [await tablesText(client)]
  for (const query of [viewsQuery, functionsQuery, triggersQuery, policiesQuery, grantsQuery])
    parts.push(await list(client, query))
  const text = parts.flat().join('\n\n')
  return `-- Written by \`npm run schema\` from a freshly migrated PostgreSQL 18. For reading; not run.\n\n${text.replaceAll(`${rolePrefix}_`, 'kundenwerk_')}\n`
}

async function list(client: pg.ClientBase, query: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(query)
  return rows.map((row) => row.text)
}

async function tablesText(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    name: string
    body: string
    tail: string | null
    rls: boolean
    indexes: string | null
  }>(tablesQuery)
  return rows.map((row) => {
    const table = `create table ${row.name} (\n${row.body}\n)${row.tail ?? ''};`
    const security = row.rls ? [`alter table ${row.name} enable row level security;`] : []
    return [table, ...(row.indexes ? [row.indexes] : []), ...security].join('\n')
  })
}

/** Partitions are left out: they are their parent's, and new years add more. */
const tablesQuery = `
  select c.relname as name, c.relrowsecurity as rls,
         case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) end as tail,
         (select string_agg('  ' || line, E',\n' order by place, line) from (
            select a.attnum::int as place, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || case when a.attidentity <> '' then ' generated always as identity' else '' end
                   || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || case when a.attnotnull then ' not null' else '' end as line
              from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            union all
            select 10000, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
              from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n') lines) as body,
         (select string_agg(pg_get_indexdef(i.indexrelid) || ';', E'\n' order by pg_get_indexdef(i.indexrelid))
            from pg_index i where i.indrelid = c.oid and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)) as indexes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
   order by c.relname`

const viewsQuery = `
  select 'create view ' || c.relname || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || E' as\n' || pg_get_viewdef(c.oid) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind in ('v', 'm') order by c.relname`

const notOfExtension = (catalog: string, alias: string) =>
  `not exists (select 1 from pg_depend x where x.classid = '${catalog}'::regclass and x.objid = ${alias}.oid and x.deptype = 'e')`

const functionsQuery = `
  select pg_get_functiondef(p.oid) || ';' as text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where n.nspname = 'public' and p.prokind in ('f', 'p') and ${notOfExtension('pg_proc', 'p')}
   order by p.proname, pg_get_function_identity_arguments(p.oid)`

const triggersQuery = `
  select pg_get_triggerdef(t.oid) || ';' as text
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and not t.tgisinternal and t.tgparentid = 0 order by c.relname, t.tgname`

const policiesQuery = `
  select 'create policy ' || policyname || ' on ' || tablename || ' for ' || lower(cmd) || ' to ' || array_to_string(roles, ', ')
         || coalesce(E'\n  using (' || qual || ')', '') || coalesce(E'\n  with check (' || with_check || ')', '') || ';' as text
    from pg_policies where schemaname = 'public' order by tablename, policyname, roles::text`

const grantsQuery = `
  select 'grant ' || string_agg(lower(privilege_type), ', ' order by privilege_type) || ' on ' || table_name || ' to ' || grantee || ';' as text
    from information_schema.role_table_grants
   where table_schema = 'public' and grantee like '%\\_%' and grantee ~ '_(worker|staff|customer)$' and table_name !~ '^journal_(20|other)'
   group by table_name, grantee order by table_name, grantee`
