import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeLetters } from '../../../../tests/proofs/letters/written-letters.ts'
import { type TestHouse, testHouse } from '../../../../tests/setup/house.ts'
import { settleIn } from '../../../../tests/setup/people.ts'
import { tables, transaction, type Tx } from '#platform/database'
import { verifyLetters } from '../archive/verify.ts'
import { letterArchive } from '../store/archive.ts'
import { carryOutDeletions, removeFilesLeft } from './erase-letters.ts'
import { keptUntil, mayErase, type RetentionRule, viewEnd } from './retention.ts'
import { retentionJobs } from './retention.jobs.ts'

const day = Temporal.PlainDate.from
const rules: RetentionRule[] = [
  { class: 'voucher', validFrom: day('2002-01-01'), years: 10, fromYearEnd: true },
  { class: 'voucher', validFrom: day('2025-01-01'), years: 8, fromYearEnd: true },
  { class: 'business-letter', validFrom: day('2002-01-01'), years: 6, fromYearEnd: true },
]

describe('the rules', () => {
  test.each([
    ['a contract runs', null, '2020-03-01', null],
    ['the end counts: 31 August and six months is the last day of February', '2026-08-31', '2026-01-01', '2027-02-28'],
    ['a final bill after the end is there as long as any other', '2026-03-31', '2026-05-20', '2026-11-20'],
    ['who never had a contract', undefined, '2026-05-20', '2026-11-20'],
  ] as const)('the customer’s clock: %s', (_name, last, published, end) => {
    const lastDay = last == null ? last : day(last)
    expect(viewEnd(lastDay, day(published), 6)?.toString() ?? null).toBe(end)
  })

  test.each([
    // Published 2016: ten years from the end of 2016; since BEG IV eight, so it was over at the end of 2024.
    ['voucher', '2016-05-01', '2024-12-31', '2026-12-31'],
    ['voucher', '2016-05-01', '2026-11-22', '2024-12-31'],
    ['voucher', '2018-01-01', '2026-11-22', '2026-12-31'],
    ['business-letter', '2020-12-31', '2026-11-22', '2026-12-31'],
  ] as const)('the company keeps a %s of %s, asked on %s, until %s', (of, published, today, until) => {
    expect(keptUntil(rules, of, day(published), day(today)).toString()).toBe(until)
  })

  test('no rule is no answer', () => {
    expect(() => keptUntil(rules, 'claim', day('2020-01-01'), day('2026-01-01'))).toThrow(RangeError)
  })
})

