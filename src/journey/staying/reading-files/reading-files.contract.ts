import { id, instant, line, z } from '#platform/contract/web'

const whole = z.number().int()

export const companyCode = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/)
export const companyParams = z.strictObject({ code: companyCode })
export const newCompanyBody = z.strictObject({
  code: companyCode,
  name: line(120, 2),
  /** Client id of the machine that delivers for it. */
  clientId: line(200, 1).optional(),
})
export const companyMadeAnswer = z.object({ code: z.string() })

const file = z.object({
  fileId: id(),
  batchId: id(),
  company: z.string(),
  channel: z.enum(['desk', 'api']),
  receivedAt: instant(),
  state: z.enum(['running', 'stopped', 'done', 'failed']),
  read: whole,
  inserted: whole,
  updated: whole,
  same: whole,
  refused: whole,
  /** What the judge found odd so far: it stands on a list with a task. */
  questionable: whole,
})
export const readingFilesAnswer = z.object({
  companies: z.array(z.object({ code: z.string(), name: z.string(), clientId: z.string().nullable() })),
  files: z.array(file),
})

export const refusedLinesAnswer = z.object({
  refused: z.array(
    z.object({
      line: whole,
      column: z.string(),
      code: z.string(),
      reason: z.string(),
      value: z.string().nullable(),
    }),
  ),
  afterLine: whole.nullable(),
})
export const refusedQuery = z.strictObject({
  afterLine: z.coerce.number().int().min(0).max(1_000_000_000).optional(),
})
export const fileParams = z.strictObject({ id: id() })
