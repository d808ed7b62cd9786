import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../tests/setup/people.ts'
import { addSites, type TestSite } from '../../../tests/setup/sites.ts'

let house: TestHouse
let home: TestHome
let sites: TestSite[]
let agent: Record<string, string>
beforeAll(async () => {
  house = await testHouse(Temporal.Now.instant().toString())
  home = await settleIn(house.pools)
  sites = await addSites(house.pools, home, 12)
  agent = await house.asStaff('agent')
  const lead = await house.asStaff('team-lead')
  for (const code of ['nord', 'sued'])
    expect((await post('/desk/api/reading-companies', { code, name: `Ablesung ${code}` }, lead)).statusCode).toBe(201)
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const post = (url: string, payload: object, headers: Record<string, string>) =>
  house.server.inject({ method: 'POST', url, headers, payload })
const upload = (csv: string | Buffer, url = '/desk/api/reading-companies/nord/files', headers = agent) =>
  house.server.inject({ method: 'POST', url, headers: { ...headers, 'content-type': 'text/csv' }, payload: csv })
const site = (at: number) => sites[at] as TestSite
/** Half way through the year after the last reading of 10,000: 500 kWh more are expected. */
const head = 'reading_key;register_key;meter_number;read_on;value;reason'
const row = (key: string, at: number, value: string, more: { meter?: string; day?: string } = {}) =>
  `${key};${site(at).meterNumber}/1.8.0;${more.meter ?? site(at).meterNumber};${more.day ?? '01.07.2026'};${value};regular`

const file = () =>
  [
    head,
    row('1', 0, '10.497,0'),
    row('2', 1, '10.512,0'),
    row('3', 2, '98.000,0'),
    row('4', 3, '10.490,0', { meter: '1EBZ99999999' }),
    row('5', 4, '10.490,0', { day: '01.07.2019' }),
    row('6', 5, 'abgebaut'),
    'x;unbekannt/1.8.0;;01.07.2026;1;regular',
    row('8', 0, '10.498,0'),
  ].join('\n')

test('a file is taken in line by line: good ones are readings, refused ones say why, and the same file again is the same', async () => {
  const answer = await upload(Buffer.from(`${file()}\nZähler;;;;;\n`, 'latin1'))
  expect(answer.statusCode).toBe(200)
  expect(answer.json().import).toMatchObject({ state: 'done', inserted: 3, refused: 6 })
  expect(answer.json().refused.map((one: { line: number; code: string }) => [one.line, one.code])).toEqual([
    [5, 'staying.import.other-meter'],
    [6, 'staying.no-meter-that-day'],
    [7, 'exchange.cell.no-number'],
    [8, 'staying.import.unknown-register'],
    [9, 'staying.import.second-that-day'],
    [10, 'exchange.cell.missing'],
    [10, 'exchange.cell.missing'],
    [10, 'exchange.cell.missing'],
  ])
  const again = await upload(`${file()}\n`)
  expect(again.json().import).toMatchObject({ inserted: 0, updated: 0, same: 3 })
  expect(
    await ask(sql`select source_key, source from reading where source_key like 'company:%' order by source_key`),
  ).toEqual([
    { source_key: 'company:nord:1', source: 'agent' },
    { source_key: 'company:nord:2', source: 'agent' },
    { source_key: 'company:nord:3', source: 'agent' },
  ])
})

test('a value that comes again with another number is a correction under the same key', async () => {
  const answer = await upload(`${head}\n${row('2', 1, '10.515,0')}\n`)
  expect(answer.json().import).toMatchObject({ updated: 1, refused: 0 })
  expect(await ask(sql`select round(value)::text as value from reading where source_key = 'company:nord:2'`)).toEqual([
    { value: '10515' },
  ])
})

test('lines are judged, and what is implausible becomes a task with its list', async () => {
  await house.settle()
  expect(
    await ask(sql`select source_key, verdict from reading where source_key like 'company:%' order by source_key`),
  ).toEqual([
    { source_key: 'company:nord:1', verdict: 'plausible' },
    { source_key: 'company:nord:2', verdict: 'plausible' },
    { source_key: 'company:nord:3', verdict: 'questionable' },
  ])
  const tasks = await ask<{ list: string }>(
    sql`select subject ->> 'listId' as list from task where kind = 'staying.check-reading-list' and state = 'open'`,
  )
  expect(tasks).toHaveLength(1)
  const list = await house.server.inject({ url: `/desk/api/reading-lists/${tasks[0]?.list}`, headers: agent })
  expect(list.json().readings.map((one: { meterNumber: string }) => one.meterNumber)).toEqual([site(2).meterNumber])
  const files = await house.server.inject({ url: '/desk/api/reading-files', headers: agent })
  expect(
    files.json().files.map((one: { questionable: number; read: number }) => [one.read, one.questionable]),
  ).toContainEqual([9, 1])
})

test('the refused lines are a file to send back, without formulas in it', async () => {
  await upload(`${head}\n=SUMME(A1);${site(6).meterNumber}/1.8.0;;01.07.2026;=1+1;regular\n`)
  const [last] = await ask<{ id: string }>(sql`select batch_id as id from reading_file order by id desc limit 1`)
  const answer = await house.server.inject({ url: `/desk/api/reading-files/${last?.id}/refused.csv`, headers: agent })
  expect(answer.body).toContain('2;value;exchange.cell.no-number;')
  expect(answer.body).toContain("'=1+1")
})

test('a machine delivers for the company it belongs to, reads its own refusals, and no others', async () => {
  const machine = await house.asMachine('reading-files:write')
  const stranger = await house.asMachine('reading-files:write')
  const csv = `${head}\n${row('1', 7, '10.500,0')}\n${row('2', 8, 'x')}\n`
  expect((await upload(csv, '/api/reading-files', machine)).statusCode).toBe(404)
  const [client] = await ask<{ id: string }>(
    sql`select client_id as id from machine_client where scopes = '{reading-files:write}' order by machine_client.id limit 1`,
  )
  await ask(sql`update reading_company set client_id = ${client?.id as string} where code = 'sued'`)
  const answer = await upload(csv, '/api/reading-files', machine)
  expect(answer.json().import).toMatchObject({ inserted: 1, refused: 1 })
  expect(await ask(sql`select 1 from reading where source_key = 'company:sued:1'`)).toHaveLength(1)
  const location = String(answer.headers['location'])
  const refused = await house.server.inject({ url: location, headers: machine })
  expect(refused.json()).toMatchObject({ refused: [{ line: 3, column: 'value' }], afterLine: null })
  expect((await house.server.inject({ url: location, headers: stranger })).statusCode).toBe(404)
  expect((await upload(csv, '/api/reading-files', await house.asMachine('readings:write'))).statusCode).toBe(404)
})

test.each([
  ['an unknown company', '/desk/api/reading-companies/west/files', 'text', 404],
  ['a file that is no CSV of ours', '/desk/api/reading-companies/nord/files', 'a;b\n1;2\n', 422],
  ['an empty file', '/desk/api/reading-companies/nord/files', '', 422],
])('%s is refused as a whole', async (_name, url, csv, status) => {
  expect((await upload(csv, url)).statusCode).toBe(status)
})
