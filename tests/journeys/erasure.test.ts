import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eraseDueJob, mayWeWrite } from '#company/customers'
import { tables, transaction } from '#platform/database'
import { sendForm } from '../setup/forms.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let home: TestHome
let customer: Record<string, string>
let agent: Record<string, string>
let lead: Record<string, string>

beforeAll(async () => {
  house = await testHouse('2026-05-04T09:00:00Z')
  home = await settleIn(house.pools, { lastName: 'Vergissmeinnicht' })
  customer = await house.asCustomer(home.customerId)
  agent = await house.asStaff('agent')
  lead = await house.asStaff('manager')
})
afterAll(() => house?.end())

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const row = async () =>
  (await rowsOf(sql<Record<string, unknown>>`select * from customer where id = ${home.customerId}`))[0] as Record<
    string,
    unknown
  >
const request = async () =>
  (
    await rowsOf(sql<{ id: string; state: string; until: string | null }>`
    select id, state, restricted_until::text as until from erasure_request where customer_id = ${home.customerId}`)
  )[0]
const nightOf = async (day: string) => {
  house.clock.moveTo(`${day}T03:20:00Z`)
  await eraseDueJob(house.pools).run({}, house.clock.now(), undefined as never)
  await house.settle()
}
const desk = (method: 'GET' | 'POST' | 'DELETE', url: string, headers: Record<string, string>, payload?: object) =>
  house.server.inject({ method, url, headers, ...(payload && { payload }) })
const mails = () =>
  rowsOf(sql<{ text: string; recipient: string }>`select body_text as text, recipient from outbox
    where customer_id = ${home.customerId} and kind = 'customers.erasure' order by id`)

let hold: string

test('March 31: the contract has ended. May 4: a bill is still open, and the customer asks to be forgotten', async () => {
  await rowsOf(sql`update contract set ends_on = '2026-03-31' where id = ${home.contractId}`)
  await rowsOf(
    sql`update customer set birth_date = '1980-01-01', phone = '+493012345678' where id = ${home.customerId}`,
  )
  const noted = await desk('POST', `/desk/api/customers/${home.customerId}/holds`, agent, {
    kind: 'open-balance',
    note: 'Schlussrechnung 2026-03, 84,20 EUR offen',
  })
  expect(noted.statusCode).toBe(200)
  hold = noted.json().id
  const page = await house.server.inject({ url: '/meine-daten/loeschen', headers: customer })
  expect(page.body).toContain('bleibt vorerst: ein Betrag ist noch offen')
  expect(page.body).toContain('Geburtsdatum')
  expect((await sendForm(house, '/meine-daten/loeschen', customer, {})).statusCode).toBe(303)
  expect((await sendForm(house, '/meine-daten/loeschen', customer, {})).statusCode).toBe(409)
  expect(await rowsOf(sql`select kind, due_on::text as due from task where customer_id = ${home.customerId}`)).toEqual([
    { kind: 'customers.erasure-asked', due: '2026-05-18' },
  ])
})

test('May 5: nothing has been erased yet; an agent cannot release it, a team lead does, once', async () => {
  house.clock.moveTo('2026-05-05T09:00:00Z')
  const url = `/desk/api/erasures/${(await request())?.id}`
  const plan = (await desk('GET', url, agent)).json()
  expect(plan).toMatchObject({ state: 'asked', holding: ['open-balance'], free: null })
  expect((await row())['birth_date']).not.toBeNull()
  const body = { decision: 'released', reason: 'Identität am Telefon geprüft', rowVersion: plan.rowVersion }
  expect((await desk('POST', `${url}/decision`, agent, body)).statusCode).toBe(404)
  expect((await desk('POST', `${url}/decision`, lead, body)).statusCode).toBe(200)
  expect((await desk('POST', `${url}/decision`, lead, body)).statusCode).toBe(409)
  await house.settle()
  expect((await request())?.state).toBe('waiting')
  expect(await row()).toMatchObject({ birth_date: null, phone: '+493012345678', restricted_at: null })
  expect(await rowsOf(sql`select state from task where customer_id = ${home.customerId}`)).toEqual([{ state: 'done' }])
  const [mail] = await mails()
  expect(mail?.text).toContain('Geburtsdatum: wird sofort gelöscht')
  expect(mail?.text).toContain('E-Mail, Telefon, Mobil: bleibt vorerst: ein Betrag ist noch offen')
})

