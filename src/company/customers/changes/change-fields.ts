import { facts, recordFact } from '#company/journal'
import type { Tx } from '#platform/database'
import { notFound, Refusal } from '#platform/refusal'
import type { CustomerAnswer } from '../customer/customer-view.contract.ts'
import { lockCustomer, storeFields } from '../customer/customer-view.sql.ts'
import { changedFields, type ChangeKind, type Doer, pick, type Values } from './change.ts'
import { insertChange } from './changes.sql.ts'

/** Fields of a customer by what they belong to. */
export const fieldsOf = {
  name: ['salutation', 'title', 'firstName', 'lastName', 'companyName'],
  address: ['street', 'houseNumber', 'postalCode', 'city', 'country'],
  email: ['email'],
  mobile: ['mobile'],
  phone: ['phone'],
  preferences: ['language'],
} as const satisfies Partial<Record<ChangeKind, readonly string[]>>
export type FieldKind = keyof typeof fieldsOf

/** A customer's fields side by side, the address among them. */
export const flatOf = ({ address, ...customer }: CustomerAnswer): Values =>
  ({ ...customer, ...address }) as unknown as Values

export type FieldChange = {
  readonly kind: FieldKind
  /** What shall stand there; fields that are left out stay. */
  readonly wanted: Values
  /** The version that was on the page; undefined when a link or a newer act decides regardless of it. */
  readonly rowVersion: number | undefined
  readonly undoOf?: string
}

export type FieldsChanged = { readonly customer: CustomerAnswer; readonly changeId: string | undefined }

/**
 * Changes fields of one kind: state, the row that says what was there before, and the fact, together. From then on this house
 * leads the row: an import lists a difference as a conflict. Nothing happens if nothing differs.
 * @throws Refusal 409 if somebody changed the customer meanwhile, with what stands there and what was wanted per field
 */
export async function changeFields(tx: Tx, change: FieldChange, doer: Doer): Promise<FieldsChanged> {
  const before = await lockCustomer(tx, doer.customerId)
  if (!before) throw notFound()
  const there = flatOf(before)
  const names = fieldsOf[change.kind]
  const after: Values = { ...there, ...change.wanted }
  const changed = changedFields(names, there, after)
  if (change.rowVersion !== undefined && before.rowVersion !== change.rowVersion)
    throw changedBySomebody(before, there, change.wanted, changed)
  if (changed.length === 0) return { customer: before, changeId: undefined }
  const rowVersion = await storeFields(tx, doer.customerId, pick(after, changed), doer.occurredAt)
  const changeId = await insertChange(
    tx,
    {
      kind: change.kind,
      before: pick(there, names),
      after: pick(after, names),
      ...(change.undoOf !== undefined && { undoOf: change.undoOf }),
    },
    doer,
  )
  await recordFact(tx, facts.customerChanged, { fields: changed, rowVersion, changeId }, doer)
  return { customer: (await lockCustomer(tx, doer.customerId)) ?? before, changeId }
}

/** What stands there now and what was wanted, for the fields that differ. */
export function changedBySomebody(
  current: unknown,
  there: Values,
  wanted: Values,
  changed: readonly string[],
): Refusal {
  const fields = changed.map((field) => ({
    field,
    code: 'customers.other-value-now',
    figures: { current: there[field] ?? '–', wanted: wanted[field] ?? '–' },
  }))
  return new Refusal(409, 'platform.changed-meanwhile', { fields, current })
}
