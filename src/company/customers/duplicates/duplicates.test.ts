import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { findDuplicates } from './find-duplicates.sql.ts'
import { plantDuplicates, scoreFound } from './planted.fixture.ts'

let house: TestHouse
let agent: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const find = () => transaction(house.pools.worker, (tx) => findDuplicates(tx, house.clock.now()))
const api = (method: 'GET' | 'POST', url: string, payload?: object) =>
  house.server.inject({ method, url, headers: agent, ...(payload && { payload }) })

/** `KW_DUPLICATES=100000` measures at the size of a town. */
const COUNT = Number(process.env['KW_DUPLICATES'] ?? 3_000)

test('of planted duplicates most are found, and few who are not the same', { timeout: 600_000 }, async () => {
  const planted = await plantDuplicates(house.pools, COUNT, Math.round(COUNT / 50))
  const began = performance.now()
  await find()
  const seconds = (performance.now() - began) / 1_000
  const found = await scoreFound(house.pools, planted)
  if (process.env['KW_DUPLICATES'])
    process.stdout.write(
      `${planted.customers} customers, ${planted.pairs.size} planted, ${seconds.toFixed(1)} s: ${JSON.stringify(found)}\n`,
    )
  expect(found.recall).toBeGreaterThan(0.85)
  expect(found.precision).toBeGreaterThan(0.85)
  expect(await find()).toBe(0)
  await rowsOf(sql`delete from duplicate_pair`)
  await rowsOf(sql`delete from customer where customer_number like 'D%'`)
})

describe('two records of one person', () => {
  let one: TestHome
  let two: TestHome
  let own: Record<string, string>
  let other: Record<string, string>
  let mergeId: string

  const view = async (id: string) => (await api('GET', `/desk/api/customers/${id}`)).json()
  const contractsOf = async (id: string) =>
    (
      await rowsOf(sql<{ n: string }>`select contract_number as n from contract where customer_id = ${id} order by 1`)
    ).map((row) => row.n)

  test('are found, listed, and shown side by side', async () => {
    one = await settleIn(house.pools, { lastName: 'Größenwahn' })
    two = await settleIn(house.pools, { lastName: 'Groessenwan' })
    await rowsOf(sql`update customer set birth_date = '1971-03-05' where id in (${one.customerId}, ${two.customerId})`)
    await rowsOf(sql`update customer set mobile = '+4915199999999' where id = ${two.customerId}`)
    own = await house.asCustomer(one.customerId)
    other = await house.asCustomer(two.customerId)
    expect(await find()).toBe(1)
    const { pairs } = (await api('GET', '/desk/api/duplicates')).json()
    expect(pairs).toMatchObject([{ reasons: ['name', 'first-name', 'birth-date', 'address'], state: 'open' }])
    const { a, b } = (await api('GET', `/desk/api/duplicates/${pairs[0].id}`)).json()
    expect([a.lastName, b.lastName].sort()).toEqual(['Groessenwan', 'Größenwahn'])
  })

  test('become one as a person chose per field: rows move, and the survivor reads both journals', async () => {
    await house.server.inject({
      method: 'PATCH',
      url: `/desk/api/customers/${two.customerId}`,
      headers: agent,
      payload: { rowVersion: 1, phone: '030 1234567' },
    })
    await house.settle()
    const merge = {
      survivorId: one.customerId,
      mergedId: two.customerId,
      takeFromMerged: ['mobile'],
      versions: { survivor: 1, merged: 2 },
      reason: 'Beide Ausweise am Schalter gesehen',
    }
    expect((await api('POST', '/desk/api/merges', { ...merge, versions: { survivor: 1, merged: 1 } })).statusCode).toBe(
      409,
    )
    const done = await api('POST', '/desk/api/merges', merge)
    expect(done.statusCode).toBe(200)
    mergeId = done.json().mergeId
    await house.settle()
    expect((await view(one.customerId)).customer).toMatchObject({
      lastName: 'Größenwahn',
      mobile: '+4915199999999',
      phone: null,
    })
    expect(await contractsOf(one.customerId)).toEqual([one.contractNumber, two.contractNumber].sort())
    expect((await house.server.inject({ url: '/verlauf', headers: own })).body).toContain('Telefonnummer geändert')
    expect((await house.server.inject({ url: '/meine-daten', headers: own })).body).toContain(two.contractNumber)
    expect(await rowsOf(sql`select 1 from customer_search where customer_id = ${two.customerId}`)).toEqual([])
  })

  test('whoever signed in to the record that went acts for the survivor now', async () => {
    expect((await house.server.inject({ url: '/meine-daten', headers: other })).body).toContain('Größenwahn')
  })

  test('are not merged twice, nor with themselves', async () => {
    const merge = { takeFromMerged: [], versions: { survivor: 1, merged: 1 }, reason: 'noch einmal' }
    expect(
      (await api('POST', '/desk/api/merges', { ...merge, survivorId: one.customerId, mergedId: one.customerId }))
        .statusCode,
    ).toBe(422)
    const versions = await rowsOf(
      sql<{
        id: string
        v: number
      }>`select id, row_version as v from customer where id in (${one.customerId}, ${two.customerId})`,
    )
    const v = (id: string) => versions.find((row) => row.id === id)?.v ?? 0
    const again = {
      ...merge,
      survivorId: one.customerId,
      mergedId: two.customerId,
      versions: { survivor: v(one.customerId), merged: v(two.customerId) },
    }
    expect((await api('POST', '/desk/api/merges', again)).json().code).toBe('customers.merged-already')
  })

  test('are taken apart: exactly what moved goes back, and each reads the own journal only', async () => {
    await house.server.inject({
      method: 'PATCH',
      url: `/desk/api/customers/${one.customerId}`,
      headers: agent,
      payload: { rowVersion: (await view(one.customerId)).customer.rowVersion, phone: '030 7654321' },
    })
    expect((await api('POST', `/desk/api/merges/${mergeId}/undo`)).statusCode).toBe(200)
    expect((await api('POST', `/desk/api/merges/${mergeId}/undo`)).statusCode).toBe(409)
    await house.settle()
    expect(await contractsOf(one.customerId)).toEqual([one.contractNumber])
    expect(await contractsOf(two.customerId)).toEqual([two.contractNumber])
    // The mobile number goes back; the phone that somebody entered after the merge stays.
    expect((await view(one.customerId)).customer).toMatchObject({ mobile: null, phone: '+49307654321' })
    expect((await view(two.customerId)).customer).toMatchObject({ mobile: '+4915199999999', phone: '+49301234567' })
    expect((await house.server.inject({ url: '/meine-daten', headers: own })).body).not.toContain(two.contractNumber)
    expect((await house.server.inject({ url: '/meine-daten', headers: other })).body).toContain(two.contractNumber)
    const journal = (headers: Record<string, string>) => house.server.inject({ url: '/verlauf', headers })
    expect((await journal(other)).body).toContain('Telefonnummer geändert')
    expect(await rowsOf(sql`select 1 from customer_search where customer_id = ${two.customerId}`)).toHaveLength(1)
  })

  test('that are two people are not shown again', async () => {
    const { pairs } = (await api('GET', '/desk/api/duplicates')).json()
    expect(pairs).toHaveLength(1)
    expect((await api('POST', `/desk/api/duplicates/${pairs[0].id}/dismissal`)).statusCode).toBe(200)
    expect(await find()).toBe(0)
    expect((await api('GET', '/desk/api/duplicates')).json().pairs).toEqual([])
  })
})
