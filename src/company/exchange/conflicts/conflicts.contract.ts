import { id, instant, z } from '#platform/contract/web'

const value = z.string().nullable()

export const conflictAnswer = z.strictObject({
  id: id(),
  /** An import brought another value, or a leading system refused ours. */
  source: z.enum(['import', 'refusal']),
  object: z.string(),
  objectId: id().nullable(),
  customerId: id().nullable(),
  system: z.string().nullable(),
  line: z.number().int().nullable(),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
  fields: z.array(
    z.strictObject({
      field: z.string(),
      ours: value,
      theirs: value,
      /** False where the other side did not say what stands there. */
      theirsKnown: z.boolean(),
    }),
  ),
  /** Whether the other side's values can be taken here. */
  canTake: z.boolean(),
  state: z.enum(['open', 'kept', 'taken', 'gone']),
  seenAt: instant(),
})
export type ConflictAnswer = z.infer<typeof conflictAnswer>
export const conflictsAnswer = z.strictObject({ conflicts: z.array(conflictAnswer) })
export const conflictsQuery = z.strictObject({
  batch: id().optional(),
  change: id().optional(),
  system: z.string().max(40).optional(),
})

export const conflictPath = z.strictObject({ id: id() })
export const conflictDecisionBody = z.strictObject({
  decision: z.enum(['kept', 'taken']),
  /** Our values as they stood on the page: if one of them is another by now, nothing is decided. */
  ours: z.record(z.string().max(40), value),
})
export const conflictDecisionAnswer = z.strictObject({ open: z.number().int() })
