import { day, id, instant, z } from '#platform/contract/web'

export const figuresBy = ['topic', 'channel', 'phase', 'week'] as const
const asked = {
  from: day(),
  to: day(),
  days: z.enum(['1', '7', '30']),
  by: z.enum(figuresBy),
}
export const figuresQuery = z.strictObject(asked)

const share = z.object({
  numerator: z.number().int(),
  denominator: z.number().int(),
  value: z.number().nullable(),
  provisional: z.boolean(),
})
const figures = {
  contacts: z.number().int(),
  open: z.number().int(),
  followed: z.number().int(),
  repeats: z.number().int(),
  resolution: share,
  repeatRate: share,
}
export const figuresAnswer = z.object({
  version: z.number().int(),
  rows: z.array(z.object({ key: z.string(), nameDe: z.string(), nameEn: z.string(), ...figures })),
  total: z.object(figures),
  /** Contacts that came from somebody unknown: nobody can say whether they asked again. */
  unknown: z.number().int(),
  rates: z.array(
    z.object({
      month: z.string(),
      contacts: z.number().int(),
      averageContracts: z.number(),
      value: z.number().nullable(),
      provisional: z.boolean(),
    }),
  ),
})
export type FiguresAnswer = z.infer<typeof figuresAnswer>

export const behindQuery = z.strictObject({
  ...asked,
  key: z.string().max(40).optional(),
  only: z.enum(['all', 'followed', 'repeats', 'open']),
  before: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]{5,15}Z_\d{1,18}$/)
    .optional(),
})
export const behindAnswer = z.object({
  contacts: z.array(
    z.object({
      id: id(),
      customerId: id(),
      channel: z.string(),
      topic: z.string(),
      phase: z.string(),
      outcome: z.string(),
      solved: z.boolean().nullable(),
      beganAt: instant(),
      followed: z.boolean(),
      repeats: z.boolean(),
      open: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
})
