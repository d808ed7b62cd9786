import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditRowsOf } from '#company/journal'
import { sessionOpeners } from '#company/identity'
import { tables, transaction } from '#platform/database'
import { cookieNames, methodOf, tokenHash } from '#platform/http'
import { routes } from '../../src/house.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
type Headers = Record<string, string>
let agent: Headers
let auditor: Headers

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
  auditor = await house.asStaff('auditor')
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const get = (url: string, headers: Headers) =>
  house.server.inject({ url, headers: { accept: 'application/json', ...headers } })
const lines = (customerId: string) =>
  run(sql<{ action: string; route: string; detail: string | null; actor_kind: string; address: string }>`
    select action, route, detail, actor_kind, address from audit where customer_id = ${customerId} order by id`)

describe('the log of what staff sees and changes', () => {
  test('names person, customer, door and address for a look, a search and a change, with the reason that was given', async () => {
    const one = await settleIn(house.pools)
    expect((await get(`/desk/api/customers/${one.customerId}`, agent)).statusCode).toBe(200)
    const changed = await house.server.inject({
      method: 'PATCH',
      url: `/desk/api/customers/${one.customerId}`,
      headers: agent,
      payload: { email: 'neu@post.example', phone: null, mobile: null, rowVersion: 1 },
    })
    expect(changed.statusCode).toBe(200)
    expect(await lines(one.customerId)).toMatchObject([
      { action: 'seen', route: 'GET /desk/api/customers/:id', actor_kind: 'staff', address: '127.0.0.1' },
      { action: 'changed', route: 'PATCH /desk/api/customers/:id', actor_kind: 'staff' },
    ])
    await get('/desk/api/search?q=Musterfrau', agent)
    const [searched] = await run(
      sql<{ detail: string }>`select detail from audit where action = 'searched' order by id desc limit 1`,
    )
    expect(searched?.detail).toBe('Musterfrau')
  })

  test('names the customer behind a task and a reading', async () => {
    const one = await settleIn(house.pools)
    const [reading] = await run(
      sql<{ id: string }>`select id from reading where register_id = ${one.registerId} limit 1`,
    )
    await get(`/desk/api/readings/${reading?.id}`, agent)
    const [task] = await run(sql<{ id: string }>`insert into task (kind, customer_id, group_name, due_on)
      values ('x', ${one.customerId}, 'service', '2026-12-01') returning id`)
    await get(`/desk/api/tasks/${task?.id}`, agent)
    expect((await lines(one.customerId)).map((line) => line.route)).toEqual([
      'GET /desk/api/readings/:id',
      'GET /desk/api/tasks/:id',
    ])
  })

  test('says nothing of who was not let in, and nothing of a change that was refused', async () => {
    const one = await settleIn(house.pools)
    await get(`/desk/api/customers/${one.customerId}`, await house.asStaff('editor'))
    await get(`/desk/api/customers/${one.customerId}`, { cookie: `${cookieNames.staff}=${'x'.repeat(43)}` })
    const refused = await house.server.inject({
      method: 'POST',
      url: `/desk/api/customers/${one.customerId}/viewing`,
      headers: agent,
      payload: { reason: 'x' },
    })
    expect(refused.statusCode).toBe(422)
    expect(await lines(one.customerId)).toEqual([])
  })

  test('is written for every door of staff that names one thing', () => {
    const open = routes.filter(
      (route) => route.who.kind === 'staff' && /^\/desk\/api\/.*:id/.test(route.path) && route.audit === false,
    )
    expect(open.map((route) => `${methodOf(route)} ${route.path}`)).toEqual([])
  })

  test('cannot be changed, deleted or emptied by anybody at run time, also not by its month', async () => {
    const month = new Date().toISOString().slice(0, 7).replace('-', '_')
    for (const pool of [house.pools.worker, house.pools.staff, house.pools.customer])
      for (const query of [
        sql`update audit set detail = 'x'`,
        sql`delete from audit`,
        sql`truncate audit`,
        sql`truncate ${sql.table(`audit_${month}`)}`,
      ])
        await expect(transaction(pool, (tx) => query.execute(tables<Record<string, never>>(tx)))).rejects.toThrow(
          /permission denied|append-only|must be owner/,
        )
  })

  test('lies in a partition for each month, and those of the next year are there', async () => {
    const [row] = await run(sql<{ made: number; n: string }>`
      select (select count(*) from pg_inherits where inhparent = 'audit'::regclass) as n,
             audit_make_partitions((now() + interval '14 months')::date) as made`)
    expect(Number(row?.n)).toBeGreaterThanOrEqual(15)
    expect(row?.made).toBe(0)
  })

  test('is read by the auditor by customer and day, page by page, and as a file; that is written down, too', async () => {
    const one = await settleIn(house.pools, { lastName: '=Formel' })
    for (let round = 0; round < 3; round += 1) await get(`/desk/api/customers/${one.customerId}`, agent)
    const answer = await get(`/desk/api/audit?customer=${one.customerId}&action=seen`, auditor)
    expect(answer.json().lines).toHaveLength(3)
    expect(answer.json().lines[0]).toMatchObject({ staffName: 'Kim Test', action: 'seen', customerId: one.customerId })
    const none = await get(`/desk/api/audit?customer=${one.customerId}&until=2020-01-01`, auditor)
    expect(none.json().lines).toEqual([])
    await get('/desk/api/search?q=%3DSUMME(A1)', agent)
    const file = await get('/desk/api/audit.csv?action=searched', auditor)
    expect(file.headers['content-type']).toContain('text/csv')
    expect(file.body).toContain(`"'=SUMME(A1)"`)
    const [read] = await run(
      sql<{ detail: string }>`select detail from audit where action = 'read-audit' order by id limit 1`,
    )
    expect(read?.detail).toBe(`customer=${one.customerId} action=seen`)
  })

  test('is closed to the database session of staff who is no auditor', async () => {
    const token = agent['cookie']?.split('=')[1] as string
    const seen = await transaction(
      house.pools.staff,
      (tx) => sql`select id from audit`.execute(tables<Record<string, never>>(tx)),
      [sessionOpeners.staff.statement(tokenHash(token))],
    )
    expect(seen.rows).toEqual([])
  })
})

