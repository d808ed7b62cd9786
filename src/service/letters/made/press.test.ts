import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn, type TestHome } from '../../../../tests/setup/people.ts'
import { tables, transaction } from '#platform/database'
import { renderPool } from '../engine/render-pool.ts'
import { letterArchive } from '../store/archive.ts'
import { madeKinds } from './kinds/index.ts'
import { orderLetter } from './order-letter.ts'
import { pressDue } from './press.ts'
import { utilityOf } from './utility.ts'

let house: TestHouse
let home: TestHome
beforeAll(async () => {
  house = await testHouse()
  home = await settleIn(house.pools, { lastName: 'Briefkasten' })
})
afterAll(() => house?.end())

const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await transaction(house.pools.worker, (tx) => query.execute(tables<Record<string, never>>(tx)))).rows

const order = (key: string, text = 'Guten Morgen.') =>
  transaction(house.pools.worker, (tx) =>
    orderLetter(
      tx,
      {
        kind: 'letters.single',
        customerId: home.customerId,
        parameters: { title: 'Eine Antwort', parts: [{ module: 'words', text }] },
        key,
      },
      { channel: 'desk', actor: { kind: 'system' }, occurredAt: house.clock.now() },
    ),
  )
const letterRow = async (id: string) =>
  (
    await run<{ state: string; pages: number; title: string }>(
      sql`select state, pages, title from letter where id = ${id}`,
    )
  )[0]

test('an ordered letter is made, kept by its content, published and told', async () => {
  const id = await order('one')
  expect(await letterRow(id)).toMatchObject({ state: 'ordered', pages: null })
  await house.settle()
  expect(await letterRow(id)).toMatchObject({ state: 'published', pages: 1, title: 'Eine Antwort' })
  const [file] = await run<{ sha256: Buffer; size_bytes: number }>(
    sql`select sha256, size_bytes from letter_file where letter_id = ${id}`,
  )
  const bytes = await letterArchive(house.settings).get(file?.sha256 as Buffer)
  expect(bytes?.length).toBe(file?.size_bytes)
  expect(
    createHash('sha256')
      .update(bytes as Buffer)
      .digest(),
  ).toEqual(file?.sha256)
  const [content] = await run<{ search_text: string }>(
    sql`select search_text from letter_content where letter_id = ${id}`,
  )
  expect(content?.search_text).toContain('guten morgen.')
  const names = await run<{ name: string }>(
    sql`select name from journal where payload ->> 'letterId' = ${id} order by id`,
  )
  expect(names.map((one) => one.name)).toEqual(['letters.letter-ordered', 'letters.letter-published'])
})

test('the same key is one letter, and an order that is rolled back is none', async () => {
  expect(await order('two')).toBe(await order('two'))
  await expect(
    transaction(house.pools.worker, async (tx) => {
      await orderLetter(
        tx,
        {
          kind: 'customers.change-confirmed',
          customerId: home.customerId,
          parameters: { day: '2026-11-22', fields: ['email'] },
          key: 'gone',
        },
        { channel: 'desk', actor: { kind: 'system' }, occurredAt: house.clock.now() },
      )
      throw new Error('the change was refused')
    }),
  ).rejects.toThrow('refused')
  expect(await run(sql`select 1 from letter where source_key like '%gone'`)).toEqual([])
})

test('single letters are made before those of a run', async () => {
  await transaction(house.pools.worker, async (tx) => {
    for (let at = 0; at < 40; at += 1)
      await orderLetter(
        tx,
        {
          kind: 'customers.change-confirmed',
          customerId: home.customerId,
          parameters: { day: '2026-11-22', fields: ['email'] },
          key: `run-${at}`,
          pace: 'run',
        },
        { channel: 'system', actor: { kind: 'system' }, occurredAt: house.clock.now() },
      )
  })
  const id = await order('in between')
  const seen: string[][] = []
  await pressDue(
    {
      pool: house.pools.worker,
      archive: letterArchive(house.settings),
      utility: utilityOf(house.settings),
      draw: async (sheet) => {
        seen.push(sheet.frame.title === 'Eine Antwort' ? ['single'] : ['run'])
        throw new Error('not today')
      },
      onError: () => undefined,
    },
    house.clock.now(),
  )
  expect(seen[0]).toEqual(['single'])
  expect(seen).toHaveLength(16)
  expect(await letterRow(id)).toMatchObject({ state: 'ordered' })
})

test('a letter that cannot be made ends in a state that somebody sees', async () => {
  const id = await order('hopeless', 'Kaputt.')
  let now = house.clock.now()
  for (let attempt = 0; attempt < 5; attempt += 1) {
    now = now.add({ hours: 1 })
    await pressDue(
      {
        pool: house.pools.worker,
        archive: letterArchive(house.settings),
        utility: utilityOf(house.settings),
        draw: () => Promise.reject(new Error('no ink')),
        onError: () => undefined,
      },
      now,
    )
  }
  expect(await letterRow(id)).toMatchObject({ state: 'failed' })
  const tasks = await run<{ kind: string; group_name: string }>(
    sql`select kind, group_name from task where subject ->> 'letterId' = ${id}`,
  )
  expect(tasks).toEqual([{ kind: 'letters.not-made', group_name: 'it' }])
})

