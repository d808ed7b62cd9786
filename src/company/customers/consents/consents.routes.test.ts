import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { sendForm } from '../../../../tests/setup/forms.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { mayWeWrite, type WritingPurpose } from './may-we-write.ts'

const NOW = '2026-11-22T09:00:00Z'
const ROOT = '/meine-daten/einwilligungen'
let house: TestHouse
let home: TestHome
let headers: Record<string, string>

beforeAll(async () => {
  house = await testHouse(NOW)
})
afterAll(() => house?.end())
beforeEach(async () => {
  house.clock.moveTo(NOW)
  home = await settleIn(house.pools)
  headers = await house.asCustomer(home.customerId)
})

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const post = (url: string, fields: Record<string, string>) => sendForm(house, url, headers, fields)
const get = (url: string) => house.server.inject({ url, headers })
const wordingId = async (purpose: string, language = 'de') =>
  (
    await rowsOf(sql<{
      id: string
    }>`select id from consent_wording where purpose = ${purpose} and language = ${language}
      and valid_from <= ${house.clock.now()} order by valid_from desc limit 1`)
  )[0]?.id ?? ''
const answer = async (purpose: string, given: 'yes' | 'no') =>
  post(ROOT, { purpose, given, wordingId: await wordingId(purpose) })
const may = (purpose: WritingPurpose, at = house.clock.now()) =>
  transaction(house.pools.worker, (tx) => mayWeWrite(tx, home.customerId, purpose, at))
const confirmed = (kind: string, value: string, purposes = '{contract,reminder,outage}') =>
  rowsOf(sql`insert into contact_channel (customer_id, kind, value, state, purposes, added_at, added_by, confirmed_at)
    values (${home.customerId}, ${kind}, ${value}, 'confirmed', ${purposes}::text[], now(), 'customer', now())`)

describe('a consent', () => {
  test('is given by one click, with words, version, time, page and person as proof', async () => {
    expect((await answer('offers-by-mail', 'yes')).headers.location).toBe(`${ROOT}?erledigt=given`)
    const [proof] = await rowsOf(sql<Record<string, unknown>>`
      select c.given, c.wording, c.page, c.channel, c.actor_kind, w.version, c.answered_at::text as at,
             c.wording_hash = sha256(convert_to(c.wording, 'UTF8')) as right, c.actor_id = g.account_id as own
        from consent c join consent_wording w on w.id = c.wording_id join account_grant g on g.customer_id = c.customer_id
       where c.customer_id = ${home.customerId}`)
    expect(proof).toMatchObject({
      given: true,
      page: ROOT,
      channel: 'portal',
      actor_kind: 'customer',
      version: '1',
      right: true,
      own: true,
      at: '2026-11-22 09:00:00+00',
    })
    expect(proof?.['wording']).toContain('dass Stadtwerke Musterstadt mir per E-Mail')
    expect((await get(ROOT)).body).toContain('Erteilt am 22. November 2026')
    expect((await get('/verlauf')).body).toContain('Einwilligung erteilt')
  })

  test('is withdrawn by one click, from this moment on, and both answers stay', async () => {
    await answer('offers-by-mail', 'yes')
    await answer('offers-by-mail', 'no')
    await answer('offers-by-mail', 'no')
    const rows = await rowsOf(
      sql<{ given: boolean }>`select given from consent where customer_id = ${home.customerId} order by id`,
    )
    expect(rows).toEqual([{ given: true }, { given: false }])
    expect((await may('offers-by-mail')).may).toBe(false)
  })

  test('to new words takes new reading; withdrawing counts whatever the words are', async () => {
    const old = await wordingId('surveys')
    await rowsOf(sql`insert into consent_wording (purpose, version, language, wording, valid_from) values
      ('surveys', '2', 'de', 'Neue Worte von {utility}.', '2026-12-01'), ('surveys', '2', 'en', 'New words of {utility}.', '2026-12-01')`)
    await answer('surveys', 'yes')
    house.clock.moveTo('2026-12-02T09:00:00Z')
    const body = (await get(ROOT)).body
    expect(body).toContain('Neue Worte von Stadtwerke Musterstadt.')
    expect(body).toContain('nach meiner Zufriedenheit fragt')
    expect((await post(ROOT, { purpose: 'surveys', given: 'yes', wordingId: old })).statusCode).toBe(409)
    expect((await post(ROOT, { purpose: 'surveys', given: 'no', wordingId: old })).statusCode).toBe(303)
  })
})

