import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction } from '#platform/database'
import { sendForm } from '../../../tests/setup/forms.ts'
import { type TestHouse, testHouse } from '../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../tests/setup/people.ts'
import { csvOf } from './csv.ts'
import { endOldCopies, makeCopiesJob, makeDueCopy } from './make-copies.job.ts'

const ROOT = '/meine-daten/kopie'
let house: TestHouse
let home: TestHome
let neighbour: TestHome
let headers: Record<string, string>

beforeAll(async () => {
  house = await testHouse('2026-11-22T09:00:00Z')
  home = await settleIn(house.pools, { lastName: 'Eigentümlich' })
  neighbour = await settleIn(house.pools, { lastName: 'Nachbarlich' })
  headers = await house.asCustomer(home.customerId)
  await house.asCustomer(neighbour.customerId)
})
afterAll(() => house?.end())

const kit = () => ({ pools: house.pools, folder: house.settings.KW_FILES })
const get = (url: string, as = headers) => house.server.inject({ url, headers: as })
const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

function unzip(zip: Buffer): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50; ) {
    const size = zip.readUInt32LE(at + 18)
    const length = zip.readUInt16LE(at + 26)
    const begin = at + 30 + length
    found[zip.subarray(at + 30, begin).toString()] = inflateRawSync(zip.subarray(begin, begin + size)).toString()
    at = begin + size
  }
  return found
}

describe('a copy of the own data', () => {
  let path: string

  test('is asked for once, however often one clicks, and made by a job that says so by mail', async () => {
    for (let n = 0; n < 3; n += 1)
      expect((await sendForm(house, ROOT, headers, {})).headers.location).toBe(`${ROOT}?erledigt=asked`)
    expect((await get(ROOT)).body).toContain('Wird gerade erstellt')
    expect(await makeDueCopy(kit(), house.clock.now())).toBe(true)
    expect(await makeDueCopy(kit(), house.clock.now())).toBe(false)
    const mails = await rowsOf(
      sql<{
        text: string
      }>`select body_text as text from outbox where customer_id = ${home.customerId} and kind = 'customers.copy-ready'`,
    )
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).not.toContain('http')
    path = new RegExp(`${ROOT}/\\d+`).exec((await get(ROOT)).body)?.[0] ?? ''
  })

  test('can be read, and holds what is known of this person', async () => {
    const page = await get(path)
    expect(page.statusCode).toBe(200)
    for (const text of ['Eigentümlich', 'Lindenweg', home.contractNumber, home.meterNumber, 'Aufsichtsbehörde'])
      expect(page.body).toContain(text)
    expect(page.body).not.toContain('Nachbarlich')
  })

  test('is a zip of JSON and CSV, with own rows and without those of others, hashes and ids of staff', async () => {
    const answer = await get(`${path}/datei`)
    expect(answer.headers['content-type']).toBe('application/zip')
    const files = unzip(answer.rawPayload)
    const whole = JSON.parse(files['data.json'] ?? '')
    expect(whole.format).toBe('kundenwerk-personal-copy/1')
    expect(whole.tables.customer).toMatchObject([{ last_name: 'Eigentümlich' }])
    expect(whole.tables.reading).toHaveLength(4)
    expect(whole.tables.account).toHaveLength(1)
    expect(Object.keys(whole.tables.session[0])).not.toContain('token_hash')
    const everything = Object.values(files).join('\n')
    for (const secret of ['Nachbarlich', neighbour.contractNumber, neighbour.meterNumber, 'password_hash', 'staff_id'])
      expect(everything, secret).not.toContain(secret)
    expect(files['csv/customer.csv']).toContain('Eigentümlich')
    expect(files['README.txt']).toContain('reading.csv: Zählerstände (4)')
  })

  test('is for the account that asked: a stranger and another person of the household get none', async () => {
    for (const other of [neighbour.customerId, home.customerId]) {
      const as = await house.asCustomer(other)
      expect((await get(path, as)).statusCode).toBe(404)
      expect((await get(`${path}/datei`, as)).statusCode).toBe(404)
    }
  })

  test('ends after 14 days: the file is gone and nothing of it stays in the table', async () => {
    house.clock.moveTo('2026-12-06T09:00:01Z')
    await endOldCopies(kit(), house.clock.now())
    expect((await get(`${path}/datei`)).statusCode).toBe(404)
    expect((await get(ROOT)).body).toContain('Nicht mehr abrufbar')
    expect(await rowsOf(sql`select state, summary, file_sha256 from personal_copy`)).toEqual([
      { state: 'ended', summary: null, file_sha256: null },
    ])
  })

  test('that fails five times becomes the task of a person, within the month of the law', async () => {
    await rowsOf(sql`insert into personal_copy (customer_id, account_id, language, asked_at, attempts)
      select ${home.customerId}, account_id, 'de', now(), 5 from account_grant where customer_id = ${home.customerId} limit 1`)
    await makeCopiesJob(kit()).run({}, house.clock.now(), undefined as never)
    expect(
      await rowsOf(sql`select kind, due_on::text as due from task where customer_id = ${home.customerId}`),
    ).toEqual([{ kind: 'customers.copy-failed', due: '2026-12-20' }])
  })
})

test('cells of a CSV are quoted, and text that a spreadsheet would run is disarmed', () => {
  expect(csvOf([{ a: 'x;y', b: 'say "hi"', c: '=1+1', d: '-12,5', e: null, f: { g: 1 } }])).toBe(
    '\ufeffa;b;c;d;e;f\r\n"x;y";"say ""hi""";\'=1+1;-12,5;;"{""g"":1}"\r\n',
  )
})
