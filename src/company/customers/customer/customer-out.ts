import { columnName, type ColumnValues, fieldName, type OutObject } from '#company/exchange'
import { facts } from '#company/journal'
import { wrongFields } from '#platform/refusal'
import { customerFields, customersFile } from '../imports/customers.import.ts'
import { customerStates, customerValues, releaseCustomer, storeCustomerValues } from './customer-out.sql.ts'

const ADDRESS = ['street', 'house_number', 'postal_code', 'city', 'country']

/** A customer as other systems are told of it. */
export const customerOut: OutObject = {
  object: 'customer',
  scope: 'customers:read',
  columns: customerFields,
  inFiles: [
    'customerNumber',
    ...customerFields.map((column) => (ADDRESS.includes(column) ? `address.${fieldName(column)}` : fieldName(column))),
  ],
  touchedBy: ({ name, customerId, payload }) => {
    if (customerId === null) return []
    if (name === facts.customerChanged.name)
      return [{ objectId: customerId, fields: (payload as { readonly fields: readonly string[] }).fields }]
    const decided = payload as {
      readonly object?: unknown
      readonly objectId?: string
      readonly fields?: readonly string[]
    }
    if (name === facts.conflictDecided.name && decided.object === 'customer' && decided.objectId)
      return [{ objectId: decided.objectId, fields: (decided.fields ?? []).map(fieldName) }]
    return []
  },
  columnsOf: (field) =>
    field === 'address' ? ADDRESS : [columnName(field)].filter((one) => customerFields.includes(one)),
  load: customerStates,
  release: releaseCustomer,
  values: customerValues,
  take: async (tx, objectId, values) => {
    await storeCustomerValues(tx, objectId, checked(values))
  },
}

/** What the other side says is checked as a line of its file would be. @throws Refusal 422 with the columns that do not fit */
function checked(values: ColumnValues): ColumnValues {
  const stored: Record<string, string | null> = {}
  const faults: { field: string; code: string }[] = []
  for (const [name, value] of Object.entries(values)) {
    const column = customersFile.columns.find((one) => one.name === name)
    const typed = value ?? ''
    const made = typed === '' ? column?.whenEmpty : column?.read(typed, 'plain')
    if (made === undefined || (made === null && column?.required))
      faults.push({ field: name, code: 'platform.field.wrong-form' })
    else if (typeof made === 'object' && made !== null) faults.push({ field: name, code: made.code })
    else stored[name] = made
  }
  if (faults.length > 0) throw wrongFields(faults)
  return stored
}
