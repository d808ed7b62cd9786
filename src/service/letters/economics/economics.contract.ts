import { day, instant, line, z } from '#platform/contract/web'
import { factorItems } from './cost.ts'

export const economicsQuery = z.strictObject({ from: day(), to: day() })

const range = z.object({ low: z.number(), value: z.number(), high: z.number() })
const counts = {
  letters: z.number().int(),
  digital: z.number().int(),
  printed: z.number().int(),
  escalated: z.number().int(),
  sheets: z.number().int(),
  returned: z.number().int(),
  resent: z.number().int(),
  reminders: z.number().int(),
  opened: z.number().int(),
  contacts: z.number().int(),
  excessContacts: z.number(),
  contactsResolved: z.number().int(),
  feedback: z.number().int(),
  understood: z.number().int(),
}
const money = {
  cost: range,
  measuredCents: z.number(),
  assumedCents: z.number(),
  saving: range,
  paperGrams: z.number(),
  co2Grams: range,
  /** Share of letters that did their work at once; null where there are too few. */
  experience: z.number().nullable(),
}

export const economicsAnswer = z.object({
  version: z.number().int(),
  countedAt: instant().nullable(),
  followDays: z.number(),
  baseDays: z.number(),
  /** True if the last letters of the period can still be followed by contacts. */
  provisional: z.boolean(),
  total: z.object({ ...counts, ...money }),
  components: z.array(z.object({ name: z.string(), cents: range, measured: z.boolean() })),
  kinds: z.array(
    z.object({
      kind: z.string(),
      version: z.number().int(),
      titleDe: z.string(),
      titleEn: z.string(),
      phase: z.string(),
      lawSource: z.string().nullable(),
      digitalAlready: z.boolean(),
      ...counts,
      ...money,
    }),
  ),
  phases: z.array(z.object({ phase: z.string(), ...counts, ...money })),
  causes: z.object({
    lost: z.number().int(),
    address: z.number().int(),
    unread: z.number().int(),
    misunderstood: z.number().int(),
  }),
  usage: z.array(
    z.object({
      month: day(),
      what: z.string(),
      category: z.string(),
      /** Null where fewer than five people were counted. */
      times: z.number().int().nullable(),
      customers: z.number().int().nullable(),
    }),
  ),
  factors: z.array(
    z.object({
      item: z.enum(factorItems),
      validFrom: day(),
      low: z.number(),
      value: z.number(),
      high: z.number(),
      measured: z.boolean(),
      source: z.string(),
    }),
  ),
})
export type EconomicsAnswer = z.infer<typeof economicsAnswer>

const amount = z.number().min(0).max(1_000_000)
export const factorBody = z.strictObject({
  item: z.enum(factorItems),
  validFrom: day(),
  low: amount,
  value: amount,
  high: amount,
  measured: z.boolean(),
  source: line(300, 3),
})
export const factorDone = z.object({ done: z.literal(true) })
