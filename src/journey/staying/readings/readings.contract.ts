import { day, decimal, id, line, z } from '#platform/contract/web'
import { readingReasons, readingSources } from './reading.ts'

/** Why a value that looks odd is right, in the customer's own choice of words. */
export const explanations = [
  'heating',
  'more-people',
  'fewer-people',
  'new-device',
  'electric-car',
  'solar',
  'absence',
  'rollover',
  'other',
] as const
export type Explanation = (typeof explanations)[number]

/** Reasons that a customer may give; the others belong to processes. */
export const customerReasons = ['regular', 'move-in', 'move-out', 'price-change', 'check'] as const

const entry = z.strictObject({
  registerId: id(),
  /** Longer than any meter shows: how many digits there are is said with the meter's own. */
  value: line(60).optional(),
  confirmed: z.boolean().optional(),
  explanation: z.enum(explanations).optional(),
  note: line(300).optional(),
})

/** Most registers that one form holds; a property manager uses the list and its file. */
export const ENTRIES_MAX = 60

export const enterReadingsBody = z.strictObject({
  day: day(),
  reason: z.enum(customerReasons),
  entries: z.array(entry).min(1).max(ENTRIES_MAX),
  /** Made once per form that is shown: sent twice, it is stored once. */
  submission: z.string().regex(/^[\w-]{16,64}$/),
})
export type EnterReadingsBody = z.infer<typeof enterReadingsBody>

const band = z.object({ low: z.number(), expected: z.number(), high: z.number() })

/** What judge says of a value, for programs and pages. */
export const judgementAnswer = z.object({
  verdict: z.enum(['plausible', 'questionable', 'unknown']),
  causes: z.array(z.string()),
  usage: z.number().nullable(),
  ratio: z.number().nullable(),
  ratioToLastYear: z.number().nullable(),
  band: band.nullable(),
})

export const enteredAnswer = z.object({
  readings: z.array(
    z.object({
      readingId: id(),
      registerId: id(),
      value: decimal(),
      status: z.enum(['valid', 'in-check']),
      judgement: judgementAnswer,
    }),
  ),
})

export const readingAnswer = z.object({
  readingId: id(),
  registerId: id(),
  day: day(),
  value: decimal(),
  reason: z.enum(readingReasons),
  source: z.enum(readingSources),
  status: z.enum(['valid', 'in-check']),
})
export const readingsAnswer = z.object({ readings: z.array(readingAnswer) })
