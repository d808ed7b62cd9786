import { id, line, z } from '#platform/contract/web'
import { customerAnswer } from '../customer/customer-view.contract.ts'

const pair = z.strictObject({
  id: id(),
  aId: id(),
  bId: id(),
  aName: z.string(),
  bName: z.string(),
  score: z.number().int(),
  reasons: z.array(z.string()),
  state: z.enum(['open', 'dismissed', 'merged']),
  rowVersion: z.number().int(),
})
export const pairsAnswer = z.strictObject({ pairs: z.array(pair) })
export const pairPath = z.strictObject({ id: id() })
export const pairAnswer = z.strictObject({ pair, a: customerAnswer, b: customerAnswer })

const fields = z.enum([
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
])
const version = () => z.number().int().min(1).max(2_147_483_647)
export const mergeBody = z.strictObject({
  survivorId: id(),
  mergedId: id(),
  takeFromMerged: z.array(fields).max(14),
  versions: z.strictObject({ survivor: version(), merged: version() }),
  reason: line(500, 5),
})
export const mergeAnswer = z.strictObject({ mergeId: id() })
export const doneAnswer = z.strictObject({ done: z.literal(true) })
