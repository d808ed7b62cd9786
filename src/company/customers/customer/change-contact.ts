import type { Tx } from '#platform/database'
import { notFound } from '#platform/refusal'
import type { Doer, Values } from '../changes/change.ts'
import { changedBySomebody, changeFields, flatOf } from '../changes/change-fields.ts'
import type { ChangeContact, CustomerAnswer } from './customer-view.contract.ts'
import { lockCustomer } from './customer-view.sql.ts'

const contactFields = ['email', 'phone', 'mobile'] as const

/**
 * Changes how a customer is reached, as staff took it down. Each field is a change of its own, so that each is told to the old
 * and the new address and can be taken back alone.
 * @throws Refusal 409 if somebody changed the customer meanwhile, with the version that stands there now and, per field
 * that differs, what is there and what was wanted: nobody overwrites unseen
 */
export async function changeContact(tx: Tx, wanted: ChangeContact, doer: Doer): Promise<CustomerAnswer> {
  const before = await lockCustomer(tx, doer.customerId)
  if (!before) throw notFound()
  const { rowVersion, ...given } = wanted
  const there = flatOf(before)
  const named = contactFields.filter((field) => given[field] !== undefined && given[field] !== before[field])
  if (before.rowVersion !== rowVersion) throw changedBySomebody(before, there, given as Values, named)
  let customer = before
  for (const field of named)
    customer = (
      await changeFields(tx, { kind: field, wanted: { [field]: given[field] ?? null }, rowVersion: undefined }, doer)
    ).customer
  return customer
}
