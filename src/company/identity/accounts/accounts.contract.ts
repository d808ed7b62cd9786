import { z } from '#platform/contract/web'

export const endedAnswer = z.strictObject({ ended: z.number().int() })
