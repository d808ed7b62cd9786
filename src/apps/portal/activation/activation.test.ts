import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { tables, transaction } from '#platform/database'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

type Customer = { readonly id: string; readonly number: string; readonly meter: string; readonly email: string | null }
let numbers = 70_000_000

/** A customer with a site, a contract and a meter 1EMH00… */
async function supplied(email: string | null = null): Promise<Customer> {
  numbers += 1
  const number = String(numbers)
  const meter = `1EMH00${number}`
  const [row] = await run<{ id: string }>(sql`
    with c as (insert into customer (customer_number, kind, first_name, last_name, email, street, house_number, postal_code, city)
                 values (${number}, 'person', 'Hildegard', 'Krause', ${email}, 'Bahnhofstraße', '12', '12345', 'Musterstadt') returning id),
         s as (insert into site (site_number, street, house_number, postal_code, city, kind)
                 values (${number}, 'Bahnhofstraße', '12', '12345', 'Musterstadt', 'flat') returning id),
         m as (insert into market_location (market_location_code, site_id, commodity) select ${number}, id, 'power' from s returning id),
         a as (insert into contract_account (contract_account_number, customer_id) select ${number}, id from c returning id),
         k as (insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
                 select ${number}, a.id, c.id, m.id, '2020-01-01' from a, c, m),
         d as (insert into meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
                 select ${meter}, ${meter}, 'power', 'modern', id, '2019-01-01' from m)
    select id from c`)
  return { id: row?.id as string, number, meter, email }
}

