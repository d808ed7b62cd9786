import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tables, transaction, type Tx } from '#platform/database'
import { type TestHouse, testHouse } from '../setup/house.ts'
import { settleIn, type TestHome } from '../setup/people.ts'

/**
 * What could be done by somebody who has got SQL into a customer's request: the database session is that of the role
 * `customer`, acting for one customer and account. (Such a session could also name another customer by setting
 * app.customer_id itself; that there is no way to bring SQL in is what all other tests are about.)
 */
let house: TestHouse
let own: TestHome
let foreign: TestHome
let account: { id: string; other: string }

beforeAll(async () => {
  house = await testHouse()
  own = await settleIn(house.pools)
  foreign = await settleIn(house.pools)
  await house.asCustomer(own.customerId)
  await house.asCustomer(foreign.customerId)
  const { rows } = await asWorker(sql<{ id: string }>`
    select account_id as id from account_grant where customer_id in (${own.customerId}, ${foreign.customerId}) order by customer_id`)
  account = { id: rows[0]?.id as string, other: rows[1]?.id as string }
})
afterAll(() => house?.end())

const on = (tx: Tx) => tables<Record<string, never>>(tx)
const asWorker = <Row>(query: RawBuilder<Row>) => transaction(house.pools.worker, (tx) => query.execute(on(tx)))
const asOwn = <Row>(query: RawBuilder<Row>) =>
  transaction(house.pools.customer, async (tx) => {
    await sql`select set_config('app.customer_id', ${own.customerId}, true), set_config('app.account_id', ${account.id}, true)`.execute(
      on(tx),
    )
    return query.execute(on(tx))
  })
const denied = (query: RawBuilder<unknown>) =>
  expect(asOwn(query)).rejects.toThrow(/row-level security|permission denied|must be superuser/)
const changes = async (query: RawBuilder<unknown>) => Number((await asOwn(query)).numAffectedRows ?? 0n)

const guarded = [
  'customer',
  'site',
  'market_location',
  'contract_account',
  'contract',
  'contract_price',
  'meter',
  'register',
  'reading',
  'reading_request',
  'supply',
  'supply_price',
  'contract_days',
  'supplied_register',
  'supplied_reading',
  'journal',
  'journal_feed',
  'account',
  'account_grant',
  'session',
  'customer_change',
  'mandate',
  'bank_details',
  'contact_channel',
  'consent',
  'customer_preference',
] as const

describe('sees', () => {
  test.each(guarded)('of %s nothing that another customer has', async (table) => {
    // Hashes are closed to it by column, so of these two tables only the ids.
    const columns = ['account', 'session', 'customer_change'].includes(table) ? sql`id` : sql`*`
    const seen = await asOwn(sql<Record<string, string>>`select ${columns} from ${sql.table(table)}`)
    const text = JSON.stringify(seen.rows)
    for (const secret of [foreign.meterNumber, foreign.contractNumber]) expect(text).not.toContain(secret)
    for (const row of seen.rows) if ('customer_id' in row) expect(row['customer_id']).toBe(own.customerId)
    const places = seen.rows.map((row) => row['market_location_id']).filter((id) => id !== undefined)
    expect(places.filter((id) => id !== own.marketLocationId)).toEqual([])
  })

  test.each([
    'staff',
    'staff_session',
    'staff_invite',
    'machine_client',
    'machine_token',
    'outbox',
    'task',
    'task_step',
    'guest_reading',
    'customer_search',
    'customer_search_word',
    'import_batch',
    'import_refusal',
    'rate_limit',
    'password_request',
    'activation_request',
    'account_opening',
    'activation_letter',
    'passkey_challenge',
    'known_browser',
    'sign_in_step',
    'journal_pending',
    'journal_heard',
    'graphile_worker.jobs',
  ])('nothing of %s', (table) => denied(sql`select 1 from ${sql.table(table)}`))
})

