import { EventEmitter } from 'node:events'
import { Logger as GraphileLogger, parseCronItems, run, type Runner, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Clock } from '#platform/clock'
import type { Logger } from '#platform/log'
import type { Job } from './job.ts'
import { type Presence, showPresence, sweepForTheDead } from './presence.ts'

export type JobRunner = { readonly stop: () => Promise<void> }

/** At once per process: one fewer than the pool has connections, so that the relay always finds one. */
const CONCURRENCY = 8

/**
 * Runs the jobs of all modules until stopped; what has begun is finished first. Jobs are fetched in batches and completed
 * together (measured: 20,700 no-op jobs/s against 2,200/s one by one).
 */
export async function runJobs(
  pool: pg.Pool,
  connection: pg.ClientConfig,
  jobs: readonly Job[],
  clock: Clock,
  log: Logger,
): Promise<JobRunner> {
  const onError = (error: unknown) => log.warn({ err: error }, 'jobs')
  const shown: Presence[] = [sweepForTheDead(pool, onError)]
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => shown.push(showPresence(connection, workerPool.id, onError)))
  const taskList = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload: unknown, helpers: Parameters<Job['run']>[2]) => job.run(payload, clock.now(), helpers),
    ]),
  )
  const runner: Runner = await run({
    pgPool: pool,
    events,
    schema: 'graphile_worker',
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 1_000,
    taskList: taskList as never,
    parsedCronItems: parseCronItems(
      jobs
        .filter((job) => job.cron)
        .map((job) => ({ task: job.name, match: job.cron as string, identifier: job.name })),
    ),
    preset: { worker: { localQueue: { size: 200 }, completeJobBatchDelay: 20, failJobBatchDelay: 20 } },
    logger: new GraphileLogger(() => (level, message) => {
      if (level === 'error') log.error({ job: message }, 'jobs')
      else if (level === 'warning') log.warn({ job: message }, 'jobs')
      else log.debug({ job: message }, 'jobs')
    }),
  })
  return {
    stop: async () => {
      await runner.stop()
      for (const one of shown) await one.stop()
    },
  }
}
