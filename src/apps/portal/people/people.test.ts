import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { grantAccount, hashPassword, insertAccount, sessionOpeners } from '#company/identity'
import { tables, transaction } from '#platform/database'
import { cookieNames, customerRights, tokenHash } from '#platform/http'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house?.end())

type Headers = Record<string, string>
const run = async <Row>(query: ReturnType<typeof sql<Row>>) =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const get = (url: string, headers: Headers = {}) =>
  house.server.inject({ url, headers: { accept: 'text/html', ...headers } })
const post = (url: string, fields: readonly (readonly [string, string])[], headers: Headers = {}) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: {
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      ...headers,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: new URLSearchParams(fields as [string, string][]).toString(),
  })
const cookieOf = (answer: Awaited<ReturnType<typeof post>>): Headers => ({
  cookie: `${cookieNames.portal}=${answer.cookies.find((one) => one.name === cookieNames.portal)?.value}`,
})

const PASSWORD = 'Sieben Amseln im Regen'
let count = 0
const mailbox = () => `eingeladen-${++count}@post.example`

/** A household whose manager can sign in. */
async function household(): Promise<{ home: TestHome; manager: Headers; managerId: string; email: string }> {
  const home = await settleIn(house.pools)
  const email = mailbox()
  const passwordHash = await hashPassword(PASSWORD)
  const managerId = await transaction(house.pools.worker, async (tx) => {
    const id = (await insertAccount(tx, {
      email,
      name: 'Erika Musterfrau',
      passwordHash,
      emailConfirmed: true,
    })) as string
    await grantAccount(tx, { accountId: id, customerId: home.customerId, level: 'open', shownAs: 'Erika Musterfrau' })
    return id
  })
  return { home, managerId, email, manager: cookieOf(await signIn(email)) }
}
const signIn = (email: string) =>
  post('/anmelden', [
    ['email', email],
    ['password', PASSWORD],
  ])

const invite = (manager: Headers, email: string, more: readonly (readonly [string, string])[]) =>
  post(
    '/konto/personen/einladen',
    [['personName', 'Jörg Muster-Ötzi'], ['email', email], ['language', 'de'], ...more],
    manager,
  )
/** The link in the newest mail to a mailbox. */
async function linkTo(email: string): Promise<string> {
  await house.settle()
  const [mail] = await run(
    sql<{ text: string }>`select body_text as text from outbox where recipient = ${email} order by id desc limit 1`,
  )
  return /\/einladung\/[\w-]{43}/.exec(mail?.text ?? '')?.[0] ?? 'no link'
}
async function joined(manager: Headers, more: readonly (readonly [string, string])[], email = mailbox()) {
  expect((await invite(manager, email, more)).statusCode).toBe(303)
  const answer = await post(await linkTo(email), [['password', PASSWORD]])
  expect(answer.statusCode).toBe(303)
  return { email, session: cookieOf(answer) }
}
const grantOf = async (email: string) =>
  (
    await run(sql<{ id: string; rights: string[]; row_version: number; valid_to: Temporal.Instant | null }>`
      select g.id, g.rights, g.row_version, g.valid_to from account_grant g join account a on a.id = g.account_id where a.email = ${email}`)
  )[0] as { id: string; rights: string[]; row_version: number; valid_to: Temporal.Instant | null }

