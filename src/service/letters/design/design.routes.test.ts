import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { orderLetter } from '../made/order-letter.ts'
import { letterArchive } from '../store/archive.ts'
import type { DesignBody } from './design.contract.ts'
import { offerOf } from './offers.ts'

let house: TestHouse
let home: TestHome
let author: Record<string, string>
let second: Record<string, string>

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools, { lastName: 'Briefmuster' })
  author = await house.asStaff('editor')
  second = await house.asStaff('editor')
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows
const at = (code: string, what = '') => `/desk/api/letter-designs/${code}${what && `/${what}`}`
const get = async (url: string, headers = author) => (await house.server.inject({ url, headers })).json()
const send = (url: string, payload: object, headers = author, method: 'POST' | 'PUT' = 'POST') =>
  house.server.inject({ method, url, headers, payload })

const words = (de: string, en = de) => ({ de, du: '', en })
const KIND = 'customers.change-confirmed'
const order = (key: string, parameters: unknown = { day: '2026-11-20', fields: ['email'] }, kind: string = KIND) =>
  transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      { kind: kind as typeof KIND, customerId: home.customerId, parameters: parameters as never, key },
      { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
const written = async (id: string) => {
  await house.settle()
  const [row] = await run<{ version: number; text: string; title: string; sha256: Buffer }>(sql`
    select l.kind_version as version, c.search_text as text, l.title, f.sha256 from letter l
      join letter_content c on c.letter_id = l.id join letter_file f on f.letter_id = l.id where l.id = ${id}`)
  return row as { version: number; text: string; title: string; sha256: Buffer }
}

/** From the version of before to a released one, by two people. */
async function release(code: string, change: (body: DesignBody) => DesignBody, validFrom = '2026-11-22') {
  await send(at(code, 'draft'), {})
  const { open } = await get(at(code))
  const saved = (
    await send(
      at(code, 'draft'),
      { rowVersion: open.rowVersion, note: 'Klarer.', body: change(open.body) },
      author,
      'PUT',
    )
  ).json()
  const proposed = await send(at(code, 'propose'), { rowVersion: saved.rowVersion })
  expect(proposed.json()).toMatchObject({ version: open.version })
  return send(at(code, 'release'), { rowVersion: proposed.json().rowVersion, validFrom }, second)
}

const withLead =
  (text: string) =>
  (body: DesignBody): DesignBody => ({
    ...body,
    modules: body.modules.map((module, position) => ({
      ...module,
      blocks: module.blocks.map((block, index) =>
        position + index === 0 ? { kind: 'paragraph' as const, text: words(text) } : block,
      ),
    })),
  })

describe('a kind of the program', () => {
  test('is changed by one editor, released by another, and used from that day on; letters keep their version', async () => {
    const before = await order('before')
    const answer = await release(KIND, withLead('neu sind seit {day}:'))
    expect(answer.json()).toMatchObject({ version: 3 })
    const after = await order('after')
    expect(await written(before)).toMatchObject({ version: 2 })
    const letter = await written(after)
    expect(letter.version).toBe(3)
    expect(letter.text).toContain('neu sind seit 20. november 2026:')
    const [task] = await run<{ state: string; outcome: string }>(
      sql`select state, outcome from task where kind = 'letters.check-design'`,
    )
    expect(task).toEqual({ state: 'done', outcome: 'released' })
  })

  test('an order that waits is drawn with the version that held when it was ordered', async () => {
    const waiting = await order('waits')
    await release(KIND, withLead('noch einmal neu am {day}:'))
    expect(await written(waiting)).toMatchObject({ version: 3 })
    expect(await written(await order('later'))).toMatchObject({ version: 4 })
  })

  test('a version with a first day in the future waits for it', async () => {
    expect((await release(KIND, withLead('erst im Dezember: {day}'), '2026-12-01')).statusCode).toBe(200)
    expect((await written(await order('early'))).version).toBe(4)
    house.clock.moveTo('2026-12-01T08:00:00Z')
    expect((await written(await order('in december'))).version).toBe(5)
    house.clock.moveTo('2026-11-22T09:00:00Z')
  })

  test('the same order gives the same bytes, whoever draws it', async () => {
    const [one, other] = [await written(await order('bytes-1')), await written(await order('bytes-2'))]
    expect(one.sha256).toEqual(other.sha256)
    const bytes = await letterArchive(house.settings).get(one.sha256)
    expect(
      createHash('sha256')
        .update(bytes as Buffer)
        .digest(),
    ).toEqual(one.sha256)
  })

  test('what changed is shown line by line, with the words marked', async () => {
    const { rows } = await get(at(KIND, 'compare?from=3&to=4'))
    const changed = rows.filter((row: { change: string }) => row.change !== 'same')
    expect(changed).toHaveLength(2)
    expect(changed[0]).toMatchObject({ change: 'changed', part: 'text', language: 'de' })
    expect(
      changed[0].after
        .filter((piece: { isMarked: boolean }) => piece.isMarked)
        .map((piece: { text: string }) => piece.text.trim()),
    ).toEqual(['noch einmal', 'am'])
  })

  test('what says the same keeps its number; what says something new gets the next', async () => {
    const { library, versions } = await get(at(KIND))
    expect(library.find((one: { code: string }) => one.code === 'changed-fields')).toMatchObject({
      version: 3,
      usedIn: ['Änderung Ihrer Kundendaten'],
    })
    expect(versions.map((one: { version: number; letters: number }) => one.version)).toEqual([5, 4, 3, 2])
  })
})

describe('the second pair of eyes', () => {
  const code = 'staying.reading-corrected'
  test('is not the author’s, nor that of anybody who wrote in the draft', async () => {
    await send(at(code, 'draft'), {})
    const { open } = await get(at(code))
    const saved = (
      await send(at(code, 'draft'), { rowVersion: open.rowVersion, note: '', body: open.body }, second, 'PUT')
    ).json()
    const proposed = (await send(at(code, 'propose'), saved.rowVersion ? { rowVersion: saved.rowVersion } : {})).json()
    for (const who of [author, second]) {
      const answer = await send(at(code, 'release'), { rowVersion: proposed.rowVersion, validFrom: '2026-11-22' }, who)
      expect(answer.json().code).toBe('letters.own-draft')
    }
    const third = await house.asStaff('administrator')
    const back = await send(at(code, 'send-back'), { rowVersion: proposed.rowVersion, reason: 'Bitte kürzer.' }, third)
    const again = (await send(at(code, 'propose'), { rowVersion: back.json().rowVersion })).json()
    expect(
      (await send(at(code, 'release'), { rowVersion: again.rowVersion, validFrom: '2026-11-21' }, third)).json().code,
    ).toBe('letters.valid-from-past')
    expect(
      (await send(at(code, 'release'), { rowVersion: again.rowVersion, validFrom: '2026-11-22' }, third)).statusCode,
    ).toBe(200)
    expect(
      (await send(at(code, 'release'), { rowVersion: again.rowVersion, validFrom: '2026-11-22' }, third)).statusCode,
    ).toBe(404)
  })

  test('stands in the database too, and a released version is not changed by anybody', async () => {
    await expect(
      run(sql`update letter_design set body = '{}' where kind = ${code} and state = 'released'`),
    ).rejects.toThrow('kept as it is')
    await expect(run(sql`delete from letter_design where kind = ${code}`)).rejects.toThrow(
      /kept as it is|permission denied/,
    )
    await expect(
      run(sql`insert into letter_design (kind, version, state, body, author_ids, changed_at, checked_by, released_at, valid_from)
      values (${code}, 99, 'released', '{}', array[7], now(), 7, now(), current_date)`),
    ).rejects.toThrow('check constraint')
    await expect(run(sql`update letter_module set version = 9`)).rejects.toThrow(/is refused|permission denied/)
  })

  test('two people do not write past each other', async () => {
    const kind = 'identity.account-code'
    expect((await send(at(kind, 'draft'), {})).statusCode).toBe(201)
    expect((await send(at(kind, 'draft'), {}, second)).json().code).toBe('letters.draft-open')
    const { open } = await get(at(kind))
    const wish = { rowVersion: open.rowVersion, note: '', body: open.body }
    expect((await send(at(kind, 'draft'), wish, author, 'PUT')).statusCode).toBe(200)
    expect((await send(at(kind, 'draft'), wish, second, 'PUT')).statusCode).toBe(409)
  })
})

const OWN = 'own.heating-check'
const ownBody = (text: string): DesignBody => ({
  parameters: [
    { name: 'note', label: 'Hinweis', type: 'text', required: true },
    { name: 'visit', label: 'Termin', type: 'day', required: false },
    {
      name: 'parts',
      label: 'Teile',
      type: 'rows',
      required: true,
      columns: [
        { name: 'part', label: 'Teil', type: 'text' },
        { name: 'price', label: 'Preis', type: 'money' },
      ],
    },
  ],
  title: { de: 'Prüfung: {note}', en: 'Check: {note}' },
  details: [],
  actionDueOn: null,
  forAgents: true,
  forRuns: true,
  modules: [
    { code: 'heating-note', version: 0, name: 'Hinweis', when: [], blocks: [{ kind: 'paragraph', text: words(text) }] },
    {
      code: 'heating-visit',
      version: 0,
      name: 'Termin',
      when: [{ parameter: 'visit', test: 'given', values: [] }],
      blocks: [{ kind: 'highlight', label: words('Ihr Termin'), value: words('{visit}'), code: false }],
    },
    {
      code: 'heating-parts',
      version: 0,
      name: 'Teile',
      when: [],
      blocks: [
        {
          kind: 'table',
          each: 'parts',
          caption: words('Teile'),
          columns: [
            { label: words('Teil'), value: words('{part}'), align: 'left' },
            { label: words('Preis'), value: words('{price}'), align: 'right' },
          ],
          sums: [],
        },
      ],
    },
  ],
})

describe('a kind of the editors’ own', () => {
  test('is made, released and ordered; what a customer typed stays text on paper and on the page', async () => {
    const made = await send('/desk/api/letter-designs', {
      code: OWN,
      titleDe: 'Heizung prüfen',
      titleEn: 'Heating check',
      importance: 'information',
      category: 'staying',
      topic: 'general',
    })
    expect(made.json()).toMatchObject({ version: 1 })
    const { open } = await get(at(OWN))
    const body = ownBody('wir sagen: **{note}** und {parts, plural, one {ein Teil} other {# Teile}}.')
    const saved = (await send(at(OWN, 'draft'), { rowVersion: open.rowVersion, note: '', body }, author, 'PUT')).json()
    const proposed = (await send(at(OWN, 'propose'), { rowVersion: saved.rowVersion })).json()
    expect(
      (await send(at(OWN, 'release'), { rowVersion: proposed.rowVersion, validFrom: '2026-11-22' }, second)).statusCode,
    ).toBe(200)
    const note = '#panic("x") *b* $x$ {portal} {n, plural, other {#}} <b>f</b> ** </script>'
    const letter = await written(await order('own-1', { note, parts: [{ part: '<i>', price: 100 }] }, OWN))
    expect(letter.title).toBe(`Prüfung: ${note}`)
    expect(letter.text).toContain(`wir sagen: ${note.toLowerCase()} und ein teil.`)
    const [content] = await run<{ spans: { text: string; strong: boolean }[] }>(
      sql`select reading -> 'blocks' -> 0 -> 'spans' as spans from letter_content where search_text like '%wir sagen%'`,
    )
    expect(content?.spans[1]).toEqual({ text: note, strong: true })
    const customer = await house.asCustomer(home.customerId)
    const [{ id } = { id: '' }] = await run<{ id: string }>(sql`select id from letter where kind = ${OWN}`)
    const page = await house.server.inject({ url: `/briefe/${id}`, headers: customer })
    expect(page.body).toContain('&lt;b&gt;f&lt;/b&gt;')
    expect(page.body).not.toContain('<b>f</b>')
  })

  test('takes nothing but what it declares', async () => {
    await expect(order('own-2', { note: 'x', parts: [], other: 1 }, OWN)).rejects.toThrow()
    await expect(order('own-3', { note: 7, parts: [] }, OWN)).rejects.toThrow()
  })
})

describe('a fault is told where it is, before anything is stored', () => {
  const preview = async (body: DesignBody, language: 'de' | 'en' = 'de', headers = author) =>
    (await send(at(OWN, 'preview'), { body, language, form: 'sie', sample: 2 }, headers)).json()
  test.each([
    ['an open bracket', 'Stand {note', 'not-icu', 11],
    ['a parameter that nobody gives', 'Stand {betrag}', 'unknown-parameter', 6],
    ['what may be missing', 'am {visit}', 'may-be-missing', 3],
    ['a list in a sentence', 'Teile: {parts}', 'rows-in-text', 7],
    ['plural of a text', '{note, plural, other {x}}', 'plural-of-what', 0],
    ['a case that the language does not have', '{parts, plural, few {x} other {y}}', 'unknown-case', 16],
    ['no other', '{parts, plural, one {x}}', 'no-other', 0],
    ['one star too few', 'das ist **wichtig', 'stars-open', 8],
    ['a format', '{visit, time}', 'unknown-format', 0],
    ['nothing', '', 'empty', null],
  ])('%s', async (_what, text, code, offset) => {
    const { faults, svg } = await preview(ownBody(text))
    const here = faults.filter((one: { path: string }) => one.path === 'modules.0.blocks.0.text.de')
    expect(here.find((one: { code: string }) => one.code === code)).toMatchObject({ offset })
    expect(svg).toBeNull()
  })

  test('in the language of the editor', async () => {
    const { faults } = await preview(ownBody('{nope}'))
    expect(faults[0].says).toBe('„nope“ gibt es in dieser Briefart nicht.')
    const inEnglish = { ...author, cookie: `${author['cookie']}; kw-lang=en` }
    const english = await preview(ownBody('{nope}'), 'de', inEnglish)
    expect(english.faults[0].says).toBe('There is no “nope” in this kind of letter.')
  })

  test('and a draft with a fault is kept, but not proposed', async () => {
    await send(at(OWN, 'draft'), {})
    const { open } = await get(at(OWN))
    const saved = await send(
      at(OWN, 'draft'),
      { rowVersion: open.rowVersion, note: '', body: ownBody('{nope}') },
      author,
      'PUT',
    )
    expect(saved.statusCode).toBe(200)
    const answer = await send(at(OWN, 'propose'), { rowVersion: saved.json().rowVersion })
    expect(answer.json().code).toBe('letters.draft-has-faults')
  })

  test('a draft that cannot be drawn is not proposed either', async () => {
    const { open } = await get(at(OWN))
    const body = ownBody('Gut.')
    const broken: DesignBody = {
      ...body,
      parameters: [...body.parameters, { name: 'sum', label: 'Betrag', type: 'money', required: true }],
      modules: [
        {
          code: 'pay',
          version: 0,
          name: 'Zahlung',
          when: [],
          blocks: [
            {
              kind: 'payment',
              title: words('Zahlen'),
              alternative: words('Code'),
              payee: 'note',
              iban: 'note',
              amount: 'sum',
              purpose: 'note',
              labels: { payee: words('An'), iban: words('IBAN'), amount: words('Betrag'), purpose: words('Zweck') },
            },
          ],
        },
      ],
    }
    const saved = (
      await send(at(OWN, 'draft'), { rowVersion: open.rowVersion, note: '', body: broken }, author, 'PUT')
    ).json()
    expect((await send(at(OWN, 'propose'), { rowVersion: saved.rowVersion })).json().code).toBe(
      'letters.draft-not-drawn',
    )
  })
})

describe('the preview', () => {
  const { start } = offerOf('paying.bill') as NonNullable<ReturnType<typeof offerOf>>
  test('shows the page and the reading view with samples and stores nothing', async () => {
    const shown = (
      await send(at('paying.bill', 'preview'), { body: start, language: 'en', form: 'sie', sample: 0 })
    ).json()
    expect(shown).toMatchObject({ faults: [], pages: 2, title: 'Bill R-2026-0001' })
    expect(shown.svg.startsWith('<svg')).toBe(true)
    expect(shown.reading.blocks.map((block: { kind: string }) => block.kind)).toContain('bars')
  })

  test('with a real customer is for editors only, and is written down', async () => {
    const [{ number } = { number: '' }] = await run<{ number: string }>(
      sql`select customer_number as number from customer where id = ${home.customerId}`,
    )
    const wish = { body: start, sample: 0, customerNumber: number }
    const shown = await send(at('paying.bill', 'preview-real'), wish)
    expect(shown.json().reading.salutation).toContain('Briefmuster')
    expect((await send(at('paying.bill', 'preview-real'), wish, await house.asStaff('administrator'))).statusCode).toBe(
      404,
    )
    const [looked] = await run<{ detail: string }>(
      sql`select detail from audit where route like '%preview-real' limit 1`,
    )
    expect(looked?.detail).toBe(number)
  })
})
