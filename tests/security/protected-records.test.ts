import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { methodOf, rolesLetIn, type Route, type StaffRole, staffRights } from '#platform/http'
import { routes } from '../../src/house.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

const MARK = 'Geheimnisträger'
let house: TestHouse
let home: TestHome
let number: string
let agent: Record<string, string>
let lead: Record<string, string>
/** Things of the protected customer, by what a route calls them. */
let things: Readonly<Record<string, string>>

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const one = async (query: ReturnType<typeof sql<{ id: string }>>) => (await rowsOf(query))[0]?.id as string
const call = (url: string, headers: Record<string, string>, payload?: object) =>
  house.server.inject(payload ? { method: 'POST', url, headers, payload } : { url, headers })

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools, { lastName: MARK })
  agent = await house.asStaff('agent', 'billing-clerk', 'receivables-clerk', 'administrator')
  lead = await house.asStaff('team-lead')
  const own = home.customerId
  await rowsOf(
    sql`update customer set street = ${`${MARK}weg`}, email = 'geheim@post.example', customer_number = '77001234' where id = ${own}`,
  )
  await rowsOf(sql`select customer_search_refresh(array[${own}::bigint])`)
  number = (await rowsOf(sql<{ n: string }>`select customer_number as n from customer where id = ${own}`))[0]
    ?.n as string
  const task = await call('/desk/api/tasks', lead, {
    kind: 'tasks.by-hand',
    customerId: own,
    title: `Rückruf ${MARK}`,
    group: 'service',
    priority: 1,
  })
  expect(task.statusCode, task.body).toBeLessThan(300)
  await house.settle()
  await rowsOf(sql`insert into outbox (idempotency_key, channel, kind, recipient, subject, body_text, customer_id, state, attempts, last_error)
    values ('protected-1', 'e-mail', 'x', 'geheim@post.example', ${MARK}, 'x', ${own}, 'failed', 3, 'x')`)
  things = {
    customers: own,
    tasks: await one(sql`select id from task where customer_id = ${own} limit 1`),
    erasures: await one(sql`insert into erasure_request (customer_id, channel, actor_kind, actor_id, asked_at)
      values (${own}, 'desk', 'staff', 1, now()) returning id`),
    readings: await one(sql`select r.id from reading r where r.market_location_id = ${home.marketLocationId} limit 1`),
    meters: await one(sql`select id from meter where market_location_id = ${home.marketLocationId}`),
    'reading-requests': await one(sql`insert into reading_request (customer_id, market_location_ids, asked_at, due_on)
      values (${own}, array[${home.marketLocationId}::bigint], now(), '2026-12-01') returning id`),
  }
  const protect = await call(`/desk/api/customers/${own}/protection`, lead, {
    kind: 'address-block',
    note: 'Auskunftssperre, Einwohneramt, Az. 12/26',
    grantedUntil: '2028-11-21',
  })
  expect(protect.statusCode, protect.body).toBe(200)
})
afterAll(() => house?.end())

/** Every door about one thing of a customer that such a person may otherwise open. */
const doors = (may: readonly StaffRole[]) =>
  routes.filter((route: Route) => {
    const kind = /^\/desk\/api\/([a-z-]+)\/:id/.exec(route.path)?.[1]
    return (
      route.who.kind === 'staff' &&
      kind !== undefined &&
      kind in { customers: 1, tasks: 1, erasures: 1, readings: 1, meters: 1, 'reading-requests': 1 } &&
      may.some((role) => rolesLetIn(route.who.roles as readonly StaffRole[]).includes(role))
    )
  })

const addressOf = (route: Route): string => {
  const kind = /^\/desk\/api\/([a-z-]+)\/:id/.exec(route.path)?.[1] as string
  return route.path.replace(':id', things[kind] as string).replaceAll(/:\w+/g, '1')
}

