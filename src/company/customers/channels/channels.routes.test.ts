import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { facts, recordFact } from '#company/journal'
import { tables, transaction } from '#platform/database'
import { sendForm } from '../../../../tests/setup/forms.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'

const NOW = '2026-11-22T09:00:00Z'
const ROOT = '/meine-daten/erreichbarkeit'
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
  await rowsOf(sql`delete from rate_limit`)
})

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const post = (url: string, fields: Record<string, string> = {}, as = headers) => sendForm(house, url, as, fields)
const get = (url: string, as = headers) => house.server.inject({ url, headers: as })
const anybody = { 'sec-fetch-site': 'same-origin', accept: 'text/html' }

type Sent = { channel: string; recipient: string; kind: string; text: string }
const sent = async (): Promise<Sent[]> => {
  await house.settle()
  return rowsOf(
    sql<Sent>`select channel, recipient, kind, body_text as text from outbox where customer_id = ${home.customerId} order by id`,
  )
}
const linkTo = async (recipient: string) =>
  /\/adresse-bestaetigen\/[\w-]{43}/.exec(
    (await sent()).findLast((one) => one.recipient === recipient)?.text ?? '',
  )?.[0] ?? ''
const lastCode = async () =>
  /\d{6}/.exec((await sent()).findLast((one) => one.channel === 'sms')?.text ?? '')?.[0] ?? ''
const record = async () =>
  (
    await rowsOf(
      sql<{
        email: string | null
        mobile: string | null
      }>`select email, mobile from customer where id = ${home.customerId}`,
    )
  )[0]
const states = () =>
  rowsOf(sql<{ id: string; value: string; state: string }>`
    select id, value, state from contact_channel where customer_id = ${home.customerId} order by id`)