let addresses = 0
const send = (url: string, fields: Record<string, string>, cookie = '', address?: string) => {
  addresses += 1
  return house.server.inject({
    method: 'POST',
    url,
    remoteAddress: address ?? `10.4.${Math.floor(addresses / 250)}.${addresses % 250}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      host: 'localhost:3000',
      ...(cookie && { cookie }),
    },
    payload: new URLSearchParams(fields).toString(),
  })
}
const open = (url: string, cookie = '') =>
  house.server.inject({ url, headers: { accept: 'text/html', ...(cookie && { cookie }) } })
type Answer = Awaited<ReturnType<typeof send>>
const cookieOf = (answer: Answer, name: 'link' | 'portal') =>
  `__Host-kw-${name}=${answer.cookies.find((one) => one.name === `__Host-kw-${name}`)?.value}`

const password = 'lindgrüne Mütze am Haken'
const messages = (recipient: string) =>
  run<{ channel: string; subject: string; body_text: string }>(
    sql`select channel, subject, body_text from outbox where recipient like ${`${recipient}%`} order by id`,
  )
const linkIn = (text: string | undefined): string => /http:\/\/localhost:3000(\/[\w/-]+)/.exec(text ?? '')?.[1] ?? ''

/** Fills in the form and reads the mail. */
async function ask(fields: { customerNumber: string; meterNumber: string; email: string }) {
  const answer = await send('/zugang-freischalten', { ...fields, password })
  await house.settle()
  const mail = (await messages(fields.email)).at(-1)
  return { answer, cookie: cookieOf(answer, 'link'), mail, path: linkIn(mail?.body_text) }
}
/** All the way to a session. */
async function activated(customer: Customer, email: string): Promise<string> {
  const { path, cookie } = await ask({ customerNumber: customer.number, meterNumber: customer.meter, email })
  return cookieOf(await send(path, {}, cookie), 'portal')
}
const levelOf = async (customer: Customer) =>
  (await run<{ level: string }>(sql`select level from account_grant where customer_id = ${customer.id}`)).map(
    (row) => row.level,
  )

test('two numbers of a bill and a mailbox make an account that may hand in readings, in three pages', async () => {
  const customer = await supplied('hildegard@post.example')
  const { answer, cookie, path } = await ask({
    customerNumber: customer.number,
    meterNumber: customer.meter,
    email: 'nephew@post.example',
  })
  expect(answer.statusCode).toBe(200)
  expect((await open(path, cookie)).body).toContain('Fast geschafft')
  expect(await levelOf(customer)).toEqual([])
  const done = await send(path, {}, cookie)
  expect(done.statusCode).toBe(303)
  expect(await levelOf(customer)).toEqual(['readings'])
  const session = cookieOf(done, 'portal')
  expect((await open('/uebersicht', session)).statusCode).toBe(200)
  expect((await send('/anmelden', { email: 'nephew@post.example', password })).statusCode).toBe(303)
})

test('the mailbox that is on file at the customer opens everything at once', async () => {
  const customer = await supplied('Elif@Post.example')
  await activated(customer, 'elif@post.example')
  expect(await levelOf(customer)).toEqual(['open'])
  const names = await run<{ name: string }>(
    sql`select name from journal where customer_id = ${customer.id} order by id`,
  )
  expect(names.map((row) => row.name)).toContain('identity.account-opened')
})

test.each([
  [(c: Customer) => ` ${c.number.slice(0, 4)} ${c.number.slice(4)} `, (c: Customer) => c.meter.toLowerCase()],
  [(c: Customer) => `Kd.-Nr. ${c.number}`, (c: Customer) => c.meter.replace('1EMH00', '1 EMH 00 ')],
  [(c: Customer) => `00${c.number}`, (c: Customer) => c.meter.replace('1EMH00', '')],
  [
    (c: Customer) => c.number.replace(/(..)/g, '$1.'),
    (c: Customer) => c.meter.replace(/(...)/g, '$1.').replace(/\.$/, ''),
  ],
])('numbers may be typed as people type them (%#)', async (numberOf, meterOf) => {
  const customer = await supplied()
  const { mail } = await ask({
    customerNumber: numberOf(customer),
    meterNumber: meterOf(customer),
    email: `typed-${customer.number}@post.example`,
  })
  expect(mail?.subject).toBe('Ihr Zugang: bitte bestätigen')
})

test('the answer is the same for right numbers, wrong numbers, unknown customers and an e-mail that has an account', async () => {
  const customer = await supplied()
  const other = await supplied()
  await activated(other, 'has-account@post.example')
  const seen = []
  for (const [customerNumber, meterNumber, email] of [
    [customer.number, customer.meter, 'a@enumerate.example'],
    [customer.number, other.meter, 'b@enumerate.example'],
    ['99999999', customer.meter, 'c@enumerate.example'],
    [customer.number, customer.meter, 'has-account@post.example'],
  ] as const) {
    const { answer } = await ask({ customerNumber, meterNumber, email })
    const { statusCode, body, headers } = answer
    seen.push({
      statusCode,
      body: body.replaceAll(email, 'EMAIL'),
      headers: {
        ...headers,
        'content-length': '',
        'x-request-id': '',
        date: '',
        'set-cookie': String(headers['set-cookie']).replace(/=[\w-]{43};/, '=T;'),
      },
    })
  }
  expect(seen[0]?.statusCode).toBe(200)
  for (const one of seen.slice(1)) expect(one).toEqual(seen[0])
  expect((await messages('b@enumerate.example')).map((mail) => mail.subject)).toEqual([
    'Ihr Zugang: Nummern bitte prüfen',
  ])
  expect((await messages('c@enumerate.example')).map((mail) => mail.subject)).toEqual([
    'Ihr Zugang: Nummern bitte prüfen',
  ])
  // What was typed is not kept.
  expect(await run(sql`select 1 from activation_request where customer_number_typed is not null`)).toEqual([])
})

test('nobody can prepare an account for the mailbox of somebody else: the link works only in the browser that asked', async () => {
  const customer = await supplied()
  const { path } = await ask({
    customerNumber: customer.number,
    meterNumber: customer.meter,
    email: 'victim@post.example',
  })
  const victim = await ask({ customerNumber: '1', meterNumber: '1', email: 'victim@post.example' })
  for (const cookie of ['', victim.cookie]) {
    expect((await open(path, cookie)).statusCode).toBe(422)
    expect((await send(path, {}, cookie)).statusCode).toBe(422)
  }
  expect(await levelOf(customer)).toEqual([])
  expect(await run(sql`select 1 from account where email = 'victim@post.example'`)).toEqual([])
})

test('a second customer is added to the account of the same mailbox, whose password stays', async () => {
  const [first, second] = [await supplied(), await supplied()]
  const email = 'manager@firma.example'
  await activated(first, email)
  const { path, cookie } = await ask({ customerNumber: second.number, meterNumber: second.meter, email })
  const done = await send(path, {}, cookie)
  expect(done.headers.location).toBe('/anmelden?hinweis=freigeschaltet')
  expect(done.cookies.some((one) => one.name === '__Host-kw-portal')).toBe(false)
  const signedIn = await send('/anmelden', { email, password })
  const page = await open('/konto/kunde', cookieOf(signedIn, 'portal'))
  expect(page.body.match(/type="radio"/g)).toHaveLength(2)
})

test('of two clicks on one link one makes the account', async () => {
  const customer = await supplied()
  const { path, cookie } = await ask({
    customerNumber: customer.number,
    meterNumber: customer.meter,
    email: 'twice@post.example',
  })
  const answers = await Promise.all([send(path, {}, cookie), send(path, {}, cookie)])
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 422])
  expect(await run(sql`select 1 from account where email = 'twice@post.example'`)).toHaveLength(1)
})

test('a customer number can be tried ten times a day, from wherever', async () => {
  const customer = await supplied()
  const statuses: number[] = []
  for (let round = 0; round < 11; round += 1) {
    const fields = {
      customerNumber: customer.number,
      meterNumber: String(1000 + round),
      email: `try-${round}@post.example`,
    }
    statuses.push((await send('/zugang-freischalten', { ...fields, password })).statusCode)
  }
  expect(statuses).toEqual([...Array<number>(10).fill(200), 429])
})

test('the rest opens by a link to the e-mail on file, for the account that ordered it and no other', async () => {
  const customer = await supplied('onfile@post.example')
  const session = await activated(customer, 'other-address@post.example')
  const stranger = await activated(await supplied(), 'stranger@post.example')
  const ordered = await send('/konto/freischalten/link', {}, session)
  expect(ordered.statusCode).toBe(200)
  expect(ordered.body).not.toContain('onfile@post.example')
  const path = linkIn((await messages('onfile@post.example')).at(-1)?.body_text)
  expect((await open(path)).headers.location).toMatch(/^\/anmelden\?next=/)
  expect((await send(path, {}, stranger)).statusCode).toBe(422)
  expect(await levelOf(customer)).toEqual(['readings'])
  expect((await open(path, session)).statusCode).toBe(200)
  expect(await levelOf(customer)).toEqual(['readings'])
  expect((await send(path, {}, session)).body).toContain('ganz freigeschaltet')
  expect(await levelOf(customer)).toEqual(['open'])
  expect((await send(path, {}, session)).statusCode).toBe(422)
})

test('the answer to ordering a link does not tell whether an e-mail is on file', async () => {
  const withMail = await activated(await supplied('has@post.example'), 'with@post.example')
  const without = await activated(await supplied(), 'without@post.example')
  const [one, two] = [
    await send('/konto/freischalten/link', {}, withMail),
    await send('/konto/freischalten/link', {}, without),
  ]
  expect([one.statusCode, one.body]).toEqual([two.statusCode, two.body])
})

test('or by a posted code, which five wrong ones end', async () => {
  const customer = await supplied()
  const session = await activated(customer, `letter@post.example`)
  const codeOf = async () => {
    expect((await send('/konto/freischalten/brief', {}, session)).statusCode).toBe(200)
    await house.settle()
    const letters = await run<{ because: string; text: string }>(
      sql`select j.because, c.reading::text as text from print_job j join letter_content c using (letter_id)
           where j.recipient = ${['Hildegard Krause', 'Bahnhofstraße 12', '12345 Musterstadt']}::text[] order by j.id`,
    )
    expect(letters.at(-1)?.because).toBe('nature')
    return /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(letters.at(-1)?.text ?? '')?.[0] as string
  }
  const spoilt = await codeOf()
  for (let round = 0; round < 5; round += 1)
    expect((await send('/konto/freischalten/code', { code: 'ABCD-2345' }, session)).statusCode).toBe(422)
  expect((await send('/konto/freischalten/code', { code: spoilt }, session)).statusCode).toBe(422)
  const good = await codeOf()
  expect(await levelOf(customer)).toEqual(['readings'])
  const done = await send('/konto/freischalten/code', { code: ` ${good.toLowerCase().replace('-', ' ')}` }, session)
  expect(done.statusCode).toBe(200)
  expect(await levelOf(customer)).toEqual(['open'])
  expect((await send('/konto/freischalten/code', { code: good }, session)).statusCode).toBe(422)
})

test('letters are limited to three in a month', async () => {
  const session = await activated(await supplied(), 'many-letters@post.example')
  const statuses: number[] = []
  for (let round = 0; round < 4; round += 1)
    statuses.push((await send('/konto/freischalten/brief', {}, session)).statusCode)
  expect(statuses).toEqual([200, 200, 200, 429])
})
