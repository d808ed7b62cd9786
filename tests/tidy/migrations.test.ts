import { expect, test } from 'vitest'
import { rooms } from '../../architecture.ts'
import { readMigrations } from '#platform/database'

const migrations = await readMigrations()
const modules = new Set(rooms.map((room) => room.folder.split('/').at(-1)))

/** What each migration makes: tables and views with the module that its name carries. */
const owners = new Map(
  migrations.flatMap(({ name, sql }) => {
    const module = name.split('-')[1] as string
    return [...sql.matchAll(/create (?:unlogged )?(?:table|view|materialized view) (?:if not exists )?(\w+)/gi)].map(
      (match) => [match[1] as string, module] as const,
    )
  }),
)

test('each migration names its module and has a number of its own', () => {
  expect(migrations.map(({ name }) => name).filter((name) => !/^\d{4}-[a-z]+-[a-z0-9-]+\.sql$/.test(name))).toEqual([])
  const numbers = migrations.map(({ name }) => name.slice(0, 4))
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(
    migrations
      .map(({ name }) => name.split('-')[1] as string)
      .filter((module) => module !== 'platform' && !modules.has(module)),
  ).toEqual([])
})

test('a migration changes only tables of its own module', () => {
  const foreign = migrations.flatMap(({ name, sql }) => {
    const module = name.split('-')[1]
    const changed = [
      ...sql.matchAll(
        /(?:alter table|create (?:unique )?index (?:concurrently )?\w+ on|create policy \w+ on|create trigger \w+ [\w ]+? on) (?:only )?(\w+)/gi,
      ),
    ].map((match) => match[1] as string)
    return changed
      .filter((table) => owners.has(table) && owners.get(table) !== module)
      .map((table) => `${name} changes ${table}`)
  })
  expect(foreign).toEqual([])
})

test('every table with a customer has row-level security', () => {
  const open = migrations.flatMap(({ name, sql }) =>
    [...sql.matchAll(/create table (\w+) \(([\s\S]*?)\n\)/g)].flatMap(([, table, columns]) =>
      /\bcustomer_id\b/.test(columns ?? '') &&
      !migrations.some((other) => other.sql.includes(`alter table ${table} enable row level security`))
        ? [`${name}: ${table}`]
        : [],
    ),
  )
  expect(open).toEqual([])
})
