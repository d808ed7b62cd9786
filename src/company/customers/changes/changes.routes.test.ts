import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { hiddenOn, sendForm } from '../../../../tests/setup/forms.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'

const NOW = '2026-11-22T09:00:00Z'
const IBAN = 'DE89370400440532013000'
const OTHER_IBAN = 'AT611904300234573201'

let house: TestHouse
let home: TestHome
let headers: Record<string, string>

beforeAll(async () => {
  house = await testHouse(NOW)
})
afterAll(() => house?.end())

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

beforeEach(async () => {
  house.clock.moveTo(NOW)
  home = await settleIn(house.pools)
  headers = await house.asCustomer(home.customerId)
})

const get = (url: string, as = headers) => house.server.inject({ url, headers: as })
const post = (url: string, fields: Record<string, string>, as = headers) => sendForm(house, url, as, fields)
const address = (wishes: Record<string, string> = {}) => ({
  rowVersion: '1',
  street: 'Am Markt',
  houseNumber: '3 a',
  postalCode: '12345',
  city: 'Neustadt',
  country: 'DE',
  ...wishes,
})
const accountId = async () =>
  (await rowsOf(sql<{ id: string }>`select id from contract_account where customer_id = ${home.customerId}`))[0]?.id ??
  ''
const bankPath = async () => `/meine-daten/bank/${await accountId()}`
const sign = async (wishes: Record<string, string> = {}) =>
  post(await bankPath(), {
    rowVersion: '0',
    step: 'sign',
    way: 'direct-debit',
    iban: IBAN,
    holder: 'Erika Musterfrau',
    ...wishes,
  })
type Sent = { channel: string; recipient: string; subject: string; text: string }
const sent = async (): Promise<Sent[]> => {
  await house.settle()
  return rowsOf(sql<Sent>`select channel, recipient, subject, body_text as text from outbox
    where customer_id = ${home.customerId} order by id`)
}
const linkIn = (messages: readonly Sent[]) =>
  messages.map((one) => /\/aenderung\/[\w-]{43}/.exec(one.text)?.[0]).findLast((link) => link !== undefined) ?? ''
const customerRow = async () =>
  (await rowsOf(sql<Record<string, string>>`select * from customer where id = ${home.customerId}`))[0] ?? {}
const bankRow = async () =>
  (
    await rowsOf(sql<Record<string, string>>`
      select b.*, m.mandate_reference, m.state from bank_details b left join mandate m on m.id = b.mandate_id
       where b.customer_id = ${home.customerId}`)
  )[0]

describe('the postal address', () => {
  test('is shown as it stands, changed, and told by mail and on paper to the old and the new address', async () => {
    expect((await get('/meine-daten/anschrift')).body).toContain('value="Lindenweg"')
    const answer = await post('/meine-daten/anschrift', address())
    expect(answer.headers.location).toBe('/meine-daten?geaendert=address')
    expect(await customerRow()).toMatchObject({
      street: 'Am Markt',
      house_number: '3 a',
      city: 'Neustadt',
      row_version: 2,
    })
    const messages = await sent()
    expect(messages.map((one) => [one.channel, one.recipient])).toEqual([
      ['e-mail', expect.stringContaining('@kunden.example')],
    ])
    expect(messages[0]?.text).toContain('Bisher: Lindenweg 7, 12341 Musterstadt')
    await house.settle()
    expect(await sent()).toHaveLength(1)
    const letters = await rowsOf(sql<{ recipient: string[]; text: string }>`
      select j.recipient, c.reading::text as text from print_job j join letter_content c using (letter_id)
       where j.customer_id = ${home.customerId} order by j.id`)
    expect(letters.map((one) => one.recipient)).toEqual([
      ['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'],
      ['Erika Musterfrau', 'Am Markt 3 a', '12345 Neustadt'],
    ])
    // Anybody may open a letter at an old address: it names the phone, no value and no link that changes something.
    for (const { text } of letters) expect(text).not.toMatch(/aenderung\/|Am Markt|Lindenweg/)
  })

  test('is on the timeline once, without values', async () => {
    await post('/meine-daten/anschrift', address())
    const facts = await rowsOf(sql<{ payload: unknown }>`
      select payload from journal where customer_id = ${home.customerId} and name = 'customers.customer-changed'`)
    expect(facts).toEqual([
      {
        payload: {
          fields: ['street', 'houseNumber', 'postalCode', 'city'],
          rowVersion: 2,
          changeId: expect.any(String),
        },
      },
    ])
    expect((await get('/verlauf')).body).toContain('Postanschrift geändert')
  })

  test.each([
    [{ postalCode: '1234' }, 'Eine deutsche Postleitzahl hat fünf Ziffern.'],
    [{ street: '' }, 'Geben Sie die Straße an'],
    [{ city: ' ' }, 'Geben Sie den Ort an.'],
  ])('that lacks something is refused at the field, and what was typed stays', async (wrong, message) => {
    const answer = await post('/meine-daten/anschrift', address({ houseNumber: '99 z', ...wrong }))
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(message)
    expect(answer.body).toContain('99 z')
  })

  test('abroad needs no German postal code', async () => {
    await post('/meine-daten/anschrift', address({ postalCode: '1010', city: 'Wien', country: 'AT' }))
    expect(await customerRow()).toMatchObject({ postal_code: '1010', country: 'AT' })
    await house.settle()
    const [letter] = await rowsOf(sql<{ recipient: string[]; state: string }>`
      select recipient, state from print_job where customer_id = ${home.customerId} order by id desc limit 1`)
    expect(letter).toEqual({ recipient: ['Erika Musterfrau', 'Am Markt 3 a', '1010 Wien', 'AT'], state: 'waiting' })
  })

  test('of two people the second is told both values, and changes it only after having seen them', async () => {
    await post('/meine-daten/anschrift', address())
    const second = await post('/meine-daten/anschrift', address({ city: 'Altstadt' }))
    expect(second.statusCode).toBe(409)
    expect(second.body).toContain('Hier steht inzwischen Neustadt; Sie wollten Altstadt.')
    expect((await customerRow())['city']).toBe('Neustadt')
    const rowVersion = hiddenOn(second.body, 'rowVersion')
    expect((await post('/meine-daten/anschrift', address({ city: 'Altstadt', rowVersion }))).statusCode).toBe(303)
    expect((await customerRow())['city']).toBe('Altstadt')
  })
})

