import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import { undoBank } from '../bank/change-bank.ts'
import { lockCustomer } from '../customer/customer-view.sql.ts'
import { type Change, changedFields, type Doer, type Values, whyNotUndone } from './change.ts'
import { changeFields, type FieldKind, fieldsOf, flatOf } from './change-fields.ts'
import { markUndone } from './changes.sql.ts'

/**
 * Takes a change back within its term, if nothing newer stands in its place: then what was there before stands there again. The
 * change itself stays in the list, with a second one that says so.
 * @returns the id of the change that took it back
 * @throws Refusal 404 for somebody else's, 409 if it is too late, done already, or something newer stands there
 */
export async function undoChange(tx: Tx, change: Change | undefined, doer: Doer): Promise<string> {
  if (!change || change.customerId !== doer.customerId) throw notFound()
  const why = whyNotUndone(change, doer.occurredAt)
  if (why !== undefined) throw new Refusal(409, why as 'customers.undo-too-late')
  if (!(await markUndone(tx, change.id, doer.occurredAt))) throw new Refusal(409, 'customers.undone-already')
  const undoneBy = change.kind === 'bank' ? await undoBank(tx, change, doer) : await undoFields(tx, change, doer)
  await recordFact(tx, facts.changeUndone, { changeId: change.id, undoneBy }, doer)
  return undoneBy
}

async function undoFields(tx: Tx, change: Change, doer: Doer): Promise<string> {
  const kind = change.kind as FieldKind
  const there = await lockCustomer(tx, doer.customerId)
  if (!there) throw notFound()
  if (changedFields(fieldsOf[kind], flatOf(there), change.after as Values).length > 0)
    throw new Refusal(409, 'customers.changed-since')
  const { changeId } = await changeFields(
    tx,
    { kind, wanted: change.before as Values, rowVersion: undefined, undoOf: change.id },
    doer,
  )
  if (changeId === undefined) throw new Refusal(409, 'customers.undone-already')
  return changeId
}
