import { type Call, customer, ownOrigin } from '#platform/http'
import type { Doer } from '../changes/change.ts'

/** Who may look at and change the customer's own data. */
export const ownData = customer('data')

/** The signed-in person as the one who changes something. */
export const doerOf = (call: Pick<Call<typeof ownData>, 'who' | 'now' | 'settings' | 'browser'>): Doer => ({
  customerId: call.who.customerId,
  channel: 'portal',
  actor: { kind: 'customer', id: call.who.accountId },
  occurredAt: call.now,
  origin: ownOrigin(call),
})

export type Typed = Readonly<Record<string, string | readonly string[]>>

/** What was typed in a field, else what stands on file. */
export const typedOr = (typed: Typed | undefined, name: string, fallback: string | null | undefined): string => {
  const value = typed?.[name]
  if (typed && value === undefined) return ''
  return (typeof value === 'string' ? value : value?.at(-1)) ?? fallback ?? ''
}
