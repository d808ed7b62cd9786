import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'
import { errorsBetween } from './distance.ts'
import { wordsOf } from './fold.ts'
import { searchCustomers } from './search-customers.ts'
import { parseQuery } from './typed-query.ts'

let house: TestHouse

const people = [
  ['K1', 'person', 'Jörg', 'Müller', null, 'Große Straße', '12 a', '12341', 'Musterstadt'],
  ['K2', 'person', 'Jörg', 'Müller', null, 'Lindenweg', '7', '12345', 'Altdorf'],
  ['K3', 'person', 'Anna', 'Müllerschön', null, 'Hauptstraße', '5', '12341', 'Musterstadt'],
  ['K4', 'person', 'Elif', 'Yılmaz-Becker', null, 'Stadtgraben', '1', '12341', 'Musterstadt'],
  ['K5', 'person', 'Ursula', 'Maier', null, 'Bergstr.', '3', '12341', 'Musterstadt'],
  ['K6', 'company', null, null, 'Bäckerei Schröder GmbH & Co. KG', 'Marktplatz', '1', '12341', 'Musterstadt'],
  ['K7', 'person', 'Łukasz', 'Dąbrowski', null, 'Am Güterbahnhof', '17', '12344', 'Musterstadt'],
  ['K8', 'person', 'Grażyna', 'Großmann', null, 'Anne-Frank-Straße', '60', '12343', 'Musterstadt'],
] as const

beforeAll(async () => {
  house = await testHouse()
  await transaction(house.pools.worker, async (tx) => {
    const on = tables<Record<string, never>>(tx)
    for (const [at, one] of people.entries()) {
      const [number, kind, first, last, company, street, house, postal, city] = one
      await sql`insert into customer (customer_number, kind, first_name, last_name, company_name, street, house_number, postal_code, city, email, phone)
        values (${number.replace('K', '1000000')}, ${kind}, ${first}, ${last}, ${company}, ${street}, ${house}, ${postal}, ${city},
                ${`${number.toLowerCase()}@post.example`}, ${`+493012345${at}0`})`.execute(on)
    }
    await sql`
      with s as (insert into site (site_number, street, house_number, postal_code, city, kind) values ('S1', 'Seeufer', '99', '12999', 'Seefeld', 'house') returning id),
           m as (insert into market_location (market_location_code, site_id, commodity) select '41373559241', id, 'power' from s returning id),
           a as (insert into contract_account (contract_account_number, customer_id) select '300000001', id from customer where customer_number = '10000002' returning id, customer_id)
      insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
      select '500000001', a.id, a.customer_id, m.id, '2024-01-01' from a, m`.execute(on)
    await sql`insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
              select '1EMH0095308640', '1EMH95308640', 'power', 'modern', id, '2024-01-01' from market_location`.execute(
      on,
    )
    await sql`select customer_search_refresh(array(select id from customer))`.execute(on)
  })
})
afterAll(() => house?.end())

async function find(typed: string): Promise<string[]> {
  const headers = await house.asStaff('agent')
  const answer = await house.server.inject({ url: `/desk/api/search?q=${encodeURIComponent(typed)}`, headers })
  expect(answer.statusCode).toBe(200)
  return answer.json().hits.map((hit: { customerNumber: string }) => hit.customerNumber.replace('1000000', 'K'))
}

