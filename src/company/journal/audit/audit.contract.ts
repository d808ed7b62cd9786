import { day, id, instant, z } from '#platform/contract/web'

export const auditQuery = z.strictObject({
  customer: id().optional(),
  staff: id().optional(),
  action: z.enum(['seen', 'changed', 'searched', 'read-audit', 'refused']).optional(),
  from: day().optional(),
  until: day().optional(),
  /** Continue after this line: time and id of the last one. */
  after: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,20}Z~\d{1,18}$/)
    .optional(),
})
export type AuditQuery = z.infer<typeof auditQuery>

export const auditLine = z.object({
  id: id(),
  happenedAt: instant(),
  /** `viewing` while seeing the portal as the customer does. */
  actorKind: z.enum(['staff', 'viewing']),
  staffId: id(),
  staffName: z.string().nullable(),
  customerId: id().nullable(),
  action: z.enum(['seen', 'changed', 'searched', 'read-audit', 'refused']),
  route: z.string(),
  subject: z.string().nullable(),
  subjectId: id().nullable(),
  detail: z.string().nullable(),
  address: z.string(),
  requestId: z.string(),
})
export type AuditLine = z.infer<typeof auditLine>

export const auditAnswer = z.object({ lines: z.array(auditLine), next: z.string().nullable() })
