import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportFolder, importFile, type ImportFile, importFolder, sourceAt } from '#company/exchange'
import { tables, transaction } from '#platform/database'
import { Refusal } from '#platform/refusal'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { writeFolder } from '../demo/generate/index.ts'
import { exchangeFiles } from './files.ts'

let house: TestHouse
let folder: string
const path = (...parts: string[]) => join(folder, ...parts)
const now = () => Temporal.Instant.from('2026-11-22T09:00:00Z')

beforeAll(async () => {
  house = await testHouse()
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-exchange-'))
  await writeFolder(path('utility'), { customers: 40, seed: 3, today: Temporal.PlainDate.from('2026-11-22') })
})
afterAll(async () => {
  await house?.end()
  rmSync(folder, { recursive: true, force: true })
})

async function importAll(from: string, options: { numbers?: 'german' } = {}) {
  const results: Record<
    string,
    { inserted: number; updated: number; same: number; refused: number; conflicting: number }
  > = {}
  for await (const { file, outcome } of importFolder({
    pool: house.pools.bulk,
    folder: from,
    definitions: exchangeFiles,
    now,
    ...options,
  })) {
    if (outcome instanceof Refusal) throw outcome
    const { inserted, updated, same, refused, conflicting } = outcome.batch
    results[file] = { inserted, updated, same, refused, conflicting }
  }
  return results
}

const definitionOf = (file: string) => exchangeFiles.find((one) => one.file === file) as ImportFile

let sent = 0
/** Imports one file of the given lines and says what became of them. */
async function send(file: string, lines: readonly string[], linesPerBatch?: number) {
  sent += 1
  const at = path(`sent-${sent}.csv`)
  writeFileSync(at, `${lines.join('\n')}\n`)
  const source = await sourceAt(at, `${file}.csv`)
  const options = { pool: house.pools.bulk, definition: definitionOf(file), source, now }
  const { batch } = await importFile(linesPerBatch === undefined ? options : { ...options, linesPerBatch })
  const refused = await ask<{ line: string; column_name: string; code: string; value_shown: string | null }>(
    `select line, column_name, code, value_shown from import_refusal where batch_id = ${batch.id} order by line, column_name`,
  )
  return { batch, refused: refused.map((one) => [Number(one.line), one.column_name, one.code, one.value_shown]) }
}

const ask = async <Row>(query: string): Promise<Row[]> =>
  transaction(
    house.pools.worker,
    async (tx) => (await sql.raw<Row>(query).execute(tables<Record<string, never>>(tx))).rows,
  )

const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n')

/** What Windows-1252 does not have, as an old system would keep it: ğ as g, ı as i. */
const plainLetter = (letter: string): string => (letter === 'ı' ? 'i' : letter.normalize('NFD').slice(0, 1))

/** Lines in the form in which numbers are written by an export. */
function canonical(file: string, lines: readonly string[]): string[] {
  const names = lines[0]?.split(';') ?? []
  const numeric = new Set(definitionOf(file).columns.flatMap((one) => (one.writes === 'number' ? [one.name] : [])))
  return lines.map((line, at) =>
    at === 0 || line.includes('"')
      ? line
      : line
          .split(';')
          .map((cell, column) => (cell !== '' && numeric.has(names[column] ?? '') ? String(Number(cell)) : cell))
          .join(';'),
  )
}

