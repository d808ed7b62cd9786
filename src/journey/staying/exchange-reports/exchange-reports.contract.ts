import { day, id, instant, line, z } from '#platform/contract/web'
import { exchangeBody } from '../meters/exchange.contract.ts'

const register = z.strictObject({ registerId: id(), finalValue: line(24, 1), firstValue: line(24, 1) })

export const reportExchangeBody = z.strictObject({
  meterId: id(),
  day: day(),
  newMeterNumber: line(40, 4),
  registers: z.array(register).min(1).max(12),
  note: line(300).optional(),
  submission: z.string().regex(/^[\w-]{16,64}$/),
})

/** A program names registers by their OBIS code, and the meter by its number. */
export const machineExchangeBody = z.strictObject({
  sourceKey: line(80, 1),
  meterNumber: line(40, 1),
  day: day(),
  newMeterNumber: line(40, 4),
  registers: z
    .array(z.strictObject({ registerKey: line(80, 1), finalValue: line(24, 1), firstValue: line(24, 1) }))
    .min(1)
    .max(12),
  note: line(300).optional(),
})
export const reportState = z.enum(['reported', 'accepted', 'refused'])
export const machineExchangeAnswer = z.object({ reportId: id(), state: reportState, because: z.string().nullable() })

export const exchangeReportAnswer = z.object({
  reportId: id(),
  customerId: id(),
  meterId: id(),
  meterNumber: z.string(),
  day: day(),
  newMeterNumber: z.string(),
  registers: z.array(z.object({ registerId: id(), finalValue: z.string(), firstValue: z.string() })),
  note: z.string().nullable(),
  source: z.enum(['customer', 'partner', 'machine']),
  reportedAt: instant(),
  state: reportState,
  because: z.string().nullable(),
  rowVersion: z.number().int(),
})
export const exchangeDecisionBody = z.strictObject({
  rowVersion: z.number().int().min(1).max(2_147_483_647),
  decision: z.enum(['accepted', 'refused']),
  /** Why it is refused; the customer reads it. */
  because: line(400).optional(),
  /** The exchange as it is accepted: staff may have corrected what was reported. */
  exchange: exchangeBody.omit({ customerId: true, submission: true }).optional(),
})
export const exchangeDecisionAnswer = z.object({ state: reportState })
