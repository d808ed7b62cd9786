import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { facts, recordFact } from '#company/journal'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import type { MadeKindCode, ParametersOf } from '../made/kinds/index.ts'
import { sampleBill } from '../made/kinds/samples.fixtures.ts'
import { orderLetter } from '../made/order-letter.ts'
import { deliveryOf } from '../post/delivery-of.ts'
import { letterArchive } from '../store/archive.ts'
import { postDue } from './deliver.ts'

const NOW = '2026-11-02T09:00:00Z'
let house: TestHouse
let home: TestHome

beforeAll(async () => {
  house = await testHouse(NOW)
})
afterAll(() => house?.end())
beforeEach(async () => {
  house.clock.moveTo(NOW)
  home = await settleIn(house.pools)
})

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

/** A confirmed address, as if its link had been clicked. */
const confirm = (kind: 'e-mail' | 'mobile', value: string) =>
  run(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
          values (${home.customerId}, ${kind}, ${value}, 'confirmed', now(), 'customer', now())`)
const wish = (letters: 'portal' | 'post', notify = 'e-mail') =>
  run(
    sql`insert into customer_preference (customer_id, letters, notify) values (${home.customerId}, ${letters}, ${notify})`,
  )

let key = 0
async function write<Code extends MadeKindCode>(kind: Code, parameters: ParametersOf<Code>): Promise<string> {
  key += 1
  const id = await transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      { kind, customerId: home.customerId, parameters, key: String(key) },
      { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
  await house.settle()
  return id
}
const change = () => write('customers.change-confirmed', { day: '2026-11-02', fields: ['phone'] })
const bill = () => write('paying.bill', sampleBill('R-1', 20_000))
const order = () =>
  write('letters.single', { title: 'Ihre Frage', parts: [{ module: 'words', text: 'Hier ist die Antwort.' }] })

const delivery = async (id: string) =>
  (
    await run(
      sql<{ way: string; because: string; endedBecause: string | null }>`
        select way, because, ended_because as "endedBecause" from letter_delivery where letter_id = ${id}`,
    )
  )[0]
type Message = { channel: string; recipient: string; subject: string; text: string }
const messages = () =>
  run(sql<Message>`select channel, recipient, subject, body_text as text from outbox
                    where customer_id = ${home.customerId} and kind = 'letters.notice' order by id`)
const jobs = (id: string) =>
  run(sql<{ because: string; state: string; sheets: number; cents: number }>`
    select because, state, sheets, postage_cents as cents from print_job where letter_id = ${id} order by id`)
const moveTo = async (instant: string) => {
  house.clock.moveTo(instant)
  await house.settle()
}
const post = () =>
  postDue(
    {
      pool: house.pools.worker,
      archive: letterArchive(house.settings),
      onError: (error) => {
        throw error
      },
      ...deliveryOf(house.settings),
    },
    house.clock.now(),
  )

describe('the first message', () => {
  test('goes to the confirmed address and says that something is there, and nothing else', async () => {
    await confirm('e-mail', 'erika@post.example')
    await change()
    // Information is bundled for an hour.
    expect(await messages()).toEqual([])
    await change()
    await moveTo('2026-11-02T10:00:00Z')
    const [mail, more] = await messages()
    expect(more).toBeUndefined()
    expect(mail).toMatchObject({
      channel: 'e-mail',
      recipient: 'erika@post.example',
      subject: 'Neue Briefe in Ihrem Kundenportal',
    })
    expect(mail?.text).toContain('liegen 2 neue Briefe')
    expect(mail?.text).toMatch(/http:\/\/localhost:3000\/briefe\n/)
    for (const secret of ['Musterfrau', 'Erika', home.meterNumber, 'Änderung', 'Telefon'])
      expect(`${mail?.subject}${mail?.text}`.includes(secret), secret).toBe(false)
  })

  test('by text message waits for the morning, unless the customer chose other hours', async () => {
    await confirm('mobile', '+4915112345678')
    await wish('portal', 'sms')
    house.clock.moveTo('2026-11-02T21:30:00Z')
    await bill()
    expect(await messages()).toEqual([])
    // 8:00 in Germany is 7:00 UTC in winter.
    await moveTo('2026-11-03T06:59:59Z')
    expect(await messages()).toEqual([])
    await moveTo('2026-11-03T07:00:00Z')
    expect(await messages()).toMatchObject([
      { channel: 'sms', text: expect.stringContaining('Ein neuer Brief im Kundenportal') },
    ])
  })

  test('is not sent for what was opened before it left', async () => {
    await confirm('e-mail', 'erika@post.example')
    const id = await change()
    await house.server.inject({ url: `/briefe/${id}`, headers: await house.asCustomer(home.customerId) })
    await moveTo('2026-11-02T11:00:00Z')
    expect(await messages()).toEqual([])
  })

  test('that left is a fact apart from published, opened and received', async () => {
    await confirm('e-mail', 'erika@post.example')
    await wish('portal')
    const id = await bill()
    const [sent] = await run(
      sql<{ id: string }>`select id from outbox where customer_id = ${home.customerId} and kind = 'letters.notice'`,
    )
    await transaction(house.pools.worker, (tx) =>
      recordFact(
        tx,
        facts.mailSent,
        { outboxId: sent?.id ?? '', kind: 'letters.notice' },
        { customerId: home.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
      ),
    )
    await house.settle()
    const events = () => run(sql<{ what: string }>`select what from letter_event where letter_id = ${id} order by id`)
    expect((await events()).map((one) => one.what)).toEqual(['published', 'notified'])
    await house.server.inject({ url: `/briefe/${id}`, headers: await house.asCustomer(home.customerId) })
    await house.settle()
    expect((await events()).map((one) => one.what)).toEqual(['published', 'notified', 'opened', 'deemed-received'])
  })
})

describe('the way', () => {
  test('is paper for who has confirmed nothing, in a drop with its manifest after the cut-off', async () => {
    const id = await change()
    expect(await delivery(id)).toMatchObject({ way: 'post', because: 'no-channel' })
    expect(await jobs(id)).toEqual([{ because: 'no-channel', state: 'waiting', sheets: 1, cents: 95 }])
    await post()
    expect(await jobs(id)).toMatchObject([{ state: 'waiting' }])
    house.clock.moveTo('2026-11-02T15:00:00Z')
    await post()
    expect(await jobs(id)).toMatchObject([{ state: 'posted' }])
    const folder = join(house.settings.KW_FILES, 'print')
    const drops = (await readdir(folder)).filter((name) => !name.startsWith('.'))
    const manifests = await Promise.all(drops.map((name) => readFile(join(folder, name, 'manifest.csv'), 'utf8')))
    const mine = manifests.filter((manifest) => manifest.includes(`l${id}-no-channel`))
    expect(mine).toHaveLength(1)
    expect(mine[0]).toContain('Erika Musterfrau,Lindenweg 7,12341 Musterstadt')
  })

  test('of a kind that still goes by post is the portal for who chose it', async () => {
    await confirm('e-mail', 'erika@post.example')
    expect(await delivery(await order())).toMatchObject({ way: 'post', because: 'kind-post' })
    await wish('portal')
    expect(await delivery(await order())).toMatchObject({ way: 'digital', because: 'choice-portal' })
  })

  test('is held, with a task, where there is no right address', async () => {
    await run(sql`update customer set postal_code = '123' where id = ${home.customerId}`)
    const id = await change()
    expect(await jobs(id)).toMatchObject([{ state: 'held' }])
    expect(await run(sql`select kind from task where customer_id = ${home.customerId}`)).toEqual([
      { kind: 'letters.address-wanted' },
    ])
  })
})

describe('a letter that nobody opens', () => {
  test('is told the other way on day 3, again on day 7, and goes on paper on day 14', async () => {
    await confirm('e-mail', 'erika@post.example')
    await confirm('mobile', '+4915112345678')
    await wish('portal')
    const id = await bill()
    const channels = async () => (await messages()).map((one) => one.channel)
    expect(await channels()).toEqual(['e-mail'])
    await moveTo('2026-11-05T06:59:59Z')
    expect(await channels()).toEqual(['e-mail'])
    await moveTo('2026-11-05T07:00:00Z')
    expect(await channels()).toEqual(['e-mail', 'sms'])
    await moveTo('2026-11-09T07:00:00Z')
    expect(await channels()).toEqual(['e-mail', 'sms', 'e-mail'])
    expect((await messages()).at(-1)?.text).toContain('noch nicht geöffnet')
    expect(await jobs(id)).toEqual([])
    await moveTo('2026-11-16T07:00:00Z')
    expect(await jobs(id)).toMatchObject([{ because: 'not-opened', state: 'waiting' }])
    expect(await delivery(id)).toMatchObject({ endedBecause: 'on-paper' })
    await moveTo('2026-12-31T07:00:00Z')
    expect(await channels()).toHaveLength(3)
  })

  test('is told no more once it was opened', async () => {
    await confirm('e-mail', 'erika@post.example')
    await wish('portal')
    const id = await bill()
    await house.server.inject({ url: `/briefe/${id}`, headers: await house.asCustomer(home.customerId) })
    await moveTo('2026-11-30T09:00:00Z')
    expect(await messages()).toHaveLength(1)
    expect(await jobs(id)).toEqual([])
    expect(await delivery(id)).toMatchObject({ endedBecause: 'opened' })
  })

  test('whose address turned out to be dead takes the other channel at once, and paper if there is none', async () => {
    await confirm('e-mail', 'tot@post.example')
    await wish('portal')
    const id = await bill()
    const [sent] = await run(
      sql<{ id: string }>`select id from outbox where customer_id = ${home.customerId} and kind = 'letters.notice'`,
    )
    await transaction(house.pools.worker, (tx) =>
      recordFact(
        tx,
        facts.messageFailed,
        { outboxId: sent?.id ?? '', kind: 'letters.notice', final: true },
        { customerId: home.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
      ),
    )
    await house.settle()
    expect(await jobs(id)).toMatchObject([{ because: 'channel-lost', state: 'waiting' }])
    expect(await run(sql`select state from contact_channel where customer_id = ${home.customerId}`)).toEqual([
      { state: 'bounced' },
    ])
  })
})

describe('the link with which mails end', () => {
  test('works by one click of the mailbox provider, shows nothing, and letters then come on paper', async () => {
    await confirm('e-mail', 'erika@post.example')
    await wish('portal')
    await bill()
    const link = /\/briefe-abbestellen\/[\w-]+/.exec((await messages())[0]?.text ?? '')?.[0] ?? ''
    const shown = await house.server.inject({ url: link })
    expect(shown.statusCode).toBe(200)
    expect(shown.body).not.toContain('erika@')
    expect(await delivery(await bill())).toMatchObject({ way: 'digital' })
    // RFC 8058: no cookie, no origin, this very body.
    const ended = await house.server.inject({
      method: 'POST',
      url: link,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    expect(ended.statusCode).toBe(303)
    const unknown = await house.server.inject({ method: 'POST', url: `/briefe-abbestellen/${'x'.repeat(43)}` })
    expect(unknown.statusCode).toBe(303)
    expect(await delivery(await bill())).toMatchObject({ way: 'post', because: 'no-channel' })
  })
})

test('a channel of which more than a tenth comes back is stopped, with a task, until somebody lets it go on', async () => {
  await run(sql`update notice_health set sent = 0, bounced = 0`)
  await run(sql`insert into notice_health (hour, via, sent, bounced) values (date_trunc('hour', ${NOW}::timestamptz), 'e-mail', 100, 10)
    on conflict (hour, via) do update set sent = 100, bounced = 10`)
  await confirm('e-mail', 'zehn@post.example')
  await wish('portal')
  await bill()
  const [sent] = await run(
    sql<{ id: string }>`select id from outbox where customer_id = ${home.customerId} and kind = 'letters.notice'`,
  )
  // The eleventh of a hundred.
  await transaction(house.pools.worker, (tx) =>
    recordFact(
      tx,
      facts.messageFailed,
      { outboxId: sent?.id ?? '', kind: 'letters.notice', final: false },
      { customerId: home.customerId, channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
  await house.settle()
  expect(await run(sql`select via, bounced from notice_stop where released_at is null`)).toEqual([
    { via: 'e-mail', bounced: 11 },
  ])
  expect(await run(sql`select kind from task where kind = 'letters.notices-stopped'`)).toHaveLength(1)
  home = await settleIn(house.pools)
  await confirm('e-mail', 'elf@post.example')
  await wish('portal')
  await bill()
  expect(await messages()).toEqual([])
  await run(sql`update notice_stop set released_at = ${NOW}`)
  await house.settle()
  expect(await messages()).toHaveLength(1)
})
