import { id, instant, z } from '#platform/contract/web'

/** Who sits at the desk. */
export const meAnswer = z.object({
  staffId: id(),
  name: z.string(),
  roles: z.array(z.string()),
  /** What these roles may do, by the table of rights. */
  rights: z.array(z.string()),
})

export const namesQuery = z.strictObject({
  /** Ids of customers, with commas between them. */
  customers: z.string().regex(/^[1-9]\d{0,17}(,[1-9]\d{0,17}){0,99}$/),
})
export const namesAnswer = z.object({ names: z.array(z.object({ customerId: id(), name: z.string() })) })

export const customerParams = z.strictObject({ id: id() })
export const timelineQuery = z.strictObject({
  /** Continues below this fact. */
  before: id().optional(),
})
export const timelineAnswer = z.object({
  items: z.array(
    z.object({
      id: id(),
      time: instant(),
      when: z.string(),
      title: z.string(),
      body: z.string().nullable(),
      icon: z.string(),
      /** By which way, and by whom: `customer`, `staff`, `system`. */
      channel: z.string(),
      by: z.string(),
    }),
  ),
  hasOlder: z.boolean(),
})
export type TimelineAnswer = z.infer<typeof timelineAnswer>

export const stuckAnswer = z.object({
  jobs: z.array(
    z.object({
      id: id(),
      task: z.string(),
      attempts: z.number().int(),
      attemptsMax: z.number().int(),
      lastError: z.string().nullable(),
      nextTry: instant(),
      createdAt: instant(),
    }),
  ),
})
export const restartBody = z.strictObject({ ids: z.array(id()).min(1).max(200) })
export const restartAnswer = z.object({ restarted: z.number().int() })
