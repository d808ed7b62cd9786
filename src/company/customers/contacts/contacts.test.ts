import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { importFile, sourceAt } from '#company/exchange'
import { tables, transaction } from '#platform/database'
import { contactsFile } from './contacts.import.ts'

let house: TestHouse
let home: TestHome
let other: TestHome
let agent: Record<string, string>

const on = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const get = (url: string, headers = agent) => house.server.inject({ url, headers })
const post = (url: string, payload: object, headers = agent) =>
  house.server.inject({ method: 'POST', url, headers, payload })
const call = (wishes: object = {}) => ({
  customerId: home.customerId,
  channel: 'phone',
  direction: 'in',
  topic: 'bill',
  outcome: 'answered',
  solved: true,
  verification: 'numbers',
  durationS: 180,
  ...wishes,
})

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools)
  other = await settleIn(house.pools)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

describe('a contact', () => {
  test('is noted with who took it and when it began, and is a fact on the journey', async () => {
    const made = await post('/desk/api/contacts', call({ note: 'Fragt nach Arbeitspreis' }))
    expect(made.statusCode).toBe(201)
    const [contact] = (await get(`/desk/api/customers/${home.customerId}/contacts`)).json().contacts
    // Entered at 09:00, three minutes long: it began at 08:57. The phase is that of the topic.
    expect(contact).toMatchObject({
      id: made.json().contactId,
      topic: 'bill',
      phase: 'paying',
      beganAt: '2026-11-22T08:57:00Z',
      enteredByName: 'Kim Test',
      note: 'Fragt nach Arbeitspreis',
    })
    const { items } = (await get(`/desk/api/customers/${home.customerId}/timeline`)).json()
    expect(items[0]).toMatchObject({ title: 'Sie haben uns angerufen', channel: 'Telefon', by: 'staff' })
  })

  test('opens the task that it leaves in the same transaction, or neither is there', async () => {
    const task = { kind: 'customers.contact-follow-up', title: 'Rechnung prüfen', group: 'billing' }
    const made = (await post('/desk/api/contacts', call({ task, note: 'Bitte zurückrufen' }))).json()
    const page = (await get(`/desk/api/tasks/${made.taskId}`)).json()
    expect(page.task).toMatchObject({
      customerId: home.customerId,
      group: 'billing',
      subject: { title: 'Rechnung prüfen' },
    })
    expect(page.steps).toMatchObject([{ step: 'opened' }, { step: 'noted', note: 'Bitte zurückrufen' }])
    expect((await get(`/desk/api/contacts/${made.contactId}`)).json()).toMatchObject({
      outcome: 'task-opened',
      taskId: made.taskId,
    })
    const before = await on(sql<{ n: string }>`select count(*) as n from contact`)
    const refused = await post('/desk/api/contacts', call({ task: { ...task, group: 'nowhere' } }))
    expect([refused.statusCode, refused.json().code]).toEqual([404, 'tasks.no-such-group'])
    expect(await on(sql<{ n: string }>`select count(*) as n from contact`)).toEqual(before)
  })

  test.each([
    ['of a customer who is not there', { customerId: '999999' }, 404],
    ['about a topic that is none', { topic: 'weather' }, 422],
    ['in the future', { beganAt: '2026-11-22T09:01:00Z' }, 422],
    ['of last year', { beganAt: '2025-11-22T09:01:00Z' }, 422],
    ['with a contract and nobody', { customerId: undefined, contractId: '1' }, 404],
  ])('%s is refused', async (_what, wishes, status) => {
    expect((await post('/desk/api/contacts', call(wishes))).statusCode).toBe(status)
  })

  test('with the contract of another customer is refused', async () => {
    expect((await post('/desk/api/contacts', call({ contractId: other.contractId }))).statusCode).toBe(404)
    expect((await post('/desk/api/contacts', call({ contractId: home.contractId }))).statusCode).toBe(201)
  })

  test('is corrected by whoever saw its newest version', async () => {
    const { contactId } = (await post('/desk/api/contacts', call())).json()
    const body = { rowVersion: 1, topic: 'move', phase: 'any', outcome: 'done', solved: true }
    const change = (payload: object) =>
      house.server.inject({ method: 'PATCH', url: `/desk/api/contacts/${contactId}`, headers: agent, payload })
    expect((await change(body)).json()).toEqual({ rowVersion: 2 })
    expect((await change(body)).statusCode).toBe(409)
    expect((await get(`/desk/api/contacts/${contactId}`)).json()).toMatchObject({ topic: 'move', outcome: 'done' })
  })

  test('may be read by an auditor and written by nobody but those who serve customers', async () => {
    const auditor = await house.asStaff('auditor')
    expect((await get(`/desk/api/customers/${home.customerId}/contacts`, auditor)).statusCode).toBe(200)
    expect((await post('/desk/api/contacts', call(), auditor)).statusCode).toBe(404)
  })
})

