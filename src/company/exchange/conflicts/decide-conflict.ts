import { type FactContext, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import type { ColumnValues, OutObject } from '../changes/out-object.ts'
import { releaseIfDone } from '../takeover/receive-receipt.ts'
import { settleColumns } from '../takeover/takeover.sql.ts'
import { type ConflictRow, lockConflict, openSiblings, storeDecision } from './conflicts.sql.ts'

export type ConflictDecision = {
  readonly conflictId: string
  readonly decision: 'kept' | 'taken'
  /** Our values as the person saw them. */
  readonly ours: ColumnValues
}

/**
 * Decides between our value and that of another system. Ours: it is sent again and waits for an answer anew. Theirs: it is
 * stored here and sent for information, and the open question is settled. Both are one change with its own fact.
 * @returns what was decided: this one, and others about nothing but the same columns
 * @throws Refusal 409 if it is decided already or our value is another by now; 422 if theirs cannot be taken here
 */
export async function decideConflict(
  tx: Tx,
  objects: readonly OutObject[],
  wanted: ConflictDecision,
  staffId: string,
  context: Omit<FactContext, 'customerId'>,
): Promise<readonly ConflictRow[]> {
  const conflict = await lockConflict(tx, wanted.conflictId)
  if (!conflict) throw notFound()
  if (conflict.state !== 'open') throw new Refusal(409, 'exchange.conflict-decided')
  const columns = conflict.fields.map((one) => one.field)
  const object = objects.find((one) => one.object === conflict.object)
  const { objectId, customerId } = conflict
  if (objectId !== null && object?.values) {
    const now = await object.values(tx, objectId, columns)
    if (columns.some((column) => (now?.[column] ?? null) !== (wanted.ours[column] ?? null)))
      throw new Refusal(409, 'exchange.ours-changed')
  }
  if (wanted.decision === 'taken') await take(tx, conflict, object, { ...context, customerId })
  const siblings = objectId === null ? [] : await openSiblings(tx, conflict, objectId, columns)
  const decided = [conflict, ...siblings]
  for (const one of decided)
    await storeDecision(tx, one.id, { state: wanted.decision, staffId, now: context.occurredAt })
  if (objectId === null) return decided
  await settleColumns(tx, conflict.object, objectId, columns)
  const payload = {
    conflictId: conflict.id,
    object: conflict.object,
    objectId,
    fields: columns,
    decision: wanted.decision,
  }
  await recordFact(tx, facts.conflictDecided, payload, { ...context, customerId })
  if (wanted.decision === 'taken') await releaseIfDone(tx, objects, conflict.object, objectId)
  return decided
}

async function take(tx: Tx, conflict: ConflictRow, object: OutObject | undefined, context: FactContext): Promise<void> {
  const known = conflict.fields.filter((one) => 'theirs' in one)
  if (!object?.take || conflict.objectId === null || known.length < conflict.fields.length)
    throw new Refusal(422, 'exchange.theirs-cannot-be-taken')
  await object.take(
    tx,
    conflict.objectId,
    Object.fromEntries(known.map((one) => [one.field, one.theirs ?? null])),
    context,
  )
}

/** A conflict with our values as they stand now, for the page on which somebody decides. */
export async function withOurs(tx: Tx, objects: readonly OutObject[], conflict: ConflictRow): Promise<ConflictRow> {
  const { objectId, state } = conflict
  const values = objects.find((one) => one.object === conflict.object)?.values
  if (state !== 'open' || objectId === null || !values) return conflict
  const now = await values(
    tx,
    objectId,
    conflict.fields.map((one) => one.field),
  )
  return now
    ? { ...conflict, fields: conflict.fields.map((one) => ({ ...one, ours: now[one.field] ?? null })) }
    : conflict
}

export const canTake = (objects: readonly OutObject[], conflict: ConflictRow): boolean =>
  conflict.objectId !== null &&
  conflict.fields.every((one) => 'theirs' in one) &&
  objects.some((one) => one.object === conflict.object && one.take !== undefined)