const reading = (
  wishes: Partial<Record<'register' | 'place' | 'source' | 'status' | 'verdict' | 'kind' | 'by', string>>,
) =>
  sql`insert into reading (register_id, market_location_id, read_on, value, reason, source, status, verdict, channel,
                           entered_by_kind, entered_by_id, entered_at)
      values (${wishes.register ?? own.registerId}, ${wishes.place ?? own.marketLocationId}, '2026-11-20', 1, 'check',
              ${wishes.source ?? 'customer'}, ${wishes.status ?? 'in-check'}, ${wishes.verdict ?? 'questionable'}, 'portal',
              ${wishes.kind ?? 'customer'}, ${wishes.by ?? account.id}, now())`

describe('readings', () => {
  test('of its own may be handed in', () => expect(changes(reading({}))).resolves.toBe(1))

  test('are refused at the place or the register of somebody else', async () => {
    await denied(reading({ register: foreign.registerId, place: foreign.marketLocationId }))
    // A register hangs at one place, for everybody: a key says so, not a policy.
    await expect(asOwn(reading({ register: foreign.registerId }))).rejects.toThrow(/reading_place/)
    await denied(reading({ place: foreign.marketLocationId }))
  })

  test.each([
    ['in the name of the grid operator', { source: 'grid-operator' }],
    ['in the name of staff', { kind: 'staff' }],
    ['in the name of another account', { by: '999999' }],
    ['as valid although questionable', { status: 'valid' }],
    ['as refused', { status: 'refused' }],
  ])('are refused %s', (_what, wishes) => denied(reading(wishes)))

  test('can be taken back and never be declared valid, changed, or deleted', async () => {
    await denied(sql`update reading set status = 'valid' where register_id = ${own.registerId}`)
    await denied(sql`update reading set status = 'refused' where register_id = ${own.registerId}`)
    await denied(sql`update reading set value = 1`)
    await denied(sql`update reading set read_on = '2020-01-01'`)
    await denied(sql`delete from reading`)
    expect(await changes(sql`update reading set status = 'replaced' where register_id = ${foreign.registerId}`)).toBe(0)
    expect(await changes(sql`update reading set status = 'replaced' where value = 1`)).toBe(1)
    expect(await changes(sql`update reading set row_version = 9 where value = 1`)).toBe(0)
  })
})

const fact = (customerId: string, kind: string, actorId: string) =>
  sql`insert into journal (name, phase, customer_id, channel, actor_kind, actor_id, occurred_at, payload)
      values ('identity.signed-in', 'any', ${customerId}, 'portal', ${kind}, ${actorId}, now(), '{}')`

test('facts are written about itself in its own name only, and never changed', async () => {
  expect(await changes(fact(own.customerId, 'customer', account.id))).toBe(1)
  await denied(fact(foreign.customerId, 'customer', account.id))
  await denied(fact(own.customerId, 'staff', account.id))
  await denied(fact(own.customerId, 'customer', account.other))
  await denied(sql`update journal set name = 'x'`)
  await denied(sql`delete from journal`)
})

const mail = (customerId: string, channel: string, recipient: RawBuilder<unknown>) =>
  sql`insert into outbox (idempotency_key, channel, kind, recipient, subject, body_text, customer_id)
      values (${crypto.randomUUID()}, ${channel}, 'x', ${recipient}, 'x', 'x', ${customerId})`
const onFile = (customerId: string) => sql`(select email from customer where id = ${customerId})`

test('mails go to its own address on file, and to nobody else', async () => {
  expect(await changes(mail(own.customerId, 'e-mail', onFile(own.customerId)))).toBe(1)
  await denied(mail(own.customerId, 'e-mail', sql`'somebody@else.example'`))
  await denied(mail(own.customerId, 'sms', sql`'+491700000000'`))
  await denied(mail(foreign.customerId, 'print', sql`'x'`))
})

