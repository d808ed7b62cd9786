import { id, instant, line, z } from '#platform/contract/web'

const systemName = () => z.string().regex(/^[a-z][a-z0-9-]{1,30}$/)

export const takeoverAnswer = z.strictObject({
  system: z.string(),
  state: z.enum(['waiting', 'taken-over', 'refused', 'settled']),
  answeredAt: instant().nullable(),
  reference: z.string().nullable(),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
})

/** A change as it leaves the house: by webhook, in delta files and through the API alike. */
export const changeAnswer = z.strictObject({
  id: id(),
  object: z.string(),
  objectId: id(),
  customerId: id().nullable(),
  /** The fact of the catalogue. */
  fact: z.string(),
  /** Fields in the words of `state`; empty where the whole object is meant. */
  fields: z.array(z.string()),
  occurredAt: instant(),
  by: z.strictObject({ channel: z.string(), kind: z.string(), machineId: id().nullable() }),
  /** The object after the change, in the shape in which the API gives it; null once it is forgotten. */
  state: z.unknown(),
})
export type ChangeAnswer = z.infer<typeof changeAnswer>

export const changesQuery = z.strictObject({
  /** The last change that was read; nothing for the beginning. */
  after: z
    .string()
    .regex(/^(0|[1-9][0-9]{0,17})$/)
    .optional(),
  object: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional(),
  objectId: id().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
})
export const changesAnswer = z.strictObject({
  changes: z.array(changeAnswer),
  /** Give it as `after` to go on. */
  cursor: z.string(),
  hasMore: z.boolean(),
})

export const changePath = z.strictObject({ id: id() })
export const changeWithAnswers = z.strictObject({ change: changeAnswer, takeovers: z.array(takeoverAnswer) })

const outcome = z.enum(['taken-over', 'refused'])
const receiptFields = {
  outcome,
  /** The sender's own key: the same key again is the same receipt. */
  key: line(100, 1),
  /** When it was decided over there; now, if it is left out. */
  answeredAt: instant().optional(),
  reference: line(100, 1).optional(),
  reasonCode: line(60, 1).optional(),
  reason: line(500, 1).optional(),
  /** With a refusal: what stands over there, by column of docs/import-format.md. */
  theirs: z.record(z.string().regex(/^[a-z_0-9]{1,40}$/), line(200).nullable()).optional(),
}
export const receiptBody = z.strictObject(receiptFields)
export const receiptAnswer = z.strictObject({
  effect: z.enum(['applied', 'repeated', 'late', 'unknown']),
  state: takeoverAnswer.shape.state.nullable(),
})
export const receiptsBody = z.strictObject({
  receipts: z
    .array(z.strictObject({ changeId: id(), ...receiptFields }))
    .min(1)
    .max(1_000),
})
export const receiptsAnswer = z.strictObject({
  results: z.array(z.strictObject({ changeId: id(), ...receiptAnswer.shape })),
})

export const systemPath = z.strictObject({ system: systemName() })
