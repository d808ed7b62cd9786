import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Pools, tables, transaction } from '#platform/database'
import { orderLetter } from '#service/letters'
import { FakeMailServer } from '../setup/outside/mail-server.ts'
import { FakePrintHouse } from '../setup/outside/print-house.ts'
import { RunningHouse, type Victim } from './kills/running-house.ts'
import { until } from './start/launched.ts'

// `npm run proofs -- letter-kills [LETTERS] [ROUNDS]`: one run of LETTERS (10,000) letters, half of them told by mail, half on paper, while
// worker and database are killed with -9 ROUNDS times (20). The print house answers late, breaks and cuts the line after it has taken
// a letter. Afterwards: each letter is there once, each has its way, each message was received, the print house was given none twice.

type Books = Readonly<
  Record<
    'lost' | 'double' | 'withoutWay' | 'notTold' | 'notPrinted' | 'printedUnasked' | 'givenTwice' | 'invented',
    readonly string[]
  >
>
export type LetterKillFigures = {
  readonly rounds: number
  readonly letters: number
  readonly mails: number
  readonly printed: number
  /** Mails that came a second time, with the same Message-ID: cut off between the server's yes and our record. */
  readonly mailsAgain: number
  readonly seconds: number
  readonly books: Books
}

export async function prove(args: readonly string[]): Promise<void> {
  const { books, ...figures } = await killAndAuditLetters(Number(args[0] ?? 10_000), Number(args[1] ?? 20), (line) =>
    console.log(line),
  )
  const counts = Object.fromEntries(Object.entries(books).map(([name, list]) => [name, list.length]))
  console.log(JSON.stringify({ case: 'letter-kills', ...figures, ...counts }))
  assertNoLetterLost(books)
  // Twenty are on their way at once; each may be cut off once by each kill.
  assert.ok(figures.mailsAgain <= figures.rounds * 20, `${figures.mailsAgain} mails came again`)
}

export function assertNoLetterLost(books: Books): void {
  for (const [name, list] of Object.entries(books)) assert.deepEqual(list, [], name)
}

const LETTERS_PER_CUSTOMER = 5
const ORDERS_AT_ONCE = 50

const ask = async <Row>(pools: Pools, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

/** Tried again until the database, which is killed now and then, has taken it. */
async function surely<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work()
    } catch {
      await pause(200)
    }
  }
}

/** Customers with an address; every second has confirmed a mail address. */
const settle = (pools: Pools, count: number): Promise<{ id: string }[]> =>
  ask(
    pools,
    sql<{ id: string }>`
    with c as (
      insert into customer (customer_number, kind, first_name, last_name, street, house_number, postal_code, city)
      select 'L' || n, 'person', 'Erika', 'Musterfrau ' || n, 'Lindenweg', n::text, '12341', 'Musterstadt'
        from generate_series(1, ${count}) n returning id),
    k as (
      insert into contact_channel (customer_id, kind, value, state, added_at, added_by, confirmed_at)
      select id, 'e-mail', 'c' || id || '@post.example', 'confirmed', now(), 'customer', now() from c where id % 2 = 0)
    select id from c order by id`,
  )

async function orderAll(pools: Pools, customers: readonly { id: string }[], letters: number): Promise<void> {
  for (let from = 0; from < letters; from += ORDERS_AT_ONCE)
    await surely(() =>
      transaction(pools.worker, async (tx) => {
        const context = { channel: 'system', actor: { kind: 'system' }, occurredAt: Temporal.Now.instant() } as const
        for (let at = from; at < Math.min(from + ORDERS_AT_ONCE, letters); at += 1) {
          const customerId = customers[at % customers.length]?.id as string
          const parameters = {
            meterNumber: `Z${at}`,
            day: '2026-11-20',
            value: '1',
            unit: 'kWh',
            because: 'other',
          } as const
          await orderLetter(
            tx,
            { kind: 'staying.reading-refused', customerId, parameters, key: `kill-${at}`, pace: 'run' },
            context,
          )
        }
      }),
    )
}

/** Leases of a dead worker run out: what takes two to ten minutes in life is not waited for here. */
const endLeases = (pools: Pools): Promise<unknown> =>
  surely(() =>
    ask(
      pools,
      sql`with o as (update letter_order set next_try_at = now()), m as (update outbox set next_try_at = now() where state = 'waiting')
          update print_job set next_try_at = now() where state = 'handing-over'`,
    ),
  )
/** The post room's hour has come. */
const reachCutOff = (pools: Pools): Promise<unknown> =>
  surely(() =>
    ask(
      pools,
      sql`update print_job set cut_off_at = now(), next_try_at = now() where state = 'waiting' and next_try_at > now()`,
    ),
  )

async function openWork(pools: Pools, letters: number): Promise<number> {
  const [row] = await surely(() =>
    ask<{ open: number }>(
      pools,
      sql`select (${letters} - (select count(*) from letter where state = 'published')
             + (select count(*) from letter_delivery where next_step_at <= now())
             + (select count(*) from letter_notice where state in ('waiting', 'handed-over'))
             + (select count(*) from print_job where state in ('waiting', 'handing-over')))::int as open`,
    ),
  )
  return row?.open ?? letters
}

