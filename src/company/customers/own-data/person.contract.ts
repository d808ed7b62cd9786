import { line, z } from '#platform/contract/web'

const version = () => z.number().int().min(1).max(2_147_483_647)

/** Country codes that letters are sent to: ISO 3166-1 alpha-2. */
const country = () => z.string().regex(/^[A-Z]{2}$/)

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

const reason = { reason: line(500, 5) }
export const deskNameBody = z.strictObject({ ...nameFields, ...reason })
export const deskAddressBody = z.strictObject({ ...addressFields, ...reason })
