import { id, instant, line, paragraph, z } from '#platform/contract/web'

export const outageCommodities = ['power', 'gas', 'water', 'heat'] as const
export const faultKinds = ['gas', 'water', 'power', 'heat', 'other'] as const
export type FaultKind = (typeof faultKinds)[number]

const postalCode = () => z.string().regex(/^[0-9]{5}$/)
const area = z.strictObject({ postalCode: postalCode(), street: line(100).optional() })
export const areas = z.array(area).min(1).max(100)
export type Area = z.infer<typeof area>

export const reachBody = z.strictObject({ commodity: z.enum(outageCommodities), areas })
export const reachAnswer = z.object({
  /** Customers with a running contract at a place in the area, and their contracts. */
  customers: z.number().int(),
  contracts: z.number().int(),
  streets: z.array(z.object({ postalCode: z.string(), street: z.string(), contracts: z.number().int() })),
})

export const publishBody = reachBody.extend({
  planned: z.boolean(),
  causeDe: line(200, 1),
  causeEn: line(200).optional(),
  startsAt: instant(),
  expectedEndAt: instant().optional(),
  /** Whether those it reaches are told by the channel they chose. */
  tell: z.boolean(),
})
export type Publish = z.infer<typeof publishBody>
export const publishedAnswer = z.object({ outageId: id(), toTell: z.number().int() })

const seen = { rowVersion: z.number().int().min(1).max(2_147_483_647) }
export const updateBody = z.strictObject({
  ...seen,
  textDe: line(500, 1),
  textEn: line(500).optional(),
  expectedEndAt: instant().optional(),
})
export const endBody = z.strictObject({ ...seen, tell: z.boolean() })
export const outageDoneAnswer = z.object({ rowVersion: z.number().int() })

export const outageAnswer = z.object({
  id: id(),
  commodity: z.enum(outageCommodities),
  planned: z.boolean(),
  causeDe: z.string(),
  causeEn: z.string().nullable(),
  startsAt: instant(),
  expectedEndAt: instant().nullable(),
  endedAt: instant().nullable(),
  rowVersion: z.number().int(),
  areas: z.array(z.object({ postalCode: z.string(), street: z.string() })),
  updates: z.array(z.object({ textDe: z.string(), textEn: z.string().nullable(), saidAt: instant() })),
  /** How many have been told, of how many. */
  told: z.number().int(),
  toTell: z.number().int(),
})
export const outagesAnswer = z.object({ outages: z.array(outageAnswer) })

/** What somebody reports; nobody is asked who they are. */
export const reportBody = z.strictObject({
  kind: z.enum(faultKinds),
  street: line(100, 1),
  houseNumber: line(20).optional(),
  postalCode: postalCode(),
  city: line(100).optional(),
  description: paragraph(1000).optional(),
  phone: line(40).optional(),
})
export type FaultReport = z.infer<typeof reportBody>

export const faultReportsAnswer = z.object({
  reports: z.array(
    z.object({
      id: id(),
      kind: z.enum(faultKinds),
      street: z.string(),
      houseNumber: z.string().nullable(),
      postalCode: z.string(),
      city: z.string().nullable(),
      description: z.string().nullable(),
      phone: z.string().nullable(),
      reportedAt: instant(),
    }),
  ),
})
