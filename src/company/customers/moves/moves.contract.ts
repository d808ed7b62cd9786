import { day, line, z } from '#platform/contract/web'
import { asked } from '../own-data/asked.contract.ts'

const fields = {
  movesOn: day(),
  street: line(100).optional(),
  houseNumber: line(20).optional(),
  postalCode: line(10).optional(),
  city: line(100).optional(),
  /** Letters follow from that day on. */
  lettersToo: z.boolean().optional(),
}
export const moveBody = z.strictObject(fields)
export type MoveBody = z.infer<typeof moveBody>
export const deskMoveBody = z.strictObject({ ...fields, ...asked })
