import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { letterArchive } from '../store/archive.ts'
import { handmadePdf } from '../testing/hostile-pdf.fixtures.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { readXmlIndex } from './index-file.ts'
import { takeFolder } from './take-folder.ts'
import { deliveriesIn } from './watch-folder.ts'

let house: TestHouse
let home: TestHome
let number: string
let machine: Record<string, string>
let root: string

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools, { lastName: 'Empfang' })
  number = (
    await run<{ customer_number: string }>(sql`select customer_number from customer where id = ${home.customerId}`)
  )[0]?.customer_number as string
  machine = await house.asMachine('letters:write')
  root = await mkdtemp(join(tmpdir(), 'kw-letters-in-'))
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
  await house?.end()
})

const pdf = (text = 'Ihre Jahresrechnung.') => handmadePdf({ lines: ['Guten Tag,', text] })
const about = (key: string, more = {}) => ({
  source: 'billing',
  key,
  customerNumber: number,
  contractNumber: home.contractNumber,
  kind: 'billing.annual-bill',
  title: 'Jahresrechnung 2025',
  ...more,
})
const post = (body: object, headers = machine) =>
  house.server.inject({ method: 'POST', url: '/api/machine/letters', headers, payload: body })

describe('by the API', () => {
  test('a finished letter is in the letter centre with the answer, and searchable', async () => {
    const answer = await post({ ...about('R-1'), pdf: pdf().toString('base64') })
    expect(answer.json()).toMatchObject({ outcome: 'taken' })
    expect(answer.statusCode).toBe(201)
    const headers = await house.asCustomer(home.customerId)
    const { body } = await house.server.inject({ url: '/briefe?suche=jahresrechnung', headers })
    expect(body.includes('Jahresrechnung 2025')).toBe(true)
    const page = await house.server.inject({ url: `/briefe/${answer.json().letterId}`, headers })
    expect(page.body.includes('Ihre Jahresrechnung.')).toBe(true)
    const file = await house.server.inject({ url: `/briefe/${answer.json().letterId}/datei/0`, headers })
    expect(file.rawPayload.equals(pdf())).toBe(true)
  })

  test('the same key with the same content is the same letter; with another content, or for somebody else, it is refused', async () => {
    const first = await post({ ...about('R-2'), pdf: pdf().toString('base64') })
    const again = await post({ ...about('R-2'), pdf: pdf().toString('base64') })
    expect(again.json()).toEqual({ letterId: first.json().letterId, outcome: 'known' })
    expect((await post({ ...about('R-2'), pdf: pdf('Anders.').toString('base64') })).json().code).toBe(
      'letters.intake-key-taken',
    )
    const other = await settleIn(house.pools)
    const [row] = await run<{ customer_number: string }>(
      sql`select customer_number from customer where id = ${other.customerId}`,
    )
    const theirs = about('R-2', { customerNumber: row?.customer_number, contractNumber: undefined })
    expect((await post({ ...theirs, pdf: pdf().toString('base64') })).statusCode).toBe(409)
  })

  test.each([
    ['an unknown customer', { customerNumber: '99999999' }, pdf(), 'unknown-customer'],
    ['a number that is only like one', { customerNumber: ` 0${'K'}` }, pdf(), 'unknown-customer'],
    ['a contract of nobody', { contractNumber: 'V-none' }, pdf(), 'unknown-contract'],
    ['a script', {}, handmadePdf({ catalog: '/OpenAction << /S /JavaScript /JS (1) >>' }), 'script'],
    ['no PDF', {}, Buffer.from('Sehr geehrte'), 'not-a-pdf'],
    ['US letter format', {}, handmadePdf({ box: '0 0 612 792' }), 'wrong-page-size'],
  ])('%s is refused with the reason', async (_what, more, bytes, reason) => {
    const answer = await post({ ...about(`refused ${reason}`, more), pdf: bytes.toString('base64') })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().code).toBe(`letters.intake-${reason}`)
    expect(await run(sql`select 1 from letter where source_key = ${`refused ${reason}`}`)).toEqual([])
  })

  test('an unknown kind is shown at once in the quietest class and becomes one task for an editor', async () => {
    await post({ ...about('K-1', { kind: 'billing.wish-list' }), pdf: pdf().toString('base64') })
    await post({ ...about('K-2', { kind: 'billing.wish-list' }), pdf: pdf('Noch einer.').toString('base64') })
    const letters = await run<{ importance: string; state: string }>(
      sql`select importance, state from letter where kind = 'billing.wish-list'`,
    )
    expect(letters).toEqual([
      { importance: 'information', state: 'published' },
      { importance: 'information', state: 'published' },
    ])
    const tasks = await run(sql`select 1 from task where subject ->> 'letterKind' = 'billing.wish-list'`)
    expect(tasks).toHaveLength(1)
  })

  test('multipart takes what is larger, with enclosures', async () => {
    const boundary = 'kw'
    const part = (name: string, content: Buffer | string, file = '') =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file && `; filename="${file}"`}\r\n${file ? 'content-type: application/pdf\r\n' : ''}\r\n`,
        ),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ])
    const payload = Buffer.concat([
      part('letter', JSON.stringify(about('M-1'))),
      part('pdf', pdf(), 'a.pdf'),
      part('further', JSON.stringify({ form: 'enclosure', title: 'Preisblatt' })),
      part('furtherPdf', pdf('Preise.'), 'b.pdf'),
      Buffer.from(`--${boundary}--\r\n`),
    ])
    const answer = await house.server.inject({
      method: 'POST',
      url: '/api/machine/letters/files',
      headers: { ...machine, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload,
    })
    expect(answer.json()).toMatchObject({ outcome: 'taken' })
    const files = await run<{ form: string; title: string }>(
      sql`select form, title from letter_file where letter_id = ${answer.json().letterId} order by position`,
    )
    expect(files).toEqual([
      { form: 'letter', title: 'Jahresrechnung 2025' },
      { form: 'enclosure', title: 'Preisblatt' },
    ])
  })

  test('a machine without the scope, a customer and nobody get nothing', async () => {
    const body = { ...about('no'), pdf: pdf().toString('base64') }
    expect((await post(body, await house.asMachine('readings:write'))).statusCode).toBe(404)
    expect((await post(body, { accept: 'application/json' })).statusCode).toBe(401)
  })
})

const options = () => ({
  pool: house.pools.worker,
  archive: letterArchive(house.settings),
  inspect: inspectPdf,
  clock: house.clock,
})
const HEAD = 'source;key;customer_number;contract_number;kind;title;language;action_due_on;file;enclosures'

async function delivery(
  name: string,
  index: readonly [string, string],
  files: Readonly<Record<string, Buffer>>,
): Promise<string> {
  const folder = join(root, name)
  await mkdir(folder, { recursive: true })
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(folder, file), bytes)
  await writeFile(join(folder, index[0]), index[1])
  return folder
}
const csv = (rows: readonly string[]) => ['index.csv', [HEAD, ...rows].join('\r\n')] as const
const row = (key: string, file: string, enclosures = '') =>
  `print;${key};${number};;print.letter;Schreiben ${key};de;;${file};${enclosures}`

describe('by a folder', () => {
  test('what fits goes in, what does not is refused with its reason, and the report says it line by line', async () => {
    await writeFile(join(root, 'secret.pdf'), pdf('Geheim.'))
    const folder = await delivery(
      'mixed',
      csv([
        row('F-1', 'a.pdf', 'b.pdf'),
        row('F-2', 'missing.pdf'),
        row('F-3', '../secret.pdf'),
        row('F-4', 'link.pdf'),
        row('F-5', 'script.pdf'),
        'print;F-6;00000;;print.letter;Schreiben;de;;a.pdf;',
        'print;;;;;;;;;x',
      ]),
      {
        'a.pdf': pdf('Eins.'),
        'b.pdf': pdf('Anlage.'),
        'script.pdf': handmadePdf({ catalog: '/OpenAction << /S /JavaScript /JS (1) >>' }),
      },
    )
    await symlink(join(root, 'secret.pdf'), join(folder, 'link.pdf'))
    expect(await takeFolder(options(), folder)).toEqual({ taken: 1, known: 0, refused: 6 })
    const report = (await readFile(join(folder, 'report.csv'), 'utf8'))
      .trim()
      .split('\n')
      .map((one) => one.split(';').slice(1, 4).join(' '))
    expect(report.slice(1)).toEqual([
      '"F-1" taken ',
      '"F-2" refused missing-file',
      '"F-3" refused wrong-line',
      '"F-4" refused missing-file',
      '"F-5" refused script',
      '"F-6" refused unknown-customer',
      '"" refused wrong-line',
    ])
  })

  test('XML lists the same things', async () => {
    const xml = `<?xml version="1.0"?><letters><letter source="print" key="X-1" customer-number="${number}" kind="print.letter" title="M&amp;M" file="a.pdf"><further form="large-print" title="Groß" file="b.pdf"/></letter></letters>`
    const folder = await delivery('xml', ['index.xml', xml], { 'a.pdf': pdf('X.'), 'b.pdf': pdf('Groß.') })
    expect(await takeFolder(options(), folder)).toEqual({ taken: 1, known: 0, refused: 0 })
    expect(await run(sql`select title from letter where source_key = 'X-1'`)).toEqual([{ title: 'M&M' }])
  })

  test.each([
    [
      'an entity from outside',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><letters><letter key="&x;"/></letters>',
    ],
    ['something else', '<html/>'],
    ['half a file', '<letters><letter'],
  ])('an XML index with %s is refused as a whole', (_what, text) => {
    expect(() => readXmlIndex(Buffer.from(text))).toThrow()
  })

  test('stopped in the middle it goes on, and nothing is there twice', async () => {
    const keys = Array.from({ length: 90 }, (_, at) => `S-${at}`)
    const files = Object.fromEntries(keys.map((key) => [`${key}.pdf`, pdf(`Brief ${key}.`)]))
    const folder = await delivery('stopped', csv(keys.map((key) => row(key, `${key}.pdf`))), files)
    let looked = 0
    const dying = {
      ...options(),
      inspect: (bytes: Uint8Array) => {
        looked += 1
        if (looked > 50) throw new Error('killed')
        return inspectPdf(bytes)
      },
    }
    await expect(takeFolder(dying, folder)).rejects.toThrow('killed')
    expect(await takeFolder(options(), folder)).toEqual({ taken: 90, known: 0, refused: 0 })
    expect(await takeFolder(options(), folder)).toEqual({ taken: 90, known: 0, refused: 0 })
    const [count] = await run<{ letters: number; facts: number }>(sql`
      select (select count(*)::int from letter where source_key like 'S-%') as letters,
             (select count(*)::int from journal where name = 'letters.letter-published' and payload ->> 'source' = 'print'
                 and payload ->> 'letterId' in (select id::text from letter where source_key like 'S-%')) as facts`)
    expect(count).toEqual({ letters: 90, facts: 90 })
  })

  test('a delivery is taken when its index rests, and once', async () => {
    const folder = await delivery('fresh', csv([row('D-1', 'a.pdf')]), { 'a.pdf': pdf('D.') })
    const now = Date.now()
    expect(await deliveriesIn(root, now)).not.toContain(folder)
    await utimes(join(folder, 'index.csv'), now / 1_000 - 60, now / 1_000 - 60)
    expect(await deliveriesIn(root, now)).toContain(folder)
    await takeFolder(options(), folder)
    expect(await deliveriesIn(root, now)).not.toContain(folder)
  })
})
