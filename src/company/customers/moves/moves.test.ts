import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { sendForm } from '../../../../tests/setup/forms.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { applyMovesJob } from './announce-move.ts'

let house: TestHouse
let home: TestHome
let headers: Record<string, string>
let agent: Record<string, string>
beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  headers = await house.asCustomer(home.customerId)
  agent = await house.asStaff('agent')
})
afterAll(() => house?.end())

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const street = async () =>
  (await rowsOf(sql<{ street: string }>`select street from customer where id = ${home.customerId}`))[0]?.street
const nightOf = async (instant: string) => {
  house.clock.moveTo(instant)
  await applyMovesJob(house.pools).run({}, house.clock.now(), undefined as never)
  await house.settle()
}
const move = (wishes: Record<string, string> = {}) =>
  sendForm(house, '/meine-daten/umzug', headers, {
    'movesOn.day': '1',
    'movesOn.month': '12',
    'movesOn.year': '2026',
    street: 'Neue Straße',
    houseNumber: '9',
    postalCode: '54321',
    city: 'Neustadt',
    lettersToo: 'yes',
    ...wishes,
  })

describe('November 22: a customer says that they move on December 1', () => {
  test('and a person hears of it, while letters still go to the old address', async () => {
    expect((await move()).headers.location).toBe('/meine-daten?geaendert=move')
    expect(
      await rowsOf(
        sql`select kind, due_on::text as due, subject ->> 'movesOn' as day from task where customer_id = ${home.customerId}`,
      ),
    ).toEqual([{ kind: 'customers.move-announced', due: '2026-11-24', day: '2026-12-01' }])
    await nightOf('2026-11-30T22:05:00Z')
    expect(await street()).toBe('Lindenweg')
  })

  test('December 1, in the first hour of the legal day: letters follow, and both addresses are told, once', async () => {
    await nightOf('2026-11-30T23:05:00Z')
    await nightOf('2026-12-01T00:05:00Z')
    expect(await street()).toBe('Neue Straße')
    const letters = await rowsOf(sql<{ recipient: string[] }>`select recipient from print_job
      where customer_id = ${home.customerId} order by id`)
    expect(letters.map((one) => one.recipient[1])).toEqual(['Lindenweg 7', 'Neue Straße 9'])
  })
})

test.each([
  [{ 'movesOn.year': '2062' }, 'Der Tag liegt zu weit weg'],
  [{ 'movesOn.month': '13' }, 'movesOn'],
  [{ postalCode: '1' }, 'Eine deutsche Postleitzahl hat fünf Ziffern.'],
])('what cannot be right is asked again', async (wrong, message) => {
  const answer = await move(wrong as Record<string, string>)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain(message)
  expect(answer.body).toContain('Neue Straße')
})

describe('staff does the same for a customer, with the reason written down', () => {
  const post = (path: string, payload: object) =>
    house.server.inject({
      method: 'POST',
      url: `/desk/api/customers/${home.customerId}/${path}`,
      headers: agent,
      payload,
    })
  const asked = { toldBy: 'call', reason: 'Anruf, Geburtsdatum und Zählernummer genannt' }

  test('name, address, account, addresses, consent, wishes and move, and each is told to the customer', async () => {
    const version = async () =>
      (await house.server.inject({ url: `/desk/api/customers/${home.customerId}`, headers: agent })).json().customer
        .rowVersion
    const [account] = await rowsOf(
      sql<{ id: string }>`select id from contract_account where customer_id = ${home.customerId}`,
    )
    const [wording] = await rowsOf(
      sql<{ id: string }>`select id from consent_wording where purpose = 'surveys' and language = 'de'`,
    )
    const address = { street: 'Am Ring', houseNumber: '1', postalCode: '12345', city: 'Ringstadt', country: 'DE' }
    const bank = { rowVersion: 0, way: 'direct-debit', iban: 'DE89370400440532013000', holder: 'Erika Neu' }
    const wishes = { rowVersion: 0, language: 'de', letters: 'portal', notify: 'e-mail', formOfAddress: 'sie' }
    const acts: [string, object][] = [
      ['name', { rowVersion: await version(), salutation: 'ms', firstName: 'Erika', lastName: 'Neu', ...asked }],
      ['address', { rowVersion: (await version()) + 1, ...address, ...asked }],
      [`accounts/${account?.id}/bank`, { ...bank, ...asked }],
      [`accounts/${account?.id}/revocation`, { ...asked }],
      ['channels', { email: 'desk@post.example', mobile: '0151 12345678', ...asked }],
      ['consents', { purpose: 'surveys', given: true, wordingId: wording?.id, ...asked }],
      ['preferences', { ...wishes, ...asked }],
      ['moves', { movesOn: '2026-12-24', street: 'Weg', houseNumber: '1', postalCode: '12345', city: 'Ort', ...asked }],
    ]
    for (const [path, payload] of acts) expect((await post(path, payload)).statusCode, path).toBe(200)
    await house.settle()
    const kept = await rowsOf(sql<{ kind: string; reason: string; told: boolean }>`
      select c.kind, c.reason, exists (select 1 from outbox o where o.idempotency_key like 'customers.change:' || c.id || ':%') as told
        from customer_change c where c.customer_id = ${home.customerId} and c.actor_kind = 'staff' order by c.id`)
    expect(kept.map((one) => one.kind)).toEqual(['name', 'address', 'bank', 'mandate', 'preferences'])
    expect(kept.every((one) => one.told && one.reason === asked.reason)).toBe(true)
    expect((await house.server.inject({ url: '/meine-daten/aenderungen', headers })).body).toContain(
      'vom Kundenservice',
    )
  })

  test('not without a reason, and not for somebody who is not there', async () => {
    expect((await post('name', { rowVersion: 1, lastName: 'X' })).statusCode).toBe(422)
    const nobody = await house.server.inject({
      method: 'POST',
      url: '/desk/api/customers/999999999/moves',
      headers: agent,
      payload: { movesOn: '2026-12-24', street: 'Weg', postalCode: '12345', city: 'Ort', ...asked },
    })
    expect(nobody.statusCode).toBe(404)
  })
})