test('June 1: the bill is still open, so nothing more happens, and nobody is written to again', async () => {
  await nightOf('2026-06-01')
  expect((await request())?.state).toBe('waiting')
  expect(await mails()).toHaveLength(1)
})

test('June 10: it is paid. In the night the contact data go, the rest is blocked until the law lets it go', async () => {
  house.clock.moveTo('2026-06-10T10:00:00Z')
  expect((await desk('DELETE', `/desk/api/customers/${home.customerId}/holds/${hold}`, agent)).statusCode).toBe(200)
  await nightOf('2026-06-11')
  // Vouchers: end of 2026 + 8 years.
  expect(await request()).toMatchObject({ state: 'restricted', until: '2035-01-01' })
  expect(await row()).toMatchObject({ email: null, phone: null, last_name: 'Vergissmeinnicht' })
  expect((await mails()).at(-1)?.text).toContain('gesperrt, gelöscht ab 2035-01-01 (§ 147')
  const proof = await rowsOf(sql<{ payload: Record<string, unknown> }>`
    select payload from journal where customer_id = ${home.customerId} and name = 'customers.customer-restricted'`)
  expect(proof).toMatchObject([{ payload: { until: '2035-01-01', erasedRows: { customer: 1 } } }])
  expect(JSON.stringify(proof)).not.toContain('Vergissmeinnicht')
})

test('from then on nobody works with it: not the customer, not staff, not the search, not a sender of messages', async () => {
  expect((await house.server.inject({ url: '/meine-daten', headers: customer })).statusCode).toBe(303)
  expect((await desk('GET', `/desk/api/customers/${home.customerId}`, lead)).statusCode).toBe(404)
  expect(await rowsOf(sql`select 1 from customer_search where customer_id = ${home.customerId}`)).toEqual([])
  const may = await transaction(house.pools.worker, (tx) =>
    mayWeWrite(tx, home.customerId, 'contract', house.clock.now()),
  )
  expect(may).toEqual({ may: false, because: 'restricted' })
})

test('December 31, 2034: still there for the tax office. January 1, 2035: gone, with the proof', async () => {
  await nightOf('2034-12-31')
  expect((await row())['last_name']).toBe('Vergissmeinnicht')
  await nightOf('2035-01-01')
  expect((await request())?.state).toBe('erased')
  expect(await row()).toMatchObject({ first_name: null, last_name: '–', street: null, city: null })
  const everywhere = await rowsOf(sql<{ text: string }>`
    select coalesce(string_agg(t, ' '), '') as text from (
      select c::text as t from customer c union all select o::text from outbox o union all select x::text from customer_change x
      union all select j::text from journal j union all select m::text from mandate m) rows`)
  expect(everywhere[0]?.text).not.toContain('Vergissmeinnicht')
  expect(await rowsOf(sql`select name from journal where name = 'customers.customer-erased'`)).toHaveLength(1)
})

test('who is refused is told why and where to complain, and may ask again', async () => {
  house.clock.moveTo('2026-07-01T09:00:00Z')
  home = await settleIn(house.pools)
  customer = await house.asCustomer(home.customerId)
  await sendForm(house, '/meine-daten/loeschen', customer, {})
  const id = (await request())?.id
  const body = { decision: 'refused', reason: 'Der Vertrag läuft noch bis Dezember.', rowVersion: 1 }
  expect((await desk('POST', `/desk/api/erasures/${id}/decision`, lead, body)).statusCode).toBe(200)
  await house.settle()
  expect((await mails())[0]?.text).toContain('weil: Der Vertrag läuft noch bis Dezember.')
  expect((await sendForm(house, '/meine-daten/loeschen', customer, {})).statusCode).toBe(303)
})