describe('a whole utility', () => {
  test('goes in without a refused line, and again without a change', async () => {
    const first = await importAll(path('utility'))
    expect(Object.values(first).every((one) => one.refused === 0 && one.updated === 0 && one.inserted > 0)).toBe(true)
    const second = await importAll(path('utility'))
    for (const [file, { inserted }] of Object.entries(first))
      expect(second[file]).toEqual({ inserted: 0, updated: 0, same: inserted, refused: 0, conflicting: 0 })
  })

  test('comes out as it went in, and what came out changes nothing', async () => {
    await exportFolder({ pool: house.pools.bulk, definitions: exchangeFiles, folder: path('out') })
    for (const { file } of exchangeFiles.filter((one) => one.file !== 'contract-prices')) {
      const [before, after] = [linesOf(path('utility', `${file}.csv`)), linesOf(path('out', `${file}.csv`))]
      expect(canonical(file, after), file).toEqual(canonical(file, before))
    }
    const again = await importAll(path('out'))
    expect(Object.values(again).every((one) => one.inserted + one.updated + one.refused + one.conflicting === 0)).toBe(
      true,
    )
  })

  test('is one fact per batch and not per row', async () => {
    const facts = await ask<{ name: string }>(`select name from journal where channel = 'import'`)
    expect(facts.filter(({ name }) => name === 'staying.readings-imported').length).toBe(3)
    expect(facts.length).toBeLessThan(40)
  })

  test('written the German way in Windows-1252 is the same utility', async () => {
    cpSync(path('utility'), path('german'), { recursive: true })
    for (const { file, columns } of exchangeFiles.filter((one) => one.file !== 'contract-prices')) {
      const lines = linesOf(path('german', `${file}.csv`))
      const kinds = (lines[0] ?? '').split(';').map((name) => columns.find((one) => one.name === name)?.writes)
      const german = lines.map((line, at) =>
        at === 0 || line.includes('"')
          ? line
          : line
              .split(';')
              .map((cell, column) => asGerman(cell, kinds[column]))
              .join(';'),
      )
      writeFileSync(
        path('german', `${file}.csv`),
        Buffer.from(`${german.join('\r\n')}\r\n`.replaceAll(/[^\0-\xff]/g, plainLetter), 'latin1'),
      )
    }
    const again = await importAll(path('german'))
    const { customers, ...others } = again
    expect(customers?.refused).toBe(0)
    expect(Object.values(others).every((one) => one.inserted + one.updated + one.refused === 0)).toBe(true)
  })
})

function asGerman(cell: string, kind: string | undefined): string {
  if (kind === 'day') return cell.replace(/^(\d+)-(\d+)-(\d+)$/, '$3.$2.$1')
  return kind === 'number' ? cell.replace('.', ',') : cell
}

