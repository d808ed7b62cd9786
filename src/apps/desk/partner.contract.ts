import { day, id, line, z } from '#platform/contract/web'

export const partnerTasksAnswer = z.object({
  tasks: z.array(
    z.object({
      id: id(),
      kind: z.string(),
      dueOn: day(),
      company: z.string(),
      /** Null where the task is about no place. */
      place: z.string().nullable(),
      meterNumbers: z.array(z.string()),
      rowVersion: z.number().int(),
    }),
  ),
})
export const partnerParams = z.strictObject({ id: id() })
export const partnerReportBody = z.strictObject({
  rowVersion: z.number().int().min(1).max(2_147_483_647),
  outcome: z.enum(['done', 'not-possible']),
  note: line(400, 3),
})
export const partnerReportAnswer = z.object({ handedBack: z.boolean() })
