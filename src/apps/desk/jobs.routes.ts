import { id, instant, z } from '#platform/contract'
import { transaction } from '#platform/database'
import { raw, staff } from '#platform/http'
import { restartJobs, type StuckJob, stuckJobsStatement } from '#platform/jobs'
import { flight } from '#platform/database'

const operators = staff('administrator')

export const stuckAnswer = z.object({
  jobs: z.array(
    z.object({
      id: id(),
      task: z.string(),
      attempts: z.number().int(),
      attemptsMax: z.number().int(),
      lastError: z.string().nullable(),
      nextTry: instant(),
      createdAt: instant(),
    }),
  ),
})

/** The queue belongs to the worker's role, so these two go through its pool after who may has been checked. */
export const stuckJobRoutes = [
  raw({
    method: 'GET',
    path: '/desk/api/stuck-jobs',
    who: operators,
    contract: {},
    says: 'Background work that has failed, those that have given up first.',
    handler: async (_call, pools, _request, reply) => {
      const [rows] = await flight(pools.worker, [stuckJobsStatement(200)])
      const jobs = (rows as StuckJob[]).map((job) => ({
        ...job,
        nextTry: job.nextTry.toString(),
        createdAt: job.createdAt.toString(),
      }))
      return reply.send(stuckAnswer.parse({ jobs }))
    },
  }),
  raw({
    method: 'POST',
    path: '/desk/api/stuck-jobs/restart',
    who: operators,
    contract: { body: z.strictObject({ ids: z.array(id()).min(1).max(200) }) },
    says: 'Starts failed background work again from its first attempt.',
    handler: async (call, pools, _request, reply) =>
      reply.send({ restarted: await transaction(pools.worker, (tx) => restartJobs(tx, call.input.body.ids)) }),
  }),
]
