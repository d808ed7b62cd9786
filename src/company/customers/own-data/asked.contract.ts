import { line, z } from '#platform/contract/web'

/** How a customer said what staff writes down. */
export const toldByWays = ['call', 'counter', 'letter', 'e-mail'] as const
export type ToldBy = (typeof toldByWays)[number]

/** What stands beside every change by staff: how it was said, and who it was and how they were recognised. */
export const asked = { toldBy: z.enum(toldByWays), reason: line(500, 5) }
export const askedBody = z.strictObject(asked)
export type Asked = z.infer<typeof askedBody>
