import { day, id, instant, line, z } from '#platform/contract/web'

const rights = ['see', 'readings', 'payments', 'data', 'letters', 'contracts', 'people'] as const

export const powerParams = z.strictObject({ id: id() })

export const powerAnswer = z.object({
  id: id(),
  kind: z.string(),
  state: z.enum(['asked', 'seen-once', 'granted', 'refused', 'ended']),
  customerNumberTyped: z.string(),
  customerNameTyped: z.string(),
  /** The customer of the number that was typed, or the one that was chosen. */
  customerId: id().nullable(),
  customerName: z.string().nullable(),
  personName: z.string(),
  email: z.string(),
  wantedUntil: day().nullable(),
  note: z.string().nullable(),
  proofType: z.string(),
  askedAt: instant(),
  /** What the first person entered, or what this kind usually may. */
  rights: z.array(z.string()),
  validUntil: day().nullable(),
  hiddenBecause: z.string().nullable(),
  firstStaffId: id().nullable(),
  refusedBecause: z.string().nullable(),
  rowVersion: z.number().int(),
})

const seen = { rowVersion: z.number().int().min(1).max(2_147_483_647) }
export const approveBody = z.strictObject({
  ...seen,
  customerNumber: line(40, 1),
  rights: z.array(z.enum(rights)).max(rights.length),
  until: day().optional(),
  hiddenBecause: line(300, 5).optional(),
})
export const refuseBody = z.strictObject({ ...seen, because: line(500, 5) })
export const endPowerBody = z.strictObject({ ...seen, reason: line(300, 5) })
export const powerStateAnswer = z.object({ state: z.string() })

/** Who acts or acted for a customer by a proof. */
export const powersOfCustomerAnswer = z.object({
  powers: z.array(
    z.object({
      id: id(),
      kind: z.string(),
      state: z.string(),
      personName: z.string(),
      rights: z.array(z.string()),
      validUntil: day().nullable(),
      endedAt: instant().nullable(),
      isHidden: z.boolean(),
      rowVersion: z.number().int(),
    }),
  ),
})
