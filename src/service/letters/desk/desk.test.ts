import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { handmadePdf } from '../testing/hostile-pdf.fixtures.ts'

let house: TestHouse
let home: TestHome
let agent: Record<string, string>
let customer: Record<string, string>

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools, { lastName: 'Schreibtisch' })
  agent = await house.asStaff('agent')
  customer = await house.asCustomer(home.customerId)
})
afterAll(() => house?.end())

const post = (url: string, payload: object, headers = agent, method: 'POST' | 'PUT' = 'POST') =>
  house.server.inject({ method, url, headers, payload })
const get = (url: string, headers = agent) => house.server.inject({ url, headers })
const mainOf = (body: string): string => /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? ''

let keys = 0
async function write(title: string, text = 'Guten Morgen.') {
  keys += 1
  const body = { title, parts: [{ module: 'words', text }, { module: 'contact' }], key: `key-of-the-desk-${keys}` }
  const answer = await post(`/desk/api/customers/${home.customerId}/letters`, body)
  await house.settle()
  return { body, letterId: answer.json().letterId as string, statusCode: answer.statusCode }
}
const listed = async (id: string) =>
  (
    (await get(`/desk/api/customers/${home.customerId}/letters`)).json().letters as {
      id: string
      state: string
      rowVersion: number
      openedAt: string | null
    }[]
  ).find((one) => one.id === id)

test('an agent writes one letter from modules; a second click is no second letter', async () => {
  const { body, letterId, statusCode } = await write('Ihre Frage')
  expect(statusCode).toBe(201)
  expect((await post(`/desk/api/customers/${home.customerId}/letters`, body)).json()).toEqual({ letterId })
  expect(mainOf((await get(`/briefe/${letterId}`, customer)).body)).toContain('Guten Morgen.')
  expect((await listed(letterId))?.openedAt).not.toBeNull()
  const file = await get(`/desk/api/letters/${letterId}/file`)
  expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
})

