import { line, z } from '#platform/contract/web'
import { isCountry } from '../people/countries.ts'
import { asked } from './asked.contract.ts'

const version = () => z.number().int().min(1).max(2_147_483_647)

/** Where letters are sent to: ISO 3166-1 alpha-2. */
const country = () =>
  z
    .string()
    .length(2)
    .refine(isCountry, { params: { code: 'customers.no-country' } })

const nameFields = {
  rowVersion: version(),
  salutation: z.enum(['ms', 'mr', 'none']).optional(),
  title: line(50).optional(),
  firstName: line(100).optional(),
  lastName: line(100).optional(),
  companyName: line(200).optional(),
}
export const nameBody = z.strictObject(nameFields)
export type NameBody = z.infer<typeof nameBody>

const addressFields = {
  rowVersion: version(),
  street: line(100).optional(),
  houseNumber: line(20).optional(),
  postalCode: line(10).optional(),
  city: line(100).optional(),
  country: country().optional(),
}
export const addressBody = z.strictObject(addressFields)
export type AddressBody = z.infer<typeof addressBody>

export const deskNameBody = z.strictObject({ ...nameFields, ...asked })
export const deskAddressBody = z.strictObject({ ...addressFields, ...asked })
