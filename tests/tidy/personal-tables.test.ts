import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { excludedTables, exportedTables } from '../../src/apps/data-copy/personal-tables.ts'
import { type TestDatabase, testDatabase } from '../setup/database.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  client = new pg.Client({ connectionString: database.url() })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

/** Every table but partitions, whose parent stands for them. */
const tableNames = async () => {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  )
  return rows.map((row) => row.name)
}

/** Tables that name a customer or an account, and all from which foreign keys lead to one of those. */
const personalNames = async () => {
  const { rows } = await client.query<{ name: string }>(`
    with recursive personal (id) as (
      select a.attrelid from pg_attribute a where a.attname ~ '(^|_)(customer|account)_id$' and not a.attisdropped
      union select oid from pg_class where relnamespace = 'public'::regnamespace and relname in ('customer', 'account')
      union select k.conrelid from pg_constraint k join personal p on p.id = k.confrelid where k.contype = 'f')
    select c.relname as name from personal p join pg_class c on c.oid = p.id
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`)
  return rows.map((row) => row.name)
}

test('every table from which a way leads to a person is in the person’s copy of the own data, or left out with a reason', async () => {
  const listed = [...exportedTables.map((one) => one.table), ...Object.keys(excludedTables)]
  const there = await tableNames()
  const hint = 'add a line to src/apps/data-copy/personal-tables.ts'
  expect((await personalNames()).filter((name) => !listed.includes(name)).sort(), hint).toEqual([])
  expect(listed.filter((name) => !there.includes(name)).sort(), 'these tables are gone').toEqual([])
  expect(new Set(listed).size, 'none is listed twice').toBe(listed.length)
  for (const [table, reason] of Object.entries(excludedTables)) expect(reason.length, table).toBeGreaterThan(10)
})

test('what names a customer and is left out says why in words of its own', async () => {
  const { rows } = await client.query<{ name: string }>(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attname = 'customer_id'`,
  )
  const general = /no person|about staff/i
  expect(rows.map(({ name }) => name).filter((name) => general.test(excludedTables[name] ?? ''))).toEqual([])
})

test('no condition and no column of the list is wrong', async () => {
  for (const { table, where, without = [], filesOf } of exportedTables) {
    const { fields } = await client.query(
      `select t.* from ${table} t where ${where} and $1::bigint is not null and $2::bigint is not null limit 0`,
      ['1', '1'],
    )
    const columns = fields.map((field) => field.name)
    expect(
      without.filter((column) => !columns.includes(column)),
      table,
    ).toEqual([])
    if (filesOf) expect(columns, table).toContain('sha256')
  }
})
