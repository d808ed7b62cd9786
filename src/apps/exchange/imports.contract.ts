import { id, instant, z } from '#platform/contract'

export const importPath = z.strictObject({
  /** Name of a file of docs/import-format.md without its ending. */
  file: z.string().regex(/^[a-z-]{1,40}$/),
})
export const importQuery = z.strictObject({ numbers: z.enum(['german', 'plain']).optional() })
export const batchPath = z.strictObject({ id: id() })
export const batchQuery = z.strictObject({
  /** Last line of the page before. */
  afterLine: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
})

const whole = z.number().int()

export const batchAnswer = z.strictObject({
  id: id(),
  file: z.string(),
  state: z.enum(['running', 'stopped', 'done', 'failed']),
  lineDone: whole,
  read: whole,
  inserted: whole,
  updated: whole,
  same: whole,
  refused: whole,
  conflicting: whole,
  startedAt: instant(),
  endedAt: instant().nullable(),
  failure: z.string().nullable(),
})

export const refusedLines = z.array(
  z.strictObject({
    line: whole,
    column: z.string(),
    code: z.string(),
    reason: z.string(),
    value: z.string().nullable(),
  }),
)

export const batchStatusAnswer = z.strictObject({ import: batchAnswer, refused: refusedLines })
