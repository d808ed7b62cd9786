import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let own: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  own = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const look = (url: string, headers = own) => house.server.inject({ url, headers })
let sent = 0
const enter = (registerId: string, value: string, day: string, reason: string, headers = own) =>
  house.server.inject({
    method: 'POST',
    url: '/zaehlerstand',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      day,
      reason,
      submission: `move-submission-${String(++sent).padStart(4, '0')}`,
      'entries.0.registerId': registerId,
      'entries.0.value': value,
    }).toString(),
  })

/** The monthly values of the chart's table, by name of the month. */
const chartOf = (body: string): Map<string, string[]> => {
  const table = /<table[^>]*id="chart-[^"]*-table".*?<tbody>(.*?)<\/tbody>/s.exec(body)?.[1] ?? ''
  return new Map(
    [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].flatMap(([, row = '']) => {
      const cells = [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
        cell.replaceAll(/<[^>]+>/g, ''),
      )
      return cells[0] ? [[cells[0], cells.slice(1)] as const] : []
    }),
  )
}

test('consumption: 2,500 kWh a year are 2,500 kWh in the chart, the last months are marked as estimated', async () => {
  const page = await look('/verbrauch')
  expect(page.statusCode).toBe(200)
  const months = chartOf(page.body)
  expect([...months.keys()]).toHaveLength(12)
  // December 2025 ends with the reading of 31 December 2025; from January 2026 on nothing has been read.
  expect(months.get('Dezember 2025')?.[0] ?? months.get('November 2025')?.[0]).toMatch(/^\d+$/)
  expect(months.get('Januar 2026')?.[0]).toContain('geschätzt')
  const before = [...months.values()].reduce((sum, cells) => sum + Number(cells[1]), 0)
  // Twelve whole months around one yearly reading: 2,500 within the rounding of twelve months.
  expect(Math.abs(before - 2_500)).toBeLessThanOrEqual(30)
  expect(page.body).toContain('zum Teil geschätzt')
  expect(page.body).toContain('von Ihnen abgelesen')
})

test('cost stands beside it at the contract’s prices: about 2,500 x 30 ct + 120 EUR', async () => {
  await ask(sql`insert into contract_price (contract_id, valid_from, product_code, product_name, unit_price_ct, base_price_eur_year)
                values (${home.contractId}, '2023-01-01', 'S', 'Strom Fix', 30, 120)`)
  const page = await look('/verbrauch')
  const total = Number(/Das kostete etwa<\/p><p><span[^>]*><span[^>]*>(\d+)<\/span>/.exec(page.body)?.[1])
  expect(total).toBeGreaterThan(850)
  expect(total).toBeLessThan(890)
  expect(page.body).toContain('30,00 ct je kWh')
})

let newRegister: string

test('22 November: the meter is exchanged; the new one starts at 3 and nothing is counted between the two', async () => {
  expect((await enter(home.registerId, '19.700', '2026-11-20', 'exchange')).statusCode).toBe(422)
  await ask(sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
    values (${home.registerId}, ${home.marketLocationId}, '2026-11-20', 19700, 'exchange', 'metering-operator', 'valid', 'import', 'system', now())`)
  await ask(sql`update meter set removed_on = '2026-11-20' where market_location_id = ${home.marketLocationId}`)
  const [row] = await ask<{ id: string }>(sql`
    with m as (insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
               values ('1NEW0000004711', '1NEW4711', 'power', 'modern', ${home.marketLocationId}, '2026-11-20') returning id)
    insert into register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after)
    select 'new-register', id, '1.8.0', 'total', 'consumption', ${home.marketLocationId}, 'kWh', 6, 1 from m returning id`)
  newRegister = row?.id as string
  await ask(sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
    values (${newRegister}, ${home.marketLocationId}, '2026-11-20', 3, 'exchange', 'metering-operator', 'valid', 'import', 'system', now())`)
  const page = await look('/zaehlerstand')
  expect(page.body).toContain('1NEW0000004711')
  expect(page.body).not.toContain(home.meterNumber)
})

test('31 December: 3 + 290 kWh fits forty days of this home, although the new meter has no past', async () => {
  house.clock.moveTo('2026-12-31T18:00:00Z')
  const done = await enter(newRegister, '293,4', '2026-12-31', 'regular')
  expect(done.statusCode).toBe(303)
  const many = await enter(newRegister, '2.930', '2026-12-30', 'check')
  expect(many.statusCode).toBe(422)
})