describe('a record that an authority protects', () => {
  const may = ['agent', 'billing-clerk', 'receivables-clerk', 'administrator'] as const
  test.each(doors(may).map((route) => [`${methodOf(route)} ${route.path}`, route] as const))(
    'is closed to who has not the right: %s',
    async (_name, route) => {
      const method = methodOf(route)
      const body = method === 'GET' || !route.contract.body ? {} : { payload: {} }
      const answer = await house.server.inject({ method, url: addressOf(route), headers: agent, ...body })
      // What cannot be read is refused before anything is looked for, for everybody alike.
      expect([403, 404, 422], answer.body).toContain(answer.statusCode)
      if (method === 'GET')
        expect(answer.statusCode === 422 || answer.json().code === 'platform.record-protected').toBe(true)
      expect(answer.body).not.toContain(MARK)
    },
  )

  test('changes nothing for who has not the right, however right the rest is', async () => {
    const asked = { toldBy: 'call', reason: 'Am Telefon gesagt' }
    const acts: [string, object][] = [
      ['name', { ...asked, rowVersion: 1, lastName: 'Neu' }],
      ['holds', { kind: 'dispute', note: 'Rechnung 4711' }],
      ['viewing', { reason: 'Die Kundin fragt' }],
      ['channels', { ...asked, email: 'neu@post.example' }],
      ['death', { diedOn: '2026-11-20', rowVersion: 1, reason: 'Urkunde' }],
    ]
    for (const [path, payload] of acts) {
      const answer = await call(`/desk/api/customers/${home.customerId}/${path}`, agent, payload)
      expect([answer.statusCode, answer.json().code], path).toEqual([403, 'platform.record-protected'])
    }
    expect(await rowsOf(sql`select last_name from customer where id = ${home.customerId}`)).toEqual([
      { last_name: MARK },
    ])
    expect(await rowsOf(sql`select 1 from legal_hold where customer_id = ${home.customerId}`)).toEqual([])
  })

  test('is found by nothing but its whole number, which leads to a notice', async () => {
    const search = async (q: string) => (await call(`/desk/api/search?q=${encodeURIComponent(q)}`, agent)).json().hits
    for (const typed of [
      MARK,
      `${MARK}weg`,
      'geheim@post.example',
      home.contractNumber,
      home.meterNumber,
      number.slice(0, -2),
    ])
      expect(JSON.stringify(await search(typed)), typed).not.toMatch(new RegExp(`${MARK}|"id":"${home.customerId}"`))
    expect(await search(number)).toEqual([
      expect.objectContaining({ id: home.customerId, name: '', address: '', isProtected: true }),
    ])
  })

  test('stands in no list: names, tasks, messages that failed, logins, work that was written about', async () => {
    const lists = [
      `/desk/api/names?customers=${home.customerId}`,
      '/desk/api/tasks',
      '/desk/api/failed-messages',
      `/desk/api/accounts?customer=${home.customerId}`,
      `/desk/api/search/work?q=${MARK}`,
      '/desk/api/duplicates',
      '/desk/api/conflicts',
    ]
    await house.asCustomer(home.customerId)
    await rowsOf(
      sql`update account set name = ${MARK} where id in (select account_id from account_grant where customer_id = ${home.customerId})`,
    )
    for (const url of lists) {
      const answer = await call(url, agent)
      expect(answer.statusCode, url).toBe(200)
      expect(answer.body, url).not.toContain(MARK)
      expect(answer.body, url).not.toContain('geheim@')
    }
    expect((await call('/desk/api/tasks', lead)).body).toContain(MARK)
  })

  test('opens for a team lead, without the address in the search, and every look and every refusal is a line', async () => {
    const found = (await call(`/desk/api/search?q=${MARK}`, lead)).json().hits
    expect(found).toEqual([expect.objectContaining({ name: `Erika ${MARK}`, address: '', isProtected: true })])
    expect((await call(`/desk/api/customers/${home.customerId}`, lead)).statusCode).toBe(200)
    await call(`/desk/api/customers/${home.customerId}`, agent)
    const lines = await rowsOf<{ action: string; route: string }>(sql`
      select action, route from audit where customer_id = ${home.customerId} and route = 'GET /desk/api/customers/:id' order by id desc limit 2`)
    expect(lines.map((line) => line.action)).toEqual(['refused', 'seen'])
    const changed = await rowsOf<{ n: number }>(sql`select count(*)::int as n from audit
      where customer_id = ${home.customerId} and action = 'refused' and route = 'POST /desk/api/customers/:id/name'`)
    expect(changed).toEqual([{ n: 1 }])
  })

  test('is closed by the database itself, whoever forgets a door', async () => {
    const seen = await transaction(house.pools.staff, async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`select set_config('app.staff_id', '1', true), set_config('app.staff_roles', '{agent}', true)`.execute(
        on,
      )
      return (
        await sql<{ n: number }>`select count(*)::int as n from customer where id = ${home.customerId}`.execute(on)
      ).rows
    })
    expect(seen).toEqual([{ n: 0 }])
  })

  test('the rule in the database names the roles of the table of rights', async () => {
    const wanted = rolesLetIn(staffRights['customers.protected'])
    const [row] = await rowsOf(
      sql<{ source: string }>`select pg_get_functiondef('app_sees_protected()'::regprocedure) as source`,
    )
    const named = /\{([a-z,-]+)\}/.exec(row?.source ?? '')?.[1]?.split(',')
    expect(named?.sort()).toEqual([...wanted].sort())
  })

  test('is open again when the protection ends, and both stand in the log', async () => {
    const ended = await call(`/desk/api/customers/${home.customerId}/protection/end`, lead, {
      reason: 'Sperre aufgehoben',
    })
    expect(ended.statusCode).toBe(200)
    expect((await call(`/desk/api/customers/${home.customerId}`, agent)).statusCode).toBe(200)
  })
})

