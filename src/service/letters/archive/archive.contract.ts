import { day, id, instant, z } from '#platform/contract/web'

const check = z.object({
  id: id(),
  scope: z.enum(['whole', 'share']),
  begunAt: instant(),
  seconds: z.number(),
  records: z.number().int(),
  letters: z.number().int(),
  files: z.number().int(),
  roots: z.number().int(),
  stamps: z.number().int(),
  findings: z.number().int(),
})

/** What the auditor sees of the archive. */
export const archiveAnswer = z.object({
  /** True where an authority stamps. */
  letters: z.number().int(),
  erased: z.number().int(),
  unrooted: z.number().int(),
  checks: z.array(check),
  /** Of the newest check that found something, if it is among those above. */
  findings: z.array(
    z.object({
      checkId: id(),
      what: z.string(),
      seq: z.string().nullable(),
      letterId: id().nullable(),
      detail: z.string(),
    }),
  ),
  roots: z.array(
    z.object({
      number: z.number().int(),
      closedOn: day(),
      firstSeq: z.string(),
      lastSeq: z.string(),
      root: z.string(),
      stampedAt: instant().nullable(),
      authority: z.string().nullable(),
      lastError: z.string().nullable(),
    }),
  ),
})
