import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/setup/database.ts'
import { tables, transaction, typeParsers } from '#platform/database'
import { CannotEverArrive, type Carrier } from './carrier.ts'
import { type NewMessage, putIntoOutbox, retryMessages } from './outbox.sql.ts'
import { printCarrier } from './print-folder.ts'
import { fileStore } from '#platform/files'
import { sendDue, type SenderOptions, startSender, waitSeconds } from './sender.ts'
import { smsCarrier } from './sms.ts'
import { smtpCarrier } from './smtp.ts'

let database: TestDatabase
let pool: pg.Pool
const now = Temporal.Instant.from('2026-11-22T09:00:00Z')

beforeAll(async () => {
  database = await testDatabase()
  pool = new pg.Pool({ connectionString: database.url('worker'), types: typeParsers })
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
})
beforeEach(() => run(sql`delete from outbox`))

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(pool, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

const message = (more: Partial<NewMessage> = {}): NewMessage => ({
  key: 'password-link:1',
  channel: 'e-mail',
  kind: 'identity.password-link',
  recipient: 'elif@post.example',
  subject: 'Ihr neues Passwort',
  text: 'Grüße: https://portal.example/x',
  ...more,
})
/** What a message has once it is in the outbox. */
const unbounced = { farewellUrl: null, returnToken: '0123456789abcdef0123456789abcdef' }
const put = (more: Partial<NewMessage> = {}) => transaction(pool, (tx) => putIntoOutbox(tx, message(more), now))
const rows = () =>
  run<Record<string, unknown>>(sql`select state, attempts, last_error, body_text, next_try_at from outbox order by id`)

const options = (carry: Carrier, more: Partial<SenderOptions> = {}): SenderOptions => ({
  pool,
  carriers: { 'e-mail': carry },
  onSent: async () => {},
  forgetSecrets: true,
  ...more,
})

describe('the outbox', () => {
  test('sends a message once, however often its cause is repeated and however many senders look', async () => {
    await put()
    await put({ subject: 'the same cause again' })
    const carried: string[] = []
    const carry: Carrier = async ({ subject }) => void carried.push(subject)
    await Promise.all([1, 2, 3].map(() => sendDue(options(carry), now)))
    await sendDue(options(carry), now.add({ hours: 1 }))
    expect(carried).toEqual(['Ihr neues Passwort'])
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1 }])
  })

  test('notes the fact in the same transaction as the sending, and tries again if that fails', async () => {
    await put()
    const failing = options(async () => {}, {
      onSent: async () => {
        throw new Error('the journal is full')
      },
    })
    await expect(sendDue(failing, now)).rejects.toThrow('the journal is full')
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 1 }])
    expect(
      await sendDue(
        options(async () => {}),
        now.add({ seconds: 299 }),
      ),
    ).toBe(0)
    expect(
      await sendDue(
        options(async () => {}),
        now.add({ seconds: 300 }),
      ),
    ).toBe(1)
  })

  test('empties a text with a secret once it is sent, and no other', async () => {
    await put({ holdsSecret: true })
    await put({ key: 'b', text: 'Ihr Zählerstand ist da.' })
    await sendDue(
      options(async () => {}),
      now,
    )
    expect((await rows()).map((row) => row['body_text'])).toEqual(['', 'Ihr Zählerstand ist da.'])
  })

  test('waits longer after each failure and then waits for a person, who lets it begin anew', async () => {
    await put()
    const down = options(async () => {
      throw new Error('connection refused')
    })
    let at = now
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      expect(await sendDue(down, at)).toBe(1)
      expect(await sendDue(down, at.add({ seconds: waitSeconds(attempt) - 1 }))).toBe(0)
      at = at.add({ seconds: waitSeconds(attempt) })
    }
    expect(await rows()).toMatchObject([{ state: 'failed', attempts: 12, last_error: 'connection refused' }])
    // 30 + 60 + ... + 15,360 = 30,690 s for ten, then 21,600 s twice: 20.5 hours.
    expect(at.since(now).total('hours')).toBeCloseTo((30_690 + 2 * 21_600) / 3_600, 5)
    const [row] = await run<{ id: string }>(sql`select id from outbox`)
    expect(await transaction(pool, (tx) => retryMessages(tx, [row?.id as string], at))).toBe(1)
    expect(
      await sendDue(
        options(async () => {}),
        at,
      ),
    ).toBe(1)
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1 }])
  })

  test('gives up at once on what can never arrive, and one failure holds up nobody else', async () => {
    await put()
    await put({ key: 'b', recipient: 'other@post.example' })
    await sendDue(
      options(async ({ recipient }) => {
        if (recipient === 'elif@post.example') throw new CannotEverArrive('550 no such user')
      }),
      now,
    )
    expect(await rows()).toMatchObject([{ state: 'failed', last_error: '550 no such user' }, { state: 'sent' }])
  })

  test('leaves alone what no carrier is there for', async () => {
    await put({ channel: 'sms', recipient: '+4915112345678' })
    expect(
      await sendDue(
        options(async () => {}),
        now,
      ),
    ).toBe(0)
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 0 }])
  })

  test('is looked after while the program runs, and what has begun is finished at the stop', async () => {
    const carried: string[] = []
    const carry: Carrier = async ({ key }) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      carried.push(key)
    }
    await put()
    const errors: unknown[] = []
    const sender = startSender({ ...options(carry), clock: { now: () => now }, onError: (error) => errors.push(error) })
    await sender.stop()
    expect(carried).toEqual(['password-link:1'])
    expect(await rows()).toMatchObject([{ state: 'sent' }])
    expect(errors).toEqual([])
  })
})

