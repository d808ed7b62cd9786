import { day, id, instant, z } from '#platform/contract/web'

const system = () => z.string().regex(/^[a-z][a-z0-9-]{1,30}$/)
const object = () => z.string().regex(/^[a-z][a-z-]{1,40}$/)

export const systemsAnswer = z.strictObject({
  systems: z.array(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      /** Changes that it has not answered yet, and since when the oldest of them. Counted up to 10,000. */
      waiting: z.number().int(),
      waitingSince: instant().nullable(),
      refused: z.number().int(),
    }),
  ),
  objects: z.array(
    z.strictObject({
      object: z.string(),
      /** The system for every field that is not named below. */
      otherwise: z.string(),
      fields: z.array(z.strictObject({ field: z.string(), system: z.string() })),
      columns: z.array(z.string()),
      /** What changes on a day to come; without a system the field follows the others again. */
      planned: z.array(z.strictObject({ field: z.string(), system: z.string().nullable(), fromDay: day() })),
    }),
  ),
})
export type SystemsAnswer = z.infer<typeof systemsAnswer>

/** `*` for all fields that have no system of their own; without a system the field follows them again. */
export const leadBody = z.strictObject({
  object: object(),
  field: z.string().regex(/^(\*|[a-z_0-9]{1,40})$/),
  system: system().nullable(),
  /** First day on which it holds; today if it is left out. */
  fromDay: day().optional(),
})
/** A planned change that is not wanted any more. */
export const unplanBody = z.strictObject({
  object: object(),
  field: z.string().regex(/^(\*|[a-z_0-9]{1,40})$/),
  fromDay: day(),
})
export const leadAnswer = z.strictObject({})

export const customerPath = z.strictObject({ id: id() })
export const customerChangesAnswer = z.strictObject({
  changes: z.array(
    z.strictObject({
      changeId: id(),
      object: z.string(),
      fields: z.array(z.string()),
      occurredAt: instant(),
      system: z.string(),
      systemName: z.string(),
      state: z.enum(['waiting', 'taken-over', 'refused', 'settled']),
      answeredAt: instant().nullable(),
      reason: z.string().nullable(),
    }),
  ),
})