test('the kinds of the program and of the database are the same', async () => {
  const rows = await run<{ code: string }>(sql`select code from letter_kind where confirmed order by code`)
  expect(rows.map((row) => row.code)).toEqual(Object.keys(madeKinds).sort())
})

describe('the database lets nobody rewrite a letter', () => {
  let id: string
  beforeAll(async () => {
    id = await order('kept')
    await house.settle()
  })

  test.each([
    ['its title', (of: string) => sql`update letter set title = 'Anders' where id = ${of}`],
    ['whose it is', (of: string) => sql`update letter set customer_id = customer_id + 1 where id = ${of}`],
    ['its time', (of: string) => sql`update letter set published_at = now() where id = ${of}`],
    [
      'its way back',
      (of: string) => sql`update letter set state = 'ordered', published_at = null, pages = null where id = ${of}`,
    ],
    ['its being', (of: string) => sql`delete from letter where id = ${of}`],
    ['its text', (of: string) => sql`update letter_content set search_text = '' where letter_id = ${of}`],
    ['its file', (of: string) => sql`update letter_file set sha256 = sha256('x') where letter_id = ${of}`],
    [
      'a further file',
      (of: string) =>
        sql`insert into letter_file values (${of}, 7, ${home.customerId}, 'enclosure', 'de', 'x', sha256('x'), 1, 1)`,
    ],
    ['what happened', (of: string) => sql`delete from letter_event where letter_id = ${of}`],
    ['the chain', (of: string) => sql`update letter_record set act = 'withdrawn' where letter_id = ${of}`],
    ['the chain’s head', (_of: string) => sql`update letter_chain_head set seq = 0`],
  ])('%s', async (_what, change) => {
    await expect(run(change(id))).rejects.toThrow(
      /permission denied|is refused|is not changed|does not become|nothing is added/,
    )
  })

  test('and the chain holds: each row has the hash of the one before, and of its letter', async () => {
    const rows = await run<{ seq: string; whole: boolean; linked: boolean }>(sql`
      select seq,
             hash = letter_record_hash(seq, letter_id, act, letter_meta_hash(letter_id, act, form), letter_files_hash(letter_id, act, form), prev_hash) as whole,
             prev_hash = coalesce(lag(hash) over (order by seq), sha256('kundenwerk letters')) as linked
        from letter_record order by seq`)
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.every((row) => row.whole && row.linked)).toBe(true)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, at) => String(at + 1)))
  })
})

describe('a customer’s own session', () => {
  const asCustomer = async (customerId: string, query: ReturnType<typeof sql>): Promise<unknown[]> =>
    transaction(house.pools.customer, async (tx) => {
      const on = tables<Record<string, never>>(tx)
      await sql`select set_config('app.customer_id', ${customerId}, true)`.execute(on)
      return (await query.execute(on)).rows
    })

  test('may order a code for itself, and nothing else, and nothing for others', async () => {
    const stranger = await settleIn(house.pools)
    const insert = (customerId: string, kind: string, state = 'ordered') => sql`
      insert into letter (customer_id, kind, kind_version, source, source_key, title, language, importance, category, state, ordered_at)
      values (${customerId}, ${kind}, 1, 'kundenwerk', ${`${customerId}${kind}${state}`}, 'x', 'de', 'important', 'account', ${state}, now()) returning id`
    await expect(
      asCustomer(home.customerId, insert(home.customerId, 'identity.activation-code')),
    ).resolves.toHaveLength(1)
    await expect(asCustomer(home.customerId, insert(home.customerId, 'paying.bill'))).rejects.toThrow(
      /row-level security/,
    )
    await expect(asCustomer(home.customerId, insert(stranger.customerId, 'identity.activation-code'))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('sees the own letters and no row of a stranger’s', async () => {
    const stranger = await settleIn(house.pools)
    for (const table of ['letter', 'letter_content', 'letter_file', 'letter_event']) {
      const rows = sql`select 1 from ${sql.table(table)} limit 1`
      expect(await asCustomer(home.customerId, rows), table).toHaveLength(1)
      expect(await asCustomer(stranger.customerId, rows), table).toHaveLength(0)
    }
  })
})

test('the engine in processes of its own draws the same bytes, and survives a killed child', async () => {
  const { samples } = await import('./kinds/samples.fixtures.ts')
  const { createEngine } = await import('../engine/engine.ts')
  const { writeLetter } = await import('./write-letter.ts')
  const sheet = writeLetter(
    madeKinds['customers.change-confirmed'] as never,
    samples['customers.change-confirmed'][0],
    {
      name: 'Erika',
      customerNumber: '1',
      language: 'en',
      recipient: ['Erika'],
      day: Temporal.PlainDate.from('2026-11-22'),
    },
    utilityOf(house.settings),
  )
  const pool = renderPool(1)
  try {
    const made = await pool.draw(sheet)
    expect(made.pdf.equals(createEngine().draw(sheet).pdf)).toBe(true)
    const [pid] = pool.pids()
    const killed = pool.draw(sheet)
    process.kill(pid as number, 'SIGKILL')
    await killed.catch((error: Error) => expect(error.message).toContain('ended'))
    expect((await pool.draw(sheet)).pages).toBe(1)
    await expect(
      pool.draw({ ...sheet, reading: { ...sheet.reading, blocks: [{ kind: 'unknown' } as never] } }),
    ).rejects.toThrow('unknown block')
  } finally {
    await pool.stop()
  }
})