describe('a mail server', () => {
  test('gets the mail with umlauts, an id that stays the same, and no way to smuggle a header in', async () => {
    const mails: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nobody') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
      onData: (stream, _session, done) => void text(stream).then((mail) => done(null, void mails.push(mail) as never)),
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.server.address() as AddressInfo
    const smtp = smtpCarrier(`smtp://127.0.0.1:${port}`, 'service@stadtwerke.example')
    const due = { ...message(), id: '1', html: null, fileSha256: null, ...unbounced, customerId: null, attempts: 1 }
    await smtp.carry(due)
    await smtp.carry({ ...due, subject: 'a\r\nBcc: evil@evil.example' })
    await expect(smtp.carry({ ...due, recipient: 'nobody@post.example' })).rejects.toThrow(CannotEverArrive)
    smtp.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    const ids = mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1])
    expect(ids[0]).toMatch(/^<[0-9a-f]{40}@stadtwerke\.example>$/)
    expect(ids[1]).toBe(ids[0])
    expect(mails[0]).toContain('Auto-Submitted: auto-generated')
    expect(mails[0]).toContain('Gr=C3=BC=C3=9Fe')
    expect(mails[1]).not.toMatch(/^Bcc:/im)
  })
})

test('a mail server that refuses our password says nothing about the mail, which waits', async () => {
  const server = new SMTPServer({
    authMethods: ['PLAIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('wrong password'), { responseCode: 535 })),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const smtp = smtpCarrier(`smtp://kundenwerk:wrong@127.0.0.1:${port}`, 'service@stadtwerke.example')
  const said: unknown = await smtp
    .carry({ ...message(), id: '1', html: null, fileSha256: null, ...unbounced, customerId: null, attempts: 1 })
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  expect(said).toBeInstanceOf(Error)
  expect(said).not.toBeInstanceOf(CannotEverArrive)
  smtp.close()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})

describe('the SMS gateway', () => {
  test.each([
    [200, undefined],
    [422, CannotEverArrive],
    [429, Error],
    [503, Error],
  ])('answering %d', async (status, thrown) => {
    const seen: unknown[] = []
    const gateway = createServer((request, answer) => {
      void text(request).then((body) => {
        seen.push([request.headers.authorization, request.headers['idempotency-key'], JSON.parse(body)])
        answer.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
    const { port } = gateway.address() as AddressInfo
    const carry = smsCarrier({ url: `http://127.0.0.1:${port}/sms`, token: 'T', from: 'Stadtwerke' })
    const due = {
      ...message({ recipient: '+491', text: 'Termin um 9' }),
      id: '1',
      html: null,
      fileSha256: null,
      ...unbounced,
      customerId: null,
      attempts: 1,
    }
    const outcome = await carry(due).then(
      () => undefined,
      (error: unknown) => error,
    )
    gateway.closeAllConnections()
    await new Promise<void>((resolve) => gateway.close(() => resolve()))
    expect((outcome as Error | undefined)?.constructor).toBe(thrown)
    expect(seen).toEqual([['Bearer T', due.key, { id: due.key, from: 'Stadtwerke', to: '+491', text: 'Termin um 9' }]])
  })
})

describe('the print folder', () => {
  test('holds one complete page per letter, however often it is written, and nothing of it is markup', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kw-print-'))
    const carry = printCarrier(join(folder, 'print'), 'Stadtwerke <Musterstadt>', fileStore(join(folder, 'letters')))
    const due = {
      ...message({ channel: 'print', recipient: 'Elif <b>\nBahnhofstraße 1\n12345 Musterstadt' }),
      id: '42',
      html: null,
      fileSha256: null,
      ...unbounced,
      customerId: null,
      attempts: 1,
    }
    await carry(due)
    await carry(due)
    const names = await readdir(join(folder, 'print'))
    expect(names).toHaveLength(1)
    expect(names[0]).toMatch(/^0000000042-[0-9a-f]{12}\.html$/)
    const page = await readFile(join(folder, 'print', names[0] as string), 'utf8')
    expect(page).toContain('Elif &lt;b&gt;<br>Bahnhofstraße 1<br>12345 Musterstadt')
    expect(page).toContain('Stadtwerke &lt;Musterstadt&gt;')
    await rm(folder, { recursive: true })
  })

  test('prints the file of the archive where a letter has one, and says so if it is gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kw-print-'))
    const archive = fileStore(join(folder, 'letters'), 0o444)
    const carry = printCarrier(join(folder, 'print'), 'Stadtwerke', archive)
    const fileSha256 = await archive.put(Buffer.from('%PDF-1.7 a letter'))
    const due = { ...message(), channel: 'print', html: null, ...unbounced, customerId: null, attempts: 1 } as const
    await carry({ ...due, id: '4', fileSha256 })
    const [name = ''] = await readdir(join(folder, 'print'))
    expect(name).toMatch(/\.pdf$/)
    expect(await readFile(join(folder, 'print', name), 'utf8')).toBe('%PDF-1.7 a letter')
    await expect(carry({ ...due, id: '5', fileSha256: Buffer.alloc(32) })).rejects.toThrow('not in the archive')
    await rm(folder, { recursive: true })
  })
})
