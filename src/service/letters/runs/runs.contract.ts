import { selectionCriteria } from '#company/customers/web'
import { id, instant, line, z } from '#platform/contract/web'
import { kindCode } from '../design/design.contract.ts'

const hour = z.number().int().min(0).max(23)
export const countRunBody = z.strictObject({ criteria: selectionCriteria })
export const countRunAnswer = z.object({
  count: z.number().int(),
  examples: z.array(z.object({ customerNumber: z.string(), city: z.string().nullable() })),
})
/** Values of the kind that are the same for all: texts, days, codes of choices; numbers as digits. */
const values = z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/), line(300))
export const newRunBody = z.strictObject({
  name: line(100, 3),
  kind: kindCode(),
  criteria: selectionCriteria,
  values,
  purpose: z.enum(['contract', 'offers-by-mail', 'surveys']),
  perHour: z.number().int().min(1).max(100_000),
  perDay: z.number().int().min(1).max(1_000_000),
  startsAt: instant(),
  quietFrom: hour,
  quietTo: hour,
})
export const runMadeAnswer = z.object({ id: id(), rowVersion: z.number().int() })
export const runStepBody = z.strictObject({ rowVersion: z.number().int().min(1) })
export const runMovedAnswer = z.object({ rowVersion: z.number().int() })
export const runSampleQuery = z.strictObject({ at: z.coerce.number().int().min(0).max(10_000_000) })
export const runSampleAnswer = z.object({
  svg: z.string().nullable(),
  pages: z.number().int(),
  customerNumber: z.string(),
  /** Why this customer gets none. */
  refused: z.string().nullable(),
})

const shown = {
  id: id(),
  name: z.string(),
  kind: z.string(),
  kindVersion: z.number().int().nullable(),
  state: z.enum(['draft', 'proposed', 'running', 'stopped', 'ended', 'dropped']),
  startsAt: instant(),
  author: z.string().nullable(),
  approvedBy: z.string().nullable(),
}
const counts = z.object({
  waiting: z.number().int(),
  ordered: z.number().int(),
  refused: z.number().int(),
  published: z.number().int(),
  failed: z.number().int(),
})
export const runsAnswer = z.object({
  runs: z.array(z.object({ ...shown, counts })),
  /** Kinds that may be sent to many, with the values that have to be given. */
  kinds: z.array(
    z.object({
      code: z.string(),
      titleDe: z.string(),
      titleEn: z.string(),
      asked: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          type: z.string(),
          required: z.boolean(),
          choices: z.array(z.object({ code: z.string(), de: z.string(), en: z.string() })),
        }),
      ),
    }),
  ),
})
export const runAnswer = z.object({
  ...shown,
  counts,
  rowVersion: z.number().int(),
  isMine: z.boolean(),
  criteria: selectionCriteria,
  purpose: z.string(),
  perHour: z.number().int(),
  perDay: z.number().int(),
  quietFrom: z.number().int(),
  quietTo: z.number().int(),
  refused: z.array(z.object({ customerId: id(), customerNumber: z.string(), reason: z.string() })),
})
