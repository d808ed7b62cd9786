import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { addSites } from '../../../../tests/setup/sites.ts'

const SITES = 200

let house: TestHouse
let home: TestHome
let own: Record<string, string>
let meters: { registerId: string; meterNumber: string; contractId: string }[]

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools)
  meters = await addSites(house.pools, home, SITES)
  own = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const ask = <Row>(query: ReturnType<typeof sql<Row>>) =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
const get = (url: string, headers = own) => house.server.inject({ url, headers })
const post = (fields: Record<string, string>, headers = own) =>
  house.server.inject({
    method: 'POST',
    url: '/zaehlerliste',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      'day.day': '22',
      'day.month': '11',
      'day.year': '2026',
      reason: 'regular',
      submission: 'list-submission-0001',
      ...fields,
    }).toString(),
  })
const entry = (at: number, registerId: string, value: string, more: Record<string, string> = {}) => ({
  [`entries.${at}.registerId`]: registerId,
  [`entries.${at}.value`]: value,
  ...Object.fromEntries(Object.entries(more).map(([name, text]) => [`entries.${at}.${name}`, text])),
})
const send = (csv: string | Buffer, submission = 'file-submission-0001', headers = own) => {
  const boundary = 'kw-boundary'
  const field = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const head = `${field('tag', '22.11.2026')}${field('reason', 'regular')}${field('submission', submission)}--${boundary}\r\ncontent-disposition: form-data; name="datei"; filename="staende.csv"\r\ncontent-type: text/csv\r\n\r\n`
  return house.server.inject({
    method: 'POST',
    url: '/zaehlerliste/datei',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(csv), Buffer.from(`\r\n--${boundary}--\r\n`)]),
  })
}
const stored = (registerId: string) =>
  ask<{ value: string; status: string }>(
    sql`select round(value)::text as value, status from reading where register_id = ${registerId} and read_on = '2026-11-22' order by id`,
  )
const meter = (at: number) => meters[at] as (typeof meters)[number]

describe('the list', () => {
  test('shows a page of all, narrows by words and by what is still to read, and keeps that in its addresses', async () => {
    const page = await get('/zaehlerliste')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('201 Zähler sind noch abzulesen')
    expect(page.body.match(/name="entries\.\d+\.value"/g)).toHaveLength(25)
    expect(page.body).toContain('/zaehlerliste?seite=9')
    const narrowed = await get(
      `/zaehlerliste?suche=${encodeURIComponent('hausweg 17')}&sparte=power&stand=offen&seite=`,
    )
    expect(narrowed.body).toContain('Hausweg 17,')
    expect(narrowed.body).not.toContain('Hausweg 16,')
    expect((await get('/zaehlerliste?suche=gibtesnicht')).body).toContain('Kein Zähler passt dazu')
  })

  test('saves row by row: what is right is stored, what is odd is asked about beside its field, what is wrong is refused', async () => {
    const answer = await post({
      ...entry(0, meter(0).registerId, '10900'),
      ...entry(1, meter(1).registerId, '99000'),
      ...entry(2, meter(2).registerId, 'abc'),
      ...entry(3, meter(3).registerId, ''),
    })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Ein Wert ist gespeichert')
    expect(answer.body).toContain('2 Werte brauchen noch Ihren Blick')
    expect(answer.body).toContain('value="99000"')
    expect(answer.body).toContain('Bitte nur Ziffern und höchstens ein Komma.')
    expect(await stored(meter(0).registerId)).toEqual([{ value: '10900', status: 'valid' }])
    expect(await stored(meter(1).registerId)).toEqual([])
  })

  test('confirmed, the odd one is stored in check with a task; the same form twice is one reading', async () => {
    const fields = {
      ...entry(0, meter(0).registerId, '10900'),
      ...entry(1, meter(1).registerId, '99000', { confirmed: 'true' }),
    }
    expect((await post(fields)).body).toContain('2 Werte sind gespeichert')
    expect((await post(fields)).body).toContain('2 Werte sind gespeichert')
    expect(await stored(meter(0).registerId)).toHaveLength(1)
    expect(await stored(meter(1).registerId)).toEqual([{ value: '99000', status: 'in-check' }])
    expect(
      await ask(
        sql`select count(*)::int as n from task where customer_id = ${home.customerId} and kind = 'staying.check-reading'`,
      ),
    ).toEqual([{ n: 1 }])
  })

  test('a day that cannot be is said once, and what was typed stays', async () => {
    const answer = await post({ 'day.year': '2027', ...entry(0, meter(4).registerId, '10900') })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Der Tag liegt in der Zukunft')
    expect(answer.body).toContain('value="10900"')
    expect((await post(entry(0, meter(4).registerId, ''))).statusCode).toBe(422)
  })
})