describe('lines that cannot go in', () => {
  test('are refused with line, column and reason while the rest goes in', async () => {
    const { batch, refused } = await send('customers', [
      'customer_number;kind;last_name;company_name;email;phone;birth_date;postal_code;shoe_size',
      'X1;person;Zufall;;zufall@post.example;030 23125-0;1.2.1980;12341;44',
      'X2;alien;Zufall;;;;;;',
      'X3;person;;;;;;;',
      'X4;company;;;no mail;12;31.2.1980;;',
      ';person;Ohne;;;;;;',
      'X6;person;Zu;viele;Felder;;;;;;',
      'X7;person;"Un"klar;;;;;;',
    ])
    expect(refused).toEqual([
      [3, 'kind', 'exchange.cell.not-in-list', 'alien'],
      [4, 'last_name', 'customers.import.person-without-name', null],
      [5, 'birth_date', 'exchange.cell.no-day', '31.2.1980'],
      [5, 'email', 'customers.import.no-email', 'no mail'],
      [5, 'phone', 'customers.import.no-phone', '12'],
      [6, 'customer_number', 'exchange.cell.missing', null],
      [7, '', 'exchange.line.column-count', '11 / 9'],
      [8, '', 'exchange.line.stray-quote', 'X7 | person | Unklar |  |  |  |  |  | '],
    ])
    expect(batch).toMatchObject({ state: 'done', read: 7, inserted: 1, refused: 6 })
  })

  test('name what they refer to when it is not there', async () => {
    const market = await send('market-locations', [
      'market_location_id;site_number;commodity',
      '41373559241;nowhere;power',
      '41373559242;nowhere;power',
    ])
    expect(market.refused).toEqual([
      [2, 'site_number', 'customers.import.unknown-site', 'nowhere'],
      [3, 'market_location_id', 'customers.import.no-market-location', '41373559242'],
    ])
    const readings = await send('readings', [
      'reading_key;register_key;read_on;value;source',
      'R1;unknown;2026-01-01;5;customer',
      'R2;unknown;2026-01-01;-5;customer',
    ])
    expect(readings.refused).toEqual([
      [2, 'register_key', 'staying.import.unknown-register', 'unknown'],
      [3, 'value', 'exchange.cell.negative', '-5'],
    ])
  })

  test('of a register, day and reason that is there already are refused, within a file, too', async () => {
    const [key = ''] = (linesOf(path('utility', 'readings.csv'))[1] ?? '').split(';').slice(1)
    const { refused } = await send('readings', [
      'reading_key;register_key;read_on;value;source',
      `N1;${key};2019-05-05;1;customer`,
      `N2;${key};2019-05-05;2;customer`,
      `N3;${key};2099-05-05;2;customer`,
      `N4;${key};2019-05-06;99999999999;customer`,
    ])
    expect(refused.map(([line, , code]) => [line, code])).toEqual([
      [3, 'staying.import.second-that-day'],
      [4, 'staying.import.in-future'],
      [5, 'staying.import.too-many-digits'],
    ])
    expect(
      (await send('readings', ['reading_key;register_key;read_on;value;source', `N9;${key};2019-05-05;7;customer`]))
        .refused,
    ).toEqual([[2, 'read_on', 'staying.import.second-that-day', '2019-05-05']])
  })

  test('of two contracts at one place at one time the second is refused; a move in one file is none', async () => {
    const [contract = ''] = linesOf(path('utility', 'contracts.csv')).slice(1)
    const [number, account, place, ...rest] = contract.split(';')
    const header = linesOf(path('utility', 'contracts.csv'))[0] ?? ''
    const line = (key: string, starts: string, ends: string) =>
      [key, account, place, ...rest.slice(0, 5), starts, ends].join(';')
    expect((await send('contracts', [header, line('C2', '2026-01-01', '')])).refused).toEqual([
      [2, 'market_location_id', 'customers.import.contracts-overlap', place],
    ])
    const moved = await send('contracts', [
      header,
      line('C2', '2026-07-01', ''),
      line(number ?? '', rest[5] ?? '', '2026-06-30'),
    ])
    expect(moved.batch).toMatchObject({ inserted: 1, updated: 1, refused: 0 })
  })

  test('that only the database refuses are found one by one', async () => {
    await transaction(house.pools.worker, async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`insert into gas_factor (gas_factor_key, valid_from, valid_to, volume_conversion_factor, calorific_value)
                values ('there', '2020-01-01', '2020-01-31', 0.95, 11.2)`.execute(on)
    })
    const lines = Array.from(
      { length: 50 },
      (_, n) => `G${n};2026-01-01;2026-01-31;${n === 17 || n === 31 ? '10' : '0.95'};11.2`,
    )
    const definition = definitionOf('gas-factors')
    const loose = {
      ...definition,
      loads: definition.loads.map((load) => ({
        ...load,
        checks: [],
        fields: load.fields.map((field) =>
          field.column === 'volume_conversion_factor' ? { ...field, from: 's.volume_conversion_factor * 100' } : field,
        ),
      })),
    }
    writeFileSync(
      path('loose.csv'),
      `${['gas_factor_key;valid_from;valid_to;volume_conversion_factor;calorific_value', ...lines].join('\n')}\n`,
    )
    const { batch } = await importFile({
      pool: house.pools.bulk,
      definition: loose,
      source: await sourceAt(path('loose.csv'), 'loose.csv'),
      now,
    })
    expect(batch).toMatchObject({ inserted: 48, refused: 2 })
    const refused = await ask<{ line: string; code: string }>(
      `select line, code from import_refusal where batch_id = ${batch.id} order by line`,
    )
    expect(refused).toEqual([
      { line: '19', code: 'exchange.line.constraint' },
      { line: '33', code: 'exchange.line.constraint' },
    ])
  })
})

