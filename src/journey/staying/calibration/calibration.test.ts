import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { addSites } from '../../../../tests/setup/sites.ts'
import { calibrationEnd } from './calibration.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const get = (url: string, headers = agent) => house.server.inject({ url, headers })

test.each([
  // MessEV Anlage 7: 16 years for a disc, 8 for electronics and gas, 6 for water; heat 5 until 2.11.2021, 6 since.
  ['power', 'conventional', '2012-05-14', '2026-11-22', 16, '2028-12-31'],
  ['power', 'modern', '2020-01-01', '2026-11-22', 8, '2028-12-31'],
  ['power', 'smart', '2020-12-31', '2026-11-22', 8, '2028-12-31'],
  ['gas', 'conventional', '2019-03-01', '2026-11-22', 8, '2027-12-31'],
  ['water', 'conventional', '2020-06-30', '2026-11-22', 6, '2026-12-31'],
  ['heat', 'conventional', '2020-06-30', '2026-11-22', 6, '2026-12-31'],
  ['heat', 'conventional', '2015-06-30', '2021-11-02', 5, '2020-12-31'],
] as const)(
  'a %s meter (%s) of %s ends, as the law stands on %s, after %d years: %s',
  async (commodity, kind, installed, today, years, end) => {
    expect(calibrationEnd(Temporal.PlainDate.from(installed), years).toString()).toBe(end)
    const [row] = await ask<{ end: string }>(
      sql`select calibration_end(${commodity}, ${kind}, ${installed}::date, ${today}::date)::text as end`,
    )
    expect(row?.end).toBe(end)
  },
)

test('the list shows what ends until a day, first what ends first, and says where the term comes from', async () => {
  const sites = await addSites(house.pools, home, 120)
  await ask(
    sql`update meter set calibrated_until = '2026-12-31' where meter_number = ${sites[0]?.meterNumber as string}`,
  )
  await ask(
    sql`update meter set calibrated_until = '2025-12-31', kind = 'modern' where meter_number = ${sites[1]?.meterNumber as string}`,
  )
  await ask(
    sql`update meter set removed_on = '2026-01-01', calibrated_until = '2025-12-31' where meter_number = ${sites[2]?.meterNumber as string}`,
  )
  const soon = await get('/desk/api/calibration?calibrationUntil=2026-12-31')
  expect(soon.json()).toMatchObject({
    total: 2,
    ended: 1,
    years: [
      { year: 2025, commodity: 'power', meters: 1 },
      { year: 2026, commodity: 'power', meters: 1 },
    ],
    meters: [
      {
        meterNumber: sites[1]?.meterNumber,
        dueOn: '2025-12-31',
        byRule: false,
        place: 'Hausweg 2, 12341 Musterstadt',
        customerId: home.customerId,
      },
      { meterNumber: sites[0]?.meterNumber, dueOn: '2026-12-31' },
    ],
    next: null,
  })
  // 117 more of 120 and the one at home were put up in 2020 and are read by a disc: 2036, by rule.
  const all = await get('/desk/api/calibration?calibrationUntil=2036-12-31')
  expect(all.json()).toMatchObject({ total: 120, meters: { length: 100 } })
  const rest = await get(`/desk/api/calibration?calibrationUntil=2036-12-31&${new URLSearchParams(all.json().next)}`)
  expect([rest.json().meters.length, rest.json().next, rest.json().meters[0].byRule]).toEqual([20, null, true])
})

test.each([
  ['kind', 'kind=modern', 1],
  ['year', 'calibrationYear=2026', 1],
  ['place', `place=${encodeURIComponent('12341 hausweg')}`, 2],
  ['another place', 'place=99999', 0],
  ['a sign of a pattern is a sign', 'place=%25', 0],
  ['commodity', 'commodity=gas', 0],
])('narrowed by %s', async (_name, filter, total) => {
  expect((await get(`/desk/api/calibration?calibrationUntil=2026-12-31&${filter}`)).json().total).toBe(total)
})

test('the file has the same lines, and only who may see campaigns gets it', async () => {
  const file = await get('/desk/api/calibration.csv?calibrationUntil=2026-12-31')
  expect(file.headers['content-disposition']).toContain('eichfristen-2026-12-31.csv')
  const lines = file.body.replace('\ufeff', '').trim().split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/^1EBZ70000001;power;modern;2020-01-01;2025-12-31;no;Hausweg;2;12341;Musterstadt$/)
  expect(
    (await get('/desk/api/calibration.csv?calibrationUntil=2026-12-31', await house.asStaff('technician'))).statusCode,
  ).toBe(404)
})
