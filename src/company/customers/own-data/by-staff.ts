import type { Tx } from '#platform/database'
import { type Call, ownOrigin, staffMay } from '#platform/http'
import { notFound } from '#platform/refusal'
import type { Doer } from '../changes/change.ts'
import { customerOnFile } from '../find-customer.sql.ts'
import type { Asked } from './asked.contract.ts'

/** Who of the staff changes a customer's own data. */
export const agents = staffMay('customers.change')

export type DeskCall = Pick<Call<typeof agents>, 'who' | 'now' | 'settings' | 'browser'>

/** Somebody of the staff as the one who changes something, with how the customer said it. */
export const doerFor = (call: DeskCall, customerId: string, { toldBy, reason }: Asked): Doer => ({
  customerId,
  channel: 'desk',
  actor: { kind: 'staff', id: call.who.staffId },
  occurredAt: call.now,
  origin: ownOrigin(call),
  reason,
  toldBy,
})

/** In which language a customer is written to. @throws Refusal 404 if there is no such customer */
export async function languageOf(tx: Tx, customerId: string): Promise<'de' | 'en'> {
  const customer = await customerOnFile(tx, customerId)
  if (!customer) throw notFound()
  return customer.language
}

export const creditorOf = ({ settings }: Pick<Call, 'settings'>) => ({
  name: settings.UTILITY_NAME,
  id: settings.UTILITY_CREDITOR_ID,
})
