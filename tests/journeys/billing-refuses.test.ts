import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importFile, sequenceChanges, sourceAt } from '#company/exchange'
import { tables, transaction } from '#platform/database'
import { FileBilling } from '../../src/apps/demo/billing/file-billing.ts'
import { openTaskForConflicts } from '../../src/apps/exchange/conflicts.ts'
import { exchangeByFolder } from '../../src/apps/exchange/exchange-folder.ts'
import { exchangeFiles } from '../../src/apps/exchange/index.ts'
import { outObjects } from '../../src/apps/exchange/out-objects.ts'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

// Billing leads names and addresses. A customer moves within the portal; billing does not know the new postal code and says
// no, knows it a day later, and sends a file of its own in between.

let house: TestHouse
let home: TestHome
let billing: FileBilling
let folder: string
let agent: Record<string, string>
let known = new Set(['12341'])
const number = () => ask<{ n: string }>(sql`select customer_number as n from customer where id = ${home.customerId}`)

const ask = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(house.pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

beforeAll(async () => {
  house = await testHouse('2026-11-23T08:00:00Z')
  home = await settleIn(house.pools)
  agent = await house.asStaff('agent')
  folder = mkdtempSync(join(tmpdir(), 'kundenwerk-billing-'))
  billing = new FileBilling({
    folder,
    now: () => house.clock.now(),
    knowsPostalCode: (code) => known.has(code),
    lateEvery: 2,
    twiceEvery: 1,
  })
  const [row] = await number()
  billing.know({
    customer_number: row?.n ?? '',
    street: 'Lindenweg',
    house_number: '7',
    postal_code: '12341',
    city: 'Musterstadt',
    country: 'DE',
  })
})
afterAll(async () => {
  await house?.end()
  rmSync(folder, { recursive: true, force: true })
})

/** What the worker does all the time: facts to the feed, changes of them, files out and in. */
async function exchange() {
  await house.settle()
  while ((await sequenceChanges(house.pools.worker, outObjects)) > 0);
  const done = await exchangeByFolder({ pool: house.pools.worker, folder, system: 'billing', clock: house.clock })
  await house.settle()
  return done
}

async function changeAddress(street: string, postalCode: string): Promise<void> {
  await ask(sql`update customer set street = ${street}, postal_code = ${postalCode}, row_version = row_version + 1,
    changed_here_at = ${house.clock.now().toString()}::timestamptz where id = ${home.customerId}`)
  await transaction(house.pools.worker, async (tx) => {
    const { recordFact, facts } = await import('#company/journal')
    const fields = ['street', 'postalCode']
    const context = {
      customerId: home.customerId,
      channel: 'portal',
      actor: { kind: 'system' },
      occurredAt: house.clock.now(),
    } as const
    await recordFact(tx, facts.customerChanged, { fields, rowVersion: 2 }, context)
  })
}

const tasks = () =>
  ask<{ id: string; kind: string; state: string; subject: Record<string, string> }>(
    sql`select id, kind, state, subject from task where kind like 'exchange.%' order by id`,
  )
const address = async () =>
  (
    await ask<{ street: string; postal_code: string; noted: boolean }>(
      sql`select street, postal_code, changed_here_at is not null as noted from customer where id = ${home.customerId}`,
    )
  )[0]
const conflictsOf = async (query: string) =>
  (await house.server.inject({ url: `/desk/api/conflicts?${query}`, headers: agent })).json().conflicts
const decide = (id: string, decision: 'kept' | 'taken', ours: Record<string, string | null>) =>
  house.server.inject({
    method: 'POST',
    url: `/desk/api/conflicts/${id}/decision`,
    headers: agent,
    payload: { decision, ours },
  })

/** A file of billing with its own address for the customer. */
async function billingSends(street: string, postalCode: string) {
  const [row] = await number()
  const path = join(folder, 'customers.csv')
  const columns = 'customer_number;kind;salutation;first_name;last_name;street;house_number;postal_code;city'
  writeFileSync(path, `${columns}\n${row?.n};person;none;Erika;Musterfrau;${street};7;${postalCode};Musterstadt\n`)
  const definition = exchangeFiles.find((one) => one.file === 'customers')
  if (!definition) throw new Error('no such file')
  const { batch } = await importFile({
    pool: house.pools.bulk,
    definition,
    source: await sourceAt(path, 'customers.csv'),
    now: house.clock.now,
  })
  await openTaskForConflicts(house.pools.worker, batch, house.clock.now())
  await house.settle()
  return batch
}

test('Nov 23: the customer moves, and the change goes out as a file', async () => {
  await changeAddress('Neue Gasse', '99999')
  const { written } = await exchange()
  expect(written.map((name) => name.replace(/\d{12}-\d{12}/, 'RANGE'))).toEqual([
    'customer-RANGE.csv',
    'changes-RANGE.jsonl',
  ])
  const [header = '', line = ''] = readFileSync(join(folder, 'out', written[0] ?? ''), 'utf8').split('\n')
  const row = Object.fromEntries(header.split(';').map((name, at) => [name, line.split(';')[at]]))
  expect(row).toMatchObject({
    fields: 'street postal_code',
    street: 'Neue Gasse',
    postal_code: '99999',
    last_name: 'Musterfrau',
  })
  expect((await exchange()).written).toEqual([])
})

test('Nov 23: billing sends its own file before it has answered; nothing of ours is overwritten, both values are kept', async () => {
  const batch = await billingSends('Lindenweg', '12341')
  expect(batch).toMatchObject({ conflicting: 1, updated: 0 })
  expect(await address()).toMatchObject({ street: 'Neue Gasse', noted: true })
  expect(await tasks()).toMatchObject([{ kind: 'exchange.import-conflicts', state: 'open', subject: { conflicts: 1 } }])
  const [conflict] = await conflictsOf(`batch=${batch.id}`)
  expect(conflict.fields).toEqual([
    { field: 'street', ours: 'Neue Gasse', theirs: 'Lindenweg', theirsKnown: true },
    { field: 'postal_code', ours: '99999', theirs: '12341', theirsKnown: true },
  ])
  // The same file a day later is the same question, and no second task.
  expect((await billingSends('Lindenweg', '12341')).conflicting).toBe(1)
  expect(await tasks()).toHaveLength(1)
})

test('Nov 23: billing refuses; the reason becomes a task, and the second copy of the answer changes nothing', async () => {
  expect(billing.round().map((one) => one.outcome)).toEqual(['refused', 'refused'])
  const { received } = await exchange()
  expect(Object.values(received)).toMatchObject([
    { counts: { applied: 1, repeated: 1, late: 0, unknown: 0 }, refused: [] },
  ])
  expect(readdirSync(join(folder, 'in'))).toEqual(['done'])
  const refusal = (await tasks()).find((one) => one.kind === 'exchange.change-refused')
  expect(refusal).toMatchObject({ state: 'open', subject: { system: 'billing', object: 'customer' } })
  const [conflict] = await conflictsOf(`change=${refusal?.subject['changeId']}`)
  expect(conflict).toMatchObject({
    source: 'refusal',
    reasonCode: 'postal-code-unknown',
    reason: 'Postleitzahl 99999 steht nicht im Ortsverzeichnis.',
    canTake: true,
  })
  expect(conflict.fields).toContainEqual({ field: 'postal_code', ours: '99999', theirs: '12341', theirsKnown: true })
})

test('Nov 24: somebody keeps our value; it goes out again, is answered late, and stands on the timeline as taken over', async () => {
  house.clock.moveTo('2026-11-24T08:00:00Z')
  known = new Set(['12341', '99999'])
  const refusal = (await tasks()).find((one) => one.kind === 'exchange.change-refused')
  const [conflict] = await conflictsOf(`change=${refusal?.subject['changeId']}`)
  const stale = await decide(conflict.id, 'kept', { street: 'Neue Gasse', postal_code: '12345' })
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'exchange.ours-changed'])
  expect((await decide(conflict.id, 'kept', { street: 'Neue Gasse', postal_code: '99999' })).statusCode).toBe(200)
  expect((await decide(conflict.id, 'kept', { street: 'Neue Gasse', postal_code: '99999' })).json().code).toBe(
    'exchange.conflict-decided',
  )
  expect((await tasks()).find((one) => one.id === refusal?.id)?.state).toBe('done')
  expect((await exchange()).written).toHaveLength(2)
  // Its second change is one that billing answers a round later.
  expect(billing.round()).toEqual([])
  expect(billing.round().map((one) => one.outcome)).toEqual(['taken-over'])
  await exchange()
  const [fact] = await ask<{ payload: unknown }>(
    sql`select payload from journal where name = 'exchange.change-taken-over' order by id desc limit 1`,
  )
  expect(fact?.payload).toMatchObject({ system: 'billing', object: 'customer' })
  const customer = await house.asCustomer(home.customerId)
  const page = await house.server.inject({ url: '/verlauf', headers: customer })
  expect(page.body).toContain('Ihre Änderung ist von der Abrechnung übernommen')
  expect(billing.customer((await number())[0]?.n ?? '')).toMatchObject({ street: 'Neue Gasse', postal_code: '99999' })
})