const task = (customerId: string, state = 'open', owner: string | null = null) =>
  sql`insert into task (kind, state, customer_id, group_name, due_on, owner_staff_id) values ('x', ${state}, ${customerId}, 'metering', '2026-12-01', ${owner})`

test('tasks are opened about itself, for anybody, and never finished', async () => {
  expect(await changes(task(own.customerId))).toBe(1)
  await denied(task(foreign.customerId))
  await denied(task(own.customerId, 'done'))
  await denied(task(own.customerId, 'open', '1'))
  await denied(sql`update task set state = 'done'`)
})

test('master data, grants and requests of readings cannot be written', async () => {
  for (const table of ['customer', 'contract', 'meter', 'register', 'account_grant', 'contract_price'])
    await denied(sql`delete from ${sql.table(table)}`)
  await denied(sql`update customer set email = 'x@y.example'`)
  await denied(sql`update account set email = 'x@y.example'`)
  await denied(sql`update account_grant set level = 'open'`)
  await denied(
    sql`insert into account_grant (account_id, customer_id, level) values (${account.id}, ${foreign.customerId}, 'open')`,
  )
  await denied(sql`update reading_request set due_on = '2030-01-01'`)
  expect(await changes(sql`update account set password_hash = 'x' where true`)).toBe(1)
})

const change = (customerId: string, actorId: string, wishes: { kind?: string; reason?: string } = {}) =>
  sql`insert into customer_change (customer_id, kind, before, after, changed_at, channel, actor_kind, actor_id, origin)
      values (${customerId}, 'name', '{}', '{}', now(), 'portal', ${wishes.kind ?? 'customer'}, ${actorId}, 'http://x')`

test('of own data the name and the address are written by itself, and never how it is reached, nor anybody else’s', async () => {
  expect(await changes(sql`update customer set street = 'Neue Straße'`)).toBe(1)
  expect(await changes(sql`update customer set street = 'x' where id = ${foreign.customerId}`)).toBe(0)
  await denied(sql`update customer set customer_number = '1'`)
  await denied(sql`update customer set mobile = '+491700000000'`)
  expect(await changes(change(own.customerId, account.id))).toBe(1)
  await denied(change(foreign.customerId, account.id))
  await denied(change(own.customerId, account.other))
  await denied(change(own.customerId, account.id, { kind: 'staff' }))
  await denied(sql`select undo_hash from customer_change`)
  await denied(sql`update customer_change set after = '{}'`)
  await denied(sql`delete from customer_change`)
})

const mandate = (customerId: string, signedBy: string) =>
  sql`insert into mandate (customer_id, contract_account_id, mandate_reference, creditor_id, creditor_name, iban, holder, wording,
                           wording_version, wording_hash, language, signed_on, signed_at, signed_by)
      select ${own.customerId}, a.id, 'M-' || a.id, 'DE98ZZZ09999999999', 'x', 'DE89370400440532013000', 'x', 'x', '1', '', 'de', now(), now(), ${signedBy}
        from (select ${customerId}::bigint as customer_id) w, lateral (select case when w.customer_id = ${own.customerId}::bigint
             then (select id from contract_account) else ${foreign.contractId}::bigint + 1000000 end as id) a`

test('mandates are given for own accounts in its own name, and their wording never changes', async () => {
  await denied(mandate(foreign.customerId, 'portal'))
  await denied(mandate(own.customerId, 'desk'))
  expect(await changes(mandate(own.customerId, 'portal'))).toBe(1)
  await denied(sql`update mandate set wording = 'y'`)
  await denied(sql`update mandate set iban = 'AT611904300234573201'`)
  await denied(sql`delete from mandate`)
  await denied(sql`update bank_details set customer_id = ${foreign.customerId}`)
  await denied(sql`insert into bank_code values ('12345678', 'x')`)
})