describe('an invitation', () => {
  test('reaches a mailbox, makes an account with its rights, and tells who invited', async () => {
    const { manager, email: managerMail } = await household()
    const { email, session } = await joined(manager, [['rights', 'readings']])
    expect((await get('/zaehlerstand', session)).statusCode).toBe(200)
    expect((await get('/meine-daten', session)).statusCode).toBe(403)
    expect((await get('/konto/personen', session)).statusCode).toBe(403)
    expect((await grantOf(email)).rights).toEqual(['see', 'readings'])
    await house.settle()
    const [told] = await run(
      sql<{
        text: string
      }>`select body_text as text from outbox where recipient = ${managerMail} order by id desc limit 1`,
    )
    expect(told?.text).toContain(`Jörg Muster-Ötzi (${email}) hat Ihre Einladung angenommen`)
    expect((await get('/konto/personen', manager)).body).toContain(email)
  })

  test('works once, and not after it was withdrawn', async () => {
    const { manager } = await household()
    const email = mailbox()
    await invite(manager, email, [['rights', 'see']])
    const link = await linkTo(email)
    const [first, second] = await Promise.all([
      post(link, [['password', PASSWORD]]),
      post(link, [['password', PASSWORD]]),
    ])
    expect([first.statusCode, second.statusCode].sort()).toEqual([303, 422])
    const other = mailbox()
    await invite(manager, other, [['rights', 'see']])
    const otherLink = await linkTo(other)
    const [row] = await run(sql<{ id: string }>`select id from grant_invite where email = ${other}`)
    expect((await post(`/konto/einladungen/${row?.id}/zurueckziehen`, [], manager)).statusCode).toBe(303)
    expect((await get(otherLink)).statusCode).toBe(422)
    expect((await post(otherLink, [['password', PASSWORD]])).statusCode).toBe(422)
  })

  test('is void once the person who sent it is no longer in charge', async () => {
    const { manager, managerId } = await household()
    await joined(manager, [['rights', 'all']])
    const friend = mailbox()
    await invite(manager, friend, [['rights', 'all']])
    const link = await linkTo(friend)
    expect((await get(link)).statusCode).toBe(200)
    await run(sql`update account_grant set valid_to = now() where account_id = ${managerId}`)
    expect((await get(link)).statusCode).toBe(422)
    expect((await post(link, [['password', PASSWORD]])).statusCode).toBe(422)
  })

  test('adds the customer to an account that the mailbox has, and asks no password of it', async () => {
    const [one, two] = [await household(), await household()]
    await invite(one.manager, two.email, [['rights', 'payments']])
    const link = await linkTo(two.email)
    expect((await get(link)).body).not.toContain('type="password"')
    const answer = await post(link, [])
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/anmelden?hinweis=freigeschaltet'])
    expect((await get('/konto/kunde', two.manager)).body).toContain('2 Kunden')
  })

  test('gives nothing that the person who invites has not', async () => {
    const { manager } = await household()
    const { session } = await joined(manager, [['rights', 'people']])
    const answer = await invite(session, mailbox(), [['rights', 'payments']])
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('nur Rechte geben, die Sie selbst haben')
  })

  test.each([
    ['a name with a link in it', [['personName', 'www.boese.example/gewinn']]],
    ['no right', [['rights', '']]],
    [
      'a place of somebody else',
      [
        ['rights', 'see'],
        ['sites', '999999'],
      ],
    ],
    [
      'a day that is over',
      [
        ['rights', 'see'],
        ['until.day', '1'],
        ['until.month', '3'],
        ['until.year', '2024'],
      ],
    ],
  ] as const)('is refused with %s', async (_what, fields) => {
    const { manager } = await household()
    const answer = await invite(manager, mailbox(), fields)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('errors-title')
  })
})

