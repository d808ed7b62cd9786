import { day, id, line, z } from '#platform/contract/web'
import { enteredAnswer } from '../readings/readings.contract.ts'

/** Registers of one device: a combined meter has six at most. */
const REGISTERS_MAX = 12

export const exchangeBody = z.strictObject({
  customerId: id(),
  day: day(),
  newMeterNumber: line(40, 4),
  kind: z.enum(['conventional', 'modern', 'smart']),
  manufacturer: line(100).optional(),
  calibratedUntil: day().optional(),
  registers: z
    .array(
      z.strictObject({
        registerId: id(),
        finalValue: line(24, 1),
        confirmed: z.boolean().optional(),
        firstValue: line(24, 1),
        digitsBefore: z.number().int().min(1).max(12),
        digitsAfter: z.number().int().min(0).max(6),
      }),
    )
    .min(1)
    .max(REGISTERS_MAX),
  submission: z.string().regex(/^[\w-]{16,64}$/),
})
export const exchangeAnswer = z.object({ newMeterId: id(), readings: enteredAnswer.shape.readings })
