import { anyRight, customer, securityHeaders, raw, staff, staffRoles } from '#platform/http'
import { z } from '#platform/contract'
import { liveHub } from './live-hub.ts'

const contract = {
  query: z.strictObject({
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  }),
}

const resumeFrom = (header: string | string[] | undefined, after: string | undefined): string | undefined =>
  typeof header === 'string' && /^\d{1,18}$/.test(header) ? header : after

const headers = securityHeaders({ secure: false, styleHashes: [] })

/** Open pages are told that something is there; what it is they fetch through the ordinary door. */
export const liveRoutes = [
  raw({
    method: 'GET',
    path: '/api/live',
    who: customer(anyRight, 'readings'),
    contract,
    says: 'Server-sent events: the position and name of each new fact of the own customer; resumes from Last-Event-ID.',
    handler: async (call, _pools, request, reply) => {
      reply.hijack()
      const { customerId } = call.who
      await liveHub().open(
        reply.raw,
        (event) => event.customerId === customerId,
        resumeFrom(request.headers['last-event-id'], call.input.query.after),
        headers,
      )
    },
  }),
  raw({
    method: 'GET',
    path: '/desk/api/live',
    who: staff(...staffRoles),
    contract,
    says: 'Server-sent events for staff: the position, name and customer of each new fact.',
    handler: async (call, _pools, request, reply) => {
      reply.hijack()
      await liveHub().open(
        reply.raw,
        () => true,
        resumeFrom(request.headers['last-event-id'], call.input.query.after),
        headers,
        true,
      )
    },
  }),
]