test('an address is named and never confirmed by itself, nor is a hash of its proof seen', async () => {
  const named = (customerId: string, state: string) =>
    sql`insert into contact_channel (customer_id, kind, value, added_at, added_by, state, confirmed_at)
        values (${customerId}, 'e-mail', 'x@y.example', now(), 'customer', ${state}, case when ${state} = 'confirmed' then now() end)`
  await denied(named(foreign.customerId, 'unconfirmed'))
  await denied(named(own.customerId, 'confirmed'))
  expect(await changes(named(own.customerId, 'unconfirmed'))).toBe(1)
  await denied(sql`update contact_channel set state = 'confirmed', confirmed_at = now()`)
  await denied(sql`update contact_channel set value = 'z@y.example'`)
  await denied(sql`select token_hash, code_hash from channel_proof`)
  await denied(sql`update channel_proof set attempts = 0`)
  await denied(sql`update customer_change set undone_at = null`)
})

const consent = (customerId: string, kind: string, actorId: string) =>
  sql`insert into consent (customer_id, purpose, given, wording_id, wording, wording_hash, page, channel, actor_kind, actor_id, answered_at)
      select ${customerId}, 'surveys', true, id, wording, '', 'x', 'portal', ${kind}, ${actorId}, now() from consent_wording where purpose = 'surveys' limit 1`

test('a consent is given in its own name, and no answer is changed or deleted', async () => {
  expect(await changes(consent(own.customerId, 'customer', account.id))).toBe(1)
  await denied(consent(foreign.customerId, 'customer', account.id))
  await denied(consent(own.customerId, 'staff', account.id))
  await denied(sql`update consent set given = false`)
  await denied(sql`delete from consent`)
  await denied(sql`update consent_wording set wording = 'x'`)
  await denied(sql`insert into customer_preference (customer_id) values (${foreign.customerId})`)
})

test('being forgotten is asked for by itself and decided by others, and what holds it is not written', async () => {
  const asked = (customerId: string, state: string) =>
    sql`insert into erasure_request (customer_id, channel, actor_kind, actor_id, asked_at, state)
        values (${customerId}, 'portal', 'customer', ${account.id}, now(), ${state})`
  await denied(asked(foreign.customerId, 'asked'))
  await denied(asked(own.customerId, 'released'))
  expect(await changes(asked(own.customerId, 'asked'))).toBe(1)
  await denied(sql`update erasure_request set state = 'released'`)
  await denied(sql`select note from legal_hold`)
  await denied(
    sql`insert into legal_hold (customer_id, kind, note, set_at) values (${own.customerId}, 'dispute', 'xxxxx', now())`,
  )
  await denied(sql`update customer set restricted_at = now()`)
  await denied(sql`update retention_rule set years = 0`)
  await denied(sql`update personal_copy set account_id = ${account.other}`)
})

test('a session that has ended stays ended, and none acts for a customer without a grant', async () => {
  await asWorker(sql`insert into session (token_hash, account_id, customer_id, expires_at, idle_seconds, ended_at)
    values (${Buffer.from(crypto.randomUUID())}, ${account.id}, ${own.customerId}, now() + interval '1 day', 900, now())`)
  expect(await changes(sql`update session set ended_at = null where ended_at is not null`)).toBe(0)
  await denied(sql`update session set customer_id = ${foreign.customerId}`)
  await denied(sql`update session set expires_at = 'infinity'`)
})

test.each([
  ['sessions of staff', sql`select * from staff_session_open('')`],
  ['tokens of machines', sql`select * from machine_open('')`],
  ['names of staff', sql`select staff_name(1)`],
  ['accounts', sql`select account_disable(1)`],
  ['sessions of others', sql`select account_end_sessions(1)`],
  ['the search', sql`select customer_search_refresh('{1}')`],
  ['jobs', sql`select graphile_worker.add_job('x')`],
  ['new tables', sql`create table public.mine (id int)`],
  ['files of the server', sql`select pg_read_file('/etc/passwd')`],
  ['programs of the server', sql`copy (select 1) to program 'id'`],
])('functions for others are closed: %s', (_what, query) => denied(query))
