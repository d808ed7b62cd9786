import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile, type ImportFile, sourceAt } from '#company/exchange'
import { tables, transaction } from '#platform/database'
import { exchangeFiles } from '../../src/apps/exchange/files.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn } from '../setup/people.ts'

let house: TestHouse
let folder: string
let register: string
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-correction-'))
  const home = await settleIn(house.pools)
  const [row] = await ask<{ key: string }>(sql`select register_key as key from register where id = ${home.registerId}`)
  register = row?.key as string
})
afterAll(async () => {
  await house?.end()
  rmSync(folder, { recursive: true, force: true })
})

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** What the leading system sends: one reading under its key. */
async function bring(at: string, value: string) {
  house.clock.moveTo(at)
  const path = join(folder, `${at.replaceAll(':', '')}.csv`)
  writeFileSync(
    path,
    `reading_key;register_key;read_on;value;source\nleading-1;${register};2026-11-20;${value};customer\n`,
  )
  const definition = exchangeFiles.find((one) => one.file === 'readings') as ImportFile
  const { batch } = await importFile({
    pool: house.pools.bulk,
    definition,
    source: await sourceAt(path, 'readings.csv'),
    now: () => house.clock.now(),
  })
  await house.settle()
  return batch
}
const verdict = async () =>
  (
    await ask<{ value: number; verdict: string; usage: number | null }>(
      sql`select value::int as value, verdict, round((judgement ->> 'usage')::numeric)::int as usage from reading where source_key = 'leading-1'`,
    )
  )[0]
const tasks = () => ask<{ state: string; outcome: string | null }>(sql`select state, outcome from task order by id`)

test('a value five times too high is questioned and stands on the list of its batch', async () => {
  await bring('2026-11-22T09:00:00Z', '91700')
  expect(await verdict()).toEqual({ value: 91700, verdict: 'questionable', usage: 74200 })
  expect(await tasks()).toEqual([{ state: 'open', outcome: null }])
})

test('corrected by the leading system it is judged again, leaves the list, and the task goes', async () => {
  const batch = await bring('2026-11-22T10:00:00Z', '19700')
  expect(batch).toMatchObject({ updated: 1, inserted: 0 })
  expect(await verdict()).toEqual({ value: 19700, verdict: 'plausible', usage: 2200 })
  expect(await tasks()).toEqual([{ state: 'void', outcome: 'corrected' }])
  expect(await ask(sql`select 1 from reading_check_list_item`)).toEqual([])
})

test('changed to something odd it is questioned on the list of the new batch', async () => {
  await bring('2026-11-22T11:00:00Z', '17000')
  expect(await verdict()).toMatchObject({ value: 17000, verdict: 'questionable' })
  expect((await tasks()).map((task) => task.state)).toEqual(['void', 'open'])
})

test('the same again changes neither value nor verdict', async () => {
  const before = await verdict()
  expect(await bring('2026-11-22T12:00:00Z', '17000')).toMatchObject({ updated: 0, same: 1 })
  expect(await verdict()).toEqual(before)
})
