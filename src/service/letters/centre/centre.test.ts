import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import type { MadeKindCode, ParametersOf } from '../made/kinds/index.ts'
import { sampleBill } from '../made/kinds/samples.fixtures.ts'
import { orderLetter } from '../made/order-letter.ts'

let house: TestHouse
let home: TestHome
let stranger: TestHome
let mine: Record<string, string>
let theirs: Record<string, string>
const letters: Record<string, string> = {}

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

async function write<Code extends MadeKindCode>(name: string, kind: Code, parameters: ParametersOf<Code>, of = home) {
  letters[name] = await transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      { kind, customerId: of.customerId, parameters, key: name },
      { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
  await house.settle()
}
const open = (url: string, headers = mine) => house.server.inject({ url, headers })
const send = (url: string, fields: Record<string, string>, headers = mine) =>
  house.server.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
/** Short enough to be read when it differs. */
const mainOf = (body: string): string => /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? body.slice(0, 500)
const events = async (name: string) =>
  (await run<{ what: string }>(sql`select what from letter_event where letter_id = ${letters[name]} order by id`)).map(
    (row) => row.what,
  )

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools, { lastName: 'Leser' })
  stranger = await settleIn(house.pools, { lastName: 'Fremd' })
  mine = await house.asCustomer(home.customerId)
  theirs = await house.asCustomer(stranger.customerId)
  await write('bill', 'paying.bill', sampleBill('R-2026-0042', 20_000))
  await write('request', 'staying.reading-request', {
    dueOn: '2026-12-10',
    meters: [{ meterNumber: home.meterNumber, commodity: 'power' }],
  })
  await write('change', 'customers.change-confirmed', { day: '2026-11-20', fields: ['email'] })
  await write('words', 'letters.single', {
    title: 'Ihre Frage zum Größenvergleich',
    parts: [{ module: 'words', text: '<script>alert(1)</script> Straße' }],
  })
})
afterAll(() => house?.end())

test('what calls for something comes first with its day, then what matters, then the rest', async () => {
  const { body: whole, statusCode } = await open('/briefe')
  const body = mainOf(whole)
  expect(statusCode).toBe(200)
  const places = [
    'Bitte handeln',
    'bis 10. Dezember 2026',
    'Wichtig',
    'Rechnung R-2026-0042',
    'Zur Information',
    'Geänderte Kundendaten',
  ]
  const found = places.map((text) => body.indexOf(text))
  expect(found.every((at) => at > 0)).toBe(true)
  expect([...found].sort((a, b) => a - b)).toEqual(found)
  expect(body).toContain('4 Briefe sind ungelesen')
})

test('the search looks into the text, without accents and capitals', async () => {
  expect(mainOf((await open('/briefe?suche=strasse')).body)).toContain('Größenvergleich')
  expect(mainOf((await open('/briefe?suche=GROSSENVERGLEICH')).body)).toContain('Größenvergleich')
  expect(mainOf((await open('/briefe?suche=strasse')).body)).not.toContain('R-2026-0042')
  expect(mainOf((await open('/briefe?suche=gibtesnicht')).body)).toContain('Nichts gefunden')
  expect(mainOf((await open('/briefe?thema=paying')).body)).not.toContain('Größenvergleich')
})

