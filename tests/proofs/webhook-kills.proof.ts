import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Pools, tables, transaction } from '#platform/database'
import type { TestReceiver } from '../setup/receiver.ts'
import { RunningHouse, type Victim } from './kills/running-house.ts'
import { until } from './start/launched.ts'
import { changeAll, manyCustomers, subscribedReceiver } from './webhooks/receivers.ts'

// `npm run proofs -- webhook-kills [ROUNDS]`: kill -9 of worker and database, ROUNDS times each (20 by default), while changes leave as
// webhooks to a receiver that answers now well, now badly, and as delta files into a folder. Afterwards the receiver has every
// change, each once by its key and those of one customer in their order; and the files have every change exactly once.

type Books = Readonly<
  Record<
    | 'notReceived'
    | 'invented'
    | 'unsigned'
    | 'outOfOrder'
    | 'otherBody'
    | 'notInFiles'
    | 'twiceInFiles'
    | 'unfinishedFiles',
    readonly string[]
  >
>
export type WebhookKillFigures = {
  readonly rounds: number
  readonly changes: number
  readonly deliveries: number
  readonly files: number
  readonly books: Books
}

export async function prove(args: readonly string[]): Promise<void> {
  const { books, ...figures } = await killAndAuditWebhooks(Number(args[0] ?? 20), (line) => console.log(line))
  const counts = Object.fromEntries(Object.entries(books).map(([name, list]) => [name, list.length]))
  console.log(JSON.stringify({ case: 'webhook-kills', ...figures, ...counts }))
  assertNothingLost(books)
}

export function assertNothingLost(books: Books): void {
  for (const [name, list] of Object.entries(books)) assert.deepEqual(list, [], name)
}

const CUSTOMERS = 60

