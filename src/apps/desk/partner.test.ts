import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn } from '../../../tests/setup/people.ts'
import { sessionOpeners } from '#company/identity'
import { tables, transaction } from '#platform/database'
import { tokenHash } from '#platform/http'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

test('a partner sees what was handed to its company, in few fields, reports it once, and finds nothing else', async () => {
  const home = await settleIn(house.pools, { lastName: 'Geheimnis' })
  const partner = await house.asStaff('partner')
  const stranger = await house.asStaff('partner')
  const [me] = await run(sql<{ id: string }>`select id from staff where roles = '{partner}' order by id limit 1`)
  await run(sql`insert into task_group_member (group_code, staff_id) values ('partner-metering', ${me?.id as string})`)
  // Being a member of one of our own groups opens nothing of it.
  await run(sql`insert into task_group_member (group_code, staff_id) values ('service', ${me?.id as string})`)
  const made = await run(sql<{ id: string; group_name: string }>`
    insert into task (kind, customer_id, contract_id, group_name, due_on)
    values ('staying.check-reading', ${home.customerId}, ${home.contractId}, 'partner-metering', '2026-12-01'),
           ('staying.check-reading', ${home.customerId}, ${home.contractId}, 'service', '2026-12-01') returning id, group_name`)
  const [ours, foreign] = made.map((task) => task.id) as [string, string]
  const list = (headers: Record<string, string>) => house.server.inject({ url: '/desk/api/partner/tasks', headers })
  const seen = await list(partner)
  expect(seen.json().tasks).toEqual([
    {
      id: ours,
      kind: 'staying.check-reading',
      dueOn: '2026-12-01',
      company: 'Zählerdienst Nord (Partner)',
      place: 'Lindenweg 7, 12341 Musterstadt',
      meterNumbers: [home.meterNumber],
      rowVersion: 1,
    },
  ])
  expect(seen.body).not.toContain('Geheimnis')
  expect((await list(stranger)).json().tasks).toEqual([])
  const report = (id: string, headers: Record<string, string>) =>
    house.server.inject({
      method: 'POST',
      url: `/desk/api/partner/tasks/${id}/report`,
      headers,
      payload: { rowVersion: 1, outcome: 'done', note: 'Zähler abgelesen' },
    })
  expect((await report(foreign, partner)).statusCode).toBe(404)
  expect((await report(ours, stranger)).statusCode).toBe(404)
  expect((await report(ours, partner)).statusCode).toBe(200)
  expect(await run(sql`select state, group_name from task where id = ${ours}`)).toEqual([
    { state: 'open', group_name: 'metering' },
  ])
  expect((await list(partner)).json().tasks).toEqual([])
  for (const url of [
    `/desk/api/tasks/${ours}`,
    `/desk/api/customers/${home.customerId}`,
    '/desk/api/search?q=Geheimnis',
  ])
    expect((await house.server.inject({ url, headers: partner })).statusCode, url).toBe(404)
  // Nor does the database session of a partner hold a row of customers.
  const token = partner['cookie']?.split('=')[1] as string
  for (const table of ['customer', 'contract', 'contract_account', 'site', 'market_location']) {
    const { rows } = await transaction(
      house.pools.staff,
      (tx) => sql`select 1 from ${sql.table(table)}`.execute(tables<Record<string, never>>(tx)),
      [sessionOpeners.staff.statement(tokenHash(token))],
    )
    expect(rows, table).toEqual([])
  }
})
