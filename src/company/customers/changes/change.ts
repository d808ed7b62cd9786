import type { Actor, Channel } from '#company/journal'
import type { ToldBy } from '../own-data/asked.contract.ts'

/** What of a customer's own data was changed. */
export type ChangeKind = 'name' | 'address' | 'bank' | 'mandate' | 'email' | 'mobile' | 'phone' | 'preferences'

/** Field by field; null is "not there". */
export type Values = Readonly<Record<string, string | null>>

/** Who changes whose data, when, and through what; `reason` is what staff wrote down about it. */
export type Doer = {
  readonly customerId: string
  readonly channel: Channel
  readonly actor: Actor
  readonly occurredAt: Temporal.Instant
  /** `scheme://host` of the portal, for the link in the confirmation. */
  readonly origin: string
  readonly reason?: string
  /** How the customer said it, when staff wrote it down. */
  readonly toldBy?: ToldBy
}

/** A change as it stands in the table. */
export type Change = {
  readonly id: string
  readonly customerId: string
  readonly kind: ChangeKind
  readonly contractAccountId: string | null
  readonly before: Values | null
  readonly after: Values | null
  readonly changedAt: Temporal.Instant
  readonly channel: Channel
  readonly actorKind: Actor['kind']
  readonly undoUntil: Temporal.Instant | null
  readonly undoneAt: Temporal.Instant | null
  readonly undoOf: string | null
}

/** A change with what staff wrote down about it; customers do not read that. */
export type ChangeOnFile = Change & { readonly reason: string | null; readonly toldBy: ToldBy | null }

/**
 * A change that somebody else made is noticed when its letter has come: two days by post, then time to react. BGB section 355
 * gives a customer 14 days to think for weightier things; no law asks for a term here.
 */
export const UNDO_DAYS = 14

/**
 * Until when a change may be taken back. A revoked mandate stays revoked: the revocation takes effect when it arrives (BGB section
 * 130), and to collect again takes a new mandate. What takes a change back is not taken back itself: one makes a new change.
 */
export function undoUntil(kind: ChangeKind, at: Temporal.Instant, isUndo: boolean): Temporal.Instant | null {
  if (isUndo || kind === 'mandate' || kind === 'preferences') return null
  return at.add({ hours: 24 * UNDO_DAYS })
}

/** Why a change cannot be taken back (any more), as the code of a refusal; undefined if it can. */
export function whyNotUndone(
  change: Pick<Change, 'undoUntil' | 'undoneAt' | 'before' | 'after'>,
  now: Temporal.Instant,
): string | undefined {
  if (change.undoneAt) return 'customers.undone-already'
  if (!change.undoUntil || !change.before || !change.after) return 'customers.not-to-be-undone'
  return Temporal.Instant.compare(now, change.undoUntil) > 0 ? 'customers.undo-too-late' : undefined
}

/** The fields that differ, in the order of the names given. */
export const changedFields = (names: readonly string[], before: Values, after: Values): string[] =>
  names.filter((name) => (before[name] ?? null) !== (after[name] ?? null))

/** Only these fields of some values. */
export const pick = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