test('Nov 24: now the row is open again, and a later file of billing may change it', async () => {
  expect(await address()).toMatchObject({ street: 'Neue Gasse', noted: false })
  const batch = await billingSends('Am Markt', '99999')
  expect(batch).toMatchObject({ conflicting: 0, updated: 1 })
  expect(await address()).toMatchObject({ street: 'Am Markt' })
})

test('Nov 25: theirs is taken: it stands here, is told to others, and nobody waits for an answer', async () => {
  house.clock.moveTo('2026-11-25T08:00:00Z')
  await changeAddress('Ringstraße', '12341')
  await exchange()
  const batch = await billingSends('Am Markt', '99999')
  const [conflict] = await conflictsOf(`batch=${batch.id}`)
  expect((await decide(conflict.id, 'taken', { street: 'Ringstraße', postal_code: '12341' })).json()).toEqual({
    open: 0,
  })
  expect(await address()).toMatchObject({ street: 'Am Markt', postal_code: '99999', noted: false })
  await exchange()
  const [last] = await ask<{ fact: string; waits: boolean }>(
    sql`select fact, exists (select from exchange_takeover t where t.change_id = c.id) as waits from exchange_change c order by id desc limit 1`,
  )
  expect(last).toEqual({ fact: 'exchange.conflict-decided', waits: false })
})

test('a file of receipts that nobody can read becomes work, and is not met again', async () => {
  writeFileSync(join(folder, 'in', 'broken.csv'), 'nummer;antwort\n1;ja\n')
  writeFileSync(join(folder, 'in', 'half.csv'), 'change_id;outcome\n999999;taken-over\nx;taken-over\n')
  const { received } = await exchange()
  expect(received['broken.csv']).toBe('exchange.file.column-missing')
  expect(received['half.csv']).toMatchObject({
    counts: { unknown: 1 },
    refused: [{ line: 3, code: 'exchange.line.no-receipt' }],
  })
  expect((await tasks()).filter((one) => one.kind === 'exchange.receipts-unreadable')).toHaveLength(2)
  expect((await exchange()).received).toEqual({})
})
