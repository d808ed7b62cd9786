import type { FastifyReply, FastifyRequest } from 'fastify'
import { customer, securityHeaders, raw, staffMay } from '#platform/http'
import { z } from '#platform/contract'
import type { Hearer } from '#platform/realtime'
import { notFound, tooMany } from '#platform/refusal'
import { liveHub } from './live-hub.ts'
import { customerKey, staffKey } from './open-keys.ts'

const WAIT_SECONDS = 60

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

/** @throws Refusal 429 if this session listens already as often as it may */
async function listen(
  request: FastifyRequest,
  reply: FastifyReply,
  hearer: Hearer,
  after: string | undefined,
): Promise<void> {
  if (!liveHub().hasRoom(hearer.key)) throw tooMany(WAIT_SECONDS)
  reply.hijack()
  await liveHub().open(reply.raw, hearer, resumeFrom(request.headers['last-event-id'], after), headers)
}

/** Open pages are told that something is there; what it is they fetch through the ordinary door. */
export const liveRoutes = [
  raw({
    method: 'GET',
    path: '/api/live',
    who: customer('see', 'readings'),
    contract,
    says: 'Server-sent events: the position and name of each new fact of the own customer; resumes from Last-Event-ID, or says reload.',
    handler: (call, _pools, request, reply) => {
      const { customerId, viewerStaffId } = call.who
      // Who looks on as staff has no session that a stream could end with.
      if (viewerStaffId) throw notFound()
      return listen(request, reply, { key: customerKey(call.who), customerId }, call.input.query.after)
    },
  }),
  raw({
    method: 'GET',
    path: '/desk/api/live',
    who: staffMay('desk.live'),
    contract,
    says: 'Server-sent events for staff: the position, name and customer of each new fact.',
    handler: (call, _pools, request, reply) =>
      listen(request, reply, { key: staffKey(call.who), customerId: undefined }, call.input.query.after),
  }),
]
