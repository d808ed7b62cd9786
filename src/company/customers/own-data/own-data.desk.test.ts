import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
let colleague: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
  colleague = await house.asStaff('agent')
})
afterAll(() => house?.end())

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const asked = { toldBy: 'call', reason: 'Frau Musterfrau am Telefon, Fragen richtig beantwortet' }
const post = (path: string, payload: object, headers = agent, customerId = home.customerId) =>
  house.server.inject({ method: 'POST', url: `/desk/api/customers/${customerId}/${path}`, headers, payload })
const onFile = async () =>
  (await house.server.inject({ url: `/desk/api/customers/${home.customerId}/own-data`, headers: agent })).json()

describe('bank details at the desk', () => {
  const bank = { way: 'direct-debit', iban: 'DE89370400440532013000', holder: 'Erika Musterfrau' }

  test('the words of the mandate are there before it is given, and nothing has changed by reading them', async () => {
    const [account] = (await onFile()).accounts
    const path = `accounts/${account.contractAccountId}`
    const words = await post(`${path}/mandate-words`, { ...asked, ...bank, rowVersion: 0 })
    expect(words.json().wording).toContain('IBAN: DE89 3704 0044 0532 0130 00')
    expect((await onFile()).accounts[0]).toMatchObject({ way: null, mandateReference: null, rowVersion: 0 })
  })

  test('of two who change it the second is told what stands there, and decides', async () => {
    const [account] = (await onFile()).accounts
    const path = `accounts/${account.contractAccountId}/bank`
    const [mine, theirs] = await Promise.all([
      post(path, { ...asked, ...bank, rowVersion: 0 }),
      post(path, { ...asked, ...bank, iban: 'DE02120300000000202051', rowVersion: 0 }, colleague),
    ])
    const late = [mine, theirs].find((one) => one.statusCode === 409)
    expect([mine.statusCode, theirs.statusCode].sort()).toEqual([200, 409])
    const problem = late?.json()
    expect(problem.fields.map((one: { field: string }) => one.field)).toEqual(['iban'])
    expect(problem.current.rowVersion).toBe(1)
    const first = late === mine ? theirs : mine
    const again = { ...asked, ...bank, iban: 'DE02120300000000202051', rowVersion: problem.current.rowVersion }
    expect((await post(path, again, colleague)).statusCode, first.body).toBe(200)
  })

  test('the mandate keeps how it was given, and the change who asked for it', async () => {
    expect(
      await rowsOf(sql`select signed_by, told_by from mandate where customer_id = ${home.customerId} order by id`),
    ).toContainEqual({ signed_by: 'desk', told_by: 'call' })
    const [change] = (await onFile()).changes
    expect(change).toMatchObject({ kind: 'bank', by: 'staff', ...asked, isUndone: false })
    const undone = await post(`changes/${change.id}/undo`, asked)
    expect(undone.statusCode).toBe(200)
    const { changes } = await onFile()
    expect(changes.find((one: { id: string }) => one.id === change.id)).toMatchObject({
      isUndone: true,
      undoUntil: null,
    })
  })
})

describe('channels at the desk', () => {
  test('a mobile number counts when the customer has read the code out, and a wrong code does not', async () => {
    const { channelIds } = (await post('channels', { ...asked, mobile: '0151 23456789', wantsMain: true })).json()
    await house.settle()
    const path = `channels/${channelIds[0]}/code`
    expect((await post(path, { code: '000000' })).json()).toEqual({ taken: 'wrong' })
    const [sms] = await rowsOf(
      sql<{
        text: string
      }>`select body_text as text from outbox where channel = 'sms' and customer_id = ${home.customerId}`,
    )
    const code = /\d{6}/.exec(sms?.text ?? '')?.[0]
    expect((await post(path, { code })).json()).toEqual({ taken: 'confirmed' })
    const { channels, customer } = await onFile()
    expect(customer.mobile).toBe('+4915123456789')
    expect(channels).toContainEqual(
      expect.objectContaining({ value: '+4915123456789', state: 'confirmed', main: true }),
    )
  })

  test('the code of somebody else’s number is nobody’s', async () => {
    const other = await settleIn(house.pools)
    const { channelIds } = (await post('channels', { ...asked, mobile: '0160 98765432' })).json()
    const strange = await post(`channels/${channelIds[0]}/code`, { code: '123456' }, agent, other.customerId)
    expect(strange.json()).toEqual({ taken: 'over' })
  })

  test('an address is taken off the file with how it was asked for', async () => {
    const channel = (await onFile()).channels.find((one: { state: string }) => one.state === 'confirmed')
    expect((await post(`channels/${channel.id}/removal`, asked)).statusCode).toBe(200)
    const { changes, customer } = await onFile()
    expect(customer.mobile).toBeNull()
    expect(changes[0]).toMatchObject({ kind: 'mobile', ...asked })
  })
})