describe('topics', () => {
  test('that are likely come first: who was asked for a reading calls about it', async () => {
    const caller = await settleIn(house.pools)
    const ask = { marketLocationIds: [], due: '2026-12-10', reason: 'regular' }
    await post(`/desk/api/customers/${caller.customerId}/reading-requests`, ask)
    const answer = (await get(`/desk/api/customers/${caller.customerId}/contact-proposal`)).json()
    // The letter that asked for it is as likely.
    expect(answer.topics.slice(0, answer.likely)).toContainEqual(
      expect.objectContaining({ code: 'reading', nameDe: 'Zählerstand' }),
    )
    expect(answer.topics).toHaveLength(16)
  })
})

describe('the customer', () => {
  test('sees the own contacts and those of nobody else, and never the notes of staff', async () => {
    await post('/desk/api/contacts', call({ customerId: other.customerId, topic: 'dunning', note: 'Geheimnis' }))
    const own = await get('/kontakte', await house.asCustomer(home.customerId))
    expect(own.statusCode).toBe(200)
    expect(own.body).toContain('Ihr Anruf: Rechnung')
    expect(own.body).not.toContain('Mahnung')
    expect(own.body).not.toContain('Fragt nach Arbeitspreis')
    const theirs = await get('/kontakte', await house.asCustomer(other.customerId))
    expect(theirs.body).toContain('Ihr Anruf: Mahnung')
    expect(theirs.body).not.toContain('Geheimnis')
  })

  test('whose session had SQL in it could read neither notes nor other people’s contacts', async () => {
    const asOwn = <Row>(query: ReturnType<typeof sql<Row>>) =>
      transaction(house.pools.customer, async (tx) => {
        const handle = tables<Record<string, never>>(tx)
        await sql`select set_config('app.customer_id', ${home.customerId}, true)`.execute(handle)
        return (await query.execute(handle)).rows
      })
    expect(await asOwn(sql`select customer_id from contact where customer_id <> ${home.customerId}`)).toEqual([])
    await expect(asOwn(sql`select note from contact`)).rejects.toThrow(/permission denied/)
    await expect(asOwn(sql`select * from contact_file`)).rejects.toThrow(/permission denied/)
    await expect(asOwn(sql`update contact set solved = true`)).rejects.toThrow(/permission denied/)
  })
})

