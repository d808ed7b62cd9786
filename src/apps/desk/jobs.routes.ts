import { flight, transaction } from '#platform/database'
import { raw, staffMay } from '#platform/http'
import { restartJobs, type StuckJob, stuckJobsStatement } from '#platform/jobs'
import { restartBody, stuckAnswer } from './desk.contract.ts'

const operators = staffMay('jobs.restart')

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
    contract: { body: restartBody },
    says: 'Starts failed background work again from its first attempt.',
    handler: async (call, pools, _request, reply) =>
      reply.send({ restarted: await transaction(pools.worker, (tx) => restartJobs(tx, call.input.body.ids)) }),
  }),
]