describe('seeing the portal as a customer does', () => {
  const ask = (customerId: string, headers: Headers, reason = 'Kundin findet den Zähler nicht') =>
    house.server.inject({
      method: 'POST',
      url: `/desk/api/customers/${customerId}/viewing`,
      headers,
      payload: { reason },
    })
  const post = (url: string, headers: Headers = {}, fields = '') =>
    house.server.inject({
      method: 'POST',
      url,
      headers: {
        'sec-fetch-site': 'same-origin',
        accept: 'text/html',
        ...headers,
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: fields,
    })
  async function open(customerId: string): Promise<Headers> {
    const link = new URL((await ask(customerId, agent)).json().link).pathname
    const answer = await post(link)
    expect(answer.statusCode).toBe(303)
    return { cookie: `${cookieNames.portal}=${answer.cookies.find((one) => one.name === cookieNames.portal)?.value}` }
  }
  const page = (url: string, headers: Headers) =>
    house.server.inject({ url, headers: { accept: 'text/html', ...headers } })

  test('shows the customer’s pages with a banner, changes nothing, and leaves a fact and a line for each page', async () => {
    const one = await settleIn(house.pools, { lastName: 'Sichtbar' })
    const viewing = await open(one.customerId)
    const overview = await page('/uebersicht', viewing)
    expect(overview.statusCode).toBe(200)
    expect(overview.body).toContain('Sichtbar')
    expect(overview.body).toContain('Kundensicht:')
    const before = await run(sql<{ n: string }>`select count(*) as n from reading`)
    const entered = await post(
      '/zaehlerstand',
      viewing,
      `readings.0.registerId=${one.registerId}&readings.0.value=18000`,
    )
    expect(entered.statusCode).toBe(403)
    expect(await run(sql<{ n: string }>`select count(*) as n from reading`)).toEqual(before)
    // What belongs to the login is not the customer's page.
    for (const path of ['/konto', '/konto/sitzungen', '/konto/passwort', '/konto/personen/einladen'])
      expect((await page(path, viewing)).statusCode, path).toBe(403)
    expect((await lines(one.customerId)).map((line) => `${line.actor_kind} ${line.action} ${line.route}`)).toEqual([
      'staff changed POST /desk/api/customers/:id/viewing',
      'viewing seen GET /uebersicht',
    ])
    expect((await lines(one.customerId))[0]?.detail).toBe('Kundin findet den Zähler nicht')
    const facts = await run(sql<{ name: string }>`select name from journal where customer_id = ${one.customerId}`)
    expect(facts.map((fact) => fact.name)).toContain('identity.viewed-as-customer')
  })

  test('is a transaction that the database itself lets write nothing', async () => {
    const one = await settleIn(house.pools)
    const viewing = await open(one.customerId)
    const token = viewing['cookie']?.split('=')[1] as string
    const tried = (query: ReturnType<typeof sql>) =>
      transaction(house.pools.customer, (tx) => query.execute(tables<Record<string, never>>(tx)), [
        sessionOpeners.customer.statement(tokenHash(token)),
      ])
    await expect(
      tried(sql`insert into journal (name, phase, customer_id, channel, actor_kind, occurred_at, payload)
        values ('x', 'any', ${one.customerId}, 'portal', 'system', now(), '{}')`),
    ).rejects.toThrow(/read-only transaction/)
    await expect(tried(sql`set transaction read write`)).rejects.toThrow(/read-write mode must be set before/)
    expect((await tried(sql`select id from customer`)).rows).toEqual([{ id: one.customerId }])
  })

  test('needs a reason and a role; the link works once and for a minute, the view for 15', async () => {
    expect((await ask(home.customerId, agent, '')).statusCode).toBe(422)
    expect((await ask(home.customerId, auditor)).statusCode).toBe(404)
    const link = new URL((await ask(home.customerId, agent)).json().link).pathname
    expect((await page(link, {})).statusCode).toBe(200)
    const answers = await Promise.all([post(link), post(link)])
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 422])
    const late = new URL((await ask(home.customerId, agent)).json().link).pathname
    await run(sql`update viewing set link_ends_at = now() - interval '1 second'`)
    expect((await post(late)).statusCode).toBe(422)
    const viewing = await open(home.customerId)
    expect((await page('/uebersicht', viewing)).statusCode).toBe(200)
    await run(sql`update viewing set ends_at = now() where customer_id = ${home.customerId}`)
    expect((await page('/uebersicht', viewing)).statusCode).toBe(303)
  })

  test('ends by its button, and with the staff member’s account', async () => {
    const viewing = await open(home.customerId)
    expect((await post('/ansicht-beenden', viewing)).statusCode).toBe(200)
    expect((await page('/uebersicht', viewing)).statusCode).toBe(303)
    const other = await open(home.customerId)
    await run(
      sql`update staff set disabled_at = now() where id = (select staff_id from viewing order by id desc limit 1)`,
    )
    expect((await page('/uebersicht', other)).statusCode).toBe(303)
    await run(sql`update staff set disabled_at = null`)
  })

  test('stands in the customer’s own data export, without the name of the person', async () => {
    const one = await settleIn(house.pools)
    await page('/uebersicht', await open(one.customerId))
    const asCustomer = await house.asCustomer(one.customerId)
    const token = asCustomer['cookie']?.split('=')[1] as string
    const rows = await transaction(house.pools.customer, (tx) => auditRowsOf(tx, one.customerId), [
      sessionOpeners.customer.statement(tokenHash(token)),
    ])
    expect(rows.map((row) => `${row.actorKind} ${row.action} ${row.route}: ${row.detail}`)).toEqual([
      'staff changed POST /desk/api/customers/:id/viewing: Kundin findet den Zähler nicht',
      'viewing seen GET /uebersicht: null',
    ])
    // Not the lines of others.
    const foreign = await transaction(house.pools.customer, (tx) => auditRowsOf(tx, home.customerId), [
      sessionOpeners.customer.statement(tokenHash(token)),
    ])
    expect(foreign).toEqual([])
  })
})
