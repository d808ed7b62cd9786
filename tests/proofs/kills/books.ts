import { sql } from 'kysely'
import { listeners } from '../../../src/house.ts'
import { type Pools, tables, transaction } from '../../../src/platform/database/index.ts'
import type { Ledger } from './load.ts'

/** What is wrong after all the kills; every list must be empty. */
export type Books = Readonly<
  Record<'lost' | 'double' | 'withoutFact' | 'factTwice' | 'notInFeed' | 'notHeard' | 'heardTwice', readonly string[]>
>

/** Nothing is under way any more: no pending fact, no job. */
export async function isSettled(pools: Pools): Promise<boolean> {
  const rows = await ask<{ n: string }>(
    pools,
    sql`select (select count(*) from journal_pending) + (select count(*) from graphile_worker.jobs where attempts < max_attempts) as n`,
  )
  return rows[0]?.n === '0'
}

/** Compares what was confirmed with what is there. */
export async function auditBooks(pools: Pools, ledger: Ledger): Promise<Books> {
  const readings = await ask<{ id: string; key: string }>(
    pools,
    sql`select id, source_key as key from reading where source_key like 'form:%'`,
  )
  const bySubmission = Map.groupBy(readings, (row) => row.key.split(':')[2] as string)
  const facts = await ask<{ id: string; name: string; reading: string }>(
    pools,
    sql`select id, name, payload ->> 'readingId' as reading from journal where name in ('staying.reading-entered', 'staying.reading-corrected')`,
  )
  const byReading = Map.groupBy(facts, (row) => row.reading)
  const fed = new Set(
    (await ask<{ id: string }>(pools, sql`select journal_id as id from journal_feed`)).map((row) => row.id),
  )
  const heard = await ask<{ listener: string; id: string }>(
    pools,
    sql`select listener, journal_id as id from journal_heard`,
  )
  const heardKeys = heard.map((row) => `${row.listener} ${row.id}`)
  const expected = facts.flatMap((fact) =>
    listeners.filter((one) => one.hears === fact.name).map((one) => `${one.name} ${fact.id}`),
  )
  const heardSet = new Set(heardKeys)
  return {
    lost: [...ledger]
      .filter(([submission, id]) => !bySubmission.get(submission)?.some((row) => row.id === id))
      .map(([submission]) => submission),
    double: [...bySubmission].filter(([, rows]) => rows.length > 1).map(([submission]) => submission),
    withoutFact: readings.filter((row) => !byReading.has(row.id)).map((row) => row.id),
    factTwice: [...byReading].filter(([, rows]) => rows.length > 1).map(([reading]) => reading),
    notInFeed: facts.filter((fact) => !fed.has(fact.id)).map((fact) => fact.id),
    notHeard: expected.filter((key) => !heardSet.has(key)),
    heardTwice: heardKeys.filter((key, at) => heardKeys.indexOf(key) !== at),
  }
}

const ask = <Row>(pools: Pools, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  transaction(pools.worker, async (tx) => (await query.execute(tables<Record<string, never>>(tx))).rows)
