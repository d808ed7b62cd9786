import { day, id, instant, line, z } from '#platform/contract/web'

export const erasurePath = z.strictObject({ id: id() })

/** The plan of a demanded erasure as it stands today. */
export const erasureAnswer = z.strictObject({
  id: id(),
  customerId: id(),
  state: z.enum(['asked', 'refused', 'released', 'waiting', 'restricted', 'erased']),
  askedAt: instant(),
  reason: z.string().nullable(),
  rowVersion: z.number().int(),
  holding: z.array(z.string()),
  free: day().nullable(),
  parts: z.array(
    z.strictObject({
      part: z.string(),
      act: z.enum(['erase', 'keep', 'restrict']),
      because: z.string().nullable(),
      until: day().nullable(),
      statute: z.string().nullable(),
    }),
  ),
})
export type ErasureAnswer = z.infer<typeof erasureAnswer>

export const erasureDecisionBody = z.strictObject({
  decision: z.enum(['released', 'refused']),
  /** Kept with the request; the customer reads it if it is refused. */
  reason: line(500, 5),
  rowVersion: z.number().int().min(1).max(2_147_483_647),
})

export const askErasureBody = z.strictObject({ reason: line(500, 5) })
export const holdBody = z.strictObject({ kind: z.enum(['open-balance', 'dispute', 'authority']), note: line(500, 5) })
export const holdPath = z.strictObject({ id: id(), hold: id() })
export const holdAnswer = z.strictObject({ id: id() })
export const erasureDoneAnswer = z.strictObject({ done: z.literal(true) })