test('a consent is stored with its words, version, time, way and what was noted', async () => {
  const { consents } = await onFile()
  const surveys = consents.find((one: { purpose: string }) => one.purpose === 'surveys')
  expect(surveys.wording).not.toContain('{utility}')
  await post('consents', { ...asked, purpose: 'surveys', given: true, wordingId: surveys.wordingId })
  const after = (await onFile()).consents.find((one: { purpose: string }) => one.purpose === 'surveys')
  expect(after).toMatchObject({
    given: true,
    answeredVersion: '1',
    answeredWording: surveys.wording,
    answeredThrough: 'desk',
    ...asked,
  })
})

test('a wish that somebody else has changed meanwhile is told field by field', async () => {
  const wishes = { language: 'de', letters: 'portal', notify: 'e-mail', formOfAddress: 'sie' }
  expect((await post('preferences', { ...asked, ...wishes, rowVersion: 0 })).statusCode).toBe(200)
  const late = await post('preferences', { ...asked, ...wishes, letters: 'post', notify: 'sms', rowVersion: 0 })
  expect(late.statusCode).toBe(409)
  expect(late.json()).toMatchObject({ fields: [{ field: 'letters' }, { field: 'notify' }], current: { rowVersion: 1 } })
})

test('an address must be one of its country', async () => {
  const { customer } = await onFile()
  const address = { ...asked, rowVersion: customer.rowVersion, street: 'Ring', houseNumber: '1', city: 'Wien' }
  const wrong = await post('address', { ...address, postalCode: '12345', country: 'AT' })
  expect(wrong.json().fields).toMatchObject([{ field: 'postalCode', code: 'customers.foreign-postal-code' }])
  expect((await post('address', { ...address, postalCode: '1010', country: 'XX' })).statusCode).toBe(422)
  expect((await post('address', { ...address, postalCode: '1010', country: 'AT' })).statusCode).toBe(200)
})

test('a death opens a task with the steps to the heirs, once', async () => {
  const { customerId } = await settleIn(house.pools)
  const death = { diedOn: '2026-11-20', rowVersion: 1, reason: 'Sterbeurkunde der Tochter gesehen' }
  expect((await post('death', death, agent, customerId)).statusCode).toBe(200)
  expect((await post('death', { ...death, rowVersion: 2 }, agent, customerId)).statusCode).toBe(409)
  const [task] = await rowsOf(sql<{ id: string; due: string }>`
    select id, due_on::text as due from task where customer_id = ${customerId} and kind = 'customers.estate'`)
  expect(task?.due).toBe('2026-12-06')
  const page = await house.server.inject({ url: `/desk/api/tasks/${task?.id}`, headers: agent })
  const keys = page.json().checklist.map((step: { key: string }) => step.key)
  expect(keys).toEqual(['proof', 'debit', 'heir', 'contracts', 'balance'])
})

test('a hold stands on the timeline of staff, and ends there', async () => {
  const hold = { kind: 'open-balance', note: 'Rechnung 4711 ist offen' }
  const { id } = (await post('holds', hold)).json()
  expect((await onFile()).holds).toMatchObject([hold])
  await house.server.inject({
    method: 'DELETE',
    url: `/desk/api/customers/${home.customerId}/holds/${id}`,
    headers: agent,
  })
  const timeline = await house.server.inject({ url: `/desk/api/customers/${home.customerId}/timeline`, headers: agent })
  const titles = timeline.json().items.map((item: { title: string }) => item.title)
  expect(titles).toEqual(
    expect.arrayContaining(['Grund zur Aufbewahrung eingetragen', 'Grund zur Aufbewahrung entfallen']),
  )
})
