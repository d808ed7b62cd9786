import { day, decimal, id, instant, line, z } from '#platform/contract/web'
import { readingReasons, readingSources } from './reading.ts'

/** Readings of one call; a system with more calls again. */
const ROWS_MAX = 1_000

export const machineReading = z.strictObject({
  /** The sender's own key: the same key again is the same reading. */
  sourceKey: line(80, 1),
  registerKey: line(80, 1),
  day: day(),
  value: decimal(12, 6),
  reason: z.enum(readingReasons),
  source: z.enum(readingSources),
})
export const machineReadingsBody = z.strictObject({ readings: z.array(machineReading).min(1).max(ROWS_MAX) })

export const machineOutcome = z.enum(['stored', 'same', 'refused'])
export const machineReadingsAnswer = z.object({
  results: z.array(
    z.object({
      sourceKey: z.string(),
      outcome: machineOutcome,
      readingId: id().nullable(),
      /** Why it was refused. */
      code: z.string().nullable(),
    }),
  ),
  questionable: z.number().int(),
})

export const machineListAnswer = z.object({
  readings: z.array(
    z.object({
      readingId: id(),
      registerKey: z.string(),
      day: day(),
      value: decimal(),
      reason: z.enum(readingReasons),
      source: z.enum(readingSources),
      status: z.enum(['valid', 'in-check', 'replaced', 'refused']),
      verdict: z.enum(['plausible', 'questionable', 'unknown']),
      enteredAt: instant(),
      sourceKey: z.string().nullable(),
    }),
  ),
  /** Give it as `after` to go on; null where there is no more. */
  after: id().nullable(),
})
