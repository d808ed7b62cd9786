import { id, z } from '#platform/contract'

export const searchQuery = z.strictObject({
  /** Whatever somebody has: name, address, a number, telephone, mail. */
  q: z.string().max(200),
  limit: z.coerce.number().int().min(1).max(50).optional(),
})

export const searchAnswer = z.strictObject({
  /** Best first. */
  hits: z.array(
    z.strictObject({
      id: id(),
      customerNumber: z.string(),
      kind: z.enum(['person', 'household', 'company']),
      name: z.string(),
      address: z.string(),
      /** Protected by an authority: no address is shown; without a name it is closed to who searches. */
      isProtected: z.boolean(),
      /** The number that fitted; null if name or address did. */
      matched: z
        .strictObject({
          kind: z.enum(['customer', 'contract-account', 'contract', 'market-location', 'phone', 'email', 'meter']),
          shown: z.string(),
        })
        .nullable(),
    }),
  ),
})
export const workQuery = z.strictObject({ q: z.string().max(200) })
export const workAnswer = z.strictObject({
  /** Tasks and contacts, the newest first. */
  hits: z.array(
    z.strictObject({
      kind: z.enum(['task', 'contact']),
      id: id(),
      customerId: id().nullable(),
      title: z.string(),
      at: z.iso.datetime({ offset: true }),
    }),
  ),
})
export type SearchAnswer = z.infer<typeof searchAnswer>