describe('a scan', () => {
  const send = async (contactId: string, bytes: Buffer, name = 'Brief.pdf', headers = agent) => {
    const edge = 'xxxxgrenzexxxx'
    const head = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/html\r\n\r\n`
    return house.server.inject({
      method: 'POST',
      url: `/desk/api/contacts/${contactId}/files`,
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${edge}` },
      payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)]),
    })
  }

  test('is kept once by its content, named harmlessly, and opens as a download only', async () => {
    const { contactId } = (await post('/desk/api/contacts', call({ channel: 'letter' }))).json()
    const pdf = Buffer.from('%PDF-1.7 Testbrief')
    const first = await send(contactId, pdf, '../../etc/<Brief>.pdf')
    expect(first.statusCode).toBe(201)
    expect((await send(contactId, pdf)).json()).toEqual(first.json())
    const contact = (await get(`/desk/api/contacts/${contactId}`)).json()
    expect(contact.files).toEqual([
      { id: first.json().fileId, name: '_Brief_.pdf', mediaType: 'application/pdf', bytes: pdf.length },
    ])
    const file = await get(`/desk/api/contacts/${contactId}/files/${first.json().fileId}`)
    expect(file.rawPayload.equals(pdf)).toBe(true)
    expect(file.headers['content-disposition']).toMatch(/^attachment/)
    expect(file.headers['content-security-policy']).toContain('sandbox')
  })

  test('that is no scan, whatever it says it is, is refused', async () => {
    const { contactId } = (await post('/desk/api/contacts', call({ channel: 'letter' }))).json()
    const page = await send(contactId, Buffer.from('<html>'))
    expect([page.statusCode, page.json().code]).toEqual([422, 'customers.no-scan'])
    expect((await send('999999', Buffer.from('%PDF-1.7'))).statusCode).toBe(404)
    expect((await send(contactId, Buffer.from('%PDF-1.7'), 'a.pdf', await house.asStaff('auditor'))).statusCode).toBe(
      404,
    )
  })
})

test('contacts of the telephone system come in once by their key, wrong lines are named, and one fact says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-contacts-'))
  try {
    const [{ number } = { number: '' }] = await on(
      sql<{ number: string }>`select customer_number as number from customer where id = ${other.customerId}`,
    )
    const lines = [
      'contact_key;customer_number;contract_number;channel;topic;outcome;solved;began_at;duration_s',
      `T-1;${number};${other.contractNumber};phone;bill;answered;ja;2026-11-20 14:05;240`,
      `T-2;${number};;phone;;;;2026-11-20T14:05:00+01:00;`,
      `T-3;NIEMAND;;phone;bill;answered;nein;2026-11-20 14:05;10`,
      `T-4;${number};${home.contractNumber};phone;bill;answered;nein;2026-11-20 14:05;10`,
      `T-5;${number};;phone;weather;answered;nein;2026-11-20 14:05;10`,
      `T-6;${number};;phone;bill;answered;vielleicht;irgendwann;10`,
    ]
    const send = async (name: string, text: readonly string[]) => {
      const at = join(folder, name)
      writeFileSync(at, `${text.join('\n')}\n`)
      const source = await sourceAt(at, 'contacts.csv')
      return (
        await importFile({ pool: house.pools.bulk, definition: contactsFile, source, now: () => house.clock.now() })
      ).batch
    }
    const first = await send('a.csv', lines)
    expect(first).toMatchObject({ read: 6, inserted: 2, refused: 4 })
    expect(await send('b.csv', [...lines, ''])).toMatchObject({ inserted: 0, updated: 0, same: 2 })
    // 14:05 in Germany in November is 13:05 UTC.
    const known = await on(sql<{ began: string; phase: string; solved: boolean | null }>`
      select to_char(began_at at time zone 'UTC', 'HH24:MI') as began, phase, solved from contact where contact_key in ('T-1', 'T-2') order by contact_key`)
    expect(known).toEqual([
      { began: '13:05', phase: 'paying', solved: true },
      { began: '13:05', phase: 'any', solved: null },
    ])
    const refused = await on(sql<{ line: string; code: string }>`
      select line::text, code from import_refusal where batch_id = ${first.id} order by line, column_name`)
    expect(refused.map((one) => one.code)).toEqual([
      'customers.import.unknown-customer',
      'customers.import.unknown-contract',
      'customers.import.unknown-topic',
      'customers.import.no-moment',
      'customers.import.no-yes-or-no',
    ])
    const facts = await on(
      sql<{
        payload: object
      }>`select payload from journal where name = 'customers.contacts-imported' order by id limit 1`,
    )
    expect(facts).toMatchObject([{ payload: { rows: 6, fresh: 2, refused: 4 } }])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