test('January: the chart goes on over the exchange, and both meters stand below it', async () => {
  house.clock.moveTo('2027-01-10T09:00:00Z')
  const page = await look('/verbrauch')
  const months = chartOf(page.body)
  expect(months.get('Dezember 2026')?.[0]).toMatch(/^\d+$/)
  const year = [...months.values()].reduce((sum, cells) => sum + Number(cells[0]?.replaceAll('.', '')), 0)
  // 19,700 - 17,500 + 290.4 = 2,490.4 kWh in 2026.
  expect(Math.abs(year - 2_490.4)).toBeLessThanOrEqual(6)
  expect(page.body).toContain(`${home.meterNumber}, ausgebaut am 20.11.2026`)
  expect(page.body).toContain('290')
})

test('a correction keeps the former value in sight', async () => {
  const link = /href="(\/zaehlerstand\?tag=2026-12-31[^"]*)"/.exec((await look('/verbrauch')).body)?.[1]
  expect(link).toBeDefined()
  const form = await look((link as string).replaceAll('&amp;', '&'))
  expect(form.body).toContain('Sie korrigieren Stände vom 31. Dezember 2026')
  expect((await enter(newRegister, '291,4', '2026-12-31', 'regular')).statusCode).toBe(303)
  const page = await look('/verbrauch')
  expect(page.body).toContain('291,4')
  expect(page.body).toContain('vorher 293,4')
})

test('31 January: the tenant moves out, a stranger moves in; the reading at the move belongs to both', async () => {
  house.clock.moveTo('2027-01-31T18:00:00Z')
  expect((await enter(newRegister, '540', '2027-01-31', 'move-out')).statusCode).toBe(303)
  await ask(sql`update contract set ends_on = '2027-01-31' where id = ${home.contractId}`)
  const next = await settleIn(house.pools, { lastName: 'Nachmieter' })
  await ask(sql`insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
    select 'V-next', contract_account_id, ${next.customerId}, ${home.marketLocationId}, '2027-02-01' from contract where customer_id = ${next.customerId} limit 1`)
  const tenant = await house.asCustomer(next.customerId)
  house.clock.moveTo('2027-02-20T09:00:00Z')
  const seen = (await look('/api/readings', { ...tenant, accept: 'application/json' })).json() as {
    readings: { registerId: string; day: string; value: string }[]
  }
  expect(seen.readings.filter((one) => one.registerId === newRegister)).toMatchObject([
    { day: '2027-01-31', value: '540' },
  ])
  expect(seen.readings.filter((one) => one.registerId === home.registerId)).toEqual([])
  const page = await look('/verbrauch', tenant)
  expect(['291,4', '19.700', home.meterNumber].filter((older) => page.body.includes(older))).toEqual([])
  const gone = (await look('/api/readings', { ...own, accept: 'application/json' })).json() as {
    readings: { day: string }[]
  }
  expect(gone.readings.at(-1)?.day).toBe('2027-01-31')
})

test('28 February: what the new tenant reads is not the old one’s to see', async () => {
  house.clock.moveTo('2027-02-28T18:00:00Z')
  const [contract] = await ask<{ customer_id: string }>(
    sql`select customer_id from contract where contract_number = 'V-next'`,
  )
  const tenant = await house.asCustomer(contract?.customer_id as string)
  expect((await enter(newRegister, '760', '2027-02-28', 'regular', tenant)).statusCode).toBe(303)
  expect((await look('/verbrauch')).body.includes('760,0')).toBe(false)
  expect((await enter(newRegister, '770', '2027-02-28', 'check')).statusCode).toBe(404)
})

test('half past midnight in Berlin is the new day, although UTC is still yesterday', async () => {
  const midnight = await testHouse('2026-11-22T23:30:00Z')
  try {
    const other = await settleIn(midnight.pools)
    const headers = await midnight.asCustomer(other.customerId)
    const page = await midnight.server.inject({ url: '/zaehlerstand', headers })
    expect(page.body).toMatch(/name="day\.day"[^>]*value="23"|value="23"[^>]*name="day\.day"/)
    const send = (day: string) =>
      midnight.server.inject({
        method: 'POST',
        url: '/zaehlerstand',
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          day,
          reason: 'check',
          submission: `midnight-submission-${day}`,
          'entries.0.registerId': other.registerId,
          'entries.0.value': '19730',
        }).toString(),
      })
    expect((await send('2026-11-24')).statusCode).toBe(422)
    expect((await send('2026-11-23')).statusCode).toBe(303)
    // 42 days back is 12 October, seen from the 23rd: the 11th is too old, and it would not be seen from the 22nd.
    expect((await send('2026-10-11')).body).toContain('42 Tage')
  } finally {
    await midnight.end()
  }
})
