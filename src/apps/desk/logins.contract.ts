import { id, instant, line, z } from '#platform/contract/web'

export const accountsQuery = z.strictObject({
  /** Beginning of an e-mail address, or a customer number. */
  typed: line(100, 1).optional(),
  customer: id().optional(),
})
export const accountsAnswer = z.object({
  accounts: z.array(
    z.object({
      accountId: id(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      createdAt: instant(),
      disabledAt: instant().nullable(),
      openSessions: z.number().int(),
      lastSeenAt: instant().nullable(),
      grants: z.array(
        z.object({ customerId: id(), shownAs: z.string().nullable(), level: z.enum(['readings', 'open']) }),
      ),
    }),
  ),
})

export const scopesAnswer = z.object({ scopes: z.array(z.string()) })

export const failedMessagesAnswer = z.object({
  messages: z.array(
    z.object({
      id: id(),
      channel: z.enum(['e-mail', 'sms', 'print']),
      kind: z.string(),
      recipient: z.string(),
      subject: z.string(),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      createdAt: instant(),
      customerId: id().nullable(),
    }),
  ),
})
export const retryBody = z.strictObject({ ids: z.array(id()).min(1).max(200) })
export const retryAnswer = z.object({ retried: z.number().int() })

/** Until when the code of a posted letter is good. */
export const untilAnswer = z.strictObject({ until: z.iso.date() })

/** What was let happen in a sandbox. */
export const sandboxChangeAnswer = z.strictObject({ customerId: id(), customerNumber: z.string(), phone: z.string() })
