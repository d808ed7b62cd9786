/** How a leading system stands to a change. `settled`: a later change or a person's decision made the answer needless. */
export type TakeoverState = 'waiting' | 'taken-over' | 'refused' | 'settled'

export type ReceiptOutcome = 'taken-over' | 'refused'

/** What a receipt did: it counted, it was there already, it came too late to count, or it names no change of ours. */
export type ReceiptEffect = 'applied' | 'repeated' | 'late' | 'unknown'

/**
 * What becomes of a change when an answer comes. Answers come late, twice and in any order; the other side's own time of the
 * answer decides between two that differ, so that an old "no" does not undo a newer "yes".
 */
export function judgeReceipt(
  before: { readonly state: TakeoverState; readonly answeredAt: Temporal.Instant | null },
  receipt: { readonly outcome: ReceiptOutcome; readonly answeredAt: Temporal.Instant },
): { readonly effect: ReceiptEffect; readonly state: TakeoverState } {
  const stays = (effect: ReceiptEffect) => ({ effect, state: before.state })
  if (before.state === 'settled') return stays('late')
  if (before.state === receipt.outcome) return stays('repeated')
  const isOlder = before.answeredAt !== null && Temporal.Instant.compare(receipt.answeredAt, before.answeredAt) < 0
  if (before.state !== 'waiting' && isOlder) return stays('late')
  return { effect: 'applied', state: receipt.outcome }
}