describe('who acts for some contracts', () => {
  /** A second contract of the same customer, at a place of its own, with its own fact. */
  async function withSecondPlace(home: TestHome): Promise<{ contractId: string; number: string; siteId: string }> {
    const number = `V2${home.contractNumber}`
    const [site] = await run(sql<{
      id: string
    }>`insert into site (site_number, street, house_number, postal_code, city, kind)
      values (${`S2${number}`}, 'Ahornallee', '99', '12341', 'Musterstadt', 'flat') returning id`)
    const [place] = await run(sql<{ id: string }>`insert into market_location (market_location_code, site_id, commodity)
      values (${`M2${number}`}, ${site?.id as string}, 'gas') returning id`)
    const [contract] = await run(sql<{
      id: string
    }>`insert into contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
      select ${number}, id, customer_id, ${place?.id as string}, '2023-01-01' from contract_account where customer_id = ${home.customerId} returning id`)
    await run(sql`insert into journal (name, phase, customer_id, contract_id, channel, actor_kind, occurred_at, payload)
      values ('staying.meter-exchanged', 'staying', ${home.customerId}, ${contract?.id as string}, 'import', 'system', now(), '{}')`)
    return { contractId: contract?.id as string, number, siteId: site?.id as string }
  }

  test('sees these, by page and by SQL, and nothing that belongs to the customer as a whole', async () => {
    const { home, manager } = await household()
    const second = await withSecondPlace(home)
    const withoutPeople = customerRights.filter((right) => right !== 'people')
    const { session } = await joined(manager, [
      ...withoutPeople.map((right) => ['rights', right] as const),
      ['sites', second.siteId],
    ])
    const token = /=(.*)$/.exec(session['cookie'] as string)?.[1] as string
    const seen = await transaction(
      house.pools.customer,
      async (tx) => {
        const on = tables<Record<string, never>>(tx)
        const list = async (query: ReturnType<typeof sql<{ one: string }>>) =>
          (await query.execute(on)).rows.map((row) => row.one)
        return {
          contracts: await list(sql`select contract_number as one from contract`),
          supply: await list(sql`select contract_number as one from supply`),
          places: await list(sql`select street as one from site`),
          readings: await list(sql`select id::text as one from reading`),
          meters: await list(sql`select id::text as one from meter`),
          facts: await list(sql`select name as one from journal where actor_kind <> 'customer'`),
        }
      },
      [sessionOpeners.customer.statement(tokenHash(token))],
    )
    expect(seen).toEqual({
      contracts: [second.number],
      supply: [second.number],
      places: ['Ahornallee'],
      readings: [],
      meters: [],
      facts: ['staying.meter-exchanged'],
    })
    expect((await get('/uebersicht', session)).statusCode).toBe(200)
    expect((await get('/verlauf', session)).body).toContain('Zähler gewechselt')
    // With all rights, but not for all: what is shared stays closed.
    expect((await get('/meine-daten', session)).statusCode).toBe(403)
    expect((await get('/konto/personen', session)).statusCode).toBe(403)
    // The manager sees both.
    expect((await get('/meine-daten', manager)).body).toContain(second.number)
  })

  test('loses a place the moment the grant is changed, and gains a contract that begins there', async () => {
    const { home, manager } = await household()
    const second = await withSecondPlace(home)
    const { email, session } = await joined(manager, [
      ['rights', 'see'],
      ['sites', second.siteId],
    ])
    expect((await get('/verlauf', session)).body).toContain('Zähler gewechselt')
    const [first] = await run(
      sql<{ id: string }>`select site_id as id from market_location where id = ${home.marketLocationId}`,
    )
    const grant = await grantOf(email)
    const answer = await post(
      `/konto/personen/${grant.id}`,
      [
        ['rights', 'see'],
        ['sites', first?.id as string],
        ['rowVersion', String(grant.row_version)],
      ],
      manager,
    )
    expect(answer.statusCode).toBe(303)
    expect((await get('/verlauf', session)).body).not.toContain('Zähler gewechselt')
  })
})