test('a letter is readable as a page; what somebody wrote stays text; opening it is noted once, with its receipt', async () => {
  const first = await open(`/briefe/${letters['words']}`)
  expect(mainOf(first.body)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(mainOf(first.body)).not.toContain('<script>alert')
  await open(`/briefe/${letters['words']}`)
  await house.settle()
  expect(await events('words')).toEqual(['published', 'opened', 'deemed-received'])
  expect(mainOf((await open('/briefe')).body)).toContain('3 Briefe sind ungelesen')
  expect(mainOf((await open('/briefe?ungelesen=ja')).body)).not.toContain('Größenvergleich')
})

test('a bill shows its table, its chart with the figures, and the GiroCode', async () => {
  const body = mainOf((await open(`/briefe/${letters['bill']}`)).body)
  for (const part of ['Arbeitspreis Jan', 'Rechnungsbetrag', 'kw-chart', 'GiroCode', 'data:image/svg+xml;base64,'])
    expect(body, part).toContain(part)
})

test('the PDF opens beside it and can be kept; loading is noted apart from opening', async () => {
  const shown = await open(`/briefe/${letters['change']}/datei/0`)
  expect(shown.headers['content-type']).toBe('application/pdf')
  expect(shown.headers['content-disposition']).toMatch(/^inline; filename="2026-11-22/)
  expect(shown.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await open(`/briefe/${letters['change']}/datei/0?als=datei`)).headers['content-disposition']).toMatch(
    /^attachment/,
  )
  expect(await events('change')).toEqual(['published', 'downloaded'])
})

test('all letters come in one file', async () => {
  const answer = await open('/briefe/alle.zip')
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
  expect(answer.rawPayload.toString('latin1').match(/PK\x01\x02/g)).toHaveLength(4)
  expect(await events('request')).toContain('downloaded')
})

test('a question becomes a task that knows the letter', async () => {
  const url = `/briefe/${letters['bill']}`
  const empty = await send(`${url}/frage`, { words: '' })
  expect(empty.statusCode).toBe(422)
  expect(mainOf(empty.body)).toContain('kw-errors')
  const answer = await send(`${url}/frage`, { words: 'Warum so viel?' })
  expect(answer.headers['location']).toBe(`${url}?gesendet=frage`)
  expect(mainOf((await open(`${url}?gesendet=frage`)).body)).toContain(
    'Ihre Frage ist da. Wir antworten bis 24. November 2026.',
  )
  const [task] = await run<{ subject: { letterId: string; questionId: string } }>(
    sql`select subject from task where kind = 'letters.question'`,
  )
  expect(task?.subject.letterId).toBe(letters['bill'])
  const [question] = await run<{ words: string }>(
    sql`select words from letter_question where id = ${task?.subject.questionId}`,
  )
  expect(question?.words).toBe('Warum so viel?')
})

test('feedback says whether it was understood and solved', async () => {
  const url = `/briefe/${letters['bill']}`
  expect((await send(`${url}/rueckmeldung`, {})).statusCode).toBe(422)
  expect((await send(`${url}/rueckmeldung`, { understood: 'yes', solved: 'no', remark: 'Zu lang.' })).statusCode).toBe(
    303,
  )
  expect(await run(sql`select understood, solved, words from letter_feedback`)).toEqual([
    { understood: true, solved: false, words: 'Zu lang.' },
  ])
})

describe('a stranger', () => {
  test.each(['', '/datei/0', '/datei/1'])('gets nothing of a letter, by its very address%s', async (rest) => {
    for (const name of Object.keys(letters)) {
      const there = await open(`/briefe/${letters[name]}${rest}`, theirs)
      const nowhere = await open(`/briefe/999999999${rest}`, theirs)
      expect(there.statusCode).toBe(404)
      expect(mainOf(there.body)).toBe(mainOf(nowhere.body))
      expect(there.headers['content-type']).toBe(nowhere.headers['content-type'])
    }
  })

  test('cannot ask or say anything about it, and finds none of it', async () => {
    const url = `/briefe/${letters['bill']}`
    expect((await send(`${url}/frage`, { words: 'Was steht da?' }, theirs)).statusCode).toBe(404)
    expect((await send(`${url}/rueckmeldung`, { solved: 'yes' }, theirs)).statusCode).toBe(404)
    expect(mainOf((await open('/briefe?suche=r-2026-0042', theirs)).body)).toContain('Nichts gefunden')
    expect((await open('/briefe/alle.zip', theirs)).rawPayload.toString('latin1')).not.toContain('PK\x01\x02')
  })

  test('nor does somebody of the same customer without the right, or before all of the account is open', async () => {
    for (const grant of [{ rights: ['readings'] }, { level: 'readings' as const }]) {
      const headers = await house.asCustomer(home.customerId, grant)
      expect((await open('/briefe', headers)).statusCode).toBe(403)
      expect((await open(`/briefe/${letters['bill']}/datei/0`, headers)).statusCode).toBe(403)
    }
  })
})

test('what is ordered and not made yet is not there', async () => {
  await transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      {
        kind: 'letters.single',
        customerId: home.customerId,
        parameters: { title: 'Noch nicht da', parts: [{ module: 'thanks' }] },
        key: 'soon',
      },
      { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  ).then(async (id) => expect((await open(`/briefe/${id}`)).statusCode).toBe(404))
  expect(mainOf((await open('/briefe')).body)).not.toContain('Noch nicht da')
})

describe('who acts for one contract only', () => {
  test('sees its letters, their files, and nothing of the others', async () => {
    const part = await house.asCustomer(home.customerId, { rights: ['letters'], contractIds: [home.contractId] })
    const [others = 0] = (
      await run<{ count: number }>(sql`select count(*)::int from letter where contract_id is null`)
    ).map((row) => row.count)
    expect(others).toBeGreaterThan(3)
    const id = await transaction(house.pools.worker, (tx) =>
      orderLetter(
        tx,
        {
          kind: 'staying.reading-corrected',
          customerId: home.customerId,
          contractId: home.contractId,
          parameters: { meterNumber: home.meterNumber, day: '2026-11-01', former: '1', value: '2', unit: 'kWh' },
          key: 'of-contract',
        },
        { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
      ),
    )
    await house.settle()
    const list = mainOf((await open('/briefe', part)).body)
    expect(list).toContain('Berichtigter Zählerstand')
    expect(list).not.toContain('R-2026-0042')
    expect(list).toContain('Ein Brief ist ungelesen')
    expect((await open(`/briefe/${id}`, part)).statusCode).toBe(200)
    expect((await open(`/briefe/${id}/datei/0`, part)).statusCode).toBe(200)
    expect((await open(`/briefe/${letters['bill']}`, part)).statusCode).toBe(404)
    expect((await open(`/briefe/${letters['bill']}/datei/0`, part)).statusCode).toBe(404)
    expect((await send(`/briefe/${letters['bill']}/frage`, { words: 'Was ist das?' }, part)).statusCode).toBe(404)
    const zip = await open('/briefe/alle.zip', part)
    expect(zip.rawPayload.toString('latin1').match(/PK\x01\x02/g)).toHaveLength(1)
  })
})

describe('the home page', () => {
  test('says how many letters are unread, until when one asks for something, and asks for an address', async () => {
    const reader = await settleIn(house.pools, { lastName: 'Neu' })
    const headers = await house.asCustomer(reader.customerId)
    await write(
      'home',
      'staying.reading-request',
      {
        dueOn: '2026-12-10',
        meters: [{ meterNumber: reader.meterNumber, commodity: 'power' }],
      },
      reader,
    )
    const home = async () => mainOf((await open('/uebersicht', headers)).body)
    expect(await home()).toContain('Ein ungelesener Brief')
    expect(await home()).toContain('Bitte handeln bis 10. Dezember 2026')
    expect(await home()).toContain('Bestätigen Sie, wie wir Sie erreichen')
    await open(`/briefe/${letters['home']}`, headers)
    expect(await home()).not.toContain('ungelesener Brief')
    expect(await home()).toContain('Im Moment ist nichts zu tun')
    await run(sql`insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at, bounced_at)
      values (${reader.customerId}, 'e-mail', 'tot@post.example', 'bounced', now(), 'customer', now(), now())`)
    expect(await home()).toContain('Unsere Nachrichten kommen nicht mehr an')
    expect(await home()).toContain('to…@post.example')
    const onlyReadings = await house.asCustomer(reader.customerId, { rights: ['readings', 'see'] })
    expect(mainOf((await open('/uebersicht', onlyReadings)).body)).not.toMatch(/ungelesener Brief|Adresse angeben/)
  })
})

test('a letter says by which way it came and why', async () => {
  const body = mainOf((await open(`/briefe/${letters['bill']}`)).body)
  expect(body).toContain('Wie dieser Brief zu Ihnen kommt')
  expect(body).toContain('noch keine E-Mail-Adresse oder Mobilnummer bestätigt')
})
