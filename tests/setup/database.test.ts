import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'

let first: TestDatabase
let second: TestDatabase

beforeAll(async () => {
  first = await testDatabase()
  second = await testDatabase()
})
afterAll(async () => {
  await first.drop()
  await second.drop()
})

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

test('two test databases do not see each other', async () => {
  await ask(first.url(), 'create table only_here (id int)')
  await expect(ask(second.url(), 'select from only_here')).rejects.toThrow('does not exist')
})

test('the owner of a test database is no superuser', async () => {
  const rows = await ask(first.url(), 'select rolsuper as super from pg_roles where rolname = current_user')
  expect(rows).toEqual([{ super: false }])
})

test('text is UTF-8 and ordered by code point', async () => {
  const rows = await ask(first.url(), `select 'Z' < 'a' as codepoint, upper('ä') as upper, length('Straße') as letters`)
  expect(rows).toEqual([{ codepoint: true, upper: 'Ä', letters: 6 }])
})
