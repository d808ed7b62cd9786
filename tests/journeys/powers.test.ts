import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endGrants } from '#company/identity'
import { customerOnFile } from '#company/customers'
import { tables, transaction } from '#platform/database'
import { cookieNames } from '#platform/http'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

let house: TestHouse
let first: Headers
let second: Headers
type Headers = Record<string, string>

beforeAll(async () => {
  house = await testHouse()
  first = await house.asStaff('agent')
  second = await house.asStaff('agent')
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const get = (url: string, headers: Headers = {}) =>
  house.server.inject({ url, headers: { accept: 'text/html', ...headers } })
const post = (url: string, fields: Record<string, string>, headers: Headers = {}) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: {
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(fields).toString(),
  })
const desk = (url: string, headers: Headers, payload: object) =>
  house.server.inject({ method: 'POST', url: `/desk/api/${url}`, headers, payload })

const PASSWORD = 'Sieben Amseln im Regen'
const PDF = Buffer.from('%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n')
let count = 0

/** Hands in a proof as a browser does. */
async function askFor(home: TestHome, kind: string, wishes: { until?: string; proof?: Buffer; number?: string } = {}) {
  count += 1
  const [customer] = await run(
    sql<{ number: string }>`select customer_number as number from customer where id = ${home.customerId}`,
  )
  const email = `vollmacht-${count}@post.example`
  const form = new FormData()
  const fields = {
    kind,
    customerNumber: wishes.number ?? (customer?.number as string),
    customerName: 'Erika Musterfrau',
    personName: 'Ömer Kaya-Schmidt',
    email,
    ...(wishes.until && { until: wishes.until }),
  }
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('proof', new Blob([new Uint8Array(wishes.proof ?? PDF)]), 'beschluss.pdf')
  const request = new Request('http://localhost/', { method: 'POST', body: form })
  const answer = await house.server.inject({
    method: 'POST',
    url: '/vollmacht',
    headers: {
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      'content-type': request.headers.get('content-type') as string,
    },
    payload: Buffer.from(await request.arrayBuffer()),
    remoteAddress: `10.9.0.${count}`,
  })
  await house.settle()
  const [power] = await run(sql<{ id: string }>`select id from power_of_attorney where email = ${email}`)
  return { answer, email, id: power?.id as string, number: customer?.number as string }
}

const approve = async (id: string, number: string, headers: Headers, more: object = {}) => {
  const [power] = await run(sql<{ v: number }>`select row_version as v from power_of_attorney where id = ${id}`)
  return desk(`powers/${id}/approve`, headers, {
    rowVersion: power?.v,
    customerNumber: number,
    rights: ['see', 'readings', 'letters'],
    ...more,
  })
}
const mailTo = async (recipient: string) => {
  await house.settle()
  const [mail] = await run(
    sql<{
      kind: string
      text: string
    }>`select kind, body_text as text from outbox where recipient = ${recipient} order by id desc limit 1`,
  )
  return mail
}
/** The person takes the link up. @returns the cookie of the new session */
async function takeUp(email: string): Promise<Headers> {
  const link = /\/einladung\/[\w-]{43}/.exec((await mailTo(email))?.text ?? '')?.[0] as string
  const answer = await post(link, { password: PASSWORD })
  expect(answer.statusCode).toBe(303)
  return { cookie: `${cookieNames.portal}=${answer.cookies.find((one) => one.name === cookieNames.portal)?.value}` }
}
const signIn = (email: string) => post('/anmelden', { email, password: PASSWORD })

describe('a carer', () => {
  test('gets in by two of the staff, is shown to the customer, and is out when the court’s order ends', async () => {
    const home = await settleIn(house.pools)
    const owner = await house.asCustomer(home.customerId)
    // Nov 22: the carer hands in the order of the court, which ends on Mar 31, 2028.
    const asked = await askFor(home, 'carer', { until: '2028-03-31' })
    expect(asked.answer.statusCode).toBe(200)
    const [task] = await run(sql<{ id: string; state: string }>`
      select id, state from task where kind = 'identity.check-power' and customer_id = ${home.customerId}`)
    expect(task?.state).toBe('open')
    // Without an end a care order is not confirmed; nor does one person confirm it twice.
    expect((await approve(asked.id, asked.number, first)).statusCode).toBe(422)
    const until = { until: '2028-03-31' }
    expect((await approve(asked.id, asked.number, first, until)).json()).toEqual({ state: 'seen-once' })
    const alone = await approve(asked.id, asked.number, first, until)
    expect([alone.statusCode, alone.json().code]).toEqual([409, 'identity.power-second-person'])
    // The task cannot be put away meanwhile.
    const other = await approve(asked.id, asked.number, second, { ...until, rights: ['see', 'payments'] })
    expect(other.json().code).toBe('identity.power-differs')
    expect((await approve(asked.id, asked.number, second, until)).json()).toEqual({ state: 'granted' })
    expect(await run(sql`select state from task where id = ${task?.id as string}`)).toEqual([{ state: 'done' }])
    // The customer is told, and sees it among the people.
    const [customer] = await run(sql<{ email: string }>`select email from customer where id = ${home.customerId}`)
    expect((await mailTo(customer?.email as string))?.text).toContain(
      'Ömer Kaya-Schmidt darf bei uns für Sie handeln, bis einschließlich 31. März 2028',
    )
    const carer = await takeUp(asked.email)
    expect((await get('/uebersicht', carer)).statusCode).toBe(200)
    expect((await get('/meine-daten', carer)).statusCode).toBe(403)
    const people = await get('/konto/personen', owner)
    expect(people.body).toContain('Ömer Kaya-Schmidt')
    expect(people.body).toContain('Vollmacht')
    expect(people.body).toContain('31. März 2028')
    const [grant] = await run(sql<{ id: string; ends: string }>`
      select g.id, g.valid_to::text as ends from account_grant g join account a on a.id = g.account_id where a.email = ${asked.email}`)
    // The last day counts to its end: midnight of April 1 in Germany, when summer time has begun.
    expect(grant?.ends).toBe('2028-03-31 22:00:00+00')
    // That moment comes. Nothing has to run for it: the next request opens nothing.
    await run(sql`update account_grant set valid_to = now() - interval '1 second' where id = ${grant?.id as string}`)
    expect((await get('/uebersicht', carer)).statusCode).toBe(303)
    expect((await signIn(asked.email)).statusCode).toBe(422)
    // Within the hour the journal knows, the carer is told and the power is closed.
    expect(await endGrants(house.pools.worker, house.clock.now())).toBeGreaterThanOrEqual(1)
    expect((await mailTo(asked.email))?.text).toContain('befristet und ist jetzt abgelaufen')
    expect(await run(sql`select state, ended_because from power_of_attorney where id = ${asked.id}`)).toEqual([
      { state: 'ended', ended_because: 'time' },
    ])
  })

  test('is out at once when the customer ends the power, and when staff does', async () => {
    for (const by of ['customer', 'staff'] as const) {
      const home = await settleIn(house.pools)
      const owner = await house.asCustomer(home.customerId)
      const asked = await askFor(home, 'relative')
      await approve(asked.id, asked.number, first)
      await approve(asked.id, asked.number, second)
      const person = await takeUp(asked.email)
      expect((await get('/uebersicht', person)).statusCode).toBe(200)
      const [row] = await run(sql<{ grant: string; v: number }>`
        select g.id as grant, p.row_version as v from account_grant g join power_of_attorney p on p.id = g.power_id where p.id = ${asked.id}`)
      const ended =
        by === 'customer'
          ? await post(`/konto/personen/${row?.grant}/beenden`, {}, owner)
          : await desk(`powers/${asked.id}/end`, first, {
              rowVersion: row?.v,
              reason: 'Das Gericht hat die Betreuung aufgehoben',
            })
      expect(ended.statusCode).toBe(by === 'customer' ? 303 : 200)
      expect((await get('/uebersicht', person)).statusCode).toBe(303)
      await house.settle()
      expect(await run(sql`select state, ended_because from power_of_attorney where id = ${asked.id}`)).toEqual([
        { state: 'ended', ended_because: by },
      ])
    }
  })

  test('who is hidden by an order of the court is neither told to the customer nor listed', async () => {
    const home = await settleIn(house.pools)
    const owner = await house.asCustomer(home.customerId)
    const asked = await askFor(home, 'carer', { until: '2027-12-31' })
    const secret = { until: '2027-12-31', hiddenBecause: 'Anordnung des Amtsgerichts vom 2. November 2026' }
    await approve(asked.id, asked.number, first, secret)
    expect((await approve(asked.id, asked.number, second, secret)).json()).toEqual({ state: 'granted' })
    await takeUp(asked.email)
    await house.settle()
    const told = await run(
      sql`select 1 from outbox where kind = 'portal.power-granted' and customer_id = ${home.customerId}`,
    )
    expect(told).toEqual([])
    expect((await get('/konto/personen', owner)).body).not.toContain('Kaya-Schmidt')
    // Nor does the history say that somebody has come in.
    const facts = await run(
      sql<{ name: string }>`select name from journal where customer_id = ${home.customerId} and name like 'identity.%'`,
    )
    expect(facts.map((fact) => fact.name)).toEqual([])
  })
})

describe('a proof', () => {
  test('of a customer number that does not exist gets the same answer, and becomes a task without a customer', async () => {
    const home = await settleIn(house.pools)
    const [right, wrong] = [await askFor(home, 'landlord'), await askFor(home, 'landlord', { number: '99999999' })]
    const plain = (answer: typeof right.answer) => answer.body.replaceAll(/vollmacht-\d+/g, 'vollmacht')
    expect(plain(wrong.answer)).toBe(plain(right.answer))
    const tasks = await run(sql<{ customer_id: string | null }>`
      select customer_id from task where kind = 'identity.check-power' and subject ->> 'powerId' = ${wrong.id}`)
    expect(tasks).toEqual([{ customer_id: null }])
  })

  test('that is a page, a locked or an active PDF is refused at its field', async () => {
    const home = await settleIn(house.pools)
    for (const [proof, said] of [
      [Buffer.from('<script>alert(1)</script>'), 'kein PDF und kein Foto'],
      [Buffer.from('%PDF-1.7\n<</Encrypt 1 0 R>>\n%%EOF'), 'mit einem Passwort geschützt'],
      [Buffer.from('%PDF-1.7\n<</S /JavaScript>>\n%%EOF'), 'Programme oder Anhänge'],
    ] as const) {
      const { answer } = await askFor(home, 'spouse', { proof })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain(said)
    }
  })

  test('opens for who checks it as a download that can do nothing, and for nobody else', async () => {
    const asked = await askFor(await settleIn(house.pools), 'landlord')
    const proof = await get(`/desk/api/powers/${asked.id}/proof`, first)
    expect(proof.rawPayload.equals(PDF)).toBe(true)
    expect(proof.headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(String(proof.headers['content-disposition'])).toMatch(/^attachment/)
    expect((await get(`/desk/api/powers/${asked.id}/proof`, await house.asStaff('technician'))).statusCode).toBe(404)
  })

  test('that is not enough is refused with a reason, which the person reads', async () => {
    const asked = await askFor(await settleIn(house.pools), 'spouse')
    const answer = await desk(`powers/${asked.id}/refuse`, first, {
      rowVersion: 1,
      because: 'Es fehlt die Unterschrift.',
    })
    expect(answer.statusCode).toBe(200)
    expect((await mailTo(asked.email))?.text).toContain('Es fehlt die Unterschrift.')
    expect((await approve(asked.id, asked.number, second)).statusCode).toBe(409)
  })
})

test('an heir: the dead customer’s sessions end, letters go to the estate, then to the heir’s hands', async () => {
  const home = await settleIn(house.pools)
  const own = await house.asCustomer(home.customerId)
  const carerAsked = await askFor(home, 'carer', { until: '2028-03-31' })
  await approve(carerAsked.id, carerAsked.number, first, { until: '2028-03-31' })
  await approve(carerAsked.id, carerAsked.number, second, { until: '2028-03-31' })
  const carer = await takeUp(carerAsked.email)
  expect((await get('/uebersicht', own)).statusCode).toBe(200)
  // Nov 20: she dies. Nov 22: the daughter calls.
  const told = await desk(`customers/${home.customerId}/death`, first, {
    diedOn: '2026-11-20',
    rowVersion: 1,
    reason: 'Anruf der Tochter, Sterbeurkunde folgt',
  })
  expect(told.statusCode).toBe(200)
  await house.settle()
  expect((await get('/uebersicht', own)).statusCode).toBe(303)
  // A care order ends with the death of the person (BGB 1870).
  expect((await get('/uebersicht', carer)).statusCode).toBe(303)
  const onFile = () => transaction(house.pools.worker, (tx) => customerOnFile(tx, home.customerId))
  expect(await onFile()).toMatchObject({
    email: null,
    addressLines: ['Nachlass Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'],
  })
  // Dec 15: the certificate of inheritance comes.
  const asked = await askFor(home, 'heir')
  const all = { rights: ['see', 'readings', 'payments', 'data', 'letters', 'contracts', 'people'] }
  await approve(asked.id, asked.number, first, all)
  expect((await approve(asked.id, asked.number, second, all)).json()).toEqual({ state: 'granted' })
  const heir = await takeUp(asked.email)
  expect((await get('/uebersicht', heir)).statusCode).toBe(200)
  expect((await get('/konto/personen', heir)).statusCode).toBe(200)
  expect((await onFile())?.addressLines).toEqual([
    'Nachlass Erika Musterfrau',
    'z. Hd. Ömer Kaya-Schmidt',
    'Lindenweg 7',
    '12341 Musterstadt',
  ])
  // It is noted once, for people only, and never for a day to come.
  const again = await desk(`customers/${home.customerId}/death`, first, {
    diedOn: '2026-11-20',
    rowVersion: 3,
    reason: 'noch einmal',
  })
  expect(again.json().code).toBe('customers.died-already')
})

test('a divorce: who is removed is out at that moment, with every open page, and cannot come back alone', async () => {
  const home = await settleIn(house.pools)
  const [anna, bernd] = [await house.asCustomer(home.customerId), await house.asCustomer(home.customerId)]
  // Both may do everything, on two devices. Bernd still invites his brother.
  const invited = await post(
    '/konto/personen/einladen',
    { personName: 'Bruno Beispiel', email: 'bruno@post.example', language: 'de', rights: 'see' },
    bernd,
  )
  expect(invited.statusCode).toBe(303)
  const link = /\/einladung\/[\w-]{43}/.exec((await mailTo('bruno@post.example'))?.text ?? '')?.[0] as string
  const grants = await run(
    sql<{ id: string }>`select id from account_grant where customer_id = ${home.customerId} order by id`,
  )
  const ended = await post(`/konto/personen/${grants[1]?.id}/beenden`, {}, anna)
  expect(ended.statusCode).toBe(303)
  for (const path of ['/uebersicht', '/verbrauch', '/konto', '/konto/personen', '/meine-daten'])
    expect((await get(path, bernd)).statusCode, path).toBe(303)
  // His invitation is worth nothing any more either.
  expect((await get(link)).statusCode).toBe(422)
  // Anna sees on the timeline that it was done, and stays in charge.
  expect((await get('/verlauf', anna)).body).toContain('Zugang einer Person beendet')
})

test('a property manager changes hands: 50 customers from A to B on January 1, not a moment earlier or later', async () => {
  const accounts = await run(sql<{ id: string }>`
    insert into account (email, name, email_confirmed_at) values ('a@verwaltung.example', 'A', now()), ('b@verwaltung.example', 'B', now()) returning id`)
  const [a, b] = accounts.map((account) => account.id) as [string, string]
  const customers = await run(sql<{ id: string }>`
    with made as (insert into customer (customer_number, kind, company_name)
      select 'WEG-' || n, 'company', 'WEG Ring ' || n from generate_series(1, 51) as n returning id)
    insert into account_grant (account_id, customer_id, level, kind, rights) select ${a}, id, 'open', 'person', '{see,readings,people}' from made
    returning customer_id as id`)
  const fifty = customers.slice(0, 50).map((row) => row.id)
  const handOver = (on: string) =>
    desk(`accounts/${a}/hand-over`, first, {
      toEmail: 'b@verwaltung.example',
      customerIds: fifty,
      on,
      reason: 'Neuer Verwaltervertrag',
    })
  expect((await handOver('2026-11-22')).statusCode).toBe(422)
  expect((await handOver('2027-01-01')).json().handedOver).toHaveLength(50)
  const acts = async (account: string, moment: string) =>
    Number(
      (
        await run(sql<{ n: string }>`select count(*) as n from account_grant where account_id = ${account}
          and valid_from <= ${moment}::timestamptz and (valid_to is null or valid_to > ${moment}::timestamptz)`)
      )[0]?.n,
    )
  // Midnight in Germany is 23:00 UTC. Customer 51 was not named and stays.
  expect([await acts(a, '2026-12-31T22:59:59Z'), await acts(b, '2026-12-31T22:59:59Z')]).toEqual([51, 0])
  expect([await acts(a, '2026-12-31T23:00:00Z'), await acts(b, '2026-12-31T23:00:00Z')]).toEqual([1, 50])
  // With the rights that A had, and written down for each customer.
  const rights = await run(sql`select distinct rights from account_grant where account_id = ${b}`)
  expect(rights).toEqual([{ rights: ['see', 'readings', 'people'] }])
  const facts = await run(
    sql<{ n: string }>`select count(*) as n from journal where name = 'identity.customer-handed-over'`,
  )
  expect(Number(facts[0]?.n)).toBe(50)
  // A second time there is nothing left to hand over.
  expect((await handOver('2027-01-01')).json().handedOver).toEqual([])
})