describe('a name', () => {
  test('is changed after a wedding, and found by the search under the new one', async () => {
    const fields = { rowVersion: '1', salutation: 'ms', firstName: 'Erika', lastName: 'Ungewöhnlich-Neu' }
    expect((await post('/meine-daten/name', fields)).statusCode).toBe(303)
    const [mail] = await sent()
    expect(mail).toMatchObject({ subject: 'Geändert: Name' })
    expect(mail?.text).toContain('Bisher: Erika Musterfrau')
    const found = await rowsOf(
      sql<{ words: string[] }>`select words from customer_search where customer_id = ${home.customerId}`,
    )
    expect(found[0]?.words).toContain('ungewohnlich')
  })

  test('needs a last name', async () => {
    const answer = await post('/meine-daten/name', { rowVersion: '1', firstName: 'Erika' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Geben Sie den Nachnamen an.')
  })
})

describe('the bank account', () => {
  test('is asked for, the mandate is shown in full, and given', async () => {
    const fields = {
      rowVersion: '0',
      way: 'direct-debit',
      iban: 'DE89 3704 0044 0532 0130 00',
      holder: 'Erika Musterfrau',
    }
    const shown = await post(await bankPath(), { ...fields, step: 'ask' })
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain('DE98ZZZ09999999999')
    expect(shown.body).toContain('Ich ermächtige (A) Stadtwerke Musterstadt')
    expect(await bankRow()).toBeUndefined()
    expect((await sign()).headers.location).toBe('/meine-daten?geaendert=bank')
    expect(await bankRow()).toMatchObject({ way: 'direct-debit', iban: IBAN, state: 'active', row_version: 1 })
    const [mandate] = await rowsOf(sql<Record<string, unknown>>`
      select wording, wording_version, encode(wording_hash, 'hex') = encode(sha256(convert_to(wording, 'UTF8')), 'hex') as right,
             signed_by, signed_on::text as signed_on from mandate where customer_id = ${home.customerId}`)
    expect(mandate).toMatchObject({
      wording_version: '2026-11',
      right: true,
      signed_by: 'portal',
      signed_on: '2026-11-22',
    })
    const [mail] = await sent()
    expect(mail?.text).toContain('Mandatsreferenz: M-')
    expect(mail?.text).not.toContain('0532')
    expect((await get('/meine-daten')).body).toContain('DE89 3704 0044 0532 0130 00')
  })

  test('is not changed, nor shown, in a browser that was left open: it takes a new proof of who is there', async () => {
    await rowsOf(
      sql`update session set proved_at = now() - interval '11 minutes' where customer_id = ${home.customerId}`,
    )
    for (const answer of [await sign(), await get(await bankPath())]) {
      expect(answer.statusCode).toBe(303)
      expect(answer.headers.location).toContain('/bestaetigen')
    }
    expect(await bankRow()).toBeUndefined()
  })

  test('with a wrong digit is explained', async () => {
    const answer = await sign({ iban: 'DE89 3704 0044 0532 0130 01', step: 'ask' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Die Prüfziffer passt nicht')
    const short = await sign({ iban: 'DE89 3704 0044', step: 'ask' })
    expect(short.body).toContain('Diese IBAN hat 12 Zeichen, in diesem Land hat sie 22.')
  })

  test('of two people who change it at the same moment one gets through, the other is told both values', async () => {
    const answers = await Promise.all([
      sign({ iban: IBAN, holder: 'Erika Musterfrau' }),
      sign({ iban: OTHER_IBAN, holder: 'Bernd Musterfrau' }),
    ])
    expect(answers.map((one) => one.statusCode).sort()).toEqual([303, 409])
    const lost = answers.find((one) => one.statusCode === 409)
    expect(lost?.body).toContain('DE89 3704 0044 0532 0130 00')
    expect(lost?.body).toContain('AT61 1904 3002 3457 3201')
    expect(await rowsOf(sql`select 1 from mandate where customer_id = ${home.customerId}`)).toHaveLength(1)
    expect(hiddenOn(lost?.body ?? '', 'rowVersion')).toBe('1')
  })

  test('a new account gives a new mandate and ends the one before; revoked, nothing is collected', async () => {
    await sign()
    await sign({ rowVersion: '1', iban: OTHER_IBAN })
    const states = () =>
      rowsOf(sql<{ reference: string; state: string }>`
        select mandate_reference as reference, state from mandate where customer_id = ${home.customerId} order by id`)
    expect((await states()).map((one) => one.state)).toEqual(['replaced', 'active'])
    const revoked = await post(`${await bankPath()}/widerruf`, {})
    expect(revoked.headers.location).toBe('/meine-daten?geaendert=mandate')
    expect((await states()).map((one) => one.state)).toEqual(['replaced', 'revoked'])
    expect(await bankRow()).toMatchObject({ way: 'transfer', iban: OTHER_IBAN, mandate_id: null })
    expect((await sent()).at(-1)?.text).toContain('Ab sofort buchen wir nichts mehr')
    expect((await post(`${await bankPath()}/widerruf`, {})).statusCode).toBe(409)
  })
})

describe('what was changed', () => {
  test('is taken back by the link in the message, once, and the former mandate counts again', async () => {
    await sign()
    await sign({ rowVersion: '1', iban: OTHER_IBAN })
    const link = linkIn(await sent())
    const shown = await get(link, { accept: 'text/html' })
    expect(shown.body).toContain('DE89 … 3000')
    expect(await bankRow()).toMatchObject({ iban: OTHER_IBAN })
    const undone = await post(link, {}, { 'sec-fetch-site': 'same-origin' })
    expect(undone.statusCode).toBe(200)
    expect(await bankRow()).toMatchObject({ iban: IBAN, way: 'direct-debit', state: 'active' })
    expect((await sent()).at(-1)?.subject).toBe('Zurückgenommen: Zahlungsweg')
    expect((await post(link, {}, { 'sec-fetch-site': 'same-origin' })).statusCode).toBe(422)
  })

  test('cannot be taken back after 14 days, nor when something newer stands there', async () => {
    await post('/meine-daten/anschrift', address())
    const link = linkIn(await sent())
    house.clock.moveTo('2026-12-06T09:00:01Z')
    expect((await get(link)).statusCode).toBe(422)
    house.clock.moveTo(NOW)
    await post('/meine-daten/anschrift', address({ rowVersion: '2', city: 'Drittstadt' }))
    const newer = await post(link, {}, { 'sec-fetch-site': 'same-origin' })
    expect(newer.statusCode).toBe(409)
    expect(newer.body).toContain('Inzwischen steht hier etwas Neueres')
    expect((await customerRow())['city']).toBe('Drittstadt')
  })

  test('stands in a list, from which the signed-in person takes it back, and nobody else', async () => {
    await post('/meine-daten/anschrift', address())
    const list = (await get('/meine-daten/aenderungen')).body
    const path = /\/meine-daten\/aenderungen\/\d+\/zuruecknehmen/.exec(list)?.[0] ?? ''
    const stranger = await house.asCustomer((await settleIn(house.pools)).customerId)
    expect((await get('/meine-daten/aenderungen', stranger)).body).not.toContain('Neustadt')
    expect((await post(path, {}, stranger)).statusCode).toBe(404)
    const provedAt = (minutes: number) =>
      rowsOf(
        sql`update session set proved_at = now() - make_interval(mins => ${minutes}) where customer_id = ${home.customerId}`,
      )
    await provedAt(11)
    expect((await post(path, {})).headers.location).toContain('/bestaetigen')
    await provedAt(0)
    expect((await post(path, {})).headers.location).toBe('/meine-daten?geaendert=undone')
    expect((await customerRow())['street']).toBe('Lindenweg')
    expect((await get('/meine-daten/aenderungen')).body).not.toContain('zuruecknehmen"')
  })

  test('is told to a mail address that was taken off the file a short time ago', async () => {
    const agent = await house.asStaff('agent')
    const [before] = await rowsOf(sql<{ email: string }>`select email from customer where id = ${home.customerId}`)
    await house.server.inject({
      method: 'PATCH',
      url: `/desk/api/customers/${home.customerId}`,
      headers: agent,
      payload: { rowVersion: 1, email: 'neu@post.example' },
    })
    expect((await sent()).map((one) => one.recipient).sort()).toEqual([before?.email, 'neu@post.example'].sort())
    await sign()
    const told = (await sent()).filter((one) => one.subject.includes('Zahlungsweg')).map((one) => one.recipient)
    expect(told.sort()).toEqual([before?.email, 'neu@post.example'].sort())
  })
})
