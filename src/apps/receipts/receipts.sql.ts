import { sql } from 'kysely'
import { tables, type Tx } from '#platform/database'
import type { MailReport } from './read-report.ts'

type NoTables = Record<string, never>
const on = (tx: Tx) => tables<NoTables>(tx)

export type ReportedMessage = {
  readonly id: string
  readonly kind: string
  readonly recipient: string
  readonly customerId: string | null
  readonly state: 'waiting' | 'sent' | 'failed'
}

const message = sql`select id, kind, recipient, customer_id as "customerId", state from outbox`

export async function messageByToken(tx: Tx, token: string): Promise<ReportedMessage | undefined> {
  return (await sql<ReportedMessage>`${message} where return_token = ${token} for update`.execute(on(tx))).rows[0]
}

export async function messageByKey(tx: Tx, key: string): Promise<ReportedMessage | undefined> {
  return (await sql<ReportedMessage>`${message} where idempotency_key = ${key} for update`.execute(on(tx))).rows[0]
}

/** @returns false if this very report was noted before */
export async function insertReport(
  tx: Tx,
  digest: Buffer,
  outboxId: string,
  report: Pick<MailReport, 'class' | 'status' | 'said'>,
  now: Temporal.Instant,
): Promise<boolean> {
  const done = await sql`
    insert into bounce (digest, outbox_id, class, status, said, received_at)
    values (${digest}, ${outboxId}, ${report.class}, ${report.status ?? null}, ${report.said ?? null}, ${now})
    on conflict (digest) do nothing`.execute(on(tx))
  return (done.numAffectedRows ?? 0n) === 1n
}

/** Soft reports about one address since a moment, this one included. */
export async function softReports(tx: Tx, recipient: string, since: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from bounce b join outbox o on o.id = b.outbox_id
       where o.recipient = ${recipient} and b.class = 'soft' and b.received_at > ${since} limit 3) few`.execute(on(tx))
  return rows[0]?.count ?? 0
}

export async function markNotArrived(tx: Tx, id: string, said: string): Promise<void> {
  await sql`update outbox set state = 'failed', last_error = ${said.slice(0, 500)} where id = ${id}`.execute(on(tx))
}