describe('a run', () => {
  const lines = [
    'site_number;street;house_number;postal_code;city;kind',
    ...Array.from({ length: 95 }, (_, n) => `R${n};Weg;${n};12341;Ort;flat`),
  ]

  test('that is stopped goes on where it was, and every line is in once', async () => {
    writeFileSync(path('stopped.csv'), `${lines.join('\n')}\n`)
    const source = await sourceAt(path('stopped.csv'), 'sites.csv')
    const controller = new AbortController()
    const options = { pool: house.pools.bulk, definition: definitionOf('sites'), source, now, linesPerBatch: 10 }
    const stopped = await importFile({
      ...options,
      signal: controller.signal,
      progress: ({ lineDone }) => {
        if (lineDone >= 41) controller.abort()
      },
    })
    expect(stopped.batch.state).toBe('stopped')
    expect(stopped.batch.lineDone).toBeGreaterThanOrEqual(41)
    expect(stopped.batch.lineDone).toBeLessThan(96)
    const resumed = await importFile(options)
    expect(resumed.resumed).toBe(true)
    expect(resumed.batch).toMatchObject({
      id: stopped.batch.id,
      state: 'done',
      read: 95,
      inserted: 95,
      same: 0,
      lineDone: 96,
    })
  })

  test('over a file that is cut off keeps what came before and goes on when the rest is there', async () => {
    const cut = ['site_number;street;house_number;postal_code;city;kind', 'Q1;Weg;1;12341;Ort;flat', '"Q2;Weg'].join(
      '\n',
    )
    writeFileSync(path('cut.csv'), cut)
    const source = await sourceAt(path('cut.csv'), 'sites.csv')
    const options = { pool: house.pools.bulk, definition: definitionOf('sites'), source, now }
    await expect(importFile(options)).rejects.toMatchObject({
      code: 'exchange.file.cut-off',
      figures: { file: 'sites.csv', line: 3 },
    })
    const [batch] = await ask<{ state: string; failure: string }>(
      `select state, failure from import_batch order by id desc limit 1`,
    )
    expect(batch).toMatchObject({ state: 'failed', failure: expect.stringContaining('exchange.file.cut-off') })
  })

  test('over the same key twice keeps the later line', async () => {
    const { batch } = await send('sites', [lines[0] ?? '', 'T1;Weg;1;12341;Ort;flat', 'T1;Weg;2;12341;Ort;flat'])
    expect(batch).toMatchObject({ read: 2, inserted: 1, same: 1 })
    expect(await ask(`select house_number from site where site_number = 'T1'`)).toEqual([{ house_number: '2' }])
  })

  test('leaves alone what a column that is missing would say', async () => {
    await send('sites', ['site_number;street;house_number;postal_code;city;kind;persons', 'T2;Weg;1;12341;Ort;flat;4'])
    const { batch } = await send('sites', [
      'site_number;street;house_number;postal_code;city;kind',
      'T2;Weg;1;12341;Ort;flat',
    ])
    expect(batch).toMatchObject({ same: 1, updated: 0 })
    await send('sites', ['site_number;street;house_number;postal_code;city;kind;persons', 'T2;Weg;1;12341;Ort;flat;'])
    expect(await ask(`select persons from site where site_number = 'T2'`)).toEqual([{ persons: null }])
  })

  test('without a column that every line needs is refused as a whole', async () => {
    await expect(send('sites', ['site_number,street', 'T3,Weg'])).rejects.toMatchObject({
      code: 'exchange.file.column-missing',
      figures: { column: 'house_number', line: 1, file: 'sites.csv' },
    })
  })
})

test('a row that was changed here is a conflict and stays as it is, and so does a column that this house leads', async () => {
  await send('customers', [
    'customer_number;kind;last_name;phone',
    'Y1;person;Alt;030 1234567',
    'Y2;person;Alt;030 1234567',
  ])
  await ask(`update customer set phone = '+49301111111', changed_here_at = now() where customer_number = 'Y1'`)
  await ask(`insert into leading_system (object, field, system) values ('customer', 'phone', 'kundenwerk')`)
  const lines = ['customer_number;kind;last_name;phone', 'Y1;person;Neu;030 2222222', 'Y2;person;Neu;030 2222222']
  const { batch, refused } = await send('customers', lines)
  expect(batch).toMatchObject({ updated: 1, conflicting: 1, refused: 0 })
  expect(refused).toEqual([[2, '', 'exchange.line.changed-here', 'last_name']])
  expect(
    await ask(`select last_name, phone from customer where customer_number in ('Y1', 'Y2') order by customer_number`),
  ).toEqual([
    { last_name: 'Alt', phone: '+49301111111' },
    { last_name: 'Neu', phone: '+49301234567' },
  ])
})

test('text that a spreadsheet would run is written with an apostrophe and read back without', async () => {
  const hint = '=HYPERLINK("http://evil.example";"x")'
  const header = 'site_number;street;house_number;postal_code;city;kind;location_hint'
  await send('sites', [header, `F1;-Weg;1;12341;Ort;flat;"${hint.replaceAll('"', '""')}"`])
  await exportFolder({ pool: house.pools.bulk, definitions: [definitionOf('sites')], folder: path('guarded') })
  const line = linesOf(path('guarded', 'sites.csv')).find((one) => one.startsWith('F1'))
  expect(line).toBe(`F1;'-Weg;1;12341;Ort;DE;"'=HYPERLINK(""http://evil.example"";""x"")";flat;;`)
  const back = await importAll(path('guarded'))
  expect(back['sites']).toMatchObject({ updated: 0, inserted: 0, refused: 0 })
})
