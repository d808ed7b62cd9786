import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportFolder, importFile, type ImportFile, sourceAt } from '#company/exchange'
import { quarterHoursOf, startOfLegalDay } from '#platform/calendar'
import { tables, transaction } from '#platform/database'
import { convertBo4e } from '../../src/apps/exchange/bo4e/convert-folder.ts'
import { exchangeFiles } from '../../src/apps/exchange/files.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let register: string
let folder: string
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-series-'))
  home = await settleIn(house.pools)
  await ask(sql`update meter set kind = 'smart' where market_location_id = ${home.marketLocationId}`)
  register = (
    await ask<{ key: string }>(sql`select register_key as key from register where id = ${home.registerId}`)
  )[0]?.key as string
})
afterAll(async () => {
  await house?.end()
  rmSync(folder, { recursive: true, force: true })
})

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const definition = exchangeFiles.find((one) => one.file === 'interval-series') as ImportFile
const HEAD = 'series_key;register_key;day;unit;status;quarter_hours'
let files = 0
async function bring(lines: readonly string[], head = HEAD) {
  const path = join(folder, `series-${++files}.csv`)
  writeFileSync(path, `${[head, ...lines].join('\n')}\n`)
  const source = await sourceAt(path, 'interval-series.csv')
  const { batch } = await importFile({ pool: house.pools.bulk, definition, source, now: () => house.clock.now() })
  const refused = await ask<{ line: string; code: string }>(
    sql`select line, code from import_refusal where batch_id = ${batch.id} order by line`,
  )
  return { batch, refused: refused.map((one) => one.code) }
}
/** A day on which each quarter hour counts so many watt-hours. */
const dayLine = (
  day: string,
  each: number | string,
  count = quarterHoursOf(Temporal.PlainDate.from(day)),
  key = register,
) => `${key}/${day};${key};${day};wh;measured;${Array(count).fill(each).join(' ')}`
const look = async (url: string, of = home.customerId) =>
  house.server.inject({ url, headers: await house.asCustomer(of) })

describe('a file of quarter hours', () => {
  test('goes in by register and day, with 92, 96 or 100 values as the day has', async () => {
    const { batch, refused } = await bring([
      dayLine('2026-11-20', 25),
      dayLine('2026-11-19', 50),
      dayLine('2026-10-25', 10),
      dayLine('2026-03-29', 10),
    ])
    expect([batch.inserted, refused]).toEqual([4, []])
    expect(
      await ask(sql`select day::text, cardinality(quarter_hours) as n, total::int from interval_series order by day`),
    ).toEqual([
      { day: '2026-03-29', n: 92, total: 920 },
      { day: '2026-10-25', n: 100, total: 1000 },
      { day: '2026-11-19', n: 96, total: 4800 },
      { day: '2026-11-20', n: 96, total: 2400 },
    ])
  })

  test('is refused line by line with the reason, and the rest goes in', async () => {
    const { batch, refused } = await bring([
      dayLine('2026-11-18', 30, 95),
      dayLine('2026-11-24', 30),
      dayLine('2026-11-18', '1.5'),
      dayLine('2026-11-18', 30, 96, 'nobody'),
      `k;${register};2026-11-18;l;measured;${Array(96).fill(1).join(' ')}`,
      dayLine('2026-11-17', '-'),
    ])
    expect(refused).toEqual([
      'staying.import.other-number-of-quarter-hours',
      'staying.import.in-future',
      'staying.import.no-quarter-hours',
      'staying.import.unknown-register',
      'staying.import.other-unit',
    ])
    expect(batch.inserted).toBe(1)
  })

  test('with the same values changes nothing, with others it is what counts', async () => {
    expect((await bring([dayLine('2026-11-20', 25)])).batch).toMatchObject({ same: 1, updated: 0 })
    expect((await bring([dayLine('2026-11-20', 26)])).batch).toMatchObject({ updated: 1 })
    expect((await bring([dayLine('2026-11-20', 25)])).batch).toMatchObject({ updated: 1 })
  })

  test('comes out as it went in, and what came out changes nothing', async () => {
    await exportFolder({ pool: house.pools.bulk, definitions: [definition], folder: join(folder, 'out') })
    const [head, ...lines] = readFileSync(join(folder, 'out', 'interval-series.csv'), 'utf8')
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(5)
    expect(lines.find((line) => line.includes('2026-11-17'))).toContain(`${Array(96).fill('-').join(' ')}`)
    expect((await bring(lines, head)).batch).toMatchObject({ same: 5, updated: 0, inserted: 0, refused: 0 })
  })
})

