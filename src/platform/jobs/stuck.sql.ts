import { sql } from 'kysely'
import { type Statement, statements, tables, type Tx } from '#platform/database'

export type StuckJob = {
  readonly id: string
  readonly task: string
  readonly attempts: number
  readonly attemptsMax: number
  readonly lastError: string | null
  readonly nextTry: Temporal.Instant
  readonly createdAt: Temporal.Instant
}

/** Jobs that have failed at least once, those that have given up first. Nothing ends in a log only. */
export function stuckJobsStatement(limit: number): Statement {
  return statements<Record<string, never>>()
    .selectFrom(
      sql<StuckJob>`(select j.id::text as id, j.task_identifier as task, j.attempts::int as attempts, j.max_attempts::int as "attemptsMax",
          j.last_error as "lastError", j.run_at as "nextTry", j.created_at as "createdAt"
        from graphile_worker.jobs j where j.attempts > 0 and j.last_error is not null
       order by (j.attempts >= j.max_attempts) desc, j.created_at limit ${limit})`.as('stuck'),
    )
    .selectAll()
    .compile()
}

/** Starts jobs again from the first attempt. @returns how many there were */
export async function restartJobs(tx: Tx, ids: readonly string[]): Promise<number> {
  const result = await sql<{ n: string }>`
    select count(*) as n from graphile_worker.reschedule_jobs(${ids}::bigint[], now(), null, 0, null)`.execute(
    tables<Record<string, never>>(tx),
  )
  return Number(result.rows[0]?.n ?? 0)
}
