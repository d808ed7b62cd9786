import { type FactContext, facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import type { ChangeContact, CustomerAnswer } from './customer-view.contract.ts'
import { type ContactFields, lockCustomer, storeContact } from './customer-view.sql.ts'

const contactFields = ['email', 'phone', 'mobile'] as const

/**
 * Changes how a customer is reached. From then on this house leads the row: an import lists a difference as a conflict and
 * does not overwrite it.
 * @throws Refusal 409 if somebody changed the customer meanwhile, with the version that stands there now and, per field
 * that differs, what is there and what was wanted: nobody overwrites unseen
 */
export async function changeContact(
  tx: Tx,
  customerId: string,
  wanted: ChangeContact,
  context: Omit<FactContext, 'customerId'>,
): Promise<CustomerAnswer> {
  const before = await lockCustomer(tx, customerId)
  if (!before) throw notFound()
  const { rowVersion, ...given } = wanted
  const after: ContactFields = {
    email: given.email === undefined ? before.email : given.email,
    phone: given.phone === undefined ? before.phone : given.phone,
    mobile: given.mobile === undefined ? before.mobile : given.mobile,
  }
  if (before.rowVersion !== rowVersion) throw changedBySomebody(before, given)
  const changed = contactFields.filter((field) => before[field] !== after[field])
  if (changed.length === 0) return before
  const version = await storeContact(tx, customerId, after, context.occurredAt)
  await recordFact(tx, facts.customerChanged, { fields: changed, rowVersion: version }, { ...context, customerId })
  return { ...before, ...after, rowVersion: version }
}

function changedBySomebody(current: CustomerAnswer, given: Omit<ChangeContact, 'rowVersion'>): Refusal {
  const fields = contactFields
    .filter((field) => given[field] !== undefined && given[field] !== current[field])
    .map((field) => ({
      field,
      code: 'customers.other-value-now',
      figures: { current: current[field] ?? '–', wanted: given[field] ?? '–' },
    }))
  return new Refusal(409, 'platform.changed-meanwhile', { fields, current })
}
