import { day, id, instant, line, z } from '#platform/contract/web'

/** Groups that tasks go to; each member of staff sees all and works in one or more. */
export const taskGroups = ['service', 'metering', 'billing', 'it'] as const

export const taskAnswer = z.object({
  id: id(),
  kind: z.string(),
  state: z.enum(['open', 'done', 'void']),
  customerId: id().nullable(),
  contractId: id().nullable(),
  subject: z.record(z.string(), z.unknown()),
  group: z.string(),
  ownerStaffId: id().nullable(),
  ownerName: z.string().nullable(),
  priority: z.number().int(),
  dueOn: day(),
  outcome: z.string().nullable(),
  rowVersion: z.number().int(),
  createdAt: instant(),
  doneAt: instant().nullable(),
})
export type TaskAnswer = z.infer<typeof taskAnswer>

export const basketQuery = z.strictObject({
  group: z.enum(taskGroups).optional(),
  mine: z.enum(['yes']).optional(),
  free: z.enum(['yes']).optional(),
  kind: z.string().max(60).optional(),
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}\.\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export const basketAnswer = z.object({ tasks: z.array(taskAnswer), next: z.string().nullable() })
export const loadAnswer = z.object({
  groups: z.array(z.object({ group: z.string(), open: z.number().int(), overdue: z.number().int() })),
})
export const taskPageAnswer = z.object({
  task: taskAnswer,
  steps: z.array(
    z.object({
      step: z.string(),
      staffName: z.string().nullable(),
      note: z.string().nullable(),
      happenedAt: instant(),
    }),
  ),
})

const seen = { rowVersion: z.number().int().min(1), note: line(500).optional() }
export const takeBody = z.strictObject(seen)
export const handOverBody = z.strictObject({ ...seen, group: z.enum(taskGroups) })
export const deferBody = z.strictObject({ ...seen, until: day() })
export const finishBody = z.strictObject({ ...seen, outcome: line(100, 1) })

/** The version after a verb. */
export const taskDoneAnswer = z.object({ rowVersion: z.number().int() })
