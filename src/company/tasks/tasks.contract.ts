import { day, id, instant, line, z } from '#platform/contract/web'

/** Code of a group of staff; which there are is data (`GET /desk/api/task-team`). */
export const groupCode = () => z.string().regex(/^[a-z][a-z-]{1,29}$/)
/** Kind of a task, `staying.check-reading`. */
export const kindCode = () => z.string().regex(/^[a-z][a-z-]{0,29}\.[a-z][a-z-]{0,28}$/)

export const taskAnswer = z.object({
  id: id(),
  kind: z.string(),
  state: z.enum(['open', 'done', 'void']),
  customerId: id().nullable(),
  contractId: id().nullable(),
  subject: z.record(z.string(), z.unknown()),
  group: z.string(),
  skill: z.string().nullable(),
  ownerStaffId: id().nullable(),
  ownerName: z.string().nullable(),
  priority: z.number().int(),
  dueOn: day(),
  /** Follow-up date: out of the basket until then. */
  waitsUntil: day().nullable(),
  /** How often its kind's rule has moved it up. */
  escalation: z.number().int(),
  /** The outcome that one person proposes and another has to confirm. */
  proposedOutcome: z.string().nullable(),
  proposedBy: id().nullable(),
  outcome: z.string().nullable(),
  rowVersion: z.number().int(),
  createdAt: instant(),
  doneAt: instant().nullable(),
})
export type TaskAnswer = z.infer<typeof taskAnswer>

const yes = z.enum(['yes']).optional()

/** What can be filtered by; a saved view keeps exactly this. */
export const basketFilter = z.strictObject({
  group: groupCode().optional(),
  /** Tasks of the groups that the caller works in. */
  myGroups: yes,
  mine: yes,
  free: yes,
  overdue: yes,
  /** Those that wait for their follow-up date, instead of those that do not. */
  waiting: yes,
  /** Those that another person has to look at before they end, and the caller may. */
  toCheck: yes,
  kind: kindCode().optional(),
})
export type BasketFilterAsked = z.infer<typeof basketFilter>

export const basketQuery = basketFilter.extend({
  after: z
    .string()
    .regex(/^[1-3]\.\d{4}-\d{2}-\d{2}\.\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})
export const basketAnswer = z.object({ tasks: z.array(taskAnswer), next: z.string().nullable() })

const counted = { open: z.number().int(), overdue: z.number().int() }
export const loadAnswer = z.object({
  groups: z.array(
    z.object({ group: z.string(), nameDe: z.string(), nameEn: z.string(), mine: z.boolean(), ...counted }),
  ),
  mine: z.object(counted),
  /** Kinds of which something is open, the most first. */
  kinds: z.array(z.object({ kind: z.string(), open: z.number().int() })),
})
export const peopleAnswer = z.object({ people: z.array(z.object({ staffId: id(), name: z.string() })) })

export const checklistStep = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  de: line(120, 1),
  en: line(120, 1),
  required: z.boolean(),
})
export type ChecklistStep = z.infer<typeof checklistStep>

export const taskPageAnswer = z.object({
  task: taskAnswer,
  /** True if finishing needs another person. */
  needsSecond: z.boolean(),
  /** True if it ends by the decision that its kind asks for and in no other way. */
  endsByDecision: z.boolean(),
  checklist: z.array(checklistStep.extend({ done: z.boolean(), doneBy: z.string().nullable() })),
  steps: z.array(
    z.object({
      step: z.string(),
      staffName: z.string().nullable(),
      note: z.string().nullable(),
      figures: z.record(z.string(), z.unknown()),
      happenedAt: instant(),
    }),
  ),
})

const seen = { rowVersion: z.number().int().min(1).max(2_147_483_647), note: line(500).optional() }
export const takeBody = z.strictObject(seen)
/** To another group, to a person, or both; without a person it is free again. */
export const handOverBody = z.strictObject({ ...seen, group: groupCode().optional(), staffId: id().optional() })
export const deferBody = z.strictObject({ ...seen, until: day() })
export const finishBody = z.strictObject({ ...seen, outcome: line(100, 1) })
export const noteBody = z.strictObject({ ...seen, note: line(500, 1) })
export const checkBody = z.strictObject({ ...seen, step: checklistStep.shape.key, done: z.boolean() })

/** The version after a verb, and what became of the task. */
export const taskDoneAnswer = z.object({ rowVersion: z.number().int() })

export const takeNextBody = z.strictObject({ group: groupCode().optional() })
export const takeNextAnswer = z.object({ taskId: id().nullable() })

/** A task that somebody opens by hand. */
export const newTaskBody = z.strictObject({
  kind: kindCode(),
  customerId: id().optional(),
  title: line(120, 1),
  note: line(500).optional(),
  group: groupCode(),
  priority: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  dueOn: day().optional(),
})
export const newTaskAnswer = z.object({ taskId: id() })

export const viewBody = z.strictObject({ name: line(60, 1), filter: basketFilter, shared: z.boolean() })
export const viewsAnswer = z.object({
  views: z.array(z.object({ id: id(), name: z.string(), filter: basketFilter, shared: z.boolean() })),
})
export const viewMadeAnswer = z.object({ id: id() })
export const goneAnswer = z.object({ gone: z.boolean() })
