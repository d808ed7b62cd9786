import { instant, z } from '#platform/contract'

/** What an agent sees of a caller's verification: never a PIN. */
export const callerAnswer = z.strictObject({
  pin: z.enum(['none', 'set', 'locked']),
  /** `not-asked` until this agent has checked something in the last half hour. */
  level: z.enum(['not-asked', 'questions', 'pin', 'failed']),
  checkedAt: instant().nullable(),
  letter: z.strictObject({ askedAt: instant(), usedAt: instant().nullable() }).nullable(),
})

export const pinBody = z.strictObject({ pin: z.string().min(1).max(20) })
export const pinAnswer = z.strictObject({ right: z.boolean(), attemptsLeft: z.number().int() })
export const questionsBody = z.strictObject({ answered: z.boolean() })
export const letterAnswer = z.strictObject({ until: z.iso.date() })
