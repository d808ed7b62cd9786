import { line, z } from '#platform/contract/web'

/** Whom something is for: customers with a contract that runs on the day, narrowed by what is on file about it. */
export const selectionCriteria = z.strictObject({
  commodity: z.enum(['power', 'gas', 'water', 'heat']).optional(),
  kind: z.enum(['person', 'household', 'company']).optional(),
  language: z.enum(['de', 'en']).optional(),
  /** Beginnings of postal codes. */
  postalCodes: z
    .array(z.string().regex(/^\d{1,5}$/))
    .max(50)
    .optional(),
  /** Words in the name of the tariff that holds on the day. */
  product: line(80, 1).optional(),
})
export type SelectionCriteria = z.infer<typeof selectionCriteria>