describe('an employee who is a customer', () => {
  let own: TestHome
  let worker: Record<string, string>
  let workerId: string
  const staffIdOf = async () =>
    (await rowsOf(sql<{ id: string }>`select id from staff order by id desc limit 1`))[0]?.id as string

  beforeAll(async () => {
    own = await settleIn(house.pools, { lastName: 'Mitarbeit' })
    worker = await house.asStaff('agent', 'team-lead', 'manager')
    workerId = await staffIdOf()
  })

  test('opens neither the own record nor that of the household, and a colleague opens both', async () => {
    const partner = await settleIn(house.pools, { lastName: 'Partner' })
    // Supplied at the same place: one household.
    await rowsOf(sql`update market_location set site_id = (select site_id from market_location where id = ${own.marketLocationId})
      where id = ${partner.marketLocationId}`)
    expect((await call(`/desk/api/customers/${own.customerId}`, worker)).statusCode).toBe(200)
    const noted = await call(`/desk/api/customers/${own.customerId}/employees`, lead, { staffId: workerId })
    expect(noted.statusCode, noted.body).toBe(200)
    for (const { customerId } of [own, partner]) {
      const answer = await call(`/desk/api/customers/${customerId}`, worker)
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'platform.record-own'])
      const asked = { toldBy: 'counter', reason: 'Ich selbst war es' }
      expect(
        (await call(`/desk/api/customers/${customerId}/name`, worker, { ...asked, rowVersion: 1, lastName: 'X' }))
          .statusCode,
      ).toBe(403)
      expect((await call(`/desk/api/customers/${customerId}`, agent)).statusCode).toBe(200)
    }
    // Nor takes the note away.
    const url = `/desk/api/customers/${own.customerId}/employees/${workerId}`
    expect((await house.server.inject({ method: 'DELETE', url, headers: worker })).statusCode).toBe(403)
    expect((await house.server.inject({ method: 'DELETE', url, headers: lead })).statusCode).toBe(200)
  })

  test('is known by the mail address, too, without anybody noting it', async () => {
    const mail = await settleIn(house.pools, { lastName: 'Post' })
    const plain = await house.asStaff('agent')
    const id = await staffIdOf()
    expect((await call(`/desk/api/customers/${mail.customerId}`, plain)).statusCode).toBe(200)
    await rowsOf(
      sql`update staff set email = (select upper(email) from customer where id = ${mail.customerId}) where id = ${id}`,
    )
    expect((await call(`/desk/api/customers/${mail.customerId}`, plain)).json().code).toBe('platform.record-own')
  })
})
