import { id, instant, line, z } from '#platform/contract/web'

export const viewingParams = z.strictObject({ id: id() })
export const viewingBody = z.strictObject({ reason: line(300, 3) })
export const viewingAnswer = z.object({ link: z.string(), endsAt: instant() })
