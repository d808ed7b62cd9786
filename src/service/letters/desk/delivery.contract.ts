import { id, instant, line, z } from '#platform/contract/web'

const cents = () => z.number().int()

export const deliveryAnswer = z.object({
  kinds: z.array(
    z.object({
      code: z.string(),
      titleDe: z.string(),
      titleEn: z.string(),
      way: z.enum(['digital', 'post']),
      /** Paragraph that wants it on paper today; null if none does. */
      law: z.string().nullable(),
      /** A code that proves a postal address. */
      byNature: z.boolean(),
      /** Letters of the last 365 days, those that went on paper, and those that would go digitally after a release. */
      letters: z.number().int(),
      onPaper: z.number().int(),
      withinReach: z.number().int(),
      /** What a release would save in a year, in cents, from and to; postage is measured, the rest assumed. */
      savingFromCents: cents(),
      savingToCents: cents(),
      /** Whether there is an earlier decision to go back to. */
      canGoBack: z.boolean(),
    }),
  ),
  jobs: z.array(
    z.object({
      id: id(),
      customerId: id(),
      letterId: id(),
      title: z.string(),
      because: z.string(),
      state: z.enum(['waiting', 'held', 'handing-over', 'at-printer', 'posted', 'refused', 'returned', 'cancelled']),
      place: z.string(),
      sheets: z.number().int(),
      postageCents: cents(),
      registered: z.boolean(),
      cutOffAt: instant(),
      canCancel: z.boolean(),
      why: z.string().nullable(),
      rowVersion: z.number().int(),
    }),
  ),
  stops: z.array(
    z.object({
      id: id(),
      via: z.enum(['e-mail', 'sms', 'push']),
      sent: z.number().int(),
      bounced: z.number().int(),
      stoppedAt: instant(),
    }),
  ),
})

export const wayBody = z.strictObject({ way: z.enum(['digital', 'post']) })
export const cancelJobBody = z.strictObject({ rowVersion: z.number().int().min(1) })
export const returnedBody = z.strictObject({ why: line(200, 3) })
export const deliveryDone = z.object({ done: z.literal(true) })
