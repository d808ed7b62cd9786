import type { Tx } from '#platform/database'
import { type FieldFault, notFound, wrongFields } from '#platform/refusal'
import type { Doer } from '../changes/change.ts'
import { changeFields, type FieldsChanged } from '../changes/change-fields.ts'
import { lockCustomer } from '../customer/customer-view.sql.ts'
import { fitsCountry } from '../people/countries.ts'
import type { AddressBody, NameBody } from './person.contract.ts'

const orNull = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value)

/** What is wrong with an address to which letters shall go. */
export function addressFaults(address: Omit<AddressBody, 'rowVersion'>): FieldFault[] {
  const country = address.country ?? 'DE'
  return [
    ...(orNull(address.street) === null ? [{ field: 'street', code: 'customers.street-missing' }] : []),
    ...(fitsCountry(address.postalCode ?? '', country)
      ? []
      : [
          {
            field: 'postalCode',
            code: country === 'DE' ? 'customers.no-postal-code' : 'customers.foreign-postal-code',
          },
        ]),
    ...(orNull(address.city) === null ? [{ field: 'city', code: 'customers.city-missing' }] : []),
  ]
}

/** Changes where letters go. The contract's place is another thing: who moves house announces a move. */
export async function changeAddress(tx: Tx, body: AddressBody, doer: Doer): Promise<FieldsChanged> {
  const faults = addressFaults(body)
  if (faults.length > 0) throw wrongFields(faults)
  const wanted = {
    street: orNull(body.street),
    houseNumber: orNull(body.houseNumber),
    postalCode: orNull(body.postalCode),
    city: orNull(body.city),
    country: body.country ?? 'DE',
  }
  return changeFields(tx, { kind: 'address', wanted, rowVersion: body.rowVersion }, doer)
}

/** Changes what a person or company is called. Whether somebody is a person or a company does not change. */
export async function changeName(tx: Tx, body: NameBody, doer: Doer): Promise<FieldsChanged> {
  const there = await lockCustomer(tx, doer.customerId)
  if (!there) throw notFound()
  const company = there.kind === 'company'
  if (company && orNull(body.companyName) === null)
    throw wrongFields([{ field: 'companyName', code: 'customers.company-missing' }])
  if (!company && orNull(body.lastName) === null)
    throw wrongFields([{ field: 'lastName', code: 'customers.name-missing' }])
  const person = {
    salutation: body.salutation ?? 'none',
    title: orNull(body.title),
    firstName: orNull(body.firstName),
    lastName: orNull(body.lastName),
  }
  const wanted = company ? { companyName: orNull(body.companyName) } : person
  return changeFields(tx, { kind: 'name', wanted, rowVersion: body.rowVersion }, doer)
}
