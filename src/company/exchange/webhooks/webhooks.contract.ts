import { id, instant, z } from '#platform/contract/web'

const name = () => z.string().regex(/^[a-z][a-z0-9.-]{1,60}$/)
const url = () => z.string().min(8).max(500)
const list = () => z.array(name()).max(50)

export const subscriptionAnswer = z.strictObject({
  id: id(),
  machineId: id(),
  machineName: z.string().nullable(),
  url: z.string(),
  /** Kinds of object that are sent; empty: all that the scopes allow. */
  objects: z.array(z.string()),
  /** Names of facts that are sent; empty: all. */
  facts: z.array(z.string()),
  state: z.enum(['active', 'paused', 'gone']),
  /** Failures one after the other; 0 while all is well. */
  failures: z.number().int(),
  failingSince: instant().nullable(),
  /** Until then the receiver is left alone. */
  retryAt: instant().nullable(),
  lastError: z.string().nullable(),
  lastSentAt: instant().nullable(),
  /** Counted up to 10,000. */
  waiting: z.number().int(),
  failed: z.number().int(),
  rowVersion: z.number().int(),
  createdAt: instant(),
})
export type SubscriptionAnswer = z.infer<typeof subscriptionAnswer>
export const subscriptionsAnswer = z.strictObject({ webhooks: z.array(subscriptionAnswer) })

export const newSubscriptionBody = z.strictObject({ url: url(), objects: list().optional(), facts: list().optional() })
export const newSubscriptionAnswer = z.strictObject({
  webhook: subscriptionAnswer,
  /** For checking signatures. It is in this answer and nowhere else. */
  secret: z.string(),
})
export const changeSubscriptionBody = z.strictObject({
  /** Of the receiver as it was read; left out where `If-Match` says it. */
  rowVersion: z.number().int().min(1).max(2_147_483_647).optional(),
  url: url().optional(),
  objects: list().optional(),
  facts: list().optional(),
  state: z.enum(['active', 'paused']).optional(),
})
/** What came of a message that was sent at once, to see whether a receiver takes it. */
export const triedAnswer = z.strictObject({
  status: z.number().int().nullable(),
  problem: z.string().nullable(),
  durationMs: z.number().int(),
})
export const clientWebhookPath = z.strictObject({ id: id(), webhook: id() })
export const webhookPath = z.strictObject({ id: id() })
/** For how many hours the former secret signs, too: long enough for a release over there. */
export const rotateBody = z.strictObject({ formerValidHours: z.number().int().min(0).max(168).optional() })
export const rotateAnswer = z.strictObject({ secret: z.string() })

export const replayBody = z.union([
  z.strictObject({ after: z.string().regex(/^(0|[1-9][0-9]{0,17})$/) }),
  z.strictObject({ object: name(), objectId: id() }),
  z.strictObject({ failed: z.literal(true) }),
])
export const replayAnswer = z.strictObject({ changes: z.number().int() })

export const deliveriesQuery = z.strictObject({
  state: z.enum(['waiting', 'delivered', 'failed', 'skipped']).optional(),
  before: id().optional(),
})
export const deliveriesAnswer = z.strictObject({
  deliveries: z.array(
    z.strictObject({
      changeId: id(),
      object: z.string(),
      objectId: id(),
      state: z.enum(['waiting', 'delivered', 'failed', 'skipped']),
      attempts: z.number().int(),
      nextTryAt: instant().nullable(),
      status: z.number().int().nullable(),
      problem: z.string().nullable(),
      lastTryAt: instant().nullable(),
    }),
  ),
})

export const pauseBody = z.strictObject({
  rowVersion: z.number().int().min(1).max(2_147_483_647),
  state: z.enum(['active', 'paused']),
})