describe('rights', () => {
  test('change with the next request; a change of a version that is gone is refused', async () => {
    const { manager } = await household()
    const { email, session } = await joined(manager, [['rights', 'see']])
    expect((await get('/meine-daten', session)).statusCode).toBe(403)
    const grant = await grantOf(email)
    const change = () =>
      post(
        `/konto/personen/${grant.id}`,
        [
          ['rights', 'data'],
          ['rowVersion', String(grant.row_version)],
        ],
        manager,
      )
    expect((await change()).statusCode).toBe(303)
    expect((await get('/meine-daten', session)).statusCode).toBe(200)
    expect((await change()).statusCode).toBe(409)
  })

  test('end at once, and an end that was set opens nothing after its day', async () => {
    const { manager } = await household()
    const { email, session } = await joined(manager, [
      ['rights', 'see'],
      ['until.day', '24'],
      ['until.month', '12'],
      ['until.year', '2099'],
    ])
    const grant = await grantOf(email)
    // The 24th counts to its end: midnight in Germany is 23:00 UTC.
    expect(grant.valid_to?.toString()).toBe('2099-12-24T23:00:00Z')
    expect((await get('/uebersicht', session)).statusCode).toBe(200)
    expect((await post(`/konto/personen/${grant.id}/beenden`, [], manager)).statusCode).toBe(303)
    expect((await get('/uebersicht', session)).statusCode).toBe(303)
    expect((await signIn(email)).statusCode).toBe(422)
    await house.settle()
    const [told] = await run(
      sql<{ kind: string }>`select kind from outbox where recipient = ${email} order by id desc limit 1`,
    )
    expect(told?.kind).toBe('identity.grant-ended')
  })

  test('of the last person in charge cannot be ended, nor given up, nor taken away by itself', async () => {
    const { manager, email } = await household()
    await joined(manager, [['rights', 'see']])
    const grant = await grantOf(email)
    expect((await post(`/konto/personen/${grant.id}/beenden`, [], manager)).statusCode).toBe(422)
    expect((await post('/konto/verlassen', [], manager)).statusCode).toBe(422)
    const less = [
      ['rights', 'see'],
      ['rowVersion', String(grant.row_version)],
    ] as const
    const answer = await post(`/konto/personen/${grant.id}`, less, manager)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Jemand muss für diesen Kunden verantwortlich bleiben')
  })

  test('of two in charge who remove each other at the same moment one stays', async () => {
    const { manager, email } = await household()
    const other = await joined(manager, [['rights', 'all']])
    const [own, theirs] = [await grantOf(email), await grantOf(other.email)]
    const answers = await Promise.all([
      post(`/konto/personen/${theirs.id}/beenden`, [], manager),
      post(`/konto/personen/${own.id}/beenden`, [], other.session),
    ])
    expect(answers.filter((answer) => answer.headers.location?.endsWith('hinweis=ended'))).toHaveLength(1)
    const left = [await grantOf(email), await grantOf(other.email)].filter((grant) => grant.valid_to === null)
    expect(left).toHaveLength(1)
  })

  test('are given up by who has them', async () => {
    const { manager } = await household()
    const { session } = await joined(manager, [['rights', 'see']])
    expect((await post('/konto/verlassen', [], session)).statusCode).toBe(200)
    expect((await get('/uebersicht', session)).statusCode).toBe(303)
  })

  test('that a manager has ended do not come back with two numbers of an old bill', async () => {
    const { home, manager } = await household()
    const { email } = await joined(manager, [['rights', 'all']])
    await post(`/konto/personen/${(await grantOf(email)).id}/beenden`, [], manager)
    const [account] = await run(sql<{ id: string }>`select id from account where email = ${email}`)
    const again = (level: 'readings' | 'open') =>
      transaction(house.pools.worker, (tx) =>
        grantAccount(tx, { accountId: account?.id as string, customerId: home.customerId, level }),
      )
    expect(await again('readings')).toBe(false)
    expect((await signIn(email)).statusCode).toBe(422)
    // The link to the address on file proves more than the numbers.
    expect(await again('open')).toBe(true)
  })

  test('of others cannot be read or written by who is not in charge, also not by SQL', async () => {
    const { manager } = await household()
    const { session } = await joined(manager, [['rights', 'see']])
    const token = /=(.*)$/.exec(session['cookie'] as string)?.[1] as string
    const asPerson = <Row>(query: ReturnType<typeof sql<Row>>) =>
      transaction(house.pools.customer, (tx) => query.execute(tables<Record<string, never>>(tx)), [
        sessionOpeners.customer.statement(tokenHash(token)),
      ])
    expect((await asPerson(sql`select id from account_grant`)).rows).toHaveLength(1)
    expect((await asPerson(sql`select id from account`)).rows).toHaveLength(1)
    expect((await asPerson(sql`select id from grant_invite`)).rows).toHaveLength(0)
    expect((await asPerson(sql`update account_grant set rights = '{all}'`)).numAffectedRows).toBe(0n)
    expect((await asPerson(sql`update account_grant set rights = '{all}', valid_to = now()`)).numAffectedRows).toBe(0n)
    await expect(asPerson(sql`select token_hash from grant_invite`)).rejects.toThrow(/permission denied/)
    await expect(asPerson(sql`update account_grant set level = 'open'`)).rejects.toThrow(/permission denied/)
  })
})

test('a property manager finds one of 200 customers by parts of name, number or address, and acts for it', async () => {
  const { manager, managerId } = await household()
  await run(sql`
    with made as (
      insert into customer (customer_number, kind, company_name, street, house_number, city)
      select 'WEG' || n, 'company', 'WEG Birkenring ' || n, 'Birkenring', n::text, 'Musterstadt' from generate_series(1, 200) as n
      returning id)
    insert into account_grant (account_id, customer_id, level, kind) select ${managerId}, id, 'open', 'person' from made`)
  expect((await get('/konto/kunde', manager)).body).toContain('201 Kunden')
  const found = await get('/konto/kunde?suche=birkenring%20137%20muster', manager)
  expect(found.body).toContain('Ein Kunde passt dazu')
  const id = /name="customerId"[^>]*value="(\d+)"/.exec(found.body)?.[1] as string
  expect((await post('/konto/kunde', [['customerId', id]], manager)).statusCode).toBe(303)
  expect((await get('/uebersicht', manager)).body).toContain('WEG Birkenring 137')
})