describe('LASTGANG and ENERGIEMENGE of BO4E', () => {
  const quarters = (day: string) => {
    const begin = startOfLegalDay(Temporal.PlainDate.from(day))
    return Array.from({ length: quarterHoursOf(Temporal.PlainDate.from(day)) }, (_, at) =>
      [at, at + 1].map((one) => begin.add({ minutes: one * 15 }).toZonedDateTimeISO('Europe/Berlin')),
    )
  }
  const written = (moment: Temporal.ZonedDateTime | undefined) => ({
    date: moment?.toPlainDate().toString(),
    time: `${moment?.toPlainTime().toString()}${moment?.offset}`,
  })

  test('give the same days, found by location and OBIS code; hours and other steps are named as left out', async () => {
    mkdirSync(join(folder, 'bo4e'))
    const curve = {
      _typ: 'LASTGANG',
      marktlokation: {
        marktlokationsId: (
          await ask<{ code: string }>(
            sql`select market_location_code as code from market_location where id = ${home.marketLocationId}`,
          )
        )[0]?.code,
      },
      obisKennzahl: '1-1:1.29.0',
      messgroesse: 'KWH',
      zeitIntervallLaenge: { wert: 15, einheit: 'MINUTE' },
      werte: quarters('2026-11-16').map(([from, to], at) => ({
        zeitraum: {
          startdatum: written(from).date,
          startuhrzeit: written(from).time,
          enddatum: written(to).date,
          enduhrzeit: written(to).time,
        },
        wert: at === 3 ? null : 0.025,
        status: at === 7 ? 'ERSATZWERT' : 'ABGELESEN',
      })),
    }
    const amounts = {
      _typ: 'ENERGIEMENGE',
      lokationsId: curve.marktlokation.marktlokationsId,
      energieverbrauch: quarters('2026-11-15').map(([from, to]) => ({
        startdatum: from?.toInstant().toString(),
        enddatum: to?.toInstant().toString(),
        obisKennzahl: '1-0:1.8.0',
        wert: 40,
        einheit: 'WH',
      })),
    }
    const hourly = {
      ...curve,
      werte: [
        { zeitraum: { startdatum: '2026-11-14T00:00:00+01:00', enddatum: '2026-11-14T01:00:00+01:00' }, wert: 1 },
      ],
    }
    writeFileSync(join(folder, 'bo4e', 'curves.json'), JSON.stringify([curve, amounts, hourly]))
    const converted = await convertBo4e(folder)
    expect(converted).toMatchObject({ rows: 2, leftOut: { LASTGANG: 1 } })
    const [head, ...lines] = readFileSync(join(converted?.folder ?? '', 'interval-series.csv'), 'utf8')
      .trimEnd()
      .split('\n')
    expect((await bring(lines, head)).batch).toMatchObject({ inserted: 2, refused: 0 })
    expect(
      await ask(sql`select day::text, status, total::int, cardinality(array_positions(quarter_hours, null)) as missing
                      from interval_series where day in ('2026-11-15', '2026-11-16') order by day`),
    ).toEqual([
      { day: '2026-11-15', status: 'measured', total: 3840, missing: 0 },
      { day: '2026-11-16', status: 'substituted', total: 2375, missing: 1 },
    ])
  })
})

describe('the customer', () => {
  test('finds the way from the consumption page, and sees a month by day', async () => {
    expect((await look('/verbrauch')).body).toContain(`/verbrauch/monat?zaehlwerk=${home.registerId}`)
    const month = await look(`/verbrauch/monat?zaehlwerk=${home.registerId}`)
    expect(month.statusCode).toBe(200)
    expect(month.body).toContain('Verbrauch im November 2026')
    // 2,400 + 4,800 + 3,840 + 2,375 Wh; the day without values has no sum to add.
    expect(month.body).toContain('13,4 kWh in 5 Tagen')
    expect(month.body).toContain('97 Viertelstunden fehlen')
    expect(month.body).toContain('Zum Teil Ersatzwerte')
    expect(month.body).toContain('Monat davor')
    expect(month.body).not.toContain('Monat danach')
  })

  test('sees a day by hour, the last one first, with the doubled hour of October', async () => {
    const last = await look(`/verbrauch/tag?zaehlwerk=${home.registerId}`)
    expect(last.body).toContain('Verbrauch am 20. November 2026')
    expect(last.body).toContain('2,4 kWh an diesem Tag')
    const long = await look(`/verbrauch/tag?zaehlwerk=${home.registerId}&tag=2026-10-25`)
    expect(long.body).toContain('02:00 bis 03:00 Uhr (A)')
    expect(long.body).toContain('02:00 bis 03:00 Uhr (B)')
    const empty = await look(`/verbrauch/tag?zaehlwerk=${home.registerId}&tag=2026-11-01`)
    expect(empty.body).toContain('Für diesen Tag gibt es keine Werte')
  })

  test('of another home finds nothing, by page and by SQL', async () => {
    const stranger = await settleIn(house.pools)
    expect((await look(`/verbrauch/tag?zaehlwerk=${home.registerId}`, stranger.customerId)).statusCode).toBe(404)
    expect((await look(`/verbrauch/monat?zaehlwerk=${home.registerId}`, stranger.customerId)).statusCode).toBe(404)
  })

  test('who moved out sees the own days and none of the next one', async () => {
    await ask(sql`update contract set ends_on = '2026-11-19' where id = ${home.contractId}`)
    const page = await look(`/verbrauch/monat?zaehlwerk=${home.registerId}&monat=2026-11`)
    expect(page.body).toContain('/verbrauch/tag?zaehlwerk=' + home.registerId + '&amp;tag=2026-11-19')
    expect(page.body).not.toContain('tag=2026-11-20')
    const day = await look(`/verbrauch/tag?zaehlwerk=${home.registerId}&tag=2026-11-20`)
    expect(day.body).toContain('Für diesen Tag gibt es keine Werte')
  })
})