export async function killAndAuditLetters(
  letters: number,
  rounds: number,
  say: (line: string) => void,
): Promise<LetterKillFigures> {
  const files = mkdtempSync(join(tmpdir(), 'kundenwerk-letter-kills-'))
  const mail = await FakeMailServer.start()
  const printer = await FakePrintHouse.start()
  printer.mood = { lateMs: 30, brokenEvery: 41, cutEvery: 23 }
  Object.assign(process.env, {
    KW_FILES: files,
    SMTP_URL: mail.url,
    PRINT_URL: printer.url,
    PUBLIC_URL: 'http://localhost:3000',
  })
  const house = await RunningHouse.start()
  try {
    const began = performance.now()
    const customers = await settle(house.pools, Math.ceil(letters / LETTERS_PER_CUSTOMER))
    const ordering = orderAll(house.pools, customers, letters)
    await killRounds(house, letters, rounds, say)
    await ordering
    await finish(house, letters, say)
    const books = await audit(house.pools, letters, mail, printer)
    const ids = new Set(mail.mails.map((one) => one.messageId))
    const seconds = Math.round((performance.now() - began) / 1_000)
    const figures = { mails: ids.size, printed: printer.items.size, mailsAgain: mail.mails.length - ids.size, seconds }
    return { rounds, letters, ...figures, books }
  } finally {
    await house.stop()
    await mail.stop()
    await printer.stop()
    for (const name of ['KW_FILES', 'SMTP_URL', 'PRINT_URL', 'PUBLIC_URL']) delete process.env[name]
    rmSync(files, { recursive: true, force: true })
  }
}

/** Kills spread over the run: the next one when another part of it is done. */
async function killRounds(
  house: RunningHouse,
  letters: number,
  rounds: number,
  say: (line: string) => void,
): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    const target = Math.floor((letters * 4 * (rounds - round + 1)) / (rounds + 1) / 4)
    await until(
      async () => {
        await reachCutOff(house.pools)
        return (await openWork(house.pools, letters)) <= target
      },
      `${target} open`,
      900_000,
      () => house.logs(),
    )
    await pause(Math.random() * 1_000)
    const victim: Victim = round % 4 === 0 ? 'database' : 'worker'
    house.kill(victim)
    // Only a dead worker's leases: a living one may still be at it.
    if (victim === 'worker') await endLeases(house.pools)
    say(`round ${round}: ${victim} killed`)
  }
}

async function finish(house: RunningHouse, letters: number, say: (line: string) => void): Promise<void> {
  let looked = 0
  await until(
    async () => {
      await reachCutOff(house.pools)
      looked += 1
      // By now nothing that was begun before the last kill can still be at work.
      if (looked % 150 === 0) await endLeases(house.pools)
      const open = await openWork(house.pools, letters)
      if (looked % 50 === 0) say(`open: ${open}`)
      return open === 0
    },
    'the end of the run',
    1_800_000,
    () => house.logs(),
  )
}

async function audit(pools: Pools, letters: number, mail: FakeMailServer, printer: FakePrintHouse): Promise<Books> {
  const rows = await ask<{
    key: string
    letters: number
    records: number
    way: string | null
    told: number
    jobs: string[] | null
  }>(
    pools,
    sql`select l.source_key as key, count(distinct l.id)::int as letters,
             (select count(*)::int from letter_record r where r.letter_id = min(l.id) and r.act = 'published') as records,
             (select d.way from letter_delivery d where d.letter_id = min(l.id)) as way,
             (select count(*)::int from letter_notice n where n.letter_id = min(l.id) and n.state = 'sent') as told,
             (select array_agg(j.job_key) from print_job j where j.letter_id = min(l.id)) as jobs
        from letter l where l.state = 'published' group by l.source_key`,
  )
  const messages = await ask<{ key: string }>(
    pools,
    sql`select idempotency_key as key from outbox where kind = 'letters.notice'`,
  )
  const received = new Set(mail.mails.map((one) => one.messageId))
  const known = new Set(rows.map((row) => row.key))
  const jobs = new Set(rows.flatMap((row) => row.jobs ?? []))
  const { messageId } = await import('../../src/platform/mail/smtp.ts')
  const sent = new Set(messages.map((one) => messageId(one.key, 'kundenservice@stadtwerke-musterstadt.example')))
  return {
    lost: Array.from({ length: letters }, (_, at) => `staying.reading-refused:kill-${at}`).filter(
      (key) => !known.has(key),
    ),
    double: rows.filter((row) => row.letters !== 1 || row.records !== 1).map((row) => row.key),
    withoutWay: rows.filter((row) => row.way === null).map((row) => row.key),
    notTold: [
      ...rows.filter((row) => row.way === 'digital' && row.told === 0).map((row) => row.key),
      ...[...sent].filter((id) => !received.has(id)),
    ],
    notPrinted: rows
      .filter((row) => row.way === 'post' && !(row.jobs?.length === 1 && printer.items.has(row.jobs[0] as string)))
      .map((row) => row.key),
    printedUnasked: [...printer.items.keys()].filter((key) => !jobs.has(key)),
    givenTwice: printer.givenTwice,
    invented: [...received].filter((id) => !sent.has(id)),
  }
}