describe('an agent finds', () => {
  test.each([
    ['Müller', ['K1', 'K2', 'K3']],
    ['mueller', ['K1', 'K2', 'K3']],
    ['Muller', ['K1', 'K2', 'K3']],
    ['jörg müller altdorf', ['K2']],
    ['Altdorf Müller', ['K2']],
    ['Mülelr Jörg Altdorf', ['K2']],
    ['Herr Müller, Lindenweg 7', ['K2']],
    ['seeufer 99', ['K2']],
    ['müllers', ['K3']],
    ['yilmaz', ['K4']],
    ['becker elif', ['K4']],
    ['Meyer', ['K5']],
    ['bergstraße', ['K5']],
    ['Bergstrasse 3', ['K5']],
    ['Schroeder Baeckerei', ['K6']],
    ['dabrowski lukas', ['K7']],
    ['grossmann', ['K8']],
    ['annefrank', []],
    ['Anne Frank Str 60', ['K8']],
    ['10000004', ['K4']],
    ['1000 0004', ['K4']],
    ['0010000004', ['K4']],
    ['300000001', ['K2']],
    ['500000001', ['K2']],
    ['41373559241', ['K2']],
    ['1 EMH 00 9530 8640', ['K2']],
    ['95308640', ['K2']],
    ['1EMH0095', ['K2']],
    ['030 / 12345-30', ['K4']],
    ['+49 30 1234530', ['K4']],
    ['k4@post', ['K4']],
    ['K4@POST.EXAMPLE', ['K4']],
    ['qqqqqq', []],
    ['', []],
    ["'; drop table customer; --", []],
    ['%%__', []],
    ['müller '.repeat(25), ['K1', 'K2', 'K3']],
  ])('%j: %j', async (typed, numbers) => {
    const found = await find(typed)
    expect(numbers.length === 0 ? found : found.slice(0, numbers.length)).toEqual(numbers)
  })

  test('with the place where the number stands', async () => {
    const hits = await transaction(house.pools.staff, (tx) =>
      searchCustomers(tx, '500000001', { limit: 5, meters: async () => [] }),
    )
    expect(hits).toMatchObject([
      { name: 'Jörg Müller', address: 'Lindenweg 7, 12345 Altdorf', matched: { kind: 'contract', shown: '500000001' } },
    ])
  })
})

test('who is renamed is found by the new name', async () => {
  const [id] = (
    await transaction(house.pools.worker, (tx) =>
      sql<{
        id: string
      }>`update customer set last_name = 'Wunderlich' where customer_number = '10000005' returning id`.execute(
        tables<Record<string, never>>(tx),
      ),
    )
  ).rows.map((row) => row.id)
  const headers = await house.asStaff('agent')
  const body = { rowVersion: 1, phone: '030 999999' }
  await house.server.inject({ method: 'PATCH', url: `/desk/api/customers/${id}`, headers, payload: body })
  expect(await find('wunderlich')).toEqual([])
  await house.settle()
  expect(await find('wunderlich')).toEqual(['K5'])
})

test('folding is the same in the program and in the database', async () => {
  const letters = fc.constantFrom(..."aeiouäöüÄÖÜßẞéèçŁłøÆœıİþžŚ .-/'12345nstrSTRß&,()".split(''))
  const texts = fc.sample(fc.string({ unit: letters, maxLength: 40 }), { numRuns: 300, seed: 11 })
  const samples = [...texts, 'Große Straße 12a', 'Hauptstras', 'Straße', 'Bauer', 'Aachen', 'Strasser', 'Poststr.']
  const { rows } = await transaction(house.pools.worker, (tx) =>
    sql<{
      typed: string
      words: string[]
    }>`select typed, search_words(typed) as words from unnest(${samples}::text[]) typed`.execute(
      tables<Record<string, never>>(tx),
    ),
  )
  for (const { typed, words } of rows) expect(wordsOf(typed), JSON.stringify(typed)).toEqual(words)
})

test.each([
  ['meier', '67'],
  ['mayr', '67'],
  ['schmidt', '862'],
  ['schmitt', '862'],
  ['wikipedia', '3412'],
  ['philipp', '351'],
])('%s sounds like %s', async (word, sound) => {
  const { rows } = await transaction(house.pools.worker, (tx) =>
    sql<{ sound: string }>`select search_sound(${word}) as sound`.execute(tables<Record<string, never>>(tx)),
  )
  expect(rows[0]?.sound).toBe(sound)
})

test.each([
  ['muller', 'muller', 0],
  ['muller', 'mulelr', 1],
  ['muller', 'mller', 1],
  ['muller', 'muuller', 1],
  ['muller', 'muqler', 1],
  ['muller', 'meyer', 3],
  ['', 'abc', 3],
])('from %s to %s are %d errors', (a, b, errors) => {
  expect(errorsBetween(a, b)).toBe(errors)
  expect(errorsBetween(b, a)).toBe(errors)
})

test('a query is taken apart into words and numbers', () => {
  expect(parseQuery('Müller 1 EMH 00 9530')).toMatchObject({
    words: ['muller', '1', 'emh', '00', '9530'],
    numbers: ['9530'],
  })
  expect(parseQuery('1 EMH 00 9530 8640').numbers).toContain('1EMH0095308640')
  expect(parseQuery('030 / 123-45')).toMatchObject({ phone: '+493012345' })
  expect(parseQuery('x'.repeat(10_000)).words[0]?.length).toBe(40)
})