describe('a mail address', () => {
  test('counts only after its own link was clicked, by POST; then the record changes and both addresses are told', async () => {
    const before = await record()
    await post(`${ROOT}/e-mail`, { email: 'Neu@Post.example', wantsMain: 'yes' })
    expect((await sent()).map((one) => one.recipient)).toEqual(['neu@post.example'])
    const link = await linkTo('neu@post.example')
    for (let opened = 0; opened < 3; opened += 1) expect((await get(link, anybody)).statusCode).toBe(200)
    expect(await states()).toMatchObject([{ state: 'unconfirmed' }])
    expect((await get(link, anybody)).body).not.toContain('neu@post')
    expect((await post(link, {}, anybody)).statusCode).toBe(200)
    expect(await states()).toMatchObject([{ value: 'neu@post.example', state: 'confirmed' }])
    expect(await record()).toMatchObject({ email: 'neu@post.example' })
    const told = (await sent()).filter((one) => one.kind === 'customers.change-confirmed').map((one) => one.recipient)
    expect(told.sort()).toEqual([before?.email, 'neu@post.example'].sort())
    expect((await post(link, {}, anybody)).statusCode).toBe(422)
  })

  test('beside the main one leaves the record as it is', async () => {
    const before = await record()
    await post(`${ROOT}/e-mail`, { email: 'zweite@post.example' })
    await post(await linkTo('zweite@post.example'), {}, anybody)
    expect(await record()).toEqual(before)
    expect((await get(ROOT)).body).toContain('bestätigt am 22. November 2026')
  })

  test('that came with an import is shown as not confirmed, and confirmed by the same way', async () => {
    const before = await record()
    expect((await get(ROOT)).body).toContain('aus unseren Unterlagen')
    await post(`${ROOT}/e-mail`, { email: before?.email ?? '', wantsMain: 'yes' })
    await post(await linkTo(before?.email ?? ''), {}, anybody)
    expect(await record()).toEqual(before)
    expect((await get(ROOT)).body).not.toContain('aus unseren Unterlagen')
  })

  test('is no longer confirmed by a link after 72 hours, nor by one before a newer one', async () => {
    await post(`${ROOT}/e-mail`, { email: 'neu@post.example' })
    const first = await linkTo('neu@post.example')
    await post(`${ROOT}/e-mail`, { email: 'neu@post.example' })
    const second = await linkTo('neu@post.example')
    expect((await post(first, {}, anybody)).statusCode).toBe(422)
    house.clock.moveTo('2026-11-25T09:00:01Z')
    expect((await post(second, {}, anybody)).statusCode).toBe(422)
    expect(await states()).toMatchObject([{ state: 'unconfirmed' }])
  })

  test('of two clicks at once one counts', async () => {
    await post(`${ROOT}/e-mail`, { email: 'neu@post.example', wantsMain: 'yes' })
    const link = await linkTo('neu@post.example')
    const answers = await Promise.all([post(link, {}, anybody), post(link, {}, anybody)])
    expect(answers.map((one) => one.statusCode).sort()).toEqual([200, 422])
  })

  test('that is removed leaves the next confirmed one in the record', async () => {
    await post(`${ROOT}/e-mail`, { email: 'eins@post.example', wantsMain: 'yes' })
    await post(await linkTo('eins@post.example'), {}, anybody)
    await post(`${ROOT}/e-mail`, { email: 'zwei@post.example' })
    await post(await linkTo('zwei@post.example'), {}, anybody)
    const [one] = await states()
    expect((await post(`${ROOT}/${one?.id}/entfernen`)).headers.location).toBe(`${ROOT}?erledigt=removed`)
    expect(await record()).toMatchObject({ email: 'zwei@post.example' })
  })

  test('that the other side refuses for good is marked, and somebody asks for a right one', async () => {
    await post(`${ROOT}/e-mail`, { email: 'tot@post.example', wantsMain: 'yes' })
    await post(await linkTo('tot@post.example'), {}, anybody)
    await sent()
    const [failed] = await rowsOf(
      sql<{ id: string }>`select id from outbox where recipient = 'tot@post.example' order by id desc limit 1`,
    )
    await transaction(house.pools.worker, (tx) =>
      recordFact(
        tx,
        facts.messageFailed,
        { outboxId: failed?.id ?? '', kind: 'x', final: true },
        { customerId: home.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
      ),
    )
    await house.settle()
    expect(await states()).toMatchObject([{ state: 'bounced' }])
    expect(await rowsOf(sql`select kind from task where customer_id = ${home.customerId}`)).toEqual([
      { kind: 'customers.channel-bounced' },
    ])
    expect((await get(ROOT)).body).toContain('kommt nicht an')
  })

  test('that is none, is refused at the field', async () => {
    const answer = await post(`${ROOT}/e-mail`, { email: 'nobody' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Das ist keine E-Mail-Adresse.')
  })

  test('gets five links a day at most, however many customers ask', async () => {
    const codes: number[] = []
    for (let n = 0; n < 6; n += 1)
      codes.push((await post(`${ROOT}/e-mail`, { email: 'opfer@post.example' })).statusCode)
    expect(codes).toEqual([303, 303, 303, 303, 303, 429])
  })
})

describe('a mobile number', () => {
  const name = async () => {
    const answer = await post(`${ROOT}/mobil`, { mobile: '0151 / 123 456-78', mainMobile: 'yes' })
    return String(answer.headers.location)
  }

  test('is confirmed by the code that went there', async () => {
    const path = await name()
    expect((await get(path)).statusCode).toBe(200)
    const answer = await post(path, { code: await lastCode() })
    expect(answer.headers.location).toBe(`${ROOT}?erledigt=confirmed`)
    expect(await record()).toMatchObject({ mobile: '+4915112345678' })
  })

  test('is not, after five wrong codes, by the right one either', async () => {
    const path = await name()
    const code = await lastCode()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let n = 0; n < 5; n += 1) expect((await post(path, { code: wrong })).statusCode).toBe(422)
    expect((await post(path, { code })).body).toContain('Dieser Code gilt nicht mehr')
    expect(await record()).toMatchObject({ mobile: null })
  })

  test('is not after ten minutes', async () => {
    const path = await name()
    const code = await lastCode()
    house.clock.moveTo('2026-11-22T09:10:01Z')
    expect((await post(path, { code })).statusCode).toBe(422)
  })

  test('of the landline is refused, because no text message arrives there', async () => {
    expect((await post(`${ROOT}/mobil`, { mobile: '030 23125101' })).body).toContain('Das ist keine Mobilnummer')
  })
})

test('a stranger reaches nobody else’s addresses', async () => {
  await post(`${ROOT}/mobil`, { mobile: '0151 12345678' })
  const [channel] = await states()
  const stranger = await house.asCustomer((await settleIn(house.pools)).customerId)
  for (const verb of ['entfernen', 'haupt', 'zwecke'])
    expect((await post(`${ROOT}/${channel?.id}/${verb}`, {}, stranger)).statusCode, verb).not.toBe(303)
  expect((await post(`${ROOT}/${channel?.id}/code`, { code: await lastCode() }, stranger)).statusCode).toBe(404)
  expect((await get(ROOT, stranger)).body).not.toContain('+4915112345678')
  expect(await states()).toMatchObject([{ state: 'unconfirmed' }])
})
