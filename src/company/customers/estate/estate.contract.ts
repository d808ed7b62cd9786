import { day, line, z } from '#platform/contract/web'

export const deathBody = z.strictObject({
  diedOn: day(),
  rowVersion: z.number().int().min(1).max(2_147_483_647),
  /** What it was learned from, for the log: a letter of the heirs, a certificate. */
  reason: line(300, 3),
})
export const nothingAnswer = z.strictObject({})
