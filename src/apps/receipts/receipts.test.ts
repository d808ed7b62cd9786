import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { putIntoOutbox } from '#platform/mail'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn } from '../../../tests/setup/people.ts'
import { readReportFolder, startReportServer } from './take-reports.ts'

let house: TestHouse
let customerId: string
let token: string
let address: string
let count = 0

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z', { SMS_RECEIPT_TOKEN: 'secret-of-the-gateway' })
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

beforeEach(async () => {
  count += 1
  address = `erika${count}@post.example`
  ;({ customerId } = await settleIn(house.pools))
  await run(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
                values (${customerId}, 'e-mail', ${address}, 'confirmed', now(), 'customer', now())`)
  await send(`one-${count}`)
})

async function send(key: string, channel: 'e-mail' | 'sms' = 'e-mail'): Promise<void> {
  const message = { key, channel, kind: 'letters.notice', recipient: address, subject: 'x', text: 'y', customerId }
  await transaction(house.pools.worker, (tx) => putIntoOutbox(tx, message, house.clock.now()))
  const [row] = await run<{ token: string }>(
    sql`update outbox set state = 'sent', sent_at = now() where idempotency_key = ${key} returning return_token as token`,
  )
  token = row?.token ?? ''
}
const report = (status: string, said: string) =>
  `From: MAILER-DAEMON@mx.example\r\nTo: bounce+${token}@mail.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; ${said}\r\n--b--\r\n`
const options = () => ({
  pool: house.pools.worker,
  clock: house.clock,
  onError: (error: unknown) => {
    throw error
  },
})
const state = async () =>
  (await run<{ state: string }>(sql`select state from contact_channel where customer_id = ${customerId}`))[0]?.state

async function inFolder(mails: readonly string[]): Promise<{ read: string[]; unread: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'kw-bounces-'))
  await mkdir(folder, { recursive: true })
  for (const [at, mail] of mails.entries()) await writeFile(join(folder, `${at}.eml`), mail)
  await readReportFolder(options(), folder)
  await house.settle()
  const found = { read: await readdir(join(folder, 'read')), unread: await readdir(join(folder, 'unread')) }
  await rm(folder, { recursive: true })
  return found
}

test('a report in the folder takes the confirmation from an address that is gone, once', async () => {
  const gone = report('5.1.1', '550 5.1.1 user unknown')
  expect(await inFolder([gone, gone, report('5.1.1', 'x').replace(token, 'f'.repeat(32))])).toEqual({
    read: ['0.eml', '1.eml'],
    unread: ['2.eml'],
  })
  expect(await state()).toBe('bounced')
  const [facts] = await run<{ count: number }>(
    sql`select count(*)::int from journal where name = 'platform.message-failed' and customer_id = ${customerId}`,
  )
  expect(facts?.count).toBe(1)
})

test('a full mailbox is left alone, until it was full three times in a week', async () => {
  await inFolder([report('5.2.2', '552 over quota')])
  await send(`two-${count}`)
  await inFolder([report('5.2.2', '552 over quota')])
  expect(await state()).toBe('confirmed')
  await send(`three-${count}`)
  await inFolder([report('5.2.2', '552 over quota')])
  expect(await state()).toBe('bounced')
})

test('a mail server hands a report over by LMTP and is answered', async () => {
  const server = await startReportServer(options(), 0)
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.port,
    lmtp: true,
    secure: false,
    ignoreTLS: true,
  } as never)
  await transport.sendMail({
    envelope: { from: '', to: `bounce+${token}@mail.example` },
    raw: report('5.1.1', '550 5.1.1 user unknown'),
  })
  transport.close()
  await server.stop()
  await house.settle()
  expect(await state()).toBe('bounced')
})

test('the gateway says what became of a text message, if it knows the token', async () => {
  const key = `sms-${count}`
  await send(key, 'sms')
  const post = (body: object, authorization = 'Bearer secret-of-the-gateway') =>
    house.server.inject({ method: 'POST', url: '/anbieter/sms/zustellung', headers: { authorization }, payload: body })
  expect((await post({ id: key, state: 'delivered' }, 'Bearer guessed')).statusCode).toBe(404)
  expect((await post({ id: key, state: 'delivered' })).statusCode).toBe(204)
  expect((await post({ id: 'unknown', state: 'delivered' })).statusCode).toBe(404)
  await run(sql`update contact_channel set kind = 'mobile' where customer_id = ${customerId}`)
  expect((await post({ id: key, state: 'no-such-number', reason: 'absent' })).statusCode).toBe(204)
  await house.settle()
  const names = await run<{ name: string }>(
    sql`select name from journal where customer_id = ${customerId} and name like 'platform.message%' order by id`,
  )
  expect(names.map((one) => one.name)).toEqual(['platform.message-delivered', 'platform.message-failed'])
  expect(await state()).toBe('bounced')
})
