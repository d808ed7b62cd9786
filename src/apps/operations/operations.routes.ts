import { sql } from 'kysely'
import { flight, statements } from '#platform/database'
import { metrics, nobody, raw } from '#platform/http'

const open = nobody('Load balancers and monitoring ask without a session; the answers hold no data of anybody.')

/** True once a stop has begun: a load balancer sends no more, while what has begun is finished. */
let stopping = false
export const beginStopping = (): void => {
  stopping = true
}

export const operationsRoutes = [
  raw({
    method: 'GET',
    path: '/health/live',
    who: open,
    contract: {},
    says: 'The process runs.',
    handler: async (_call, _pools, _request, reply) => reply.send({ status: 'live' }),
  }),
  raw({
    method: 'GET',
    path: '/health/ready',
    who: open,
    contract: {},
    says: 'The process can serve: the database answers and no stop has begun.',
    handler: async (_call, pools, _request, reply) => {
      const ready = !stopping && (await databaseAnswers(pools.worker))
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready' })
    },
  }),
  raw({
    method: 'GET',
    path: '/metrics',
    who: nobody('Figures of the process without data of anybody; answered to this machine only.'),
    contract: {},
    says: 'Figures of this process for Prometheus, to callers on the same machine.',
    handler: async (call, _pools, _request, reply) => {
      if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(call.address)) return reply.callNotFound()
      return reply.type(metrics.contentType).send(await metrics.metrics())
    },
  }),
]

async function databaseAnswers(pool: Parameters<typeof flight>[0]): Promise<boolean> {
  try {
    await flight(pool, [statements<Record<string, never>>().selectNoFrom(sql<number>`1`.as('one')).compile()])
    return true
  } catch {
    return false
  }
}