export async function killAndAuditWebhooks(rounds: number, say: (line: string) => void): Promise<WebhookKillFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'kundenwerk-exchange-'))
  process.env['WEBHOOK_NETWORKS'] = '127.0.0.1'
  process.env['EXCHANGE_FOLDER'] = folder
  process.env['EXCHANGE_EVERY_MS'] = '50'
  const house = await RunningHouse.start()
  const receiver = await subscribedReceiver(house.pools, 'billing')
  // Every seventh message is refused at first, and a few answers never come: the sender must not take these for delivered.
  let asked = 0
  receiver.answer = async (_received, response) => {
    asked += 1
    if (asked % 97 === 0) response.destroy()
    else response.writeHead(asked % 7 === 0 ? 503 : 204).end()
  }
  try {
    const ids = await manyCustomers(house.pools, CUSTOMERS)
    const load = startChanges(house, ids)
    for (let round = 1; round <= rounds; round += 1) {
      for (const victim of ['worker', 'database'] as readonly Victim[]) {
        await pause(200 + ((round * 173 + victim.length * 71) % 600))
        const before = receiver.once.length
        house.kill(victim)
        await until(
          () => receiver.once.length > before + 5,
          `deliveries after the kill of ${victim}`,
          90_000,
          () => house.logs(),
        )
      }
      say(`round ${round}: ${receiver.once.length} changes, ${receiver.all.length} deliveries`)
    }
    await load.stop()
    receiver.answer = (_received, response) => void response.writeHead(204).end()
    await until(
      // The last kill of the database may still be mended.
      () => isOut(house.pools, receiver, folder).catch(() => false),
      'the last changes',
      300_000,
      () => house.logs(),
    )
    const changes = await changesOf(house.pools)
    const deltaFiles = readdirSync(join(folder, 'out'))
    const books = { ...auditReceiver(receiver, changes), ...auditFiles(folder, deltaFiles, changes) }
    return { rounds, changes: changes.length, deliveries: receiver.all.length, files: deltaFiles.length, books }
  } finally {
    delete process.env['EXCHANGE_FOLDER']
    delete process.env['EXCHANGE_EVERY_MS']
    await receiver.stop()
    await house.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Customers are changed without a pause, a few at a time; what the database does not confirm is simply no change. */
function startChanges(house: RunningHouse, ids: readonly string[]) {
  let isOver = false
  const work = (async () => {
    for (let at = 0; !isOver; at += 1) {
      const some = Array.from({ length: 3 }, (_, n) => ids[(at * 7 + n * 13) % ids.length] as string)
      await changeAll(house.pools, [...new Set(some)]).catch(() => pause(50))
      await pause(40)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await work
    },
  }
}

const ask = async <Row>(pools: Pools, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)

type Change = { readonly id: string; readonly objectId: string }

const changesOf = (pools: Pools) =>
  ask(pools, sql<Change>`select id, object_id as "objectId" from exchange_change order by id`)

/** Every recorded fact has become a change, every change has been received and written. */
async function isOut(pools: Pools, receiver: TestReceiver, folder: string): Promise<boolean> {
  // What rests after failures is tried at once; the proof is about loss, not about patience.
  const [row] = await ask(
    pools,
    sql<{ facts: string; changes: string }>`
    with woken as (update webhook_subscription set retry_at = null),
         due as (update webhook_delivery set next_try_at = '-infinity' where state = 'waiting' and next_try_at > now() + interval '1 second')
    select (select count(*) from journal where name = 'customers.customer-changed') as facts, (select count(*) from exchange_change) as changes`,
  )
  const files = readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.jsonl'))
  const last = Math.max(0, ...files.map((name) => Number(/-(\d+)\.jsonl$/.exec(name)?.[1])))
  return (
    row !== undefined &&
    row.facts === row.changes &&
    receiver.once.length === Number(row.changes) &&
    last >= Math.max(...(await changesOf(pools)).map((one) => Number(one.id)))
  )
}

function auditReceiver({ all }: TestReceiver, changes: readonly Change[]) {
  const sent = new Map(changes.map((one) => [`chg_${one.id}`, one]))
  const received = Map.groupBy(all, (one) => one.id)
  // In the order in which each came first; a repeated one is known by its key.
  const newest = new Map<string, number>()
  const outOfOrder: string[] = []
  for (const [id, [first]] of received) {
    const objectId = first?.change.objectId ?? ''
    const number = Number(id.slice('chg_'.length))
    if (number < (newest.get(objectId) ?? 0)) outOfOrder.push(id)
    newest.set(objectId, Math.max(number, newest.get(objectId) ?? 0))
  }
  return {
    notReceived: [...sent.keys()].filter((id) => !received.has(id)),
    invented: [...received.keys()].filter((id) => !sent.has(id)),
    unsigned: all.filter((one) => !one.signed).map((one) => one.id),
    otherBody: [...received].filter(([, list]) => new Set(list.map((one) => one.body)).size > 1).map(([id]) => id),
    outOfOrder,
  }
}

function auditFiles(folder: string, names: readonly string[], changes: readonly Change[]) {
  const linesOf = (ending: string) =>
    names
      .filter((name) => name.endsWith(ending))
      .flatMap((name) =>
        readFileSync(join(folder, 'out', name), 'utf8')
          .trimEnd()
          .split('\n')
          .slice(ending === '.csv' ? 1 : 0),
      )
  const json = linesOf('.jsonl').map((line) => (JSON.parse(line) as Change).id)
  const csv = linesOf('.csv').map((line) => line.split(';')[0] ?? '')
  const twice = (list: readonly string[]) => list.filter((id, at) => list.indexOf(id) !== at)
  const missing = (list: readonly string[]) => {
    const there = new Set(list)
    return changes.map((one) => one.id).filter((id) => !there.has(id))
  }
  return {
    notInFiles: [...missing(json), ...missing(csv)],
    twiceInFiles: [...twice(json), ...twice(csv)],
    unfinishedFiles: names.filter((name) => name.endsWith('.part')),
  }
}
