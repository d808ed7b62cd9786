import type { JobHelpers, Task } from 'graphile-worker'

/**
 * Work in the background. `name` is a literal that never changes: jobs of yesterday carry it. The handler must be
 * idempotent, because a worker that dies is followed by another that does the job again.
 */
export type Job = {
  readonly name: string
  readonly run: (payload: unknown, now: Temporal.Instant, jobHelpers: JobHelpers) => Promise<void>
  /** When it runs by itself, as crontab (`0 5 * * *`) in UTC. */
  readonly cron?: string
}

export type { Task }
