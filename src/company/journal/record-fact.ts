import type { z } from '#platform/contract'
import { sendWithNext, type Statement, type Tx } from '#platform/database'
import type { Actor, Channel, FactKind } from './fact.ts'
import { factsStatement } from './journal.sql.ts'

/** Whose journey it belongs to, who did it, when and where. */
export type FactContext = {
  readonly customerId?: string | null
  readonly contractId?: string | null
  readonly channel: Channel
  readonly actor: Actor
  readonly occurredAt: Temporal.Instant
}

/**
 * Records a fact in the caller's transaction: it is there exactly if the change is there. Listeners hear of it after the
 * commit; nobody adds a job by hand.
 * @throws ZodError if the payload is not what the catalogue says: a fault of ours, so the change is rolled back
 */
export async function recordFact<Kind extends FactKind>(
  tx: Tx,
  kind: Kind,
  payload: z.input<Kind['payload']>,
  context: FactContext,
): Promise<void> {
  await recordFacts(tx, [{ kind, payload, context }])
}

export type NewEntry = { readonly kind: FactKind; readonly payload: unknown; readonly context: FactContext }

/** Several facts of one change. They leave with the next statement or with the commit: nobody reads their answer. */
export async function recordFacts(tx: Tx, list: readonly NewEntry[]): Promise<void> {
  if (list.length > 0) sendWithNext(tx, [recordingStatement(list)])
}

/** The statement that records facts, to be sent together with the change itself. */
export const recordingStatement = (list: readonly NewEntry[]): Statement =>
  factsStatement(
    list.map(({ kind, payload, context }) => ({
      name: kind.name,
      phase: kind.phase,
      customerId: context.customerId ?? null,
      contractId: context.contractId ?? null,
      channel: context.channel,
      actor: context.actor,
      occurredAt: context.occurredAt,
      payload: kind.payload.parse(payload),
    })),
  )
