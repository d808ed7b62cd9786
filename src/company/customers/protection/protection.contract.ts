import { day, id, instant, line, z } from '#platform/contract/web'

export const protectBody = z.strictObject({
  kind: z.enum(['address-block', 'other']),
  /** From whom and under which number; never why somebody is in danger. */
  note: line(300, 5),
  grantedUntil: day().optional(),
})
export const unprotectBody = z.strictObject({ reason: line(300, 5) })
export const employeeBody = z.strictObject({ staffId: id() })
export const employeePath = z.strictObject({ id: id(), staff: id() })

export const protectionAnswer = z.strictObject({
  protection: z
    .strictObject({
      kind: z.enum(['address-block', 'other']),
      note: z.string(),
      grantedUntil: day().nullable(),
      setAt: instant(),
    })
    .nullable(),
  /** Who of the staff this customer is, or lives with, as somebody noted it. */
  employees: z.array(z.strictObject({ staffId: id(), name: z.string() })),
  /** Who may be named. */
  staff: z.array(z.strictObject({ staffId: id(), name: z.string() })),
})
export const protectionDoneAnswer = z.strictObject({})