describe('may we write', () => {
  test('about the contract: where the customer has answered, else by post', async () => {
    expect(await may('contract')).toMatchObject({
      may: true,
      via: [{ kind: 'post', lines: ['Erika Musterfrau', 'Lindenweg 7', '12341 Musterstadt'] }],
    })
    await confirmed('mobile', '+4915112345678')
    await confirmed('e-mail', 'erika@post.example')
    expect(await may('contract')).toMatchObject({ via: [{ kind: 'e-mail' }, { kind: 'mobile' }, { kind: 'post' }] })
    await post('/meine-daten/wuensche', {
      rowVersion: '0',
      language: 'en',
      letters: 'portal',
      notify: 'sms',
      formOfAddress: 'du',
    })
    expect(await may('contract')).toMatchObject({
      via: [{ kind: 'mobile' }, { kind: 'e-mail' }, { kind: 'post' }],
      language: 'en',
      formOfAddress: 'du',
    })
  })

  test('for what an address is meant for, and not for the rest', async () => {
    await confirmed('mobile', '+4915112345678', '{outage}')
    expect(await may('outage')).toMatchObject({ via: [{ kind: 'mobile' }, { kind: 'post' }] })
    expect(await may('reminder')).toMatchObject({ via: [{ kind: 'post' }] })
  })

  test('offers: only with the consent, only to a confirmed mail address, and never by post or text message', async () => {
    await confirmed('mobile', '+4915112345678')
    expect(await may('offers-by-mail')).toEqual({ may: false, because: 'no-consent' })
    await answer('offers-by-mail', 'yes')
    expect(await may('offers-by-mail')).toEqual({ may: false, because: 'no-address' })
    await confirmed('e-mail', 'erika@post.example')
    expect(await may('offers-by-mail')).toMatchObject({
      may: true,
      via: [{ kind: 'e-mail', value: 'erika@post.example' }],
    })
    expect(await may('offers-by-phone')).toEqual({ may: false, because: 'no-consent' })
  })

  test('not before the quiet hours end, but for an outage', async () => {
    const wishes = { rowVersion: '0', language: 'de', letters: 'post', notify: 'e-mail', formOfAddress: 'sie' }
    await post('/meine-daten/wuensche', { ...wishes, quietFrom: '21', quietTo: '8.00 Uhr' })
    const night = Temporal.Instant.from('2026-11-22T22:00:00Z')
    const reminder = await may('reminder', night)
    expect(reminder.may && reminder.notBefore.toString()).toBe('2026-11-23T07:00:00Z')
    const outage = await may('outage', night)
    expect(outage.may && outage.notBefore.toString()).toBe(night.toString())
  })

  test('not to somebody who is not there', async () => {
    home = { ...home, customerId: '999999999' }
    expect(await may('contract')).toEqual({ may: false, because: 'unknown-customer' })
  })
})

test('wishes are confirmed, and of two people the second is told', async () => {
  const wishes = { rowVersion: '0', language: 'de', letters: 'portal', notify: 'sms', formOfAddress: 'sie' }
  expect((await post('/meine-daten/wuensche', wishes)).headers.location).toBe('/meine-daten?geaendert=wishes')
  expect((await post('/meine-daten/wuensche', { ...wishes, notify: 'none' })).statusCode).toBe(409)
  await house.settle()
  const [mail] = await rowsOf(
    sql<{ text: string }>`select body_text as text from outbox where customer_id = ${home.customerId}`,
  )
  expect(mail?.text).toContain('Briefe: im Portal')
  const wrong = await post('/meine-daten/wuensche', { ...wishes, rowVersion: '1', quietFrom: '25:00', quietTo: '8' })
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Geben Sie eine Uhrzeit an')
  expect((await post('/meine-daten/wuensche', { ...wishes, rowVersion: '1', quietFrom: '22' })).body).toContain(
    'Geben Sie beide Uhrzeiten an',
  )
})
