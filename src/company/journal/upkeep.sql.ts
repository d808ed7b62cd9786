import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { JournalTables } from './journal.sql.ts'

/** One transaction takes some 50 ms with so many, so that the relay never waits longer. */
const ROWS_MAX = 10_000

/**
 * Moves the moment up to which the feed is cleared, never over a fact that still waits for the relay or for a reader.
 * @returns the moment, or undefined if there is nothing to clear yet
 */
export async function moveClearing(tx: Tx, before: Temporal.Instant): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ cleared_before: Temporal.Instant }>`
    insert into journal_clearing as c (cleared_before)
    select least(${before}::timestamptz, (select min(p.recorded_at) from journal_pending p),
                 (select min(f.recorded_at) from journal_reader r join journal_feed f on f.position > r.position))
    on conflict (one_row) do update set cleared_before = greatest(c.cleared_before, excluded.cleared_before)
    returning cleared_before`.execute(tables<JournalTables>(tx))
  return rows[0]?.cleared_before
}

/**
 * Takes the oldest rows out of the feed, up to the first that is younger. The newest one always stays: it says where the feed
 * is. @returns how many went
 */
export async function clearFeed(tx: Tx, before: Temporal.Instant): Promise<number> {
  const done = await sql`
    delete from journal_feed f
     where f.position in (select position from journal_feed order by position limit ${ROWS_MAX})
       and f.recorded_at < ${before}::timestamptz
       and f.position < (select coalesce(min(position), (select max(position) from journal_feed))
                           from (select position from journal_feed where recorded_at >= ${before}::timestamptz
                                  order by position limit 1) young)`.execute(tables<JournalTables>(tx))
  return Number(done.numAffectedRows ?? 0n)
}

/**
 * Forgets who heard facts that old, unless a job about one is still there: it would do its work a second time.
 * @returns how many notes went
 */
export async function clearHeard(tx: Tx, before: Temporal.Instant): Promise<number> {
  const done = await sql`
    delete from journal_heard h
     where h.heard_at < ${before}::timestamptz
       and not exists (select 1 from graphile_worker._private_jobs j
                         join graphile_worker._private_tasks t on t.id = j.task_id
                        where t.identifier = 'hear:' || h.listener
                          and (j.payload ->> 'journalId' = h.journal_id::text
                               or j.payload::jsonb -> 'journalIds' ? h.journal_id::text))`.execute(
    tables<JournalTables>(tx),
  )
  return Number(done.numAffectedRows ?? 0n)
}

/** The oldest position that is still in the feed; `0` while the feed is empty. */
export async function oldestPosition(tx: Tx): Promise<string> {
  const row = await tables<JournalTables>(tx)
    .selectFrom('journal_feed')
    .select((select) => select.fn.min('position').as('position'))
    .executeTakeFirst()
  return row?.position ?? '0'
}
