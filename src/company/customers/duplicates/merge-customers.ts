import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import type { Doer, Values } from '../changes/change.ts'
import { changedFields, pick } from '../changes/change.ts'
import { flatOf } from '../changes/change-fields.ts'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'
import { lockCustomer, storeFields } from '../customer/customer-view.sql.ts'
import {
  decidePair,
  insertMerge,
  markMergeUndone,
  mergeById,
  moveRows,
  moveRowsBack,
  ownTables,
  whyNotMerged,
} from './duplicates.sql.ts'

/** Fields of which a person chooses one of two values. */
export const chosenFields = [
  'salutation',
  'title',
  'firstName',
  'lastName',
  'companyName',
  'street',
  'houseNumber',
  'postalCode',
  'city',
  'country',
  'email',
  'phone',
  'mobile',
  'language',
] as const
export type ChosenField = (typeof chosenFields)[number]

export type Merge = {
  readonly survivorId: string
  readonly mergedId: string
  /** Fields whose value comes from the record that goes; all others stay as the survivor has them. */
  readonly takeFromMerged: readonly ChosenField[]
  /** Versions that were side by side on the page. */
  readonly versions: { readonly survivor: number; readonly merged: number }
  readonly reason: string
  readonly staffId: string
}

/** Both records locked, the smaller id first, so that two merges at once do not wait for each other in a circle. */
async function lockBoth(tx: Tx, one: string, other: string): Promise<readonly [CustomerAnswer, CustomerAnswer]> {
  const found = new Map<string, CustomerAnswer>()
  for (const id of [one, other].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))) {
    const customer = await lockCustomer(tx, id)
    if (!customer) throw notFound()
    found.set(id, customer)
  }
  return [found.get(one) as CustomerAnswer, found.get(other) as CustomerAnswer]
}

/**
 * Makes one of two records: rows move to the survivor, the journal keeps its ids and is read by the survivor, fields are as a person
 * chose. What moved is noted, so that it can be taken apart.
 * @returns the id of the merge
 * @throws Refusal 409 if one of them was changed meanwhile, is merged already, or is being erased
 */
export async function mergeCustomers(tx: Tx, merge: Merge, doer: Omit<Doer, 'customerId'>): Promise<string> {
  const { survivorId, mergedId } = merge
  if (survivorId === mergedId) throw new Refusal(422, 'customers.same-record')
  const [survivor, merged] = await lockBoth(tx, survivorId, mergedId)
  if (survivor.rowVersion !== merge.versions.survivor || merged.rowVersion !== merge.versions.merged)
    throw new Refusal(409, 'platform.changed-meanwhile')
  for (const customer of [survivor, merged]) {
    const why = await whyNotMerged(tx, customer)
    if (why) throw new Refusal(409, why === 'erasure-open' ? 'customers.erasure-open' : 'customers.merged-already')
  }
  if ((survivor.kind === 'company') !== (merged.kind === 'company'))
    throw new Refusal(409, 'customers.company-and-person')
  const before = pick(flatOf(survivor), chosenFields)
  const after: Values = { ...before, ...pick(flatOf(merged), merge.takeFromMerged) }
  const changed = changedFields(chosenFields, before, after)
  if (changed.length > 0) await storeFields(tx, survivorId, pick(after, changed), doer.occurredAt)
  const { staffId, reason } = merge
  const mergeId = await insertMerge(tx, { survivorId, mergedId, staffId, reason, before, after }, doer.occurredAt)
  for (const table of ownTables) await moveRows(tx, table, { mergeId, from: mergedId, to: survivorId })
  const [aId, bId] = BigInt(survivorId) < BigInt(mergedId) ? [survivorId, mergedId] : [mergedId, survivorId]
  await decidePair(tx, { aId, bId }, 'merged', staffId, doer.occurredAt)
  await recordFact(tx, facts.customersMerged, { mergeId, mergedId }, { ...doer, customerId: survivorId })
  return mergeId
}

/**
 * Takes a merge apart: the rows that moved go back, fields go back where nobody changed them since, both records are there again.
 * @throws Refusal 409 if it was taken apart already
 */
export async function undoMerge(tx: Tx, id: string, staffId: string, doer: Omit<Doer, 'customerId'>): Promise<void> {
  const merge = await mergeById(tx, id)
  if (!merge) throw notFound()
  if (merge.undoneAt) throw new Refusal(409, 'customers.undone-already')
  const { survivorId, mergedId } = merge
  const [survivor] = await lockBoth(tx, survivorId, mergedId)
  const there = flatOf(survivor)
  const back = changedFields(chosenFields, merge.before, merge.after).filter(
    (field) => there[field] === merge.after[field],
  )
  if (back.length > 0) await storeFields(tx, survivorId, pick(merge.before, back), doer.occurredAt)
  for (const table of ownTables) await moveRowsBack(tx, table, { mergeId: id, from: mergedId, to: survivorId })
  await markMergeUndone(tx, merge, staffId, doer.occurredAt)
  const [aId, bId] = BigInt(survivorId) < BigInt(mergedId) ? [survivorId, mergedId] : [mergedId, survivorId]
  await decidePair(tx, { aId, bId }, 'open', null, doer.occurredAt)
  await recordFact(tx, facts.mergeUndone, { mergeId: id, mergedId }, { ...doer, customerId: survivorId })
}