describe('in the database', () => {
  let house: TestHouse
  const on = (tx: Tx) => tables<Record<string, never>>(tx)
  const run = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
    (await transaction(house.pools.worker, (tx) => query.execute(on(tx)))).rows
  const midday = (on: string) => Temporal.Instant.from(`${on}T11:00:00Z`)

  /** What a customer's session reads on a day. */
  const readable = (customerId: string, today: string): Promise<string[]> =>
    transaction(house.pools.customer, async (tx) => {
      await sql`select set_config('app.customer_id', ${customerId}, true), set_config('app.today', ${today}, true)`.execute(
        on(tx),
      )
      const { rows } = await sql<{ id: string; parts: number }>`
        select l.id, (select count(*)::int from letter_content c where c.letter_id = l.id) + (select count(*)::int from letter_file f where f.letter_id = l.id) as parts
          from letter l order by l.id`.execute(on(tx))
      const files = await sql<{ n: number }>`select count(*)::int as n from letter_file`.execute(on(tx))
      // No content and no file without its letter.
      expect(files.rows[0]?.n).toBe(rows.length)
      expect(rows.every((row) => row.parts === 2)).toBe(true)
      return rows.map((row) => row.id)
    })

  beforeAll(async () => {
    house = await testHouse()
  })
  afterAll(() => house?.end())

  /** A customer with a letter of a day, and a contract that ends on one (or runs). */
  async function letterOf(publishedOn: string, endsOn: string | null, kind = 'paying.bill') {
    const home = await settleIn(house.pools, { lastName: 'Frist', readings: [] })
    await run(
      sql`update contract set starts_on = '2010-01-01', ends_on = ${endsOn}::date where id = ${home.contractId}`,
    )
    const [id] = await writeLetters(house.pools.worker, letterArchive(house.settings), {
      letters: 1,
      customers: 1,
      sizeBytes: 500 + Number(home.customerId),
      now: midday(publishedOn),
      customerId: home.customerId,
      kind,
    })
    return { customerId: home.customerId, letterId: id as string }
  }
  const arbitraryDay = (from: string, to: string) =>
    fc.integer({ min: 0, max: day(from).until(day(to)).days }).map((n) => day(from).add({ days: n }).toString())

  test('none is readable after its day, none is gone before it, for any days', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDay('2012-01-01', '2026-01-01'),
        fc.option(arbitraryDay('2012-01-01', '2027-01-01')),
        fc.integer({ min: -3, max: 3 }),
        async (publishedOn, endsOn, around) => {
          const { customerId, letterId } = await letterOf(publishedOn, endsOn)
          const end = viewEnd(endsOn === null ? null : day(endsOn), day(publishedOn), 6)
          const asked = (end ?? day('2200-01-01')).add({ days: around })
          const is = await readable(customerId, asked.toString())
          expect(is).toEqual(end === null || Temporal.PlainDate.compare(asked, end) <= 0 ? [letterId] : [])
        },
      ),
      { numRuns: 40 },
    )
  }, 60_000)

  test('only what both clocks have let go, a second person released and nobody holds is erased, for any days', async () => {
    const stored = await run<{
      class: RetentionRule['class']
      validFrom: Temporal.PlainDate
      years: number
      fromYearEnd: boolean
    }>(sql`select class, valid_from as "validFrom", years, from_year_end as "fromYearEnd" from letter_retention`)
    await fc.assert(
      fc.asyncProperty(
        arbitraryDay('2012-01-01', '2022-01-01'),
        fc.option(arbitraryDay('2012-01-01', '2034-01-01'), { freq: 8 }),
        fc.integer({ min: -2, max: 2 }),
        fc.constantFrom('none', 'none', 'letter', 'customer', 'legal', 'lifted'),
        fc.constantFrom('released', 'released', 'proposed'),
        async (publishedOn, endsOn, around, hold, state) => {
          const { customerId, letterId } = await letterOf(publishedOn, endsOn)
          const end = viewEnd(endsOn === null ? null : day(endsOn), day(publishedOn), 6)
          const kept = keptUntil(stored, 'voucher', day(publishedOn), day('2026-01-01'))
          const later = end && Temporal.PlainDate.compare(end, kept) > 0 ? end : kept
          const today = later.add({ days: around })
          await run(holdOf(hold, customerId, letterId))
          await run(sql`with d as (insert into letter_deletion (kind, state, letters, proposed_by_staff_id, proposed_at, decided_by_staff_id, decided_at)
              values ('paying.bill', ${state}, 1, 1, now(), ${state === 'released' ? 2 : null}, ${state === 'released' ? '2026-01-01' : null}::timestamptz) returning id)
            insert into letter_deletion_item (deletion_id, letter_id) select id, ${letterId} from d`)
          await carryOutDeletions(house.pools.worker, midday(today.toString()))
          const held = ['letter', 'customer', 'legal'].includes(hold)
          // The rule of the day counts: before 2025 a voucher was kept for ten years.
          const keptThen = keptUntil(stored, 'voucher', day(publishedOn), today)
          const gone = state === 'released' && mayErase({ viewEnd: end, keptUntil: keptThen, held }, today)
          const [row] = await run<{ state: string; parts: number }>(sql`
            select l.state, (select count(*)::int from letter_content c where c.letter_id = l.id) + (select count(*)::int from letter_file f where f.letter_id = l.id) as parts
              from letter l where l.id = ${letterId}`)
          expect(row).toEqual(gone ? { state: 'erased', parts: 0 } : { state: 'published', parts: 2 })
        },
      ),
      { numRuns: 60 },
    )
    const archive = letterArchive(house.settings)
    expect(await removeFilesLeft(house.pools.worker, archive)).toBeGreaterThan(0)
    // The chain knows what was erased and by which links it was: nothing is missing.
    const verified = await verifyLetters({ pool: house.pools.worker, archive, trust: undefined })
    expect(verified.findings).toEqual([])
  }, 90_000)

  const holdOf = (hold: string, customerId: string, letterId: string) => {
    if (hold === 'letter' || hold === 'lifted')
      return sql`insert into letter_hold (letter_id, reason, set_by_staff_id, set_at, lifted_at, lifted_by_staff_id, lifted_because)
        values (${letterId}, 'Prüfung läuft', 1, now(), ${hold === 'lifted' ? '2026-01-01' : null}::timestamptz, ${hold === 'lifted' ? 1 : null},
                ${hold === 'lifted' ? 'Prüfung beendet' : null})`
    if (hold === 'customer')
      return sql`insert into letter_hold (customer_id, reason, set_by_staff_id, set_at) values (${customerId}, 'Rechtsstreit', 1, now())`
    if (hold === 'legal')
      return sql`insert into legal_hold (customer_id, kind, note, set_at) values (${customerId}, 'dispute', 'Streit um eine Rechnung', now())`
    return sql`select 1`
  }

  test('the tables refuse what is not due or not released, whoever asks', async () => {
    const { letterId } = await letterOf('2025-06-01', null)
    for (const query of [
      sql`delete from letter_content where letter_id = ${letterId}`,
      sql`delete from letter_file where letter_id = ${letterId}`,
      sql`update letter set state = 'erased' where id = ${letterId}`,
      sql`update letter_file set title = 'x' where letter_id = ${letterId}`,
    ])
      await expect(run(query)).rejects.toThrow(/refused|not to be erased|permission denied/)
    await expect(
      run(sql`insert into letter_deletion (kind, state, letters, proposed_by_staff_id, proposed_at, decided_by_staff_id, decided_at)
        values ('paying.bill', 'released', 1, 7, now(), 7, now())`),
    ).rejects.toThrow('letter_deletion_check')
    await expect(run(sql`insert into letter_view_rule values ('2030-01-01', 5, 30)`)).rejects.toThrow(
      /check|permission/,
    )
  })

  test('proposed by one, released by another, erased at night; who proposed it is refused', async () => {
    const { customerId } = await letterOf('2012-06-01', '2015-12-31', 'letters.single')
    const proposer = await house.asStaff('manager')
    const other = await house.asStaff('manager')
    const send = (url: string, payload: object, headers: Record<string, string>) =>
      house.server.inject({ method: 'POST', url, headers, payload })
    const get = async (headers = proposer) =>
      (await house.server.inject({ url: '/desk/api/letter-retention', headers })).json()
    const due = (await get()).kinds.find((one: { kind: string }) => one.kind === 'letters.single')
    expect(due).toMatchObject({ due: 1, held: 0, years: 6 })
    const held = await send(
      '/desk/api/letter-retention/holds',
      { what: 'letter', number: '999999', reason: 'Prüfung läuft' },
      other,
    )
    expect(held.statusCode).toBe(404)
    const proposed = await send('/desk/api/letter-retention/deletions', { kind: 'letters.single' }, proposer)
    expect(proposed.json()).toMatchObject({ letters: 1 })
    expect((await send('/desk/api/letter-retention/deletions', { kind: 'letters.single' }, proposer)).json().code).toBe(
      'letters.nothing-due',
    )
    const url = `/desk/api/letter-retention/deletions/${proposed.json().id}/decision`
    const decision = { decision: 'released', because: 'Fristen geprüft.', rowVersion: 1 }
    expect((await send(url, decision, proposer)).json().code).toBe('letters.second-person')
    expect((await send(url, decision, await house.asStaff('agent'))).statusCode).toBe(404)
    expect((await send(url, decision, other)).statusCode).toBe(200)
    expect((await send(url, decision, other)).statusCode).toBe(409)
    const job = retentionJobs(house.pools.worker, house.settings).find((one) => one.name === 'letters.erase-released')
    await job?.run({}, house.clock.now(), undefined as never)
    expect((await get()).deletions[0]).toMatchObject({ state: 'done', erased: 1, left: 0 })
    expect(await run(sql`select title, state from letter where customer_id = ${customerId}`)).toEqual([
      { title: '–', state: 'erased' },
    ])
  })

  test('a hold is set and lifted with reasons, and both are facts', async () => {
    const { customerId } = await letterOf('2025-01-01', null)
    const [row] = await run<{ n: string }>(sql`select customer_number as n from customer where id = ${customerId}`)
    const manager = await house.asStaff('manager')
    const send = (url: string, payload: object) =>
      house.server.inject({ method: 'POST', url, headers: manager, payload })
    const set = await send('/desk/api/letter-retention/holds', {
      what: 'customer',
      number: row?.n,
      reason: 'Steuerprüfung',
    })
    expect(set.statusCode).toBe(201)
    expect((await send(`/desk/api/letter-retention/holds/${set.json().id}/lift`, { because: 'x' })).statusCode).toBe(
      422,
    )
    expect(
      (await send(`/desk/api/letter-retention/holds/${set.json().id}/lift`, { because: 'Prüfung beendet' })).statusCode,
    ).toBe(200)
    const names = await run<{ name: string }>(
      sql`select name from journal where name like 'letters.hold-%' order by id`,
    )
    expect(names.map((one) => one.name)).toEqual(['letters.hold-set', 'letters.hold-lifted'])
  })

  test('who has left is told on the page and by message, once, and takes all with one click until the day', async () => {
    // Today is 2026-11-22: the last contract ended on 31 May, so 30 November is the last day.
    const { customerId } = await letterOf('2026-02-01', '2026-05-31')
    const customer = await house.asCustomer(customerId)
    const page = (await house.server.inject({ url: '/briefe', headers: customer })).body
    expect(page).toContain('Ihre Briefe sind hier noch bis 30. November 2026')
    expect(page).toContain('href="/briefe/alle.zip"')
    const zip = await house.server.inject({ url: '/briefe/alle.zip', headers: customer })
    expect(zip.rawPayload.subarray(0, 2).toString('latin1')).toBe('PK')
    const job = retentionJobs(house.pools.worker, house.settings).find((one) => one.name === 'letters.tell-view-end')
    await job?.run({}, house.clock.now(), undefined as never)
    await job?.run({}, house.clock.now(), undefined as never)
    const told = await run<{ subject: string; body: string }>(
      sql`select subject, body_text as body from outbox where kind = 'letters.view-ending' and customer_id = ${customerId}`,
    )
    expect(told).toHaveLength(1)
    expect(told[0]?.subject).toBe('Ihre Briefe im Kundenportal enden am 30. November 2026')
    expect(told[0]?.body).not.toContain('Rechnung')
    const staying = await letterOf('2026-02-01', null)
    const theirs = await house.asCustomer(staying.customerId)
    expect((await house.server.inject({ url: '/briefe', headers: theirs })).body).not.toContain('sind hier noch bis')
  })
})
