import { id, instant, line, z } from '#platform/contract/web'

const title = { titleDe: z.string(), titleEn: z.string() }

export const retentionAnswer = z.object({
  viewMonths: z.number().int(),
  noticeDays: z.number().int(),
  kinds: z.array(
    z.object({
      kind: z.string(),
      ...title,
      retention: z.string(),
      statute: z.string(),
      years: z.number().int(),
      due: z.number().int(),
      held: z.number().int(),
    }),
  ),
  deletions: z.array(
    z.object({
      id: id(),
      kind: z.string(),
      ...title,
      state: z.enum(['proposed', 'released', 'refused', 'done']),
      letters: z.number().int(),
      proposedBy: z.string(),
      proposedByMe: z.boolean(),
      proposedAt: instant(),
      decidedBy: z.string().nullable(),
      decidedAt: instant().nullable(),
      because: z.string().nullable(),
      erased: z.number().int(),
      left: z.number().int(),
      rowVersion: z.number().int(),
    }),
  ),
  holds: z.array(
    z.object({
      id: id(),
      customerId: id().nullable(),
      letterId: id().nullable(),
      reason: z.string(),
      setBy: z.string(),
      setAt: instant(),
    }),
  ),
})

export const proposeBody = z.strictObject({ kind: z.string().regex(/^[a-z][a-z0-9.-]{1,59}$/) })
export const proposedAnswer = z.object({ id: id(), letters: z.number().int() })
export const releaseBody = z.strictObject({
  decision: z.enum(['released', 'refused']),
  because: line(500, 5),
  rowVersion: z.number().int().min(1).max(2_147_483_647),
})
export const retentionDone = z.object({ done: z.literal(true) })
/** Of a customer by the number, or of one letter. */
export const letterHoldBody = z.strictObject({
  what: z.enum(['customer', 'letter']),
  number: line(20, 1),
  reason: line(500, 5),
})
export const letterHoldAnswer = z.object({ id: id() })
export const liftBody = z.strictObject({ because: line(500, 5) })