describe('the file', () => {
  test('the template names each own meter once and comes back filled in: 196 of 200 go in at once', async () => {
    const template = await get('/zaehlerliste/vorlage')
    expect(template.headers['content-type']).toContain('text/csv')
    const [head = '', ...lines] = template.body.replace('\ufeff', '').trim().split('\n')
    expect(lines).toHaveLength(SITES + 1)
    const columns = head.split(';')
    const [number, value] = ['Zählernummer', 'Zählerstand'].map((name) => columns.indexOf(name)) as [number, number]
    // The first two are read already. Two have a digit too many, one is no number, one is not theirs.
    const filled = lines.flatMap((line) => {
      const cells = line.split(';')
      const at = meters.findIndex((one) => one.meterNumber === cells[number])
      if (at < 2) return [line]
      cells[value] = at < 4 ? '98.000' : at === 4 ? 'defekt' : at === 5 ? '10.900,0' : '10900'
      if (at === 6) cells[number] = 'FREMD123456'
      return [cells.join(';')]
    })
    const began = performance.now()
    const answer = await send(`${head}\n${filled.join('\n')}\n`)
    const tookMs = performance.now() - began
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('194 Werte sind gespeichert')
    expect(answer.body).toContain('3 Werte brauchen noch Ihren Blick')
    expect(answer.body).toContain('Zähler FREMD123456: Diesen Zähler finden wir nicht bei Ihnen.')
    expect(answer.body.match(/name="entries\.\d+\.value"/g)).toHaveLength(3)
    expect(
      await ask(
        sql`select count(*)::int as n from reading where read_on = '2026-11-22' and status = 'valid' and channel = 'portal'`,
      ),
    ).toEqual([{ n: 195 }])
    expect(tookMs).toBeLessThan(15_000)
    const again = await send(`${head}\n${filled.join('\n')}\n`)
    expect(again.body).toContain('194 Werte sind gespeichert')
    expect(await ask(sql`select count(*)::int as n from reading where read_on = '2026-11-22'`)).toEqual([{ n: 196 }])
  })

  test.each([
    ['nothing chosen', '', 'Bitte wählen Sie die ausgefüllte Datei aus.'],
    ['no such columns', 'a;b\n1;2\n', 'fehlen die Spalten'],
    ['no text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]), 'Das ist keine CSV-Datei'],
  ])('%s: the page says what to do', async (_name, csv, said) => {
    const answer = await send(csv, 'file-submission-0002')
    expect([answer.statusCode, answer.body.includes(said)]).toEqual([422, true])
  })
})

describe('who may', () => {
  test('somebody who acts for two contracts sees and fills these two only, by hand, by file and in the template', async () => {
    const [seven, eight, nine] = [meter(7), meter(8), meter(9)]
    const caretaker = await house.asCustomer(home.customerId, {
      rights: ['readings'],
      contractIds: [seven.contractId, eight.contractId],
    })
    house.clock.moveTo('2026-11-25T09:00:00Z')
    const page = await get('/zaehlerliste', caretaker)
    expect(page.body.match(/name="entries\.\d+\.value"/g)).toHaveLength(2)
    const template = await get('/zaehlerliste/vorlage', caretaker)
    expect(template.body.trim().split('\n')).toHaveLength(3)
    expect(template.body).not.toContain(nine.meterNumber)
    const byHand = await post(
      {
        'day.day': '25',
        reason: 'check',
        ...entry(0, nine.registerId, '10910'),
        ...entry(1, seven.registerId, '10910'),
      },
      caretaker,
    )
    expect(byHand.body).toContain('Ein Wert ist gespeichert')
    const byFile = await send(
      `Zählernummer;Zählerstand\n${nine.meterNumber};10911\n`,
      'file-submission-0003',
      caretaker,
    )
    expect(byFile.body).toContain('finden wir nicht bei Ihnen')
    expect(
      await ask(sql`select 1 from reading where register_id = ${nine.registerId} and read_on > '2026-11-22'`),
    ).toEqual([])
    const other = await house.asCustomer((await settleIn(house.pools)).customerId)
    const foreign = await post({ 'day.day': '25', ...entry(0, seven.registerId, '10912') }, other)
    expect(foreign.body).toContain('Es ist noch nichts gespeichert')
    expect(
      (await get('/zaehlerliste', await house.asCustomer(home.customerId, { rights: ['letters'] }))).statusCode,
    ).toBe(403)
  })
})
