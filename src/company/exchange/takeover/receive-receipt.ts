import { type FactContext, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { Refusal } from '#platform/refusal'
import type { ColumnValues, OutObject } from '../changes/out-object.ts'
import { judgeReceipt, type ReceiptEffect, type ReceiptOutcome, type TakeoverState } from './receipt.ts'
import {
  endConflictOf,
  type LockedTakeover,
  lockTakeover,
  newestChangedHereAt,
  noteAnsweredAt,
  openColumns,
  receiptByKey,
  settleEarlier,
  storeAnswer,
  storeConflict,
  storeReceipt,
} from './takeover.sql.ts'

export type Receipt = {
  readonly changeId: string
  readonly outcome: ReceiptOutcome
  /** The sender's own key: the same key again is the same receipt. */
  readonly key: string
  readonly answeredAt: Temporal.Instant
  /** The sender's own number of what it did. */
  readonly reference?: string | undefined
  readonly reasonCode?: string | undefined
  readonly reason?: string | undefined
  /** What stands on the other side, by column, if it says so with a refusal. */
  readonly theirs?: ColumnValues | undefined
}

export type ReceivedReceipt = { readonly effect: ReceiptEffect; readonly state: TakeoverState | null }

export type ReceiptSender = {
  readonly system: string
  readonly way: 'api' | 'file'
  readonly objects: readonly OutObject[]
  readonly context: Omit<FactContext, 'customerId'>
}

/**
 * Takes in the answer of a leading system to one change, once by its key. A "yes" opens the row for imports again as soon as
 * no column of it waits any more; a "no" becomes a fact, from which a task is made, and both values where they are known.
 * @throws Refusal 409 if the key was used for another answer
 */
export async function receiveReceipt(tx: Tx, sender: ReceiptSender, receipt: Receipt): Promise<ReceivedReceipt> {
  const { system, way, context } = sender
  const before = await lockTakeover(tx, receipt.changeId, system)
  const known = await receiptByKey(tx, system, receipt.key)
  if (known && (known.changeId !== receipt.changeId || known.outcome !== receipt.outcome))
    throw new Refusal(409, 'exchange.receipt-key-used')
  if (known) return { effect: 'repeated', state: before?.state ?? null }
  const { effect, state } = before ? judgeReceipt(before, receipt) : { effect: 'unknown' as const, state: null }
  const { key, changeId, outcome, answeredAt } = receipt
  await storeReceipt(tx, { system, key, changeId, outcome, effect, answeredAt, receivedAt: context.occurredAt, way })
  if (before && effect === 'applied') await apply(tx, sender, receipt, before)
  if (effect === 'repeated') await noteAnsweredAt(tx, changeId, system, answeredAt)
  return { effect, state }
}

async function apply(tx: Tx, sender: ReceiptSender, receipt: Receipt, before: LockedTakeover): Promise<void> {
  const { system, context } = sender
  const { changeId, outcome } = receipt
  await storeAnswer(tx, changeId, system, {
    state: outcome,
    answeredAt: receipt.answeredAt,
    reference: receipt.reference ?? null,
    reasonCode: outcome === 'refused' ? (receipt.reasonCode ?? null) : null,
    reason: outcome === 'refused' ? (receipt.reason ?? null) : null,
  })
  const { object, objectId, customerId, fields } = before
  if (outcome === 'taken-over') {
    await settleEarlier(tx, { changeId, system, object, objectId, fields })
    await endConflictOf(tx, changeId, context.occurredAt)
    await releaseIfDone(tx, sender.objects, object, objectId)
  } else {
    await keepBothValues(tx, sender, receipt, before)
  }
  const kind = outcome === 'taken-over' ? facts.changeTakenOver : facts.changeRefused
  const payload = { changeId, system, object, objectId, fields: [...before.changeFields] }
  await recordFact(tx, kind, payload, { ...context, customerId })
}

/**
 * Lets imports change the row again, if no column of it waits. A change that the sequence has not reached yet has another time
 * in the row than the newest known change, and is not released with it.
 */
export async function releaseIfDone(
  tx: Tx,
  objects: readonly OutObject[],
  name: string,
  objectId: string,
): Promise<void> {
  if ((await openColumns(tx, name, objectId)).length > 0) return
  const changedHereAt = await newestChangedHereAt(tx, name, objectId)
  if (changedHereAt) await objects.find((one) => one.object === name)?.release?.(tx, objectId, changedHereAt)
}

/** What stands here beside what stands there, as far as the other side says it, for the person who decides. */
async function keepBothValues(tx: Tx, sender: ReceiptSender, receipt: Receipt, before: LockedTakeover): Promise<void> {
  const { object, objectId } = before
  const ours = await sender.objects.find((one) => one.object === object)?.values?.(tx, objectId, before.fields)
  const fields = before.fields.map((field) => ({
    field,
    ours: ours?.[field] ?? null,
    ...(receipt.theirs && field in receipt.theirs && { theirs: receipt.theirs[field] ?? null }),
  }))
  const conflict = {
    source: 'refusal',
    changeId: receipt.changeId,
    system: sender.system,
    object,
    objectId,
    fields,
  } as const
  await storeConflict(tx, conflict, sender.context.occurredAt)
}