test('the preview shows the page for this customer and stores nothing', async () => {
  const before = await run(sql`select count(*) from letter`)
  const answer = await post(`/desk/api/customers/${home.customerId}/letters/preview`, {
    title: 'Entwurf',
    parts: [{ module: 'words', text: '#panic("x") <b>' }],
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.json().pages).toBe(1)
  expect(String(answer.json().svg).startsWith('<svg')).toBe(true)
  expect(await run(sql`select count(*) from letter`)).toEqual(before)
})

test('a wrong letter is withdrawn, not deleted: it stays, says so, and cannot be withdrawn twice', async () => {
  const { letterId } = await write('Falsch')
  const rowVersion = (await listed(letterId))?.rowVersion
  const wish = { rowVersion, because: 'Falscher Betrag.', cutOff: false }
  expect((await post(`/desk/api/letters/${letterId}/withdraw`, wish)).statusCode).toBe(200)
  const page = mainOf((await get(`/briefe/${letterId}`, customer)).body)
  expect(page).toContain('Dieser Brief gilt nicht mehr')
  expect(page).toContain('Guten Morgen.')
  expect((await post(`/desk/api/letters/${letterId}/withdraw`, wish)).json().code).toBe('letters.not-published')
})

test('what was meant for somebody else is closed at once, and the clock of 72 hours begins', async () => {
  const { letterId } = await write('Fremder Inhalt', 'Nicht für Sie.')
  const rowVersion = (await listed(letterId))?.rowVersion
  await post(`/desk/api/letters/${letterId}/withdraw`, { rowVersion, because: 'Falsch zugeordnet.', cutOff: true })
  const page = await get(`/briefe/${letterId}`, customer)
  expect(page.statusCode).toBe(200)
  expect(mainOf(page.body)).toContain('nicht für Sie bestimmt')
  expect(mainOf(page.body)).not.toContain('Nicht für Sie.')
  expect((await get(`/briefe/${letterId}/datei/0`, customer)).statusCode).toBe(404)
  expect(mainOf((await get('/briefe?suche=nicht', customer)).body)).not.toContain('Fremder Inhalt')
  const [task] = await run<{ due_on: Temporal.PlainDate; priority: number }>(
    sql`select due_on, priority from task where kind = 'letters.cut-off' and subject ->> 'letterId' = ${letterId}`,
  )
  expect(task?.due_on.toString()).toBe('2026-11-25')
  expect(task?.priority).toBe(1)
})

test('a letter is replaced by a new one, and each leads to the other', async () => {
  const { letterId } = await write('Alt')
  const rowVersion = (await listed(letterId))?.rowVersion
  const wish = {
    title: 'Neu',
    parts: [{ module: 'words', text: 'Jetzt richtig.' }],
    key: 'replaces-the-old-one',
    rowVersion,
    because: 'Falscher Betrag.',
  }
  const answer = await post(`/desk/api/letters/${letterId}/replace`, wish)
  expect(answer.statusCode).toBe(201)
  await house.settle()
  const old = mainOf((await get(`/briefe/${letterId}`, customer)).body)
  expect(old).toContain(`href="/briefe/${answer.json().letterId}"`)
  expect(mainOf((await get(`/briefe/${answer.json().letterId}`, customer)).body)).toContain('Jetzt richtig.')
})

test('a question of the customer is read with its letter', async () => {
  const { letterId } = await write('Worum es geht')
  await house.server.inject({
    method: 'POST',
    url: `/briefe/${letterId}/frage`,
    headers: { ...customer, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'words=Warum%3F',
  })
  const [row] = await run<{ id: string }>(
    sql`select subject ->> 'questionId' as id from task where kind = 'letters.question'`,
  )
  expect((await get(`/desk/api/letter-questions/${row?.id}`)).json()).toMatchObject({
    letterId,
    letterTitle: 'Worum es geht',
    words: 'Warum?',
  })
})

test('the chain carries every act, and holds', async () => {
  const rows = await run<{ act: string; whole: boolean }>(sql`
    select act, hash = letter_record_hash(seq, letter_id, act, letter_meta_hash(letter_id, act, form), letter_files_hash(letter_id, act, form), prev_hash) as whole
      from letter_record order by seq`)
  expect(rows.map((row) => row.act)).toEqual(expect.arrayContaining(['published', 'withdrawn', 'replaced']))
  expect(rows.every((row) => row.whole)).toBe(true)
})

test('an editor says what an unknown kind is: its letters move, the task is done', async () => {
  const machine = await house.asMachine('letters:write')
  const [row] = await run<{ customer_number: string }>(
    sql`select customer_number from customer where id = ${home.customerId}`,
  )
  const taken = await post(
    '/api/machine/letters',
    {
      source: 'billing',
      key: 'E-1',
      customerNumber: row?.customer_number,
      kind: 'billing.reminder',
      title: 'Erinnerung',
      pdf: handmadePdf().toString('base64'),
    },
    machine,
  )
  expect(taken.statusCode).toBe(201)
  const editor = await house.asStaff('editor')
  const { kinds } = (await get('/desk/api/letter-kinds', editor)).json()
  const unknown = kinds[0]
  expect(unknown).toMatchObject({ code: 'billing.reminder', confirmed: false })
  const to = {
    rowVersion: unknown.rowVersion,
    titleDe: 'Zahlungserinnerung',
    titleEn: 'Payment reminder',
    importance: 'important',
    category: 'paying',
    topic: 'bill',
  }
  const answer = await post('/desk/api/letter-kinds/billing.reminder', to, editor, 'PUT')
  expect(answer.json()).toMatchObject({ letters: 1 })
  expect(await run(sql`select importance, category from letter where kind = 'billing.reminder'`)).toEqual([
    { importance: 'important', category: 'paying' },
  ])
  expect(await run(sql`select state from task where kind = 'letters.classify-kind'`)).toEqual([{ state: 'done' }])
  expect((await post('/desk/api/letter-kinds/billing.reminder', to, editor, 'PUT')).statusCode).toBe(409)
  expect((await post('/desk/api/letter-kinds/billing.reminder', to, agent, 'PUT')).statusCode).toBe(404)
})
